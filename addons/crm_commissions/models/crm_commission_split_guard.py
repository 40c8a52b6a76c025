from odoo import api, models
from odoo.exceptions import AccessError, UserError

from .crm_commission_statement_flow import MANAGER

_DOCUMENTS = ("order_id", "move_id")


class CrmCommissionSplit(models.Model):
    """Shares stay with their document, and nobody who is no manager gives one to himself."""

    # one file for each purpose
    _inherit = "crm.commission.split"  # pylint: disable=consider-merging-classes-inherited

    @api.model_create_multi
    def create(self, vals_list):
        splits = super().create(vals_list)
        splits._check_not_own()
        return splits

    def write(self, vals):
        for name in _DOCUMENTS:
            if name in vals:
                self._check_document_stays(name, vals[name])
        result = super().write(vals)
        self._check_not_own()
        return result

    def _check_document_stays(self, name, value):
        """Who may share a document is asked of the one that there was, not of another one.

        :raise UserError: a share would go to another document
        """
        field = self._fields[name]
        for split in self:
            new = field.convert_to_record(field.convert_to_cache(value, split), split)
            if new != split[name]:
                raise UserError(
                    self.env._(
                        "The share of %s stays with its document: delete it, and add one to the "
                        "other document.",
                        split.payee_id.display_name,
                    )
                )

    def _check_not_own(self):
        """No constraint: those are asked with all rights, and this asks who writes.

        :raise AccessError: the user is no manager, and is paid by one of these
        """
        if self.env.su or self.env.user.has_group(MANAGER):
            return
        own = self._find_own_payees()
        for split in self:
            if split.payee_id in own:
                document = split.order_id or split.move_id
                raise AccessError(
                    self.env._(
                        "You cannot give yourself a share of %(document)s (%(payee)s): ask a "
                        "manager of commissions.",
                        document=document.display_name,
                        payee=split.payee_id.display_name,
                    )
                )

    def _find_own_payees(self):
        """As whom the user is paid: his contact, or the firm that a plan pays for his sales."""
        # sudo: as whom one is paid oneself
        seats = self.env["crm.commission.participant"].sudo()
        paid = seats.search([("user_id", "=", self.env.uid)]).payee_id
        return self.env.user.partner_id | paid.sudo(False)
