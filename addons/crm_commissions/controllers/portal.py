import re

from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.http import request, route
from odoo.tools import get_lang

from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.addons.portal.controllers.portal import pager as portal_pager

MODEL = "crm.commission.statement"
_URL = "/my/commissions"


class CommissionPortal(CustomerPortal):
    """Statements of agents from outside: theirs, once sent, and nothing else."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "commission_count" in counters:
            statements = request.env[MODEL]
            may = statements.has_access("read")
            domain = statements._get_portal_domain()
            values["commission_count"] = statements.search_count(domain) if may else 0
        return values

    @route([_URL, f"{_URL}/page/<int:page>"], type="http", auth="user", website=True, readonly=True)
    def portal_commissions(self, page=1, sortby="date", filterby="all", **_kwargs):
        """The own statements, newest first, by year if one wants."""
        statements = request.env[MODEL]
        if not statements.has_access("read"):
            raise request.not_found()
        sortings, filters = self._get_commission_sortings(), self._get_commission_filters()
        sortby = sortby if sortby in sortings else "date"
        filterby = filterby if filterby in filters else "all"
        domain = statements._get_portal_domain() & Domain(filters[filterby]["domain"])
        values = {
            **self._prepare_portal_layout_values(),
            **self._get_commission_rows(domain, sortings[sortby]["order"], page, sortby, filterby),
            "page_name": "commission",
            "default_url": _URL,
            "searchbar_sortings": sortings,
            "sortby": sortby,
            "searchbar_filters": filters,
            "filterby": filterby,
        }
        return request.render("crm_commissions.portal_my_commissions", values)

    def _get_commission_rows(self, domain, order, page, sortby, filterby):
        statements, step = request.env[MODEL], self._items_per_page
        pager = portal_pager(
            url=_URL,
            url_args={"sortby": sortby, "filterby": filterby},
            total=statements.search_count(domain),
            page=page,
            step=step,
        )
        found = statements.search(domain, order=order, limit=step, offset=pager["offset"])
        rows = [statement._get_portal_row() for statement in found]
        return {"statements": rows, "pager": pager}

    def _get_commission_sortings(self):
        env = request.env
        return {
            "date": {"label": env._("Newest"), "order": "date_from desc, id desc"},
            "oldest": {"label": env._("Oldest"), "order": "date_from, id"},
            "amount": {"label": env._("To pay"), "order": "amount_payable desc, id desc"},
        }

    def _get_commission_filters(self):
        statements = request.env[MODEL]
        years = statements._read_group(statements._get_portal_domain(), ["date_from:year"])
        filters = {"all": {"label": request.env._("All"), "domain": []}}
        for first in sorted((year for (year,) in years if year), reverse=True):
            filters[str(first.year)] = {
                "label": str(first.year),
                "domain": [
                    ("date_from", ">=", f"{first.year}-01-01"),
                    ("date_from", "<=", f"{first.year}-12-31"),
                ],
            }
        return filters

    # -- one statement ---------------------------------------------------------------------------

    @route(f"{_URL}/<int:statement_id>", type="http", auth="user", website=True, readonly=True)
    def portal_commission(self, statement_id, opened="", done="", **_kwargs):
        """A statement, unfolded as far as one wants.

        :param opened: the group whose sales are shown; :param done: what was just done
        """
        statement = self._get_commission(statement_id)
        return self._show_commission(statement, opened=opened, done=done)

    @route(
        f"{_URL}/<int:statement_id>/acknowledge", type="http", auth="user", website=True,
        methods=["POST"],
    )  # fmt: skip
    def portal_commission_acknowledge(self, statement_id, **_kwargs):
        """The agent agrees to the figures."""
        statement = self._get_commission(statement_id)
        try:
            with request.env.cr.savepoint():
                statement.action_acknowledge()
        except UserError as error:
            return self._show_commission(statement, error=error.args[0])
        return request.redirect(f"{_URL}/{statement.id}?done=acknowledged")

    @route(
        f"{_URL}/<int:statement_id>/dispute", type="http", auth="user", website=True,
        methods=["GET", "POST"],
    )  # fmt: skip
    def portal_commission_dispute(
        self, statement_id, key="", reason="", note="", amount="", document="", **_kwargs
    ):
        """What is wrong with a row, or what is missing: a form, and what is sent by it."""
        statement = self._get_commission(statement_id)
        values = self._read_dispute(key, reason, note, amount, document)
        key = values["key"]
        error = ""
        try:
            subject = statement._get_portal_subject(key) if key else ""
            if request.httprequest.method == "POST":
                with request.env.cr.savepoint():
                    statement.open_dispute(self._name_invoice(statement, values))
                return request.redirect(f"{_URL}/{statement.id}?done=disputed")
        except UserError as refusal:
            subject, error = "", refusal.args[0]
        return self._ask_dispute(statement, {**values, "amount": amount}, subject, error)

    def _read_dispute(self, *texts):
        """What the form has sent; a file may be sent as any of it."""
        texts = [text if isinstance(text, str) else "" for text in texts]
        key, reason, note, amount, document = texts
        return {
            "key": key,
            "reason": reason or ("amount" if key else "missing"),
            "note": note,
            "amount": _read_amount(amount, get_lang(request.env)),
            "document": document,
        }

    def _ask_dispute(self, statement, values, subject, error):
        reasons = request.env["crm.commission.dispute"]._fields["reason"]
        return request.render(
            "crm_commissions.portal_my_commission_dispute",
            {
                **self._prepare_portal_layout_values(),
                "page_name": "commission",
                "statement": statement._get_portal_row(),
                "subject": subject,
                "values": values,
                "reasons": reasons._description_selection(request.env),
                "error": error,
            },
        )

    def _name_invoice(self, statement, values):
        """With the invoice of exactly that number, if it is of one of the agent's customers."""
        document = values["document"].strip()
        found = [] if values["key"] else statement.find_disputable(document)
        exact = [move["id"] for move in found if move["name"].lower() == document.lower()]
        return {**values, "move_id": exact[0]} if exact else values

    def _get_commission(self, statement_id):
        """The statement if it is the visitor's own and was sent; no word on it otherwise."""
        statements = request.env[MODEL]
        try:
            found = statements.search(
                statements._get_portal_domain() & Domain("id", "=", statement_id), limit=1
            )
        except AccessError as refusal:
            raise request.not_found() from refusal
        if not found:
            raise request.not_found()
        return found

    def _show_commission(self, statement, opened="", done="", error=""):
        values = {
            **self._prepare_portal_layout_values(),
            "page_name": "commission",
            "statement": statement._get_portal_page(opened),
            "done": done,
            "error": error,
        }
        return request.render("crm_commissions.portal_my_commission", values)


def _read_amount(text, lang):
    """A figure as people type it, as a program reads it.

    :param lang: the reader's ``res.lang``: 1.250 is one thousand two hundred and fifty where
        thousands are written with a point. What it cannot be in his language is read the other
        way round, like 1,250.50 in Spanish.
    :return: digits with a point for decimals; a text that is no figure as it is, to be refused
    """
    text = "".join(text.split())
    decimal = lang.decimal_point
    thousands = lang.thousands_sep
    if thousands not in (".", ","):  # a space, or none
        thousands = "," if decimal == "." else "."
    for group, point in ((thousands, decimal), (decimal, thousands)):
        grouped = rf"\d{{1,3}}(?:{re.escape(group)}\d{{3}})+"
        found = re.fullmatch(rf"(-?(?:\d+|{grouped}))(?:{re.escape(point)}(\d+))?", text)
        if found:
            return f"{found[1].replace(group, '')}.{found[2] or 0}"
    return text
