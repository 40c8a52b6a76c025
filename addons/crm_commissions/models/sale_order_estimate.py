from decimal import Decimal

from odoo import api, models

from ..engine.money import round_half_up

_TRIED = 3  # lower discounts that are shown


class SaleOrder(models.Model):
    """What an order would earn whoever sells it, before it is confirmed."""

    # one file for each purpose
    _inherit = "sale.order"  # pylint: disable=consider-merging-classes-inherited

    @api.readonly
    def get_commission_estimate(self):
        """The card of the order's form.

        :return: what `_get_commission_estimate` gives, or False where there is nothing to show
        """
        self.ensure_one()
        self.check_access("read")
        return self._get_commission_estimate() or False

    def _get_commission_estimate(self):
        """What this order would add for those whose commissions the user may see.

        :return: dict of ``rows``, one a payee and plan, and ``discounts``, what a lower discount
            would change, or None
        """
        self.ensure_one()
        if self.state == "cancel" or not self.env.user.has_group(
            "crm_commissions.group_commission_user"
        ):
            return None
        found = self.env["crm.commission.engine"]._estimate_orders(self, _find_discounts)
        participants = self.env["crm.commission.participant"]
        visible = participants.search([("id", "in", list({key[2] for key in found}))])
        rows = [
            self._word_estimate(plan, visible.browse(participant), tried)
            for (_order, plan, participant), tried in found.items()
            if participant in visible.ids
        ]
        if not rows:
            return None
        mine = all(row["is_mine"] for row in rows)
        return {
            "rows": rows,
            "is_mine": mine,
            "discounts": self._add_up_discounts(rows) if mine else [],
        }

    def _word_estimate(self, plan, participant, tried):
        currency = plan.currency_id
        effect = tried[None]
        added = _round(effect.added, currency)
        sentence = ""
        if effect.total_after != effect.total_before:
            sentence = self.env._(
                "From %(total_before)s to %(total_after)s: %(before)s → %(after)s",
                total_before=_show(plan, effect.total_before),
                total_after=_show(plan, effect.total_after),
                before=currency.format(_round(effect.amount_before, currency)),
                after=currency.format(_round(effect.amount_after, currency)),
            )
        triggers = dict(plan._fields["trigger"]._description_selection(self.env))
        return {
            "key": f"{plan.id}-{participant.id}",
            "payee": participant.payee_id.display_name,
            "is_mine": participant.user_id == self.env.user,
            "plan": plan.name,
            "trigger": triggers[plan.trigger],
            "currency_id": currency.id,
            "amount": added,
            "sentence": sentence,
            "discounts": {
                str(discount): _round(other.added, currency) - added
                for discount, other in tried.items()
                if discount is not None
            },
        }

    def _add_up_discounts(self, rows):
        """What lower discounts would bring, the nearest first; those that change nothing not."""
        sums, currencies = {}, {row["currency_id"] for row in rows}
        if len(currencies) > 1:
            return []
        for row in rows:
            for discount, difference in row["discounts"].items():
                sums[discount] = sums.get(discount, 0) + difference
        return [
            {"discount": float(discount), "amount": round(amount, 2)}
            for discount, amount in sorted(sums.items(), key=lambda item: -float(item[0]))
            if round(amount, 2)
        ]


def _find_discounts(plans, lines):
    """The highest discounts below the order's own at which a rule begins to pay otherwise."""
    most = max(line.discount for line in lines)
    bounds = {Decimal(str(rule.discount_to)) for rule in plans.rule_ids if rule.by_discount}
    return sorted((bound for bound in bounds if bound < most), reverse=True)[:_TRIED]


def _round(amount, currency):
    return float(round_half_up(amount, currency.decimal_places))


def _show(plan, total):
    if plan.metric in ("amount", "margin"):
        return plan.currency_id.format(_round(total, plan.currency_id))
    return f"{float(total):g}"
