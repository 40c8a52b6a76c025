from decimal import Decimal

from odoo import fields, models
from odoo.tools import formatLang

from ..engine.plan_terms import judge
from ..engine.rules import TIERS
from ..reading import window_days

_OF_MONEY = ("amount", "margin")


class CrmCommissionEntry(models.Model):
    """The entry on its statement: what it is called there, and how base and rate are shown."""

    # one file for each purpose
    _inherit = "crm.commission.entry"  # pylint: disable=consider-merging-classes-inherited

    statement_id = fields.Many2one(
        "crm.commission.statement",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )

    _unassigned = models.Index("(period_id) WHERE statement_id IS NULL")

    def _get_title(self):
        """What the entry is, like "Tier 2, 25,000.00 to 50,000.00"."""
        self.ensure_one()
        titles = {
            "draw": self.env._("Draw"),
            "recover": self.env._("Draw recovered"),
            "cap": self.env._("Above the cap"),
            "floor": self.env._("Up to the floor"),
            "manual": self.env._("By hand"),
            "dispute": self.env._("Dispute"),
        }
        if self.kind in titles:
            return titles[self.kind]
        title = self._get_tier_title() if self.bracket else self._get_rule_title()
        if self.kind == "override":
            return self.env._("%s, sales of the team", title)
        return title

    def _get_rule_title(self):
        return self.rule_id.name or self.env._("Rate of the plan")

    def _get_tier_title(self):
        if self.plan_id.tier_mode == "curve":
            return self.env._("Payout by attainment")
        if self.plan_id.tier_mode == "goals":
            return self.env._("Payout by goals")
        bounds = sorted(self.plan_id.tier_ids.mapped("bound_from"))
        number = self.bracket
        if number >= len(bounds):
            return self.env._(
                "Tier %(number)s, above %(bound)s",
                number=number,
                bound=self._format_base(bounds[-1] if bounds else 0),
            )
        return self.env._(
            "Tier %(number)s, %(bound)s to %(next)s",
            number=number,
            bound=self._format_base(bounds[number - 1]),
            next=self._format_base(bounds[number]),
        )

    def _get_formula(self, base=None):
        """Base times rate, as people write it; with a curve what was attained and what that pays.

        :param base: of several entries of the same rate; None: of this one
        """
        self.ensure_one()
        if self.kind not in ("earn", "tier", "override"):
            return ""
        explain = self.explain or {}
        if explain.get("code") == "curve":
            return self.env._(
                "%(total)s are %(attainment)s %% of %(target)s, which pays %(payout)s %%",
                total=self._format_base(explain["total"]),
                attainment=self._format_figure(explain["attainment"]),
                target=self._format_base(explain["target"]),
                payout=self._format_figure(explain["payout"]),
            )
        if explain.get("code") == "goals":
            return self._word_goals(explain)
        if self._is_gone():
            return ""
        base = self.base if base is None else base
        in_pieces = self._is_in_pieces()
        shown = self._format_figure(base) if in_pieces else self._format_money(base)
        return f"{shown} × {self._get_rate_words()}"

    def _is_gone(self):
        """Whether it takes back what is owed no longer: no rate says how much that is."""
        return bool(self.amount) and not self.rate

    def _is_in_pieces(self):
        """Whether it is paid for a number of something, and not for an amount."""
        return self.rule_id.effect == "fixed" or self.plan_id.metric not in _OF_MONEY

    def _get_rate_words(self):
        """The rate with its unit; nothing where there is none."""
        if self.kind not in ("earn", "tier", "override"):
            return ""
        if self._is_gone():
            return ""
        if self._is_in_pieces():
            return self._format_money(self.rate)
        return f"{self._format_figure(self.rate)} %"

    # -- the sales behind a tier -----------------------------------------------------------------

    def _get_facts_of_window(self):
        """What filled the window of a tier entry until the end of its month, newest first.

        Called with all rights, for whoever may read the statement.
        """
        self.ensure_one()
        plan = self.plan_id
        if plan.tier_mode == "goals":  # they are measured by more than what the plan is paid on
            return self.env["crm.commission.fact"]
        domain = [
            ("plan_id", "=", plan.id),
            ("participant_id", "=", self.participant_id.id),
            ("event_date", "<=", self.period_id.date_to),
        ]
        if plan.tier_window in ("line", "document"):
            model, _comma, number = self.window_key.partition(",")
            names = {"account.move": "move_id", "sale.order": "order_id"}
            domain.append((f"credit_id.{names.get(model, 'source_id')}", "=", int(number)))
        else:
            first, last = window_days(plan.tier_window, self.origin_period_id.date_from)
            domain += [("origin_date", ">=", first), ("origin_date", "<=", last)]
        facts = self.env["crm.commission.fact"].search(domain)
        if not plan.rule_ids:
            return facts
        terms = plan._to_terms()
        return facts.filtered(lambda fact: judge(fact._to_sale(), terms).effect == TIERS)

    # -- figures as people write them ------------------------------------------------------------

    def _format_money(self, amount):
        return _minus(formatLang(self.env, float(amount), currency_obj=self.currency_id))

    def _format_base(self, amount):
        if self.plan_id.metric in _OF_MONEY:
            return self._format_money(amount)
        return self._format_figure(amount)

    def _format_figure(self, figure):
        """Without digits that say nothing: 2, 2.5, 33.3333."""
        exact = Decimal(str(figure)).quantize(Decimal("0.0001"))
        digits = max(0, -exact.normalize().as_tuple().exponent)
        return _minus(formatLang(self.env, float(exact), digits=digits))


def _minus(text):
    """With a true minus sign, and nothing invisible behind it."""
    return text.replace("-", "\N{MINUS SIGN}").replace("\N{ZERO WIDTH NO-BREAK SPACE}", "")
