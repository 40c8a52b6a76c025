from decimal import Decimal

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_date

from ..coverage import Line
from ..engine.plan_terms import NO_RULE, judge
from ..engine.rules import EXCLUDE
from .crm_commission_results import EARNED

_SHOWN = 5
_TYPES = ("out_invoice", "out_refund", "out_receipt")


class CrmCommissionResults(models.AbstractModel):
    """Why an invoice pays nothing to somebody, or what it has paid him."""

    # one file for each purpose
    _inherit = "crm.commission.results"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    @api.readonly
    def find_why_not(self, text, user_id=False):
        """
        :param text: the number of an invoice, or a part of it
        :param user_id: whom it might pay; empty: the user
        :return: list of dicts with the invoice and sentences that say why
        :raise AccessError: somebody's results are not the caller's to see
        """
        self._check_may_ask()
        user = self._get_person(self._get_people(), user_id)
        text = (text or "").strip()
        if len(text) < 2:
            return []
        own = self._with_all_rights()
        moves = own._find_invoices(text)
        readable = moves.with_env(self.env)._filtered_access("read")
        return [own._explain_invoice(move, user, move.id in readable.ids) for move in moves]

    def _find_invoices(self, text):
        """A part finds invoices that the asker could look up anyway; the whole number any."""
        domain = Domain("company_id", "=", self.env.company.id) & Domain("move_type", "in", _TYPES)
        Move = self.env["account.move"]
        seen = Move.with_user(self.env.uid).with_context(**self.env.context)
        found = Move.search(domain & Domain("name", "=ilike", _escape(text)), limit=_SHOWN)
        if not found and seen.has_access("read"):
            found = seen.sudo(False).search(domain & Domain("name", "ilike", text), limit=_SHOWN)
        return found.sudo()

    def _explain_invoice(self, move, user, is_readable):
        sentences, amount = self._explain_lines(move, user)
        return {
            "id": move.id,
            "name": move.name,
            "can_open": is_readable,
            "partner": move.partner_id.display_name if is_readable else "",
            "day": format_date(self.env, move.invoice_date) if move.invoice_date else "",
            "amount": amount,
            "currency_id": move.company_id.currency_id.id,
            "sentences": sentences,
        }

    def _explain_lines(self, move, user):
        """Sentences, and what the invoice has paid so far."""
        if move.state != "posted":
            return [self.env._("It is not posted.")], 0.0
        credits = self._find_credits(move)
        own = credits.filtered(lambda credit: credit.participant_id.user_id == user)
        paid, entries = self._read_paid(own)
        sentences = []
        if own:
            sentences += self._explain_own(move, own, entries)
        if credits - own:
            sentences.append(self._explain_others(credits - own))
        if not credits:
            sentences += self._explain_uncredited(move)
        return sentences, paid

    def _find_credits(self, move):
        """Of its lines, or of the orders that it comes from."""
        lines = move.invoice_line_ids
        of_orders = Domain("source_model", "=", "sale.order.line") & Domain(
            "source_id", "in", lines.sale_line_ids.ids
        )
        of_lines = Domain("source_model", "=", "account.move.line") & Domain(
            "source_id", "in", lines.ids
        )
        return self.env["crm.commission.credit"].search(
            (of_orders | of_lines) & Domain("share", ">", 0)
        )

    def _read_paid(self, credits):
        groups = self.env["crm.commission.entry"]._read_group(
            [("credit_id", "in", credits.ids), ("kind", "in", EARNED)],
            [],
            ["amount:sum", "__count"],
        )
        amount, count = groups[0]
        return round(amount or 0.0, 2), count

    def _explain_own(self, move, credits, entries):
        """It counts; so what came of it, and what it waits for."""
        facts = self.env["crm.commission.fact"].search([("credit_id", "in", credits.ids)])
        outcomes = self._judge_credits(credits, facts)
        yield from self._explain_outcomes(outcomes)
        counted = [credit for credit, outcome in outcomes.items() if outcome.credited]
        if move.amount_residual and any(one.plan_id.trigger == "collected" for one in counted):
            yield self.env._(
                "It pays when it is collected: %(open)s of %(total)s are open.",
                open=move.currency_id.format(move.amount_residual),
                total=move.currency_id.format(move.amount_total),
            )
        if entries:
            yield self.env._("It counts for you; see the statements.")
        elif counted and facts:
            yield self.env._("It fills the tiers or goals of its plan.")
        elif counted and not move.amount_residual:
            yield self.env._("It is waiting for the next calculation.")

    def _judge_credits(self, credits, facts):
        """What the plans make of each credit."""
        terms = {plan: plan._to_terms() for plan in credits.plan_id}
        by_credit = facts.grouped("credit_id")
        found = {}
        for credit in credits:
            fact = by_credit.get(credit, facts.browse())[:1] or facts.new({"credit_id": credit.id})
            found[credit] = judge(fact._to_sale(), terms[credit.plan_id])
        return found

    def _explain_outcomes(self, outcomes):
        rules = {each.rule.id for each in outcomes.values() if each.effect == EXCLUDE}
        if rules:
            names = self.env["crm.commission.rule"].browse(rules).mapped("name")
            yield self.env._("A rule of the plan says that it pays nothing: %s.", ", ".join(names))
        if any(each.effect == NO_RULE for each in outcomes.values()):
            yield self.env._("No rule of the plan speaks of it.")

    def _explain_others(self, credits):
        """Whose it is, if the asker may know; why, in any case."""
        reasons = dict(credits._fields["reason"]._description_selection(self.env))
        why = ", ".join(dict.fromkeys(reasons[credit.reason] for credit in credits))
        visible = self.env["crm.commission.participant"].with_user(self.env.uid).sudo(False)
        seen = visible.search([("id", "in", credits.participant_id.ids)])
        if seen:
            names = ", ".join(seen.sudo().payee_id.mapped("display_name"))
            return self.env._("It counts for %(people)s (%(why)s).", people=names, why=why)
        return self.env._("It counts for somebody else (%s).", why)

    def _explain_uncredited(self, move):
        """The reasons of the coverage, as *Control* lists them."""
        coverage = self.env["crm.commission.coverage"]
        Plan = self.env["crm.commission.plan"]
        day = move.reversed_entry_id.invoice_date or move.invoice_date
        lines = [
            Line(
                line.id,
                move.id,
                move.commercial_partner_id.id,
                line.product_id.id,
                Decimal(str(-line.balance)),
                day,
                bool(line.sale_line_ids),
            )
            for line in move.invoice_line_ids
            if line.display_type == "product" and not line.is_downpayment
        ]
        if not lines:
            yield self.env._("It has only deposits: the invoice that settles them counts.")
            return
        plans = Plan.search(Plan._get_in_force_domain(move.company_id, day, day))
        period = self.env["crm.commission.period"].new({"company_id": move.company_id.id})
        owned = coverage._find_owned(period, plans, lines)
        names = dict(coverage._get_reasons())
        for reason in dict.fromkeys(coverage._find_reason(each, plans, owned) for each in lines):
            yield f"{names[reason]}."


def _escape(text):
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
