from odoo import fields, models


class CrmSegmentationWizardLine(models.TransientModel):
    """A customer that would come into another segment."""

    _name = "crm.segmentation.wizard.line"
    _description = "Customer in a Preview of Segments"
    _order = "id"

    wizard_id = fields.Many2one("crm.segmentation.wizard", required=True, ondelete="cascade")
    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, ondelete="cascade"
    )
    former_id = fields.Many2one("crm.segment", string="Now", ondelete="cascade")
    segment_id = fields.Many2one("crm.segment", string="Then", ondelete="cascade")
    currency_id = fields.Many2one(related="wizard_id.segmentation_id.company_id.currency_id")
    value = fields.Monetary(string="Sales")
    ahead = fields.Float(string="Share ahead (%)", digits=(5, 2))
