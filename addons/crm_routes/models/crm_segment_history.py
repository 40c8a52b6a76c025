from odoo import api, fields, models


class CrmSegmentHistory(models.Model):
    """Each time that a customer came into another segment, by whom and by which figures."""

    _name = "crm.segment.history"
    _description = "Change of a Segment"
    _order = "date desc, id desc"
    _rec_name = "partner_id"

    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, index=True, ondelete="cascade"
    )
    former_id = fields.Many2one("crm.segment", string="Before", ondelete="set null")
    segment_id = fields.Many2one("crm.segment", string="Since", ondelete="set null", index=True)
    date = fields.Date(required=True, index=True)
    origin = fields.Selection(
        [("computed", "Computed"), ("manual", "By hand"), ("merged", "Merged contacts")],
        required=True,
        default="manual",
    )
    user_id = fields.Many2one(
        "res.users", string="By", default=lambda self: self.env.user, ondelete="set null"
    )
    segmentation_id = fields.Many2one(
        "crm.segmentation", string="Computing", ondelete="set null", index="btree_not_null"
    )
    company_id = fields.Many2one("res.company", index=True, ondelete="cascade")
    currency_id = fields.Many2one(related="company_id.currency_id")
    value = fields.Monetary(string="Sales", help="What the customer bought in the months counted.")
    ahead = fields.Float(
        string="Share ahead (%)",
        digits=(5, 2),
        aggregator=False,
        help="How much of all sales larger customers make.",
    )

    @api.model
    def _note(self, partners, former, origin):
        """Write down what became of the segments of these customers.

        sudo: the history is kept whoever changes a segment, and nobody writes it by hand.

        :param former: map of a customer to the segment that it had
        """
        today = self.env.company._crm_today()
        self.sudo().create(
            [
                {
                    "partner_id": partner.id,
                    "former_id": former[partner].id,
                    "segment_id": partner.crm_segment_id.id,
                    "date": today,
                    "origin": origin,
                    "user_id": self.env.uid,
                    "company_id": partner.company_id.id,
                }
                for partner in partners
            ]
        )
