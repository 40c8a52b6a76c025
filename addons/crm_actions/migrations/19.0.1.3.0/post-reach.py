"""Rules that reps and leaders made reached everybody's customers: bind them as new ones are."""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    plans = env["crm.action.plan"].with_context(active_test=False, crm_plan_later=True)
    unbound = plans.search([("target", "=", "rule"), ("owner_id", "=", False)])
    for author, rules in unbound.grouped("create_uid").items():
        if author and (reach := plans.with_user(author)._get_reach()):
            rules.write(reach)
