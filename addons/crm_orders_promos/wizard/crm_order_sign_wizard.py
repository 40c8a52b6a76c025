from odoo import Command, api, fields, models
from odoo.http import request


class CrmOrderSignWizard(models.TransientModel):
    """The customer signs on the device of the rep."""

    _name = "crm.order.sign.wizard"
    _description = "Sign on this device"

    order_id = fields.Many2one("sale.order", required=True, readonly=True)
    content_sha256 = fields.Char(readonly=True)
    amount_total = fields.Monetary(related="order_id.amount_total", related_sudo=False)
    currency_id = fields.Many2one(related="order_id.currency_id", related_sudo=False)
    signer_name = fields.Char("Name", required=True)
    signer_vat = fields.Char("Tax ID", size=32)
    signer_role = fields.Char("Position", size=80)
    signature = fields.Binary(required=True)
    clause_ids = fields.One2many("crm.order.sign.wizard.clause", "wizard_id")

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        order = self.env["sale.order"].browse(self.env.context.get("active_id"))
        if order:
            values |= {
                "order_id": order.id,
                "content_sha256": order._get_content_hash(),
                "signer_name": not order.partner_id.is_company and order.partner_id.name,
                "clause_ids": [
                    Command.create({"order_clause_id": clause.id})
                    for clause in order.crm_clause_ids.sorted()
                ],
            }
        return values

    def action_sign(self):
        """Signs, as the portal does. Raises UserError like `sale.order._sign`."""
        self.ensure_one()
        self.order_id.check_access("write")
        accepted = self.clause_ids.filtered("accepted").order_clause_id
        http = request.httprequest if request else None
        self.order_id._sign(
            self.signer_name,
            self.signature.decode() if isinstance(self.signature, bytes) else self.signature,
            self.content_sha256,
            accepted.ids,
            method="device",
            signer_vat=self.signer_vat or "",
            signer_role=self.signer_role or "",
            ip=http.remote_addr if http else "",
            user_agent=str(http.user_agent)[:300] if http else "",
            user_id=self.env.uid,
        )
        return {"type": "ir.actions.act_window_close"}
