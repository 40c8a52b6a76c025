from odoo import models

from ..engine import days


class CrmAction(models.Model):
    """An action on paper: what the documents ask, and the buttons that open them."""

    # one file for each purpose
    _inherit = "crm.action"  # pylint: disable=consider-merging-classes-inherited

    def action_print_report(self):
        """Open the report of what came of the action."""
        self.ensure_one()
        return self._open_pdf(self, "report")

    def action_print_day_sheet(self):
        """Open these actions as a sheet to take along."""
        sheet = self.env["crm.day.sheet.wizard"].create({"action_ids": [(6, 0, self.ids)]})
        return sheet.action_print()

    def _open_pdf(self, record, code):
        return {
            "type": "ir.actions.act_url",
            "url": f"/crm/pdf/{record._name}/{record.id}?document={code}",
            "target": "new",
            "close": True,
        }

    def _get_printed_span(self):
        """When it began and ended (UTC): as it was where it is known, else as it was planned."""
        if self.checkin_at:
            return self.checkin_at, self.checkout_at
        return self.start, self.stop

    def _get_printed_day(self):
        """The date on which it was, or is planned, on the user's clock."""
        return self._get_date_of(self._get_printed_span()[0])

    def _get_planned_day(self):
        """The date for which it is in the agenda, on the user's clock."""
        return self._get_date_of(self.start)

    def _get_date_of(self, instant):
        if self.allday:
            return self.start.date()
        return days.to_wall(instant, str(self.env.tz)).date()

    def _prepare_day_sheet(self):
        """The sheet, not stored, of the rep and the day of this action."""
        values = {"user_id": self.user_id.id, "date": self._get_planned_day()}
        return self.env["crm.day.sheet.wizard"].new(values)

    def _prepare_printed_customer(self):
        """``name``, lines of ``address`` and ``phone`` of whom it is with, as plain text."""
        # sudo: who may read the action may know whom it is with, as its name shows already
        action = self.sudo()
        partner = action.partner_id or action.opportunity_id.partner_id
        lead = action.opportunity_id
        if partner:
            company = partner.parent_name if not partner.is_company else ""
            address = partner._display_address(without_company=True)
            if partner.country_id == action.company_id.country_id:
                # at home nobody writes the country
                address = address.removesuffix(partner.country_id.name or "")
            named = [partner.name or action.display_name, company]
        else:
            address = "\n".join(filter(None, (lead.street, lead.street2, lead.zip, lead.city)))
            named = [lead.partner_name or lead.contact_name or lead.name or self.summary, ""]
        lines = [line.strip() for line in [named[1] or "", *address.splitlines()]]
        return {
            "name": named[0] or "",
            "address": [line for line in lines if line],
            "phone": partner.phone or lead.phone or "",
        }
