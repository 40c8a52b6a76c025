from odoo import fields, models


class CrmCommissionCredit(models.Model):
    """Whose commission a line counts for, how much of it, and why.

    A row stays when the line is no longer anybody's, with a share of 0: the ledger points at it.
    What the product and the customer were like when the line was first credited is kept in
    `snapshot`: a cost or a category that changes later changes nothing of what was sold.
    """

    _name = "crm.commission.credit"
    _description = "Credit of a Commission"
    _log_access = False
    _order = "id desc"
    _rec_name = "source_id"

    plan_id = fields.Many2one(
        "crm.commission.plan", required=True, readonly=True, index=True, ondelete="restrict"
    )
    plan_root_id = fields.Many2one(related="plan_id.root_id")
    company_id = fields.Many2one(related="plan_id.company_id")
    participant_id = fields.Many2one(
        "crm.commission.participant", required=True, readonly=True, index=True, ondelete="restrict"
    )
    payee_id = fields.Many2one(related="participant_id.payee_id")
    source_model = fields.Selection(
        [("account.move.line", "Invoice line"), ("sale.order.line", "Order line")],
        string="Source",
        required=True,
        readonly=True,
    )
    source_id = fields.Many2oneReference(
        string="Line", model_field="source_model", required=True, readonly=True
    )
    move_id = fields.Many2one(
        "account.move",
        string="Invoice",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    order_id = fields.Many2one(
        "sale.order", readonly=True, index="btree_not_null", ondelete="set null"
    )
    product_id = fields.Many2one("product.product", readonly=True, ondelete="set null")
    partner_id = fields.Many2one(
        "res.partner", string="Customer", readonly=True, index=True, ondelete="restrict"
    )
    share = fields.Float(string="Share (%)", digits=(16, 6), readonly=True, aggregator=False)
    reason = fields.Selection(
        [
            ("split", "Shared by hand"),
            ("owner", "Owner of the customer"),
            ("seller", "Salesperson of the document"),
            ("team", "Sale of the team"),
        ],
        readonly=True,
    )
    snapshot = fields.Json(readonly=True)

    _line_unique = models.UniqueIndex("(source_model, source_id, participant_id)")
