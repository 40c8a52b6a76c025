from odoo.exceptions import UserError
from odoo.http import request, route

from .files import ACCEPT, MAX_BYTES, MAX_FILES, read_files, read_id, read_texts
from .portal import MODEL, URL, HelpdeskPortal

_MARGIN = 1024 * 1024  # what a form has around its files


class HelpdeskPortalNew(HelpdeskPortal):
    """A customer writes a request, with photos of what has happened."""

    @route(f"{URL}/new", type="http", auth="user", website=True, methods=["GET"])
    def portal_request_new(self, follows="", **_kwargs):
        """The form.

        :param follows: id of a closed request that it goes on with
        """
        self._get_requests()
        return self._ask_request({"follows": self._read_follows(follows)})

    @route(
        f"{URL}/new", type="http", auth="user", website=True, methods=["POST"],
        max_content_length=MAX_BYTES + _MARGIN,
    )  # fmt: skip
    def portal_request_create(self, **values):
        """What was written becomes a request, or is added to one that is open."""
        tickets = self._get_requests()
        name, text, category, add_to = read_texts(values, "name", "text", "category", "add_to")
        given = {"name": name, "text": text, "category": read_id(category)}
        given["follows"] = self._read_follows(values.get("follows"))
        try:
            files = read_files(request)
            if add_to:
                return self._add_to_request(read_id(add_to), text, files)
            with request.env.cr.savepoint():
                ticket = tickets._create_from_outside(
                    self._get_own_values(given), files, given["follows"]
                )
        except UserError as error:
            return self._ask_request(given, error=error.args[0])
        return request.redirect(f"{URL}/{ticket.id}?done=created")

    def _add_to_request(self, ticket_id, text, files):
        """The same once more, or more of it: to the request that is open already."""
        ticket = self._get_request(ticket_id)
        if not text.strip() and not files:
            raise UserError(request.env._("Write what it is about, and what happened."))
        ticket._post_from_outside(text, files, request.env.user.partner_id)
        return request.redirect(f"{URL}/{ticket.id}?done=added")

    @route(f"{URL}/similar", type="jsonrpc", auth="user", website=True, readonly=True)
    def portal_request_similar(self, subject="", **_kwargs):
        """Open requests that may be the same as the one that is being written.

        :return: ``[{"id": …, "label": …}]``
        """
        found = self._get_requests()._find_similar(subject if isinstance(subject, str) else "")
        return [{"id": ticket.id, "label": f"{ticket.number} {ticket.name}"} for ticket in found]

    def _get_own_values(self, given):
        chosen = self._get_categories().filtered_domain([("id", "=", given["category"])])
        return {
            "name": given["name"],
            "text": given["text"],
            "category_id": chosen.id,
            "partner_id": request.env.user.partner_id.id,
            "channel": "portal",
            "sender_trust": "authenticated",
        }

    def _get_categories(self):
        """Categories that a customer chooses from."""
        return request.env["crm.helpdesk.category"].search(
            [
                ("portal_visible", "=", True),
                ("company_id", "in", (False, request.env.company.id)),
            ]
        )

    def _read_follows(self, text):
        """A request that the visitor may read; the rest of a form is no reason to refuse it."""
        ticket = request.env[MODEL].browse(read_id(text)).exists()
        return ticket.sudo(False)._filtered_access("read")

    def _ask_request(self, given, error=""):
        values = {
            **self._prepare_portal_layout_values(),
            "page_name": "request_new",
            "given": given,
            "categories": [(one.id, one.name) for one in self._get_categories()],
            "accept": ACCEPT,
            "max_files": MAX_FILES,
            "max_bytes": MAX_BYTES,
            "failure": error,
        }
        return request.render("crm_helpdesk.portal_my_request_new", values)
