from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """What customers are asked, and what is shown of it; labels and help are the company's."""

    # one file for each purpose
    _inherit = "res.config.settings"  # pylint: disable=consider-merging-classes-inherited

    helpdesk_survey_kind = fields.Selection(
        related="company_id.helpdesk_survey_kind", readonly=False
    )
    helpdesk_survey_delay = fields.Float(related="company_id.helpdesk_survey_delay", readonly=False)
    helpdesk_survey_quota_days = fields.Integer(
        related="company_id.helpdesk_survey_quota_days", readonly=False
    )
    helpdesk_survey_days = fields.Integer(related="company_id.helpdesk_survey_days", readonly=False)
    helpdesk_anon_min_n = fields.Integer(related="company_id.helpdesk_anon_min_n", readonly=False)
    helpdesk_survey_proposes_nc = fields.Boolean(
        related="company_id.helpdesk_survey_proposes_nc", readonly=False
    )
