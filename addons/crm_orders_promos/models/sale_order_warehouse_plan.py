from odoo import models
from odoo.exceptions import UserError

from ..engine import warehouses
from .crm_content_mixin import SIGNING

STRATEGIES = ("rule", "single_full", "split")


class SaleOrder(models.Model):
    """Which warehouse could send what of an order, and making it so."""

    _inherit = "sale.order"  # pylint: disable=consider-merging-classes-inherited

    def action_suggest_warehouse(self):
        """Open the three ways in which the goods of this order could be sent."""
        self.ensure_one()
        self.check_access("write")
        if self.locked or self.state == "cancel":
            raise UserError(self.env._("Warehouses of a locked or cancelled order do not change."))
        if not self._get_lines_to_send():
            raise UserError(self.env._("There is nothing in this order that is still to be sent."))
        if not self.selectable_warehouse_ids:
            raise UserError(
                self.env._(
                    "%(company)s has no warehouse that you could choose.",
                    company=self.company_id.display_name,
                )
            )
        wizard = self.env["crm.warehouse.wizard"].create({"order_id": self.id})
        return wizard._get_action()

    def _get_lines_to_send(self):
        """Lines whose warehouse can be chosen now."""
        return self.order_line.filtered(lambda line: line._can_go_from_elsewhere())

    def _plan_warehouses(self, strategy):
        """The parts that a strategy would send, by the engine; keys are ids of lines.

        ``rule``: each line from where it goes when nobody chooses. ``single_full``: all from the
        first warehouse that has everything. ``split``: what is at a line's own warehouse from
        there, the rest from as few others as can be.
        """
        return self._plan_strategies((strategy,))[strategy]

    def _plan_strategies(self, strategies=STRATEGIES):
        self.ensure_one()
        lines = self._get_lines_to_send()
        places = self._get_places_by_preference()
        homes = lines._get_homes_by_rule()
        stock = lines._get_stock_to_share(
            self.env["stock.warehouse"].union(places, *homes.values())
        )
        by_rule = lines._get_needs(homes)
        choice = {line: home if home in places else places[:1] for line, home in homes.items()}
        needs = lines._get_needs(choice)
        makers = {
            "rule": lambda: warehouses.at_home(by_rule, stock),
            "single_full": lambda: warehouses.single(needs, stock, places.ids),
            "split": lambda: warehouses.split(needs, stock, places.ids),
        }
        return {strategy: makers[strategy]() for strategy in strategies}

    def _get_places_by_preference(self):
        """The warehouses that the person at work may choose: the order's own first."""
        places = self.selectable_warehouse_ids
        return (self.warehouse_id & places) | places

    def _apply_warehouse_plan(self, strategy, parts):
        """Send the lines from where a plan says; lines that go from several places are split."""
        self.ensure_one()
        self.check_access("write")
        by_line = {}
        for part in parts:
            by_line.setdefault(self.env["sale.order.line"].browse(part.key), []).append(part)
        if strategy == "rule" and self.state != "sale":
            self.warehouse_manual = False
        elif strategy == "single_full" and self.state != "sale" and parts:
            # the lines follow, those that are still to come included
            self.write({"warehouse_id": parts[0].warehouse, "warehouse_manual": True})
        self._split_lines({line: each for line, each in by_line.items() if len(each) > 1})
        manual = strategy == "split" or (strategy == "single_full" and self.state == "sale")
        places = {line: first.warehouse for line, (first, *_others) in by_line.items()}
        led = {line: place for line, place in places.items() if line._get_leader()}
        self._send_lines_from(
            {line: place for line, place in places.items() if line not in led},
            warehouse_manual=manual,
        )
        # what follows others is a choice only where they do not lead it anyhow
        self._send_lines_from(led)
        if strategy == "rule" and self.state == "sale":
            self._follow_rules_again()

    def _follow_rules_again(self):
        """What is added to a confirmed order later goes by the rules too, as its lines do now.

        Not while something goes from the chosen warehouse that cannot go from elsewhere any more.
        """
        self.ensure_one()
        home = self._get_automatic_warehouse()
        if self.warehouse_manual and home and self.warehouse_id not in self._get_warehouses():
            self.with_context(crm_lines_stay=True).write(
                {"warehouse_id": home.id, "warehouse_manual": False}
            )

    def _send_lines_from(self, places, **values):
        """:param places: the id of the warehouse of each line"""
        for place in dict.fromkeys(places.values()):
            lines = [line for line, each in places.items() if each == place]
            self.env["sale.order.line"].concat(*lines).write({"warehouse_id": place, **values})

    def _check_held_content(self, before):
        """What the customer has signed or paid stays to the cent, however the parts are rounded.

        :param before: fingerprint of the content before lines were split
        """
        self.env.flush_all()
        if self._is_signed_or_paid() and self._get_content_hash() != before:
            raise UserError(
                self.env._(
                    "In parts the order would come to something else than what was signed or paid. "
                    "Send all from one warehouse."
                )
            )

    def _split_lines(self, parts):
        """Lines that go from several places become several lines, one below the other."""
        if not parts:
            return
        before = self._get_content_hash()
        # what was signed is compared once, afterwards
        signing = {"crm_signing": SIGNING}
        added = {
            line: line.with_context(**signing)._split_off(others, kept)
            for line, (kept, *others) in parts.items()
        }
        place = 0
        for line in self.with_context(**signing).order_line.sorted(
            lambda each: (each.sequence, each.id)
        ):
            if any(line in new for new in added.values()):
                continue
            for each in line | added.get(line, line.browse()):
                place += 1
                each.sequence = place
        self.invalidate_recordset(["order_line"])
        self._check_held_content(before)
