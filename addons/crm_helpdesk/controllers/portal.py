from odoo.exceptions import AccessError, MissingError, UserError
from odoo.fields import Domain
from odoo.http import request, route

from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.addons.portal.controllers.portal import pager as portal_pager

MODEL = "crm.helpdesk.ticket"
URL = "/my/requests"
_SEARCHED = 100


class HelpdeskPortal(CustomerPortal):
    """Requests of a customer: the own ones, and those that he may see."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "request_count" in counters:
            tickets = request.env[MODEL]
            may = tickets.has_access("read")
            values["request_count"] = (
                tickets.search_count(tickets._get_portal_domain()) if may else 0
            )
        return values

    # -- the list --------------------------------------------------------------------------------

    @route([URL, f"{URL}/page/<int:page>"], type="http", auth="user", website=True, readonly=True)
    def portal_requests(self, page=1, sortby="", filterby="", search="", **_kwargs):
        """Requests that one sees, the open ones first."""
        tickets = self._get_requests()
        sortings, filters = tickets._get_portal_sortings(), tickets._get_portal_filters()
        sortby = sortby if sortby in sortings else next(iter(sortings))
        filterby = filterby if filterby in filters else next(iter(filters))
        search = search.strip()[:_SEARCHED]
        domain = tickets._get_portal_domain() & Domain(filters[filterby]["domain"])
        if search:
            domain &= Domain("number", "ilike", search) | Domain("name", "ilike", search)
        args = {"sortby": sortby, "filterby": filterby, "search": search}
        values = {
            **self._prepare_portal_layout_values(),
            **self._get_request_rows(tickets, domain, sortings[sortby]["order"], page, args),
            **args,
            "page_name": "request",
            "default_url": URL,
            "searchbar_sortings": sortings,
            "searchbar_filters": filters,
            "searchbar_inputs": {
                "all": {"input": "all", "label": request.env._("Search in number and subject")}
            },
            "search_in": "all",
        }
        return request.render("crm_helpdesk.portal_my_requests", values)

    def _get_requests(self):
        tickets = request.env[MODEL]
        if not tickets.has_access("read"):
            raise request.not_found()
        return tickets

    def _get_request_rows(self, tickets, domain, order, page, args):
        pager = portal_pager(
            url=URL,
            url_args=args,
            total=tickets.search_count(domain),
            page=page,
            step=self._items_per_page,
        )
        found = tickets.search(
            domain, order=order, limit=self._items_per_page, offset=pager["offset"]
        )
        return {"requests": [ticket._get_portal_row() for ticket in found], "pager": pager}

    # -- one request -----------------------------------------------------------------------------

    @route(f"{URL}/<int:ticket_id>", type="http", auth="public", website=True)
    def portal_request(self, ticket_id, access_token=None, done="", **kwargs):
        """A request, for whoever may read it or has its token.

        :param done: what was just done
        """
        ticket = self._get_request(ticket_id, access_token)
        if goes_on := self._find_survivor(ticket):
            return request.redirect(f"{URL}/{goes_on.id}")
        return self._show_request(ticket, access_token, done=done, **kwargs)

    def _get_request(self, ticket_id, access_token=None):
        """The request, in superuser mode as the visitor: only to be read, by methods of its.

        No word on one that the visitor may not read.
        """
        try:
            self._document_check_access(MODEL, ticket_id, access_token)
        except (AccessError, MissingError) as refusal:
            raise request.not_found() from refusal
        # sudo: access by right or by token was checked on this very record
        return request.env[MODEL].sudo().browse(ticket_id)

    def _find_survivor(self, ticket):
        """Where a request that was joined with another goes on, if the visitor may read that."""
        survivor = ticket.merged_into_id
        if not survivor:
            return None
        try:
            self._document_check_access(MODEL, survivor.id)
        except (AccessError, MissingError):
            return None
        return survivor

    def _show_request(self, ticket, access_token=None, done="", error="", **kwargs):
        values = {
            **self._prepare_portal_layout_values(),
            "page_name": "request",
            "ticket": ticket._get_portal_page(),
            "done": done,
            "failure": error,
            "pid": kwargs.get("pid"),
            "hash": kwargs.get("hash"),
        }
        values = self._get_page_view_values(
            ticket, access_token, values, "my_requests_history", False
        )
        return request.render("crm_helpdesk.portal_my_request", values)

    # -- what is done with it --------------------------------------------------------------------

    @route(f"{URL}/<int:ticket_id>/close", type="http", auth="user", website=True, methods=["POST"])
    def portal_request_close(self, ticket_id, **_kwargs):
        """It is solved."""
        return self._take_step(ticket_id, "closed", lambda ticket: ticket._close_outside())

    @route(
        f"{URL}/<int:ticket_id>/reopen", type="http", auth="user", website=True, methods=["POST"]
    )
    def portal_request_reopen(self, ticket_id, text="", **_kwargs):
        """It is not solved."""
        text = text if isinstance(text, str) else ""
        return self._take_step(ticket_id, "reopened", lambda ticket: ticket._reopen_outside(text))

    @route(
        f"{URL}/<int:ticket_id>/follow", type="http", auth="user", website=True, methods=["POST"]
    )
    def portal_request_follow(self, ticket_id, **_kwargs):
        """Be told of news by mail, or no longer."""
        return self._take_step(ticket_id, "", lambda ticket: ticket._toggle_following())

    def _take_step(self, ticket_id, done, step):
        """A step of a visitor on a request that he reads by right: a token opens, it does not act.

        :return: the page again, with what is refused
        """
        ticket = self._get_request(ticket_id)
        try:
            with request.env.cr.savepoint():
                step(request.env[MODEL].browse(ticket_id))
        except AccessError as refusal:
            raise request.not_found() from refusal
        except UserError as error:
            ticket.invalidate_recordset()
            return self._show_request(ticket, error=error.args[0])
        return request.redirect(f"{URL}/{ticket_id}?done={done}")
