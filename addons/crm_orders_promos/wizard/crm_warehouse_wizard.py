from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ..engine import warehouses
from ..models.sale_order_warehouse_plan import STRATEGIES


class CrmWarehouseWizard(models.TransientModel):
    """Three ways to send an order, looked at before one of them is taken."""

    _name = "crm.warehouse.wizard"
    _description = "Suggest Warehouses"

    order_id = fields.Many2one("sale.order", required=True, readonly=True, ondelete="cascade")
    strategy = fields.Selection(
        [
            ("rule", "By the rules"),
            ("single_full", "All from one warehouse"),
            ("split", "What is missing from elsewhere"),
        ],
        string="How",
        required=True,
        default="rule",
    )
    line_ids = fields.One2many("crm.warehouse.wizard.line", "wizard_id", readonly=True)
    rule_line_ids = fields.One2many(
        "crm.warehouse.wizard.line", "wizard_id", domain=[("strategy", "=", "rule")]
    )
    single_line_ids = fields.One2many(
        "crm.warehouse.wizard.line", "wizard_id", domain=[("strategy", "=", "single_full")]
    )
    split_line_ids = fields.One2many(
        "crm.warehouse.wizard.line", "wizard_id", domain=[("strategy", "=", "split")]
    )
    rule_summary = fields.Char("By the rules", compute="_compute_summaries")
    single_summary = fields.Char("From one", compute="_compute_summaries")
    split_summary = fields.Char("From elsewhere", compute="_compute_summaries")
    delivery_count = fields.Integer("Deliveries", compute="_compute_delivery_count")
    stale = fields.Boolean(readonly=True)

    @api.depends("line_ids")
    def _compute_summaries(self):
        for wizard in self:
            wizard.rule_summary = wizard._word_summary("rule")
            wizard.single_summary = wizard._word_summary("single_full")
            wizard.split_summary = wizard._word_summary("split")

    @api.depends("line_ids", "strategy")
    def _compute_delivery_count(self):
        for wizard in self:
            wizard.delivery_count = len(wizard._get_lines(wizard.strategy).warehouse_id)

    def _get_lines(self, strategy):
        self.ensure_one()
        return self.line_ids.filtered(lambda line: line.strategy == strategy)

    def _word_summary(self, strategy):
        """ "2 deliveries, all there", or how many lines wait for something."""
        lines = self._get_lines(strategy)
        count = len(lines.warehouse_id)
        waiting = len(lines.filtered("missing").line_id)
        deliveries = (
            self.env._("1 delivery")
            if count == 1
            else self.env._("%(count)s deliveries", count=count)
        )
        if not waiting:
            return self.env._("%(deliveries)s, everything is there", deliveries=deliveries)
        if waiting == 1:
            return self.env._("%(deliveries)s, 1 line has to wait", deliveries=deliveries)
        return self.env._(
            "%(deliveries)s, %(count)s lines have to wait", deliveries=deliveries, count=waiting
        )

    @api.model_create_multi
    def create(self, vals_list):
        """Look at once, so that the person sees the plans when the window opens."""
        wizards = super().create(vals_list)
        for wizard in wizards:
            wizard._look()
        return wizards

    def _look(self):
        """Work the plans out and keep them as they are shown."""
        self.ensure_one()
        self.order_id.check_access("write")
        plans = self.order_id._plan_strategies()
        goods = self.order_id._get_lines_to_send()
        free = goods._word_free_in_plans(plans)
        rules = {line.id: rule.id for line, rule in goods._get_rules_of_homes().items()}
        lines = self.env["sale.order.line"]
        commands = [
            Command.create(
                {
                    "strategy": strategy,
                    "line_id": part.key,
                    "warehouse_id": part.warehouse,
                    "quantity": float(part.quantity),
                    "missing": float(part.missing),
                    "free": free[strategy].get(part.key),
                    "rule_id": strategy == "rule" and rules.get(part.key),
                    "changed": lines.browse(part.key).warehouse_id.id != part.warehouse,
                }
            )
            for strategy in STRATEGIES
            for part in plans[strategy]
        ]
        best = min(STRATEGIES, key=lambda strategy: self._rank(plans[strategy]))
        self.write({"line_ids": [Command.clear(), *commands], "strategy": best})

    @api.model
    def _rank(self, parts):
        """What is complete comes first, then fewer deliveries; the rules win over their equals."""
        return len({part.key for part in parts if part.missing}), warehouses.deliveries(parts)

    def action_apply(self):
        """Send the order as shown, or show it anew if the shelves have changed meanwhile."""
        self.ensure_one()
        order = self.order_id
        parts = order._plan_warehouses(self.strategy)
        if not parts:
            raise UserError(self.env._("There is nothing in this order that is still to be sent."))
        shown = [line._get_key() for line in self._get_lines(self.strategy)]
        if shown != [self._get_part_key(part) for part in parts]:
            chosen = self.strategy
            self._look()
            self.write({"stale": True, "strategy": chosen})
            return self._get_action()
        order._apply_warehouse_plan(self.strategy, parts)
        return {"type": "ir.actions.act_window_close"}

    @api.model
    def _get_part_key(self, part):
        return part.key, part.warehouse, float(part.quantity), float(part.missing)

    def _get_action(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Suggest Warehouses"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }
