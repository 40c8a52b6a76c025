from odoo import api, fields, models

_READERS = "crm_helpdesk.group_helpdesk_agent,crm_helpdesk.group_helpdesk_quality"


class CrmHelpdeskTicket(models.Model):
    """What the screen of a request tells of its nonconformity."""

    # one file for each purpose
    _inherit = "crm.helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    quality_panel = fields.Json(compute="_compute_quality_panel", groups=_READERS)

    @api.depends("nonconformity_id", "requires_capa", "state")
    @api.depends_context("lang")
    def _compute_quality_panel(self):
        for ticket in self:
            ticket.quality_panel = ticket._get_quality_panel()

    def _get_quality_panel(self):
        """What of its nonconformity concerns a request.

        :return: see ``crm.helpdesk.nonconformity._get_panel``, with ``alert``; False without one
        """
        # sudo: whoever works on a request may know what is done about it, and by whom
        found = self.sudo().nonconformity_id
        if not found:
            return False
        alert = found._get_alert() if self._is_capa_required() else None
        return {**found._get_panel(), "alert": alert}
