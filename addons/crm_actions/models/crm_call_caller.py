from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class CrmCall(models.Model):
    """Who is at the other end: found by the number, or said by a person; never guessed."""

    # one file for each purpose
    _inherit = "crm.call"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _sanitize(self, number, country):
        """A number as E.164, False for what is none: an extension, a withheld number."""
        if not number:
            return False
        return self.env["res.partner"]._phone_format(number=number, country=country)

    @api.model
    def _find_callers(self, numbers, company):
        """The contacts that have these numbers, by the rights of the reader.

        :param numbers: as they are told; those without a country are of the company's
        :param company: ``res.company`` in which the call arrives
        :return: map of each number to ``res.partner``: none, one or several
        """
        clean = {number: self._sanitize(number, company.country_id) for number in numbers}
        partners = self.env["res.partner"].search(
            Domain("phone_sanitized", "in", [one for one in clean.values() if one])
            & Domain("company_id", "in", (company.id, False)),
            order="is_company, id",
        )
        by_number = partners.grouped("phone_sanitized")
        return {number: by_number.get(one, partners.browse()) for number, one in clean.items()}

    def _match_callers(self):
        """Say of these calls without a contact who it was, or who it may have been."""
        for company, calls in (
            self.filtered(lambda call: not call.partner_id and call.phone_sanitized)
            .grouped("company_id")
            .items()
        ):
            found = self._find_callers(calls.mapped("phone_sanitized"), company)
            for call in calls:
                partners = found[call.phone_sanitized]
                if len(partners) == 1:
                    call.write({"partner_id": partners.id, "candidate_partner_ids": [(5,)]})
                elif partners != call.candidate_partner_ids:
                    call.candidate_partner_ids = partners

    def action_set_partner(self, partner_id):
        """Say which contact it was; a conversation that is over becomes part of its history.

        :param int partner_id: id of a contact that the user may read
        :raise UserError: there is no such contact, or the call is in the history of another one
        """
        self.ensure_one()
        partner = self.env["res.partner"].browse(partner_id).exists()
        if not partner:
            raise UserError(self.env._("This contact is no longer there. Choose another one."))
        self.write({"partner_id": partner.id})
        return True
