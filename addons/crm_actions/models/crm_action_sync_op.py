from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

KEPT_DAYS = 180
"""How long what devices sent is kept; longer than any of them stays without a network."""


class CrmActionSyncOp(models.Model):
    """What a device sent: each operation once, with what became of it.

    Written by ``crm.action.sync`` alone. Its unique key is what makes sending twice harmless; what
    was rejected is kept with its contents, so that nothing that a person typed is lost.
    """

    _name = "crm.action.sync.op"
    _description = "Operation of a Device"
    _order = "id desc"
    _rec_name = "op_uuid"

    op_uuid = fields.Char(
        string="Operation", required=True, readonly=True, export_string_translation=False
    )
    user_id = fields.Many2one(
        "res.users", string="Rep", required=True, readonly=True, index=True, ondelete="cascade"
    )
    action_id = fields.Many2one(
        "crm.action", readonly=True, index="btree_not_null", ondelete="set null"
    )
    partner_id = fields.Many2one(
        "res.partner", string="Customer", readonly=True, index="btree_not_null", ondelete="set null"
    )
    kind = fields.Selection(
        [
            ("create", "Plan"),
            ("check_in", "Check in"),
            ("check_out", "Check out"),
            ("start", "Start"),
            ("close", "Report"),
            ("postpone", "Postpone"),
            ("cancel", "Cancel"),
            ("photo", "Photo"),
        ],
        required=True,
        readonly=True,
    )
    device_at = fields.Datetime(string="When (device's clock)", readonly=True)
    at = fields.Datetime(string="When", readonly=True)
    skew_s = fields.Integer(
        string="Clock correction (s)",
        readonly=True,
        aggregator=None,
        help="What was added to the device's time; negative for a clock that is fast.",
    )
    status = fields.Selection(
        [("applied", "Applied"), ("conflict", "Applied otherwise"), ("rejected", "Rejected")],
        required=True,
        readonly=True,
        default="applied",
    )
    message = fields.Char(string="What the rep was told", readonly=True)
    payload = fields.Json(
        readonly=True,
        help="What was sent, without positions; kept only where it was not applied as it stood.",
    )

    contents = fields.Text(string="What was sent", compute="_compute_contents")

    _op_uuid_unique = models.UniqueIndex("(op_uuid)", "This was already received.")

    @api.depends("payload")
    def _compute_contents(self):
        for operation in self:
            vals = (operation.payload or {}).get("vals") or {}
            operation.contents = "\n".join(
                f"{name}: {value}" for name, value in vals.items() if value
            )

    @api.model
    def _find_known(self, uuids):
        """Map the keys that were received before to their rows, whosever they are."""
        # sudo: a key is a key, also if another person of the same phone sent it
        known = self.sudo().search([("op_uuid", "in", list(uuids))])
        return {op.op_uuid: op for op in known}

    @api.autovacuum
    def _gc_old(self):
        limit = fields.Datetime.now() - timedelta(days=KEPT_DAYS)
        self.sudo().search(Domain("create_date", "<", limit), limit=10_000).unlink()
