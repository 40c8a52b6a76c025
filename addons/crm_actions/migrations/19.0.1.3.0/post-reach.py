"""Rules that reps and leaders made reached everybody's customers: bind them as new ones are."""

import logging

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    plans = env["crm.action.plan"].with_context(active_test=False, crm_plan_later=True)
    unbound = plans.search([("target", "=", "rule"), ("owner_id", "=", False)])
    for author, rules in unbound.grouped("create_uid").items():
        reach = plans.with_user(author)._get_reach() if author else {}
        for rule in rules if reach else ():
            _bind(cr, rule, reach)


def _bind(cr, rule, reach):
    try:
        with cr.savepoint():
            rule.write(reach)
    except UserError as error:
        # its conditions can no longer be read, so it makes no visits either
        _logger.info("Visit plan %s stays as it is: %s", rule.id, error)
