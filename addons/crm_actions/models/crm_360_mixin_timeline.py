from datetime import datetime, timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ..rows import RowQuery

_PAGE, _MOST = 20, 100


class Crm360Mixin(models.AbstractModel):
    """What happened with a customer, the newest first, page by page.

    Pages go on after the last item by (date, key, id), so that nothing is lost or told twice where
    a hundred things have the same date, and where something new comes in between.
    """

    # one file for each purpose
    _inherit = "crm.360.mixin"  # pylint: disable=consider-merging-classes-inherited

    # -- what addons extend ----------------------------------------------------------------

    def _crm360_timeline(self, before, limit):
        """What happened; addons return ``super() + [...]``.

        Each contribution has a ``key`` of its own and gives its ``limit`` newest items before a
        place: :meth:`_crm360_older` is the domain for it, :meth:`_crm360_newest` the order.

        :param before: ``(date, key, id)`` of the last item shown, None for the first page
        :param int limit: how many items each contribution gives at most
        :return: list of dicts: ``date`` (datetime, UTC, whole seconds), ``key``, ``id``, ``kind``
            (of ``visits``, ``sales``, ``payments``, ``messages`` or one's own), ``title`` and, as
            in a list, ``text``, ``amount``, ``currency_id``, ``badge``, ``icon``, ``model`` and
            ``res_id``; ``allday`` where the date has no hour
        """
        return [
            *self._crm360_past_actions(before, limit),
            *self._crm360_past_messages(before, limit),
            *self._crm360_past_orders(before, limit),
            *self._crm360_past_stages(before, limit),
        ]

    # -- what the screens call -------------------------------------------------------------

    @api.readonly
    def crm360_timeline(self, before=None, limit=_PAGE, address_id=None):
        """A page of the timeline.

        :param before: what the page before gave as ``next``; nothing for the first one
        :param int limit: how many items, 100 at most
        :param int address_id: as in :meth:`crm360_load`
        :return: ``{'items', 'next'}``: items as in :meth:`_crm360_timeline` with the date as text;
            ``next`` is False after the last page
        :raise ValidationError: ``before`` is no place in a timeline
        """
        page = self._crm360_page(address_id)
        place = page._crm360_read_place(before)
        if isinstance(limit, bool) or not isinstance(limit, int) or limit < 1:
            raise ValidationError(self.env._("A page of the timeline has at least one line."))
        limit = min(limit, _MOST)
        # one more than is shown, so that the last page is known for the last
        items = page._crm360_timeline(place, limit + 1)
        items.sort(key=lambda item: (item["date"], item["key"], item["id"]), reverse=True)
        shown = items[:limit]
        for item in shown:
            item["date"] = fields.Datetime.to_string(item["date"])
        last = shown[-1] if len(items) > limit else None
        return {"items": shown, "next": last and [last["date"], last["key"], last["id"]]}

    def _crm360_read_place(self, before):
        """The place that a page gave, checked."""
        if not before:
            return None
        try:
            date, key, number = before
            date = fields.Datetime.to_datetime(date)
        except (TypeError, ValueError):
            date = key = number = None
        if not (date and isinstance(key, str) and isinstance(number, int)):
            raise ValidationError(
                self.env._("“%(place)s” is no place in a timeline.", place=str(before))
            )
        return date, key, number

    # -- helpers of the contributions ----------------------------------------------------------

    @api.model
    def _crm360_older(self, model, field, key, before):
        """Domain of what comes after a place, for a contribution of records by one date field."""
        if not before:
            return Domain(field, "!=", False)
        date, other_key, number = before
        date = date.replace(microsecond=0)
        second = timedelta(seconds=1)
        if self.env[model]._fields[field].type == "date":
            # a day counts as its midnight
            has_midnight = date.time() == datetime.min.time()
            day, second = date.date(), timedelta(days=1)
            date = day if has_midnight else day + second
            same = Domain(field, "=", day) if has_midnight else Domain.FALSE
        else:
            same = Domain(field, ">=", date) & Domain(field, "<", date + second)
        older = Domain(field, "<", date)
        if key < other_key:
            return older | same
        if key == other_key:
            return older | (same & Domain("id", "<", number))
        return older

    @api.model
    def _crm360_newest(self, model, field):
        """Order of a contribution: as the pages have it, whole seconds and then the number."""
        table = self.env[model]._table
        return SQL(
            "date_trunc('second', %s) DESC, %s DESC",
            SQL.identifier(table, field),
            SQL.identifier(table, "id"),
        )

    # -- actions -----------------------------------------------------------------------------

    def _crm360_past_actions(self, before, limit):
        """What was done; mails are told by their message."""
        if not self.env["crm.action"].has_access("read"):
            return []
        domain = self._crm360_scope("crm.action") & Domain("state", "=", "done")
        domain &= Domain("touch_key", "=", False) | Domain("touch_key", "not =like", "mail:%")
        domain &= self._crm360_older("crm.action", "done_at", "action", before)
        query = RowQuery(
            self.env["crm.action"],
            domain,
            order=self._crm360_newest("crm.action", "done_at"),
            limit=limit,
        )
        query.add(
            id="id", date="done_at", summary="summary", type="type_id.name", code="type_id.code",
            outcome="outcome_id.name", result="outcome_id.result", seconds="duration_s",
            verdict="checkin_verdict", rep="user_id.partner_id.name",
        )  # fmt: skip
        return [self._crm360_tell_action(row) for row in query.fetch()]

    def _crm360_tell_action(self, row):
        title = row["type"]
        if row["seconds"]:
            minutes = max(1, round(row["seconds"] / 60))
            title = self.env._("%(type)s, %(minutes)s min", type=title, minutes=minutes)
        verdict = self._crm360_label("crm.action", "checkin_verdict", row["verdict"])
        tone = {"positive": "success", "negative": "danger"}.get(row["result"], "neutral")
        return {
            **self._crm360_place(row, "action", "crm.action"),
            "kind": "visits",
            "icon": row["code"],
            "title": title,
            "text": " · ".join(filter(None, (row["summary"], row["rep"], verdict))),
            "badge": {"label": row["outcome"], "tone": tone},
        }

    @api.model
    def _crm360_place(self, row, key, model=None):
        """The place of an item, and where it leads."""
        date = row["date"]
        allday = not isinstance(date, datetime)
        if allday:
            date = datetime.combine(date, datetime.min.time())
        place = {"id": row["id"], "key": key, "allday": allday}
        place["date"] = date.replace(microsecond=0)
        return {**place, "model": model, "res_id": row["id"]} if model else place

    # -- orders ------------------------------------------------------------------------------

    def _crm360_past_orders(self, before, limit):
        if not self.env["sale.order"].has_access("read"):
            return []
        domain = self._crm360_scope("sale.order") & self._crm360_older(
            "sale.order", "date_order", "order", before
        )
        query = self._crm360_order_query(
            domain, order=self._crm360_newest("sale.order", "date_order"), limit=limit
        )
        return [
            {
                **self._crm360_place(row, "order"),
                **{key: value for key, value in shown.items() if key != "date"},
                "kind": "sales",
                "icon": "order",
            }
            for row in query.fetch()
            for shown in (self._crm360_show_order(row),)
        ]

    # -- stages of opportunities ---------------------------------------------------------------

    def _crm360_past_stages(self, before, limit):
        """Changes of stage, of the opportunities that the reader may see."""
        leads = self.env["crm.lead"].with_context(active_test=False)
        if not leads.has_access("read"):
            return []
        stage = self.env["ir.model.fields"]._get("crm.lead", "stage_id")
        domain = (
            Domain("model", "=", "crm.lead")
            & Domain("res_id", "in", leads._search(self._crm360_scope("crm.lead")))
            & Domain("tracking_value_ids", "any", [("field_id", "=", stage.id)])
            & self._crm360_older("mail.message", "date", "stage", before)
        )
        # sudo: of the opportunities above alone, and what their chatter shows anyway
        query = RowQuery(
            self.env["mail.message"].sudo(),
            domain,
            order=self._crm360_newest("mail.message", "date"),
            limit=limit,
        )
        query.add(id="id", date="date", lead_id="res_id", author="author_id.name")
        query.add_sql(
            stage_id=SQL(
                """(SELECT MAX(new_value_integer) FROM mail_tracking_value
                     WHERE mail_message_id = mail_message.id AND field_id = %s)""",
                stage.id,
            ),
            lead=SQL("(SELECT name FROM crm_lead WHERE id = mail_message.res_id)"),
        )
        return [self._crm360_tell_stage(row) for row in query.fetch()]

    def _crm360_tell_stage(self, row):
        stage = self.env["crm.stage"].browse(row["stage_id"] or ()).exists()
        return {
            **self._crm360_place(row, "stage"),
            "kind": "sales",
            "icon": "stage",
            "title": row["lead"],
            "text": row["author"] or "",
            "badge": {"label": stage.name or "-", "tone": "success" if stage.is_won else "info"},
            "model": "crm.lead",
            "res_id": row["lead_id"],
        }
