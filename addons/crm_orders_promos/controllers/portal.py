from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import request, route

from odoo.addons.sale_management.controllers.portal import CustomerPortal

from ..report.crm_pdf_order import REPORT

_SHOWN_VAT = 32


class QuotePortal(CustomerPortal):
    @route()
    def portal_quote_accept(
        self, order_id, access_token=None, name=None, signature=None, content=None,
        clause_ids=None, signer_vat=None, **_kwargs,
    ):  # fmt: skip
        """The customer signs what the page showed.

        :param content: fingerprint of the content that the page showed
        :param clause_ids: ids of the clauses that were ticked
        :return: where to go on, or ``{"error": a sentence}``; nothing is written then
        """
        access_token = access_token or request.httprequest.args.get("access_token")
        try:
            order = self._document_check_access("sale.order", order_id, access_token=access_token)
        except (AccessError, MissingError):
            return {"error": request.env._("Invalid order.")}
        agent = request.httprequest.user_agent
        try:
            with request.env.cr.savepoint():
                order._sign(
                    str(name or ""),
                    signature if isinstance(signature, str) else "",
                    content,
                    self._get_ids(clause_ids),
                    method="portal",
                    signer_vat=str(signer_vat or "")[:_SHOWN_VAT],
                    ip=request.httprequest.remote_addr,
                    user_agent=(agent.string if agent else "")[:300],
                )
        except UserError as error:
            return {"error": error.args[0]}
        query = "&message=sign_ok" + ("&allow_payment=yes" if order._has_to_be_paid() else "")
        return {
            "force_refresh": True,
            "redirect_url": order.get_portal_url(query_string=query),
        }

    @route()
    def portal_quote_decline(self, order_id, access_token=None, decline_message=None, **kwargs):
        """A customer who rejects a change keeps the order; its salesperson reads why."""
        try:
            order = self._document_check_access("sale.order", order_id, access_token=access_token)
        except (AccessError, MissingError):
            return request.redirect("/my")
        if order.state != "sale" or not order._has_to_be_signed() or not decline_message:
            return super().portal_quote_decline(
                order_id, access_token=access_token, decline_message=decline_message, **kwargs
            )
        visitor = request.env.user
        author = order.partner_id if visitor._is_public() else visitor.partner_id
        order.message_post(
            author_id=author.id, body=decline_message, subtype_xmlid="mail.mt_comment"
        )
        return request.redirect(order.get_portal_url())

    @route()
    def portal_quote_option_update(self, order_id, line_id, access_token=None, **kwargs):
        """What a customer adds to a quotation earns promotions, as what a rep adds to it does."""
        result = super().portal_quote_option_update(
            order_id, line_id, access_token=access_token, **kwargs
        )
        try:
            order = self._document_check_access("sale.order", order_id, access_token=access_token)
        except (AccessError, MissingError):
            return result
        order._refresh_open_promotions()
        return result

    def _show_report(self, model, report_type, report_ref, download=False):
        """Quotations and orders as the PDF kit makes them: the stored copy of what is signed."""
        if report_type != "pdf" or report_ref != REPORT:
            return super()._show_report(model, report_type, report_ref, download=download)
        content = request.env["crm.pdf.order"].sudo()._render(model)
        headers = self._get_http_headers(model, report_type, content, download)
        return request.make_response(content, headers=list(headers.items()))

    def _get_ids(self, clause_ids):
        given = clause_ids if isinstance(clause_ids, list) else []
        return [each for each in given if isinstance(each, int)]

    @route(
        "/my/orders/<int:order_id>/photo/<int:photo_id>", type="http", auth="public",
        methods=["GET"], readonly=True,
    )  # fmt: skip
    def portal_order_photo(self, order_id, photo_id, access_token=None, **_kwargs):
        """A photo that a customer sees, small; none that is internal or of another order."""
        try:
            order = self._document_check_access("sale.order", order_id, access_token=access_token)
        except (AccessError, MissingError) as refusal:
            raise request.not_found() from refusal
        photo = order._get_shown_photos().filtered(lambda each: each.id == photo_id)
        if not photo:
            raise request.not_found()
        stream = request.env["ir.binary"]._get_image_stream_from(photo, "image_1024")
        return stream.get_response()
