from odoo import api, fields, models


class CrmSegmentationWizard(models.TransientModel):
    """What computing the segments would change, customer by customer."""

    _name = "crm.segmentation.wizard"
    _description = "Preview of Segments"

    segmentation_id = fields.Many2one("crm.segmentation", required=True, ondelete="cascade")
    line_ids = fields.One2many("crm.segmentation.wizard.line", "wizard_id", string="Changes")
    summary = fields.Char(readonly=True)

    @api.model
    def _make(self, rule):
        """:param rule: ``crm.segmentation`` that the user may change"""
        # sudo: the sales of all customers of the company decide, as when it is computed
        judged = rule.sudo()._judge()
        changes = [each for each in judged if each.changes]
        places = {line.segment_id.id: place for place, line in enumerate(rule._get_ranked())}
        up = sum(
            places.get(each.former_id, -1) > places[each.segment_id]
            for each in changes
            if each.former_id in places
        )
        new = sum(each.former_id not in places for each in changes)
        return self.create(
            {
                "segmentation_id": rule.id,
                "summary": self.env._(
                    "%(all)d customers: %(up)d rise, %(down)d fall, %(new)d come in, "
                    "%(same)d stay.",
                    all=len(judged),
                    up=up,
                    down=len(changes) - up - new,
                    new=new,
                    same=len(judged) - len(changes),
                ),
                "line_ids": [
                    fields.Command.create(
                        {
                            "partner_id": each.partner_id,
                            "former_id": each.former_id,
                            "segment_id": each.segment_id,
                            "value": each.value,
                            "ahead": each.ahead,
                        }
                    )
                    for each in sorted(changes, key=lambda each: (-each.value, each.partner_id))
                ],
            }
        )

    def action_apply(self):
        """Compute now; what was sold meanwhile counts."""
        self.ensure_one()
        return self.segmentation_id.action_compute()
