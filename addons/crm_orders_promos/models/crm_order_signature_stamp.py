import hashlib

from odoo import api, fields, models

from .. import pades


class CrmOrderSignature(models.Model):
    """When it was signed, on the word of a time stamp authority.

    A signature does not wait for it: what has no time stamp yet gets one behind the signed file,
    which begins with the very bytes that were signed.
    """

    # one file for each purpose
    _inherit = "crm.order.signature"  # pylint: disable=consider-merging-classes-inherited

    stamp_state = fields.Selection(
        [("waiting", "Waits for the authority"), ("stamped", "Stamped")],
        "Time stamp",
        readonly=True,
        index="btree_not_null",
    )
    stamped_attachment_id = fields.Many2one(
        "ir.attachment",
        "Stamped copy",
        ondelete="restrict",
        readonly=True,
        help="The signed copy with a time stamp that came later.",
    )
    stamped_sha256 = fields.Char("Fingerprint of the stamped copy", readonly=True)

    def _get_copy(self):
        """The file that is given away. sudo: as the signature itself, by whoever may read it."""
        signature = self.sudo()
        return signature.stamped_attachment_id or signature.pdf_attachment_id

    @api.model
    def _get_written_later(self):
        return super()._get_written_later() | {
            "stamp_state", "stamped_attachment_id", "stamped_sha256",
        }  # fmt: skip

    def _get_problems(self):
        problems = super()._get_problems()
        signature = self.sudo()
        stamped = signature.stamped_attachment_id
        if stamped and (
            hashlib.sha256(stamped.raw or b"").hexdigest() != signature.stamped_sha256
            or not (stamped.raw or b"").startswith(signature.pdf_attachment_id.raw or b"-")
        ):
            problems.append(self.env._("The stamped file was changed."))
        return problems

    @api.model
    def _cron_stamp(self):
        """Asks again for the time stamps that did not come; an authority that is silent waits."""
        domain = [("stamp_state", "=", "waiting"), ("company_id.signing_tsa_url", "!=", False)]
        waiting = self.sudo().search(domain, order="id")
        silent = set()
        self.env["ir.cron"]._commit_progress(remaining=len(waiting))
        for signature in waiting:
            authority = signature.company_id.signing_tsa_url
            if authority not in silent and not signature._stamp():
                silent.add(authority)
            if not self.env["ir.cron"]._commit_progress(1):
                break

    def _stamp(self):
        """Puts the time stamp behind the signed file. Whether the authority gave one."""
        self.ensure_one()
        if not pades.is_available() or not self.try_lock_for_update():
            return False
        try:
            content = pades.stamp(self.pdf_attachment_id.raw, self.company_id.signing_tsa_url)
        except pades.NoStampError:
            return False
        stamped = self.pdf_attachment_id.copy(
            {"name": self.env._("%(order)s stamped.pdf", order=self.order_id.name), "raw": content}
        )
        self.write(
            {
                "stamp_state": "stamped",
                "stamped_attachment_id": stamped.id,
                "stamped_sha256": hashlib.sha256(content).hexdigest(),
            }
        )
        self.order_id.message_post(
            body=self.env._("The copy that %s signed has its time stamp.", self.signer_name),
            attachment_ids=stamped.ids,
        )
        return True
