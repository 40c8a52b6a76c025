from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class SaleOrderLine(models.Model):
    """The warehouse of a line: by hand, else the order's when that was chosen, else by a rule.

    What a promotion gives for nothing goes from where what earns it goes.
    """

    _inherit = "sale.order.line"  # pylint: disable=consider-merging-classes-inherited

    warehouse_id = fields.Many2one(readonly=False)
    warehouse_manual = fields.Boolean(
        "Line warehouse chosen by hand", help="It stays when the warehouse of the order changes."
    )

    @api.depends(
        "warehouse_manual",
        "order_id.warehouse_manual",
        "order_id.partner_id",
        "order_id.partner_shipping_id",
        # not their warehouse, which would be worked out line by line then: see `_take_along`
        "promo_parent_line_ids.warehouse_manual",
        "promo_parent_line_ids.route_ids",
    )
    def _compute_warehouse_id(self):
        kept = self.filtered(lambda line: line._keeps_warehouse())
        for line in kept:
            line.warehouse_id = line.warehouse_id
        automatic = self - kept
        result = super(SaleOrderLine, automatic)._compute_warehouse_id()
        for line, warehouse in automatic._get_ruled_warehouses().items():
            line.warehouse_id = warehouse
        for line in automatic:
            leader = line._get_leader()
            if leader:
                line.warehouse_id = leader.warehouse_id
        return result

    def _get_leader(self):
        """The line that this one goes along with: the first of those that earn it."""
        self.ensure_one()
        if not self.promotion_id or self.route_ids:
            return self.browse()
        return self.promo_parent_line_ids.sorted(lambda line: (line.sequence, line.id))[:1]

    def _keeps_warehouse(self):
        """Chosen by hand, or confirmed: from then on a change means another delivery."""
        self.ensure_one()
        warehouse = self.warehouse_id
        if self.warehouse_manual:
            return bool(warehouse) and warehouse.company_id == self.order_id.company_id
        return (
            self.order_id.state in ("sale", "cancel")
            and bool(self._origin and warehouse)
            and not self.route_ids
        )

    def _get_ruled_warehouses(self):
        """Where rules send these lines from; lines without a rule of their own are missing.

        A route of the line and a warehouse that was chosen for the order come before any rule.
        """
        ruled = self.filtered(
            lambda line: not (line.route_ids or line.display_type or line.order_id.warehouse_manual)
        )
        rules = self.env["crm.warehouse.rule"]._get_rules(ruled.order_id.company_id)
        if not rules.categ_ids:
            return {}
        fitting = {order: order._get_fitting_rules(rules) for order in ruled.order_id}
        found = {line: fitting[line.order_id]._get_first(line.product_id) for line in ruled}
        return {line: warehouse for line, warehouse in found.items() if warehouse}

    def _get_automatic_warehouses(self):
        """Where each of these lines goes from when nobody chooses: ``{line: warehouse}``."""
        found = {line: line.order_id.warehouse_id for line in self}
        found |= self._get_ruled_warehouses()
        leaders = {line: line._get_leader() for line in self}
        found |= {line: leader.warehouse_id for line, leader in leaders.items() if leader}
        for line in self.filtered("route_ids"):
            found[line] = line._get_warehouse_of_route()
        return found

    def _get_warehouse_of_route(self):
        self.ensure_one()
        values = {
            "order_id": self.order_id._origin.id,
            "product_id": self.product_id._origin.id,
            "route_ids": self.route_ids._origin.ids,
        }
        return self.new(values).warehouse_id

    @api.onchange("warehouse_id")
    def _onchange_warehouse_id(self):
        self.warehouse_manual = self._differs_from_automatic()

    def _differs_from_automatic(self):
        self.ensure_one()
        chosen = self.warehouse_id._origin
        return bool(chosen) and chosen != self._get_automatic_warehouses()[self]._origin

    @api.constrains("warehouse_id", "warehouse_manual")
    def _check_warehouse_company(self):
        # a route of another company, of core's own choice, may send a line from there
        for line in self.filtered(lambda each: each.warehouse_manual or not each.route_ids):
            warehouse, company = line.warehouse_id, line.order_id.company_id
            if warehouse and warehouse.company_id != company:
                raise ValidationError(
                    self.env._(
                        "%(product)s: %(warehouse)s belongs to %(other)s and cannot serve an order "
                        "of %(company)s.",
                        product=line.product_id.display_name,
                        warehouse=warehouse.display_name,
                        other=warehouse.sudo().company_id.display_name,
                        company=company.display_name,
                    )
                )

    def _check_warehouse_allowed(self):
        """As on the order."""
        if self.env.user._crm_is_limited():
            automatic = self._get_automatic_warehouses()
            chosen = self.filtered(
                lambda line: line.warehouse_manual or line.warehouse_id != automatic[line]
            )
            chosen.warehouse_id._crm_check_choice()

    def _get_protected_fields(self):
        return [*super()._get_protected_fields(), "warehouse_id"]

    def copy_data(self, default=None):
        # a new order asks the rules of its own day
        vals_list = super().copy_data(default)
        for line, vals in zip(self, vals_list, strict=True):
            stays = line.warehouse_manual and line.warehouse_id._crm_can_be_chosen()
            if not stays and "warehouse_id" not in (default or {}):
                vals.pop("warehouse_id", None)
                vals["warehouse_manual"] = False
        return vals_list

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        written = self.browse(
            line.id
            for line, vals in zip(lines, vals_list, strict=True)
            if vals.get("warehouse_id") and "warehouse_manual" not in vals
        )
        written._settle_warehouse_manual()
        lines._check_warehouse_allowed()
        return lines

    def write(self, vals):
        if "warehouse_id" not in vals:
            result = super().write(vals)
            if vals.get("warehouse_manual"):
                self._check_warehouse_allowed()
            return result
        before = {line: line.warehouse_id for line in self.filtered(lambda x: x.state == "sale")}
        result = super().write(vals)
        if "warehouse_manual" not in vals:
            self._settle_warehouse_manual()
        self._check_warehouse_allowed()
        changed = self.browse(
            line.id for line, warehouse in before.items() if warehouse != line.warehouse_id
        )
        changed._deliver_anew(before)
        self._take_along()
        return result

    def _take_along(self):
        """What a promotion gives for these lines goes from elsewhere with them."""
        for line in self.order_id.order_line - self:
            leader = line._get_leader()
            stays = line.warehouse_manual or line.warehouse_id == leader.warehouse_id
            if leader in self and not (stays or line._is_picked() or line._is_brought()):
                line.write({"warehouse_id": leader.warehouse_id.id, "warehouse_manual": False})

    def _settle_warehouse_manual(self):
        """As on the order: what is written is a choice when it is not what comes by itself."""
        automatic = self._get_automatic_warehouses()
        for manual in (True, False):
            lines = self.filtered(
                lambda line, one=manual: (
                    (line.warehouse_id != automatic[line]) is one
                    and line.warehouse_manual is not one
                )
            )
            if lines:
                lines.warehouse_manual = manual

    def _deliver_anew(self, before):
        """What was to go from the former warehouse is cancelled there and asked for at the new one.

        Also what the former one has cancelled itself, since somebody wants it from elsewhere now.

        :param before: the former warehouse of each line
        :raise UserError: a line was begun with already
        """
        lines = self.filtered(lambda line: line.product_id.type == "consu")
        for line in lines:
            line._check_not_begun(before[line])
        lines.move_ids.filtered(lambda move: move.state != "cancel")._action_cancel()
        lines._action_launch_stock_rule()
        for order in lines.order_id:
            order._message_log(body=(lines & order.order_line)._word_new_warehouses(before))

    def _check_not_begun(self, warehouse):
        self.ensure_one()
        if self._is_brought():
            raise UserError(
                self.env._(
                    "%(product)s is brought for this order already, and goes from where it was "
                    "asked for. Have its transfer cancelled first.",
                    product=self.product_id.display_name,
                )
            )
        if self._is_picked():
            raise UserError(
                self.env._(
                    "%(product)s is picked or delivered already, in part at least, from "
                    "%(warehouse)s. What is still to come goes from there too.",
                    product=self.product_id.display_name,
                    warehouse=warehouse.name,
                )
            )

    def _is_picked(self):
        """Whether a warehouse has begun with this line."""
        self.ensure_one()
        return any(
            move.state == "done" or (move.state != "cancel" and move.picked)
            for move in self.move_ids
        )

    def _is_brought(self):
        """Whether goods are bought, made or moved for this line alone.

        Asked for at another warehouse they would come twice.
        """
        self.ensure_one()
        return any(
            move.state not in ("done", "cancel")
            and (move.procure_method == "make_to_order" or not move.location_id.warehouse_id)
            for move in self.move_ids
        )

    def _word_new_warehouses(self, before):
        rows = Markup().join(
            Markup("<li>%s: %s → %s</li>")
            % (line.product_id.display_name, before[line].name, line.warehouse_id.name)
            for line in self
        )
        return Markup("<p>%s</p><ul>%s</ul>") % (self.env._("Delivered from elsewhere:"), rows)
