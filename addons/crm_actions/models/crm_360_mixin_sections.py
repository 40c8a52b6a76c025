from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..rows import RowQuery
from .crm_360_mixin import ROWS

OPEN_STATES = ("planned", "in_progress")
_ORDER_TONES = {"draft": "neutral", "sent": "info", "sale": "success", "cancel": "neutral"}


class Crm360Mixin(models.AbstractModel):
    """The parts that customers and prospects have in common: actions, orders, papers."""

    # one file for each purpose
    _inherit = "crm.360.mixin"  # pylint: disable=consider-merging-classes-inherited

    def _crm360_common_sections(self):
        salesman = "sales_team.group_sale_salesman"
        return [
            {
                "key": "actions",
                "title": self.env._("Actions"),
                "sequence": 20,
                "groups": salesman,
                "method": "_crm360_load_actions",
                "offline": True,
            },
            {
                "key": "sales",
                "title": self.env._("Quotes and orders"),
                "sequence": 40,
                "groups": salesman,
                "method": "_crm360_load_sales",
                "offline": True,
            },
            {
                "key": "calendar",
                "title": self.env._("Calendar"),
                "sequence": 70,
                "method": "_crm360_load_calendar",
                "collapsed": True,
            },
            {
                "key": "documents",
                "title": self.env._("Documents"),
                "sequence": 80,
                "method": "_crm360_load_documents",
                "collapsed": True,
            },
        ]

    # -- actions ---------------------------------------------------------------------------

    def _crm360_load_actions(self):
        """What is planned comes first, the nearest day before the others."""
        domain = self._crm360_scope("crm.action") & Domain("state", "!=", "cancelled")
        now = fields.Datetime.now()
        query = RowQuery(
            self.env["crm.action"],
            domain,
            order=SQL(
                """crm_action.state = 'done',
                   ABS(EXTRACT(EPOCH FROM crm_action.start - %s)), crm_action.id""",
                now,
            ),
            limit=ROWS,
        )
        query.add(
            id="id", summary="summary", start="start", stop="stop", allday="allday", state="state",
            done_at="done_at", type="type_id.name", kind="type_id.code",
            outcome="outcome_id.name", result="outcome_id.result",
            rep="user_id.partner_id.name",
        )  # fmt: skip
        rows = query.add_total().fetch()
        return self._crm360_list(
            rows,
            [self._crm360_show_action(row, now) for row in rows],
            empty=self.env._("Nothing planned and nothing done yet."),
            action=self._crm360_open_list(self.env._("Actions"), "crm.action", domain),
        )

    def _crm360_show_action(self, row, now):
        when = row["done_at"] if row["state"] == "done" else row["start"]
        day_only = row["allday"] and row["state"] != "done"
        return {
            "id": row["id"],
            "model": "crm.action",
            "res_id": row["id"],
            "kind": row["kind"],
            "title": row["summary"] or row["type"],
            "text": " · ".join(filter(None, (row["type"] if row["summary"] else "", row["rep"]))),
            "date": str(when.date()) if day_only else fields.Datetime.to_string(when),
            "badge": self._crm360_badge_action(row, now),
        }

    def _crm360_badge_action(self, row, now):
        if row["state"] == "done":
            tone = "success" if row["result"] == "positive" else "neutral"
            return {"label": row["outcome"] or self.env._("Done"), "tone": tone}
        # as crm.action.overdue: what has no hour is over with its date
        today = fields.Date.context_today(self)
        is_over = row["stop"].date() < today if row["allday"] else row["stop"] < now
        if row["state"] == "planned" and is_over:
            return {"label": self.env._("Overdue"), "tone": "danger"}
        return {"label": self._crm360_label("crm.action", "state", row["state"]), "tone": "info"}

    # -- quotes and orders -------------------------------------------------------------------

    def _crm360_order_query(self, domain, **options):
        """Orders of this page: with their number, day, state and amount, and no more."""
        everything = self._crm360_sees_all()
        domain = domain & Domain("company_id", "in", self.env.companies.ids)
        query = RowQuery(self.env["sale.order"], domain, everything=everything, **options)
        query.add(
            id="id", name="name", date="date_order", state="state", amount="amount_total",
            currency_id="currency_id", rep="user_id.partner_id.name",
        )  # fmt: skip
        return query.add_readable()

    def _crm360_load_sales(self):
        """The newest quotes and orders; those of former reps without a link.

        Who looks after the customer today sees them with all rights: number, day, state and amount
        of what core's rules keep for the rep who sold it.
        """
        domain = self._crm360_scope("sale.order") & Domain("state", "!=", "cancel")
        query = self._crm360_order_query(
            domain, order=SQL("date_order DESC, sale_order.id DESC"), limit=ROWS
        )
        rows = query.add_total().fetch()
        return self._crm360_list(
            rows,
            [self._crm360_show_order(row) for row in rows],
            empty=self.env._("No quotes or orders yet."),
            action=self._crm360_open_list(self.env._("Quotes and orders"), "sale.order", domain),
        )

    def _crm360_show_order(self, row):
        return {
            "id": row["id"],
            "title": row["name"],
            "text": row["rep"],
            "date": fields.Datetime.to_string(row["date"]),
            "amount": float(row["amount"] or 0),
            "currency_id": row["currency_id"],
            "badge": {
                "label": self._crm360_label("sale.order", "state", row["state"]),
                "tone": _ORDER_TONES.get(row["state"], "neutral"),
            },
            **self._crm360_link("sale.order", row),
        }

    def _crm360_link(self, model, row):
        """Where a row leads; nowhere if its reader could not open it."""
        return {"model": model, "res_id": row["id"]} if row["readable"] else {}

    # -- calendar and documents --------------------------------------------------------------

    def _crm360_load_calendar(self):
        """Meetings with the customer that are no actions: those are in their own part."""
        domain = self._crm360_scope("calendar.event") & Domain("crm_action_id", "=", False)
        now = fields.Datetime.now()
        events = self.env["calendar.event"]
        coming = events.search(domain & Domain("stop", ">=", now), order="start, id", limit=ROWS)
        past = events.browse()
        if len(coming) < ROWS:
            past = events.search(
                domain & Domain("stop", "<", now), order="start desc, id", limit=ROWS - len(coming)
            )
        shown = coming | past
        return {
            "rows": [self._crm360_show_event(event) for event in shown],
            "total": len(shown) if len(shown) < ROWS else events.search_count(domain),
            "empty": self.env._("No meetings with this customer beside the actions."),
            "action": self._crm360_open_list(self.env._("Calendar"), "calendar.event", domain),
        }

    def _crm360_show_event(self, event):
        return {
            "id": event.id,
            "model": "calendar.event",
            "res_id": event.id,
            "title": event.display_name,
            "text": event.location or "",
            "date": str(event.start_date)
            if event.allday
            else fields.Datetime.to_string(event.start),
        }

    def _crm360_load_documents(self):
        """Files at the customer, its opportunities, orders and actions."""
        owners = [
            Domain("res_model", "=", model)
            & Domain("res_id", "in", self.env[model]._search(self._crm360_scope(model)))
            for model in ("res.partner", "crm.lead", "sale.order", "crm.action")
            if self.env[model].has_access("read")
        ]
        domain = Domain.OR(owners) & Domain("res_field", "=", False)
        attachments = self.env["ir.attachment"]
        files = attachments.search(domain, order="id desc", limit=ROWS)
        return {
            "rows": [
                {
                    "id": file.id,
                    "title": file.name,
                    "text": file.create_uid.name,
                    "date": fields.Datetime.to_string(file.create_date),
                    "url": f"/web/content/{file.id}?download=true",
                }
                for file in files
            ],
            "total": len(files) if len(files) < ROWS else attachments.search_count(domain),
            "empty": self.env._("No files yet."),
            "action": False,
        }
