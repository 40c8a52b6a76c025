from odoo import fields, models


class SaleOrderTemplate(models.Model):
    _inherit = "sale.order.template"

    crm_clause_ids = fields.Many2many(
        "crm.sale.clause", string="Clauses", check_company=True, domain="[('active', '=', True)]"
    )
    crm_section_ids = fields.One2many(
        "crm.order.section", "template_id", string="Information", copy=True
    )
