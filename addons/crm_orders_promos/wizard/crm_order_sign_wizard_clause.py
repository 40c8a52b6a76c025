from odoo import fields, models


class CrmOrderSignWizardClause(models.TransientModel):
    _name = "crm.order.sign.wizard.clause"
    _description = "Clause to accept on this device"

    wizard_id = fields.Many2one("crm.order.sign.wizard", required=True, ondelete="cascade")
    order_clause_id = fields.Many2one("crm.order.clause", required=True, ondelete="cascade")
    title = fields.Char(related="order_clause_id.title", related_sudo=False)
    body_html = fields.Html(related="order_clause_id.body_html", related_sudo=False)
    must_accept = fields.Boolean(related="order_clause_id.must_accept", related_sudo=False)
    accepted = fields.Boolean()
