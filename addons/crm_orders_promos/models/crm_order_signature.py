import hashlib

from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..engine import revisions

METHODS = [("portal", "On the portal"), ("device", "On the rep's device")]
# What an entry of the log holds, in words that never change: the chain is made of them.
_LOGGED = (
    "signer_name", "signer_vat", "signer_role", "method", "ip", "user_agent", "content_sha256",
    "pdf_sha256", "image_sha256",
)  # fmt: skip


class CrmOrderSignature(models.Model):
    """Who signed what, when and from where: one entry of a chained log for each signature.

    Only the state changes, when a later change of the order makes the signature void. The log of a
    company is one chain: each entry holds the hash of the one before it.
    """

    _name = "crm.order.signature"
    _description = "Signature of a quotation"
    _order = "id desc"
    _rec_name = "signer_name"

    order_id = fields.Many2one(
        "sale.order", required=True, ondelete="restrict", index=True, readonly=True
    )
    revision_id = fields.Many2one(
        "crm.order.revision", required=True, ondelete="restrict", index=True, readonly=True
    )
    signer_name = fields.Char("Signed by", required=True, readonly=True)
    signer_vat = fields.Char("Tax ID", readonly=True)
    signer_role = fields.Char("Position", readonly=True)
    method = fields.Selection(METHODS, required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users", "Device of", readonly=True, help="The rep on whose device it was signed."
    )
    image = fields.Binary("Signature", attachment=True, readonly=True)
    image_sha256 = fields.Char(readonly=True)
    ip = fields.Char("IP address", readonly=True, groups="sales_team.group_sale_manager")
    user_agent = fields.Char("Browser", readonly=True, groups="sales_team.group_sale_manager")
    signed_on = fields.Datetime(required=True, readonly=True)
    content_sha256 = fields.Char("Fingerprint of the content", required=True, readonly=True)
    terms_sha256 = fields.Char(
        readonly=True,
        help="Fingerprint of the same content without the names of what it refers to: a tax or a "
        "customer that gets another name does not change what was signed.",
    )
    pdf_attachment_id = fields.Many2one("ir.attachment", ondelete="restrict", readonly=True)
    pdf_sha256 = fields.Char("Fingerprint of the file", readonly=True)
    sealed = fields.Boolean(
        readonly=True, help="The file carries the seal of the company's certificate."
    )
    previous_hash = fields.Char(readonly=True)
    entry_hash = fields.Char("Fingerprint of the entry", readonly=True, index=True)
    state = fields.Selection(
        [("valid", "Valid"), ("superseded", "Void by a later change")],
        required=True,
        default="valid",
        readonly=True,
    )
    voided_on = fields.Datetime(readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)

    _one_valid = models.UniqueIndex(
        "(order_id) WHERE state = 'valid'", "This order is signed already."
    )
    _one_chain = models.UniqueIndex(
        "(company_id, previous_hash)", "Somebody signed at the same moment. Sign again."
    )

    @api.model
    def _append(self, vals):
        """Adds an entry to the log of the company. sudo: nobody writes the log but this method.

        ``vals``: all fields but those of the chain. Two at once: the second meets the unique key.
        """
        last = self.sudo().search([("company_id", "=", vals["company_id"])], limit=1)
        previous = last.entry_hash or revisions.GENESIS
        entry = self._get_entry(vals)
        return self.sudo().create(
            {
                **vals,
                "previous_hash": previous,
                "entry_hash": revisions.chained(previous, entry),
            }
        )

    @api.model
    def _get_entry(self, vals):
        signed_on = fields.Datetime.to_datetime(vals["signed_on"])
        return {
            **{name: vals.get(name) or "" for name in _LOGGED},
            "order": vals["order_id"],
            "signed_on": signed_on.isoformat(),
        }

    def _get_own_entry(self):
        self.ensure_one()
        vals = {name: self[name] for name in _LOGGED}
        return self._get_entry(vals | {"order_id": self.order_id.id, "signed_on": self.signed_on})

    def action_open_copy(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._get_copy().id}",
            "target": "new",
        }

    def action_verify(self):
        """Tells whether the file, the content and the log are what they were when it was signed."""
        self.ensure_one()
        problems = self._get_problems()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "danger" if problems else "success",
                "sticky": bool(problems),
                "message": " ".join(problems)
                or self.env._("The file, its content and the log are as they were signed."),
            },
        }

    def _is_intact(self):
        self.ensure_one()
        return not self._get_problems()

    def _get_problems(self):
        """What is not as it was signed, in words.

        sudo: the address and the browser are part of the entry, which a rep may check, not read.
        """
        self.ensure_one()
        signature = self.sudo()
        problems = []
        content = signature.pdf_attachment_id.raw or b""
        if hashlib.sha256(content).hexdigest() != signature.pdf_sha256:
            problems.append(self.env._("The stored file was changed."))
        if not signature.revision_id._is_intact():
            problems.append(self.env._("The signed content was changed."))
        entry_hash = revisions.chained(signature.previous_hash, signature._get_own_entry())
        if entry_hash != signature.entry_hash:
            problems.append(self.env._("The entry of the log was changed."))
        return problems

    def _void(self):
        """sudo: a later change of the order voids the signature, whoever makes it."""
        valid = self.sudo().filtered(lambda each: each.state == "valid")
        valid.write({"state": "superseded", "voided_on": fields.Datetime.now()})
        valid.flush_recordset(["state"])  # before the next one is valid

    @api.model
    def _get_written_later(self):
        """What may still be written, by the methods of this model alone."""
        return {"state", "voided_on"}

    def write(self, vals):
        if not self.env.su or vals.keys() - self._get_written_later():
            raise AccessError(self.env._("A signature is kept as it was given."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise AccessError(self.env._("A signature is kept as it was given."))
