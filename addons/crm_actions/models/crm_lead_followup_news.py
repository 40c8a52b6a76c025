import logging

from psycopg2 import Error

from odoo import SUPERUSER_ID, api, models
from odoo.fields import Domain

from .ir_websocket import CHANNEL

_logger = logging.getLogger(__name__)


class CrmLead(models.Model):
    """Open boards are told that they should look again."""

    # one file for each purpose
    _inherit = "crm.lead"  # pylint: disable=consider-merging-classes-inherited

    def _announce_followup(self):
        """Have the open boards of these opportunities' companies look again.

        Once for a transaction and after it: an import of a thousand lines writes each in a
        savepoint, and what was undone must not swallow what came later.
        """
        after = self.env.cr.postcommit
        if CHANNEL not in after.data:
            registry, companies = self.env.registry, set()
            after.data[CHANNEL] = companies
            after.add(lambda: _tell(registry, companies))
        after.data[CHANNEL].update(lead.company_id.id for lead in self)

    @api.model
    def _tell_boards(self, company_ids):
        """Send the news, which says nothing else; an opportunity without company is everybody's."""
        # sudo: a company is only the address
        companies = self.env["res.company"].sudo()
        everybody = False in company_ids
        which = Domain.TRUE if everybody else Domain("id", "in", list(company_ids))
        for company in companies.search(which):
            self.env["bus.bus"]._sendone((company, CHANNEL), f"{CHANNEL}/changed", {})


def _tell(registry, companies):
    """In a transaction of its own; the change is written already and does not depend on it."""
    try:
        with registry.cursor() as cr:
            api.Environment(cr, SUPERUSER_ID, {})["crm.lead"]._tell_boards(companies)
    except Error:
        _logger.warning("Open boards could not be told of a change", exc_info=True)
