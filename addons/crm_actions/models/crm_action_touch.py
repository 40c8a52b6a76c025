from odoo import fields, models


class CrmAction(models.Model):
    # one file for each purpose
    _inherit = "crm.action"  # pylint: disable=consider-merging-classes-inherited

    touch_key = fields.Char(
        copy=False,
        readonly=True,
        help="What the action was logged from, so that telling it twice logs it once.",
        export_string_translation=False,
    )
    touch_direction = fields.Selection(
        [("in", "From the customer"), ("out", "To the customer")],
        string="Direction",
        copy=False,
        readonly=True,
    )

    _touch_key_unique = models.UniqueIndex(
        "(touch_key) WHERE touch_key IS NOT NULL", "This contact was already logged."
    )
