from odoo import Command, api, fields, models


class SaleOrder(models.Model):
    """What a quotation carries beside its lines: photos, information and clauses."""

    _inherit = "sale.order"

    crm_photo_ids = fields.One2many("crm.order.photo", "order_id", string="Photos", copy=False)
    crm_section_ids = fields.One2many(
        "crm.order.section", "order_id", string="Information", copy=True
    )
    crm_clause_ids = fields.One2many("crm.order.clause", "order_id", string="Clauses", copy=True)

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        for order, vals in zip(orders, vals_list, strict=True):
            # (a form that has none of them sends an empty list)
            order._add_dossier(
                with_clauses=not vals.get("crm_clause_ids"),
                with_sections=not vals.get("crm_section_ids"),
            )
        return orders

    def write(self, vals):
        result = super().write(vals)
        if vals.get("sale_order_template_id"):
            for order in self.filtered(lambda each: each.state in ("draft", "sent")):
                order._add_dossier(not vals.get("crm_clause_ids"), not vals.get("crm_section_ids"))
        return result

    def _add_dossier(self, with_clauses=True, with_sections=True):
        """What the template and the conditions of clauses bring, beside what is there already."""
        self.ensure_one()
        if with_clauses:
            self._add_clauses()
        if with_sections:
            self._add_sections()

    def _add_clauses(self):
        self.ensure_one()
        wanted = self.sale_order_template_id.crm_clause_ids
        wanted |= self.env["crm.sale.clause"]._get_automatic(self)
        missing = wanted.filtered("active") - self.crm_clause_ids.clause_id
        if missing:
            self.crm_clause_ids = [
                Command.create({"clause_id": clause.id, "sequence": clause.sequence})
                for clause in missing.sorted()
            ]

    def _add_sections(self):
        self.ensure_one()
        template = self.sale_order_template_id.with_context(lang=self._get_lang())
        titles = set(self.crm_section_ids.mapped("title"))
        missing = template.crm_section_ids.filtered(lambda each: each.title not in titles)
        if missing:
            self.crm_section_ids = [
                Command.create(
                    {
                        "title": section.title,
                        "body_html": section.body_html,
                        "place": section.place,
                        "sequence": section.sequence,
                    }
                )
                for section in missing
            ]

    def action_update_clauses(self):
        """Puts the clauses on that the template and their conditions ask for by now."""
        for order in self:
            order._add_clauses()
