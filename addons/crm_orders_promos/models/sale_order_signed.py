from odoo import api, models
from odoo.exceptions import AccessError

from .crm_content_mixin import SIGNING, without_defaults

_SIGNATURE = {"signature", "signed_by", "signed_on"}


class SaleOrder(models.Model):
    """What becomes of a signature afterwards, and that nobody gives one but the signing."""

    # one file for each purpose
    _inherit = "sale.order"  # pylint: disable=consider-merging-classes-inherited

    def _is_signing(self):
        return self.env.context.get("crm_signing") is SIGNING

    def _check_signed_content(self):
        """Voids the signatures of orders that no longer say what was signed."""
        if self._is_signing() or not self.ids:
            return
        for signature in self._find_valid_signatures():
            if not signature.order_id._says_what_was_signed(signature):
                signature.order_id._void_signature(signature)

    def _find_valid_signatures(self):
        """sudo: whoever changes an order voids its signature."""
        signatures = self.env["crm.order.signature"].sudo()
        return signatures.search([("order_id", "in", self.ids), ("state", "=", "valid")])

    def _says_what_was_signed(self, signature):
        """The same words, or the same terms in other words: a tax or a unit got another name."""
        self.ensure_one()
        return (
            self._get_content_hash() == signature.content_sha256
            or self._get_terms_hash() == signature.terms_sha256
        )

    def _void_signature(self, signature):
        self.ensure_one()
        signature._void()
        self.with_context(crm_signing=SIGNING).write(
            {"signature": False, "signed_by": False, "signed_on": False}
        )
        self.crm_clause_ids.with_context(crm_signing=SIGNING).accepted = False
        self.message_post(
            body=self.env._(
                "The signature of %(name)s is void: the order was changed after it had been "
                "signed. The signed copy is kept.",
                name=signature.signer_name,
            )
        )
        if self.state == "sale":
            self._ensure_revision()

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_signature_not_written(vals)
        return super(SaleOrder, without_defaults(self, _SIGNATURE)).create(vals_list)

    def write(self, vals):
        self._check_signature_not_written(vals)
        result = super().write(vals)
        if not _SIGNATURE & vals.keys():
            self._check_signed_content()
        elif not self._is_signing():
            # set back to a quotation: what was signed does not hold any more
            for signature in self._find_valid_signatures():
                signature.order_id._void_signature(signature)
        return result

    @api.model
    def _check_signature_not_written(self, vals):
        given = any(vals.get(name) for name in _SIGNATURE)
        if given and not (self.env.su or self._is_signing()):
            raise AccessError(self.env._("A signature is given by signing, not written."))
