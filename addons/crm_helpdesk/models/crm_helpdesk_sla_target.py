from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine.clock import DEPARTMENT, FIRST_RESPONSE, NEXT_RESPONSE, RESOLUTION
from ..engine.readings import BREACHED, CANCELLED, MET, PAUSED, RUNNING


class CrmHelpdeskSlaTarget(models.Model):
    """A clock of a request as it stood when something last happened. Follows from the log alone."""

    _name = "crm.helpdesk.sla.target"
    _description = "Clock of a Request"
    _order = "ticket_id, id"
    _rec_name = "metric"

    ticket_id = fields.Many2one(
        "crm.helpdesk.ticket", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="ticket_id.company_id", store=True, index=True)
    metric = fields.Selection(
        [
            (FIRST_RESPONSE, "First answer"),
            (NEXT_RESPONSE, "Next answer"),
            (RESOLUTION, "Solution"),
            (DEPARTMENT, "Department"),
        ],
        required=True,
        readonly=True,
    )
    cycle = fields.Integer(required=True, readonly=True, default=1)
    team_id = fields.Many2one(
        "crm.helpdesk.team", string="Department", readonly=True, ondelete="restrict",
        help="Whose clock it is; empty for a clock of the customer.",
    )  # fmt: skip
    policy_id = fields.Many2one("crm.helpdesk.sla.policy", readonly=True, ondelete="restrict")
    timetable_id = fields.Many2one(
        "crm.helpdesk.timetable", string="Counted by", readonly=True, ondelete="restrict"
    )
    state = fields.Selection(
        [
            (RUNNING, "Running"),
            (PAUSED, "Paused"),
            (MET, "Met"),
            (BREACHED, "Late"),
            (CANCELLED, "Cancelled"),
        ],
        required=True,
        readonly=True,
        index=True,
    )
    is_running = fields.Boolean(readonly=True, help="It ticks, on time or late.")
    budget_s = fields.Integer(
        string="Promised (seconds)", readonly=True, help="0 where nothing is promised."
    )
    accrued_s = fields.Integer(
        string="Used (seconds)", readonly=True, help="When something last happened."
    )
    overdue_s = fields.Integer(
        string="Late by (seconds)", readonly=True, help="When something last happened."
    )
    since = fields.Datetime(string="Began on", readonly=True)
    running_since = fields.Datetime(readonly=True)
    deadline = fields.Datetime(readonly=True, index="btree_not_null")
    warn_at = fields.Datetime(string="Near from", readonly=True)
    stopped_at = fields.Datetime(string="Ended on", readonly=True)
    breached_at = fields.Datetime(string="Late since", readonly=True)
    retroactive = fields.Boolean(readonly=True, help="Late by a change of what is promised.")

    _cycle_once = models.Constraint(
        "UNIQUE(ticket_id, metric, cycle)", "A request has each clock once a cycle."
    )
    _running_once = models.UniqueIndex(
        "(ticket_id, metric) WHERE is_running", "A request has one running clock of each kind."
    )

    @api.model_create_multi
    def create(self, vals_list):  # pylint: disable=method-required-super
        raise UserError(self.env._("Clocks follow from what happens to a request."))

    def write(self, vals):  # pylint: disable=method-required-super
        raise UserError(self.env._("Clocks follow from what happens to a request."))
