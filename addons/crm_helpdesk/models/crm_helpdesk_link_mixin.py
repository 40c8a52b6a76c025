from odoo import fields, models

from .crm_helpdesk_stage import ACTIVE

MIXIN = "crm.helpdesk.link.mixin"
"""By its name, so that whoever inherits it is loaded after it."""


class CrmHelpdeskLinkMixin(models.AbstractModel):
    """A document that requests are about: how many there are, and a new one about it.

    Heirs say in :attr:`_helpdesk_field` by which field a request points at them.
    """

    _name = MIXIN
    _description = "Document of Requests"

    _helpdesk_field = None

    helpdesk_ticket_count = fields.Integer(
        string="Number of requests", compute="_compute_helpdesk_ticket_count"
    )
    helpdesk_open_count = fields.Integer(
        string="Number of open requests", compute="_compute_helpdesk_ticket_count"
    )

    def _compute_helpdesk_ticket_count(self):
        """Of those that the reader may see."""
        tickets = self.env["crm.helpdesk.ticket"]
        own = [(self._helpdesk_field, "in", self.ids)]
        every, still = {}, {}
        if tickets.has_access("read"):
            for counts, domain in ((every, own), (still, [*own, ("state", "in", ACTIVE)])):
                counts.update(tickets._read_group(domain, [self._helpdesk_field], ["__count"]))
        for record in self:
            record.helpdesk_ticket_count = every.get(record._origin, 0)
            record.helpdesk_open_count = still.get(record._origin, 0)

    def action_open_helpdesk_tickets(self):
        """The requests about it, or a new one where there is none."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_helpdesk.crm_helpdesk_ticket_action"
        )
        action["context"] = self._get_helpdesk_defaults()
        if not self.helpdesk_ticket_count:
            return {**action, "view_mode": "form", "views": [(False, "form")]}
        action["domain"] = [(self._helpdesk_field, "in", self.ids)]
        return {**action, "view_mode": "list,form", "views": [(False, "list"), (False, "form")]}

    def action_new_helpdesk_ticket(self):
        """A form in which what is known of the document is filled in."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "crm.helpdesk.ticket",
            "view_mode": "form",
            "context": self._get_helpdesk_defaults(),
        }

    def _get_helpdesk_defaults(self):
        """Defaults of a request about this document, as keys of a context."""
        raise NotImplementedError(self._name)
