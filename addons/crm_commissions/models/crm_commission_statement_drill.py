from decimal import Decimal

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..engine.statements import rounded_parts

_GROUPED = ("plan_id", "kind", "rule_id", "window_key", "bracket", "origin_period_id")
_SHOWN = 100  # rows of a group


class CrmCommissionStatement(models.Model):
    """What a payee unfolds: from the total to plans, tiers and rules, and from there to sales."""

    # one file for each purpose
    _inherit = "crm.commission.statement"  # pylint: disable=consider-merging-classes-inherited

    @api.readonly
    def get_drill(self):
        """The statement by plan, and by tier or rule; what is shown adds up to the cent.

        :return: dict for the component of the form; amounts are floats in the currency
        """
        self.ensure_one()
        self.check_access("read")
        # sudo: who may read a statement may read what it consists of
        own = self.sudo()
        wrong = own._get_wrong().get(self.id)
        return {
            "currency_id": self.currency_id.id,
            "figures": own._get_drill_figures(),
            "total": {"label": self.env._("To pay"), "amount": self.amount_payable},
            "wrong": bool(wrong),
            "verdict": wrong or own._get_drill_verdict(),
            "plans": own._get_drill_plans(),
        }

    def _get_drill_figures(self):
        """The parts of what is paid, those left out that are nothing."""
        month = format_date(self.env, self.date_from, date_format="MMMM")
        figures = [
            ("earned", self.env._("Earned in %s", month), self.amount_earned),
            ("late", self.env._("Changes of earlier periods"), self.amount_late),
            ("draw", self.env._("Draw"), self.draw_amount),
            ("carry_in", self.env._("Carried from the statement before"), self.carry_in),
            ("carry_out", self.env._("Goes into the next statement"), -self.carry_out),
        ]
        return [
            {"key": key, "label": label, "amount": amount}
            for key, label, amount in figures
            if amount or key == "earned"
        ]

    def _get_drill_verdict(self):
        if self.entry_count == 1:
            return self.env._("Adds up with its entry")
        return self.env._("Adds up with its %s entries", self.entry_count)

    def _get_drill_plans(self):
        groups = self._read_drill_groups()
        by_plan = {}
        for group in groups:
            by_plan.setdefault(group["plan"], []).append(group)
        totals = [sum(group["exact"] for group in rows) for rows in by_plan.values()]
        digits = self.currency_id.decimal_places
        shown = rounded_parts(totals, Decimal(str(self.amount_gross)), digits)
        plans = []
        Plan = self.env["crm.commission.plan"]
        triggers = dict(Plan._fields["trigger"]._description_selection(self.env))
        for (plan, rows), amount in zip(by_plan.items(), shown, strict=True):
            parts = rounded_parts([row["exact"] for row in rows], amount, digits)
            plans.append(
                {
                    "key": f"plan-{plan.id}",
                    "title": plan.display_name or self.env._("Without a plan"),
                    "note": triggers.get(plan.trigger, ""),
                    "amount": float(amount),
                    "groups": [
                        {
                            "key": row["key"],
                            "title": row["title"],
                            "note": row["note"],
                            "amount": float(part),
                        }
                        for row, part in zip(rows, parts, strict=True)
                    ],
                }
            )
        return plans

    def _read_drill_groups(self):
        groups = self.env["crm.commission.entry"]._read_group(
            [("statement_id", "=", self.id)],
            _GROUPED,
            ["amount:sum", "base:sum", "id:max", "__count"],
            order="plan_id, kind, window_key, bracket, rule_id, origin_period_id",
        )
        last = self.env["crm.commission.entry"].browse(row[-2] for row in groups)
        last.fetch(["explain", "rate", "kind", "bracket"])
        found = []
        for *keys, amount, base, number, count in groups:
            entry = last.browse(number)
            title, note = self._word_group(entry, base, count)
            found.append(
                {
                    "plan": keys[0],
                    "key": f"entry-{number}",
                    "exact": Decimal(f"{amount:.6f}"),
                    "title": title,
                    "note": note,
                }
            )
        return found

    def _word_group(self, entry, base, count):
        """Title and note of the entries that are like this one."""
        title = entry._get_title()
        if entry.origin_period_id != self.period_id:
            month = format_date(self.env, entry.origin_period_id.date_from, date_format="MMMM y")
            title = self.env._("%(title)s, of %(month)s", title=title, month=month)
        if entry.credit_id:
            note = self.env._("1 entry") if count == 1 else self.env._("%s entries", count)
        else:
            note = entry._get_formula(base) or entry.explanation
        return title, note

    @api.readonly
    def get_drill_rows(self, key):
        """What is behind a row of `get_drill`: sentences, and the sales with their documents.

        :param key: of a group
        :return: dict with sentences, rows and a word about those that are not shown
        :raise UserError: the statement has no such group any more
        """
        self.ensure_one()
        self.check_access("read")
        # sudo: who may read a statement may read what it consists of
        own = self.sudo()
        entry = own._find_entry_of(key)
        domain = [("statement_id", "=", self.id)]
        domain += [
            (name, "=", entry[name].id if name.endswith("_id") else entry[name])
            for name in _GROUPED
        ]
        entries = self.env["crm.commission.entry"].sudo().search(domain, order="event_date, id")
        if entry.credit_id:
            return own._get_rows_of_credits(entries, own._get_shown_amount(key))
        return own._get_rows_of_bracket(entries)

    def _find_entry_of(self, key):
        kind, _dash, number = (key or "").partition("-")
        if kind == "entry" and number.isdecimal():
            entry = self.env["crm.commission.entry"].browse(int(number)).exists()
            if entry.statement_id == self:
                return entry
        raise UserError(self.env._("The statement has changed: load it again."))

    def _get_shown_amount(self, key):
        groups = [group for plan in self._get_drill_plans() for group in plan["groups"]]
        return next(Decimal(str(group["amount"])) for group in groups if group["key"] == key)

    def _get_rows_of_credits(self, entries, total):
        digits = self.currency_id.decimal_places
        exact = [Decimal(f"{entry.amount:.6f}") for entry in entries]
        amounts = rounded_parts(exact, total, digits)[:_SHOWN]
        rows = [
            self._get_row(entry.credit_id, entry.explanation, float(amount), f"entry-{entry.id}")
            for entry, amount in zip(entries, amounts, strict=False)
        ]
        return {"sentences": [], "rows": self._with_rights(rows), "more": self._get_more(entries)}

    def _get_rows_of_bracket(self, entries):
        """Tiers are booked for a window and not for a sale: the sales are those that filled it."""
        last = entries[-1:]
        facts = last._get_facts_of_window() if last.bracket else self.env["crm.commission.fact"]
        rows = []
        for fact in facts[:_SHOWN]:
            counted = fact.base * fact.credit_id.share / 100
            note = format_date(self.env, fact.event_date)
            row = self._get_row(fact.credit_id, note, counted, f"fact-{fact.id}")
            rows.append({**row, "figure": last._format_base(counted)})
        sentences = [entry.explanation for entry in entries if entry.explanation]
        if rows:
            sentences.append(self.env._("The sales that fill the tiers, with what they count:"))
        return {
            "sentences": sentences,
            "rows": self._with_rights(rows),
            "more": self._get_more(facts),
        }

    def _get_row(self, credit, note, amount, key):
        document = credit.move_id or credit.order_id
        return {
            "key": key,
            "document": document.name or "",
            "partner": credit.partner_id.display_name or "",
            "product": credit.product_id.display_name or "",
            "note": note,
            "amount": amount,
            "model": document._name,
            "res_id": document.id,
        }

    def _with_rights(self, rows):
        """Which documents the reader may open: payees are paid for some that others wrote."""
        may = {}
        for model in ("account.move", "sale.order"):
            ids = [row["res_id"] for row in rows if row["model"] == model and row["res_id"]]
            records = self.env[model].sudo(False).browse(dict.fromkeys(ids))
            may[model] = set(records._filtered_access("read").ids)
        return [{**row, "can_open": row["res_id"] in may[row["model"]]} for row in rows]

    def _get_more(self, rows):
        more = len(rows) - _SHOWN
        return self.env._("and %s more", more) if more > 0 else ""
