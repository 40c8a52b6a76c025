import base64
import binascii
import hashlib
import io

from PIL import Image, UnidentifiedImageError

from odoo import api, fields, models
from odoo.exceptions import LockError, UserError
from odoo.tools import format_list, formatLang

from .crm_content_mixin import SIGNING

_MAX_SIGNATURE_BYTES = 2_000_000
_MAX_SIGNATURE_PIXELS = 20_000_000


class SaleOrder(models.Model):
    """A quotation that binds: what is signed is what was shown, and stays as it was signed."""

    _inherit = "sale.order"

    crm_signature_ids = fields.One2many("crm.order.signature", "order_id", string="Signatures")
    crm_needs_addendum = fields.Boolean(
        compute="_compute_crm_needs_addendum",
        help="It was changed after it had been signed, and the change is not signed.",
    )

    @api.depends("crm_signature_ids.state")
    def _compute_crm_needs_addendum(self):
        # sudo: whoever sees the order may know that it waits for a signature
        log = self.env["crm.order.signature"].sudo()
        states = log._read_group([("order_id", "in", self.ids)], ["order_id"], ["state:array_agg"])
        by_order = {order.id: set(found) for order, found in states}
        for order in self:
            order.crm_needs_addendum = by_order.get(order.id) == {"superseded"}

    def _compute_is_expired(self):
        """At midnight where the company is; core takes that of Greenwich."""
        result = super()._compute_is_expired()
        for order in self.filtered(lambda each: each.state in ("draft", "sent")):
            until = order.validity_date
            order.is_expired = bool(until) and until < order.company_id._crm_today()
        return result

    def _has_to_be_signed(self):
        if super()._has_to_be_signed():
            return True
        return self.state == "sale" and self.require_signature and self.crm_needs_addendum

    def _get_valid_signature(self):
        """sudo: the stored copy is given to whoever may read the order."""
        self.ensure_one()
        return self.sudo().crm_signature_ids.filtered(lambda each: each.state == "valid")

    def _get_sign_props(self):
        """What the signing form of the portal needs, as JSON."""
        self.ensure_one()
        customer = self.partner_id
        total = formatLang(self.env, self.amount_total, currency_obj=self.currency_id)
        return {
            "callUrl": self.get_portal_url(suffix="/accept"),
            "content": self._get_content_hash(),
            # a person signs, and says who: not the company
            "defaultName": "" if customer.is_company else customer.name or "",
            "defaultVat": "" if customer.is_company else customer.vat or "",
            "sendLabel": self.env._("Sign and accept · %s", total),
            "clauses": [
                {
                    "id": clause.id,
                    "title": clause.title,
                    "html": str(clause.body_html or ""),
                    "mustAccept": clause.must_accept,
                    "asks": clause.asks_acceptance,
                }
                for clause in self.crm_clause_ids.sorted()
            ],
        }

    # -- signing ------------------------------------------------------------------------------

    def _sign(self, name, image, content_sha256, clause_ids=(), **facts):
        """Signs what the customer was shown and, if nothing is to be paid first, confirms it.

        :param image: the drawn signature, base64
        :param content_sha256: fingerprint of the content that was shown
        :param clause_ids: ids of `crm.order.clause` that were ticked
        :param facts: ``method`` (portal, device), ``signer_vat``, ``signer_role``, ``ip``,
            ``user_agent``, ``user_id``
        :return: the signature
        :raise UserError: the quotation was changed meanwhile, a clause was not ticked, there is no
            name or picture, or another person is signing; nothing is written then
        """
        self.ensure_one()
        order = self.with_context(crm_signing=SIGNING)
        order._lock_to_sign()
        if not order._has_to_be_signed():
            raise UserError(self.env._("This quotation is not waiting for a signature."))
        order._check_ready_to_sign()
        order._check_signer(name, image)
        if order._get_content_hash() != content_sha256:
            raise UserError(
                self.env._("The quotation was changed while you were reading it. Read it again.")
            )
        order._accept_clauses(clause_ids)
        revision = order._ensure_revision()
        signed_on = fields.Datetime.now()
        order.write({"signature": image, "signed_by": name.strip(), "signed_on": signed_on})
        content, facts_of_seal = order._render_signed_copy()
        signature = order._log_signature(revision, content, facts | facts_of_seal)
        if order.state in ("draft", "sent") and not order._has_to_be_paid():
            order._validate_order()
        order._check_content_as_signed(content_sha256)
        return signature

    def _lock_to_sign(self):
        try:
            self.lock_for_update()
        except LockError as error:
            raise UserError(
                self.env._("Somebody is working on this quotation. Try again in a moment.")
            ) from error
        self.invalidate_recordset()

    def _check_ready_to_sign(self):
        """A customer is not told about the limits of persons."""
        message = self.state in ("draft", "sent") and self._get_over_limit_message()
        if message and not self.env.user._is_internal():
            message = self.env._("This quotation is not ready to be signed. Ask your salesperson.")
        if message:
            raise UserError(message)

    def _check_signer(self, name, image):
        if not (name or "").strip():
            raise UserError(self.env._("Write the name of the person who signs."))
        try:
            content = base64.b64decode(image or "", validate=True)
            if not content or len(content) > _MAX_SIGNATURE_BYTES:
                raise UserError(self.env._("Sign in the box."))
            with Image.open(io.BytesIO(content)) as picture:
                if picture.width * picture.height > _MAX_SIGNATURE_PIXELS:
                    raise ValueError(picture.size)
                picture.load()
        except (
            binascii.Error, ValueError, UnidentifiedImageError, OSError, SyntaxError,
            Image.DecompressionBombError,
        ) as error:  # fmt: skip
            raise UserError(
                self.env._("The signature did not arrive whole. Sign again.")
            ) from error

    def _accept_clauses(self, clause_ids):
        ticked = self.crm_clause_ids.filtered(lambda each: each.id in set(clause_ids))
        missing = self.crm_clause_ids.filtered("must_accept") - ticked
        if missing:
            raise UserError(
                self.env._(
                    "Accept first: %(clauses)s.",
                    clauses=format_list(self.env, missing.mapped("title")),
                )
            )
        ticked.accepted = True
        (self.crm_clause_ids - ticked).accepted = False

    def _log_signature(self, revision, content, facts):
        """sudo: the stored file belongs to nobody who could change it."""
        attachment = (
            self.env["ir.attachment"]
            .sudo()
            .create(
                {
                    "name": self.env._("%(order)s signed.pdf", order=self.name),
                    "raw": content,
                    "mimetype": "application/pdf",
                    "res_model": self._name,
                    "res_id": self.id,
                    "company_id": self.company_id.id,
                }
            )
        )
        signature = self.env["crm.order.signature"]._append(
            {
                "order_id": self.id,
                "revision_id": revision.id,
                "signer_name": self.signed_by,
                "image": self.signature,
                "image_sha256": hashlib.sha256(base64.b64decode(self.signature)).hexdigest(),
                "signed_on": self.signed_on,
                "content_sha256": revision.content_sha256,
                "terms_sha256": self._get_terms_hash(),
                "pdf_attachment_id": attachment.id,
                "pdf_sha256": hashlib.sha256(content).hexdigest(),
                "company_id": self.company_id.id,
                **facts,
            }
        )
        self.message_post(
            body=self.env._("Signed by %(name)s: revision %(number)s.",
                name=self.signed_by, number=revision.number),
            attachment_ids=attachment.ids,
            author_id=self.partner_id.id if facts.get("method") == "portal" else None,
            subtype_xmlid="mail.mt_comment",
        )  # fmt: skip
        if signature.stamp_state == "waiting":
            self.message_post(body=self.env._(
                "The time stamp authority did not answer: the signature stands, and the copy is "
                "stamped as soon as it does."
            ))  # fmt: skip
        return signature

    def _check_content_as_signed(self, content_sha256):
        """What is confirmed has to be what was signed; if it is not, all of it is taken back."""
        self.env.flush_all()
        if self._get_content_hash() != content_sha256:
            raise UserError(
                self.env._(
                    "Confirming the order would have changed what you signed, so nothing was "
                    "signed. Ask your salesperson for a new quotation."
                )
            )
