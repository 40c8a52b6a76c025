from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class SaleOrder(models.Model):
    """The warehouse of an order: by hand, else by a rule, else the salesperson's."""

    _inherit = "sale.order"  # pylint: disable=consider-merging-classes-inherited

    warehouse_manual = fields.Boolean(
        "Warehouse chosen by hand",
        help="It stays when the salesperson or the customer changes, and rules leave it alone.",
    )
    selectable_warehouse_ids = fields.Many2many(
        "stock.warehouse", compute="_compute_selectable_warehouse_ids"
    )

    has_short_lines = fields.Boolean(
        compute="_compute_has_short_lines",
        help="A line finds less than it needs in its warehouse.",
    )

    @api.depends("order_line.free_qty", "order_line.product_uom_qty")
    def _compute_has_short_lines(self):
        for order in self:
            order.has_short_lines = any(line._is_short() for line in order.order_line)

    @api.depends("company_id")
    @api.depends_context("uid")
    def _compute_selectable_warehouse_ids(self):
        found = self._get_company_warehouses()
        for order in self:
            places = found.get(order.company_id, self.env["stock.warehouse"])
            order.selectable_warehouse_ids = self.env.user._crm_may_choose(places)

    def _get_company_warehouses(self):
        """The warehouses of each company of these orders, in their order."""
        domain = [("company_id", "in", self.company_id.ids)]
        return self.env["stock.warehouse"].search(domain).grouped("company_id")

    @api.depends("partner_id", "partner_shipping_id", "warehouse_manual")
    def _compute_warehouse_id(self):
        kept = self.filtered(lambda order: order._keeps_warehouse())
        for order in kept:
            order.warehouse_id = order.warehouse_id
        automatic = self - kept
        result = super(SaleOrder, automatic)._compute_warehouse_id()
        automatic.filtered(lambda each: each._is_open())._apply_warehouse_rules()
        return result

    def _is_open(self):
        return self.state in ("draft", "sent") or not self.ids

    def _keeps_warehouse(self):
        """Chosen by hand, and still one of the order's company."""
        self.ensure_one()
        return (
            self.warehouse_manual
            and bool(self.warehouse_id)
            and self.warehouse_id.company_id == self.company_id
        )

    def _apply_warehouse_rules(self):
        """The warehouse of the first rule that fits; else core's, if the salesperson has it.

        A person's own warehouse may have been closed since.
        """
        if not self:
            return
        rules = self.env["crm.warehouse.rule"]._get_rules(self.company_id)
        limited = bool(self.user_id.sudo().crm_allowed_warehouse_ids)
        closed = not all(self.warehouse_id.mapped("active"))
        found = self._get_company_warehouses() if limited or closed else {}
        for order in self:
            fitting = order._get_fitting_rules(rules)
            warehouse = fitting._get_first() or order.warehouse_id
            usable = order.user_id._crm_may_choose(warehouse).filtered("active")
            if found and not usable:
                places = found.get(order.company_id, warehouse.browse())
                warehouse = order.user_id._crm_may_choose(places)[:1]
            order.warehouse_id = warehouse

    def _get_fitting_rules(self, rules):
        """The rules for this order whose warehouse its salesperson may sell from."""
        self.ensure_one()
        fitting = rules._fit_order(self)
        allowed = self.user_id._crm_may_choose(fitting.warehouse_id)
        return fitting.filtered(lambda rule: rule.warehouse_id in allowed)

    def _get_automatic_warehouse(self):
        """Where this order goes from when nobody chooses."""
        self.ensure_one()
        values = {
            "partner_id": self.partner_id,
            "partner_shipping_id": self.partner_shipping_id,
            "user_id": self.user_id,
            "company_id": self.company_id,
        }
        return self.new({name: record._origin.id for name, record in values.items()}).warehouse_id

    @api.onchange("warehouse_id")
    def _onchange_warehouse_id(self):
        self.warehouse_manual = self._differs_from_automatic()

    @api.onchange("company_id")
    def _onchange_company_warehouse(self):
        self.warehouse_manual = False

    def _differs_from_automatic(self):
        chosen = self.warehouse_id._origin
        return bool(chosen) and chosen != self._get_automatic_warehouse()._origin

    @api.constrains("warehouse_id", "company_id")
    def _check_warehouse_company(self):
        for order in self.filtered("warehouse_id"):
            if order.warehouse_id.company_id != order.company_id:
                raise ValidationError(
                    self.env._(
                        "%(warehouse)s belongs to %(other)s and cannot serve an order of "
                        "%(company)s.",
                        warehouse=order.warehouse_id.display_name,
                        other=order.warehouse_id.sudo().company_id.display_name,
                        company=order.company_id.display_name,
                    )
                )

    def _get_warehouses(self):
        """From where the goods of this order go."""
        self.ensure_one()
        goods = self.order_line.filtered(lambda line: line.product_id.type == "consu")
        return goods.warehouse_id or self.warehouse_id

    def _check_warehouse_allowed(self):
        """Refuse what the person at work may not choose, also where it is not called a choice.

        Not a constraint of the ORM, which would not know whether a person chooses.
        """
        if self.env.user._crm_is_limited():
            chosen = self.filtered(
                lambda order: order.warehouse_manual or order._differs_from_automatic()
            )
            chosen.warehouse_id._crm_check_choice()

    def copy_data(self, default=None):
        """A new order goes from where its own day says, unless a person chose and still may."""
        vals_list = super().copy_data(default)
        for order, vals in zip(self, vals_list, strict=True):
            stays = order.warehouse_manual and order.warehouse_id._crm_can_be_chosen()
            if not stays and "warehouse_id" not in (default or {}):
                vals.pop("warehouse_id", None)
                vals["warehouse_manual"] = False
        return vals_list

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        for order, vals in zip(orders, vals_list, strict=True):
            if vals.get("warehouse_id") and "warehouse_manual" not in vals:
                order._settle_warehouse_manual()
        orders._check_warehouse_allowed()
        return orders

    def write(self, vals):
        if "company_id" in vals and "warehouse_id" not in vals:
            vals = {"warehouse_manual": False, **vals}
        if "warehouse_id" not in vals:
            result = super().write(vals)
            if vals.get("warehouse_manual"):
                self._check_warehouse_allowed()
            return result
        confirmed = self.filtered(lambda order: order.state == "sale")
        before = {order: order.warehouse_id for order in confirmed}
        result = super().write(vals)
        if "warehouse_manual" not in vals:
            for order in self:
                order._settle_warehouse_manual()
        self._check_warehouse_allowed()
        for order in confirmed:
            order._send_lines_along(before[order])
        return result

    def _settle_warehouse_manual(self):
        """What is written counts as chosen by hand when it is not what comes by itself.

        A form sends what was worked out as well, so that a value alone tells nothing.
        """
        self.ensure_one()
        manual = self._differs_from_automatic()
        if self.warehouse_manual != manual:
            self.warehouse_manual = manual

    def _send_lines_along(self, before):
        """A confirmed order goes from elsewhere, and with it the lines that follow the order."""
        self.ensure_one()
        if before == self.warehouse_id or self.env.context.get("crm_lines_stay"):
            return
        if self.locked:
            raise UserError(self.env._("Unlock the order before you change its warehouse."))
        lines = self.order_line.filtered(
            lambda line: (
                not (line.display_type or line.warehouse_manual or line.route_ids)
                and not line._get_leader()
            )
        )
        lines.write({"warehouse_id": self.warehouse_id.id, "warehouse_manual": False})
