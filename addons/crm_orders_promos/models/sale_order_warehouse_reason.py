from odoo import api, fields, models


class SaleOrder(models.Model):
    """Why a quotation goes from where it goes, in the words of its reader."""

    _inherit = "sale.order"  # pylint: disable=consider-merging-classes-inherited

    warehouse_reason = fields.Char("Why from there", compute="_compute_warehouse_reason")

    @api.depends(
        "warehouse_id", "warehouse_manual", "partner_id", "partner_shipping_id", "user_id", "state"
    )
    @api.depends_context("lang")
    def _compute_warehouse_reason(self):
        self.warehouse_reason = False
        quotations = self.filtered(lambda order: order.state in ("draft", "sent"))
        rules = self.env["crm.warehouse.rule"]._get_rules(quotations.company_id)
        for order in quotations.filtered("warehouse_id"):
            order.warehouse_reason = order._word_warehouse_reason(rules)

    def _word_warehouse_reason(self, rules):
        self.ensure_one()
        if self.warehouse_manual:
            return self.env._("Chosen by hand")
        usable = self._get_fitting_rules(rules)._get_first_rule()
        if usable and usable.warehouse_id.id == self.warehouse_id._origin.id:
            return self.env._("By the rule “%(rule)s”", rule=usable.display_name)
        person, company = self.user_id, self.company_id
        meant = rules._fit_order(self)._get_first_rule()
        if meant and not usable:
            return self.env._(
                "%(person)s does not sell from where the rule “%(rule)s” would send it",
                person=person.name,
                rule=meant.display_name,
            )
        if person.with_company(company).property_warehouse_id == self.warehouse_id._origin:
            return self.env._("Warehouse of %(person)s", person=person.name)
        return self.env._("The first warehouse of %(company)s", company=company.name)
