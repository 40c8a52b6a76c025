from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.crm_actions.engine import days

from ..by_flow import BY_FLOW
from ..engine.workdays import working_day_after
from ..engine.worktime import NoWorkingTimeError

QUALITY = "crm_helpdesk.group_helpdesk_quality"
SUPERVISOR = "crm_helpdesk.group_helpdesk_supervisor"
ENDED = ("done", "cancelled")
OPEN = ("planned", "running")
BY_STEPS = {
    "state", "cycle", "done_at", "done_by_id", "verdict", "verdict_at", "exceeded_on",
    "recurrence_ids", "verify_on", "told_at",
}  # fmt: skip
"""What the steps of an action write, and nobody by hand."""
OF_OWNER = {"evidence_ids", "result", "message_follower_ids", "message_ids", "activity_ids"}
"""What whoever carries it out writes."""


class CrmHelpdeskCapa(models.Model):
    """An action: contains what happened, corrects its cause, or prevents the like of it.

    Its steps are in ``crm_helpdesk_capa_flow.py``, what the figures say of it in ``…_verify.py``.
    """

    _name = "crm.helpdesk.capa"
    _description = "Corrective or Preventive Action"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "cycle desc, due_date, id"
    _check_company_auto = True
    _mail_post_access = "read"

    nonconformity_id = fields.Many2one(
        "crm.helpdesk.nonconformity", required=True, index=True, ondelete="cascade",
        check_company=True,
    )  # fmt: skip
    company_id = fields.Many2one(related="nonconformity_id.company_id", store=True, index=True)
    cycle = fields.Integer(readonly=True, required=True, default=1, copy=False)
    name = fields.Char(string="What is done", required=True, tracking=True)
    kind = fields.Selection(
        [
            ("containment", "Containment"),
            ("corrective", "Corrective"),
            ("preventive", "Preventive"),
        ],
        required=True,
        default="corrective",
        tracking=True,
    )
    owner_id = fields.Many2one(
        "res.users", required=True, tracking=True, index=True, check_company=True,
        default=lambda self: self.env.user, domain="[('share', '=', False)]",
    )  # fmt: skip
    team_id = fields.Many2one("crm.helpdesk.team", string="Department", check_company=True)
    due_days = fields.Integer(
        string="Due in", default=5, required=True, help="Working days of the department."
    )
    due_date = fields.Date(
        string="Due on", required=True, tracking=True, index=True,
        compute="_compute_due_date", store=True, readonly=False, precompute=True,
    )  # fmt: skip
    state = fields.Selection(
        [
            ("planned", "Planned"),
            ("running", "In progress"),
            ("done", "Done"),
            ("cancelled", "Cancelled"),
        ],
        string="Status", required=True, readonly=True, default="planned", copy=False,
        tracking=True, index=True, group_expand="_expand_states",
    )  # fmt: skip
    is_late = fields.Boolean(string="Late", compute="_compute_is_late", search="_search_is_late")
    result = fields.Text(string="What came of it", copy=False)
    evidence_ids = fields.Many2many(
        "ir.attachment", "crm_helpdesk_capa_evidence_rel", copy=False,
        help="A picture, a record, a document that shows that it was done.",
    )  # fmt: skip
    done_at = fields.Datetime(string="Done on", readonly=True, copy=False)
    done_by_id = fields.Many2one("res.users", string="Done by", readonly=True, copy=False)

    window_days = fields.Integer(
        string="Watched for", default=60, required=True, tracking=True,
        help="Days after it was done in which it must not come back.",
    )  # fmt: skip
    max_allowed = fields.Integer(
        string="Recurrences allowed", default=0, tracking=True,
        help="So many do not speak against it.",
    )  # fmt: skip
    by_product = fields.Boolean(
        string="Same product only", help="Of requests about another product nothing is said."
    )
    by_customer = fields.Boolean(
        string="Same customer only", help="Of requests of another customer nothing is said."
    )
    verify_on = fields.Date(
        string="Verified from", compute="_compute_verify_on", store=True,
        help="The last day of the window.",
    )  # fmt: skip
    verdict = fields.Selection(
        [
            ("pending", "Being watched"),
            ("effective", "Effective"),
            ("ineffective", "Ineffective"),
        ],
        readonly=True, copy=False, tracking=True, help="What the figures say.",
    )  # fmt: skip
    verdict_at = fields.Datetime(string="Verdict on", readonly=True, copy=False)
    exceeded_on = fields.Date(
        string="Came back on", readonly=True, copy=False,
        help="The day of the first recurrence that was too many.",
    )  # fmt: skip
    recurrence_ids = fields.Many2many(
        "crm.helpdesk.ticket", "crm_helpdesk_capa_recurrence_rel", string="Recurrences",
        readonly=True, copy=False,
    )  # fmt: skip
    told_at = fields.Datetime(readonly=True, copy=False, help="When it was told that it is late.")
    color = fields.Integer()

    _due_positive = models.Constraint(
        "CHECK(due_days >= 0)", "A number of working days is not below zero."
    )
    _window_positive = models.Constraint(
        "CHECK(window_days >= 1 AND max_allowed >= 0)",
        "An action is watched for at least a day, and no fewer recurrences than none are allowed.",
    )

    # -- when --------------------------------------------------------------------------------

    @api.depends("due_days", "team_id", "nonconformity_id")
    def _compute_due_date(self):
        """So many working days after it was written, by the hours of who does it."""
        pairs = {each: (each._get_calendar(), each._get_company()) for each in self}
        usable = {
            pair for pair in pairs.values() if pair[0] and not pair[0]._helpdesk_get_problem()
        }
        tables = self.env["crm.helpdesk.timetable"]._get_current(usable)
        for each, pair in pairs.items():
            table = tables[pair]._get_timetable() if pair in usable else None
            written = each.create_date or fields.Datetime.now()
            day = days.to_wall(written, pair[1]._crm_tz()).date()
            each.due_date = each._get_due_day(table, day)

    def _get_due_day(self, table, day):
        """
        :raise ValidationError: the working hours have not as many days
        """
        try:
            return working_day_after(table, day, max(self.due_days, 0))
        except NoWorkingTimeError as error:
            raise ValidationError(
                self.env._(
                    "The working hours of %(department)s have no %(days)s days in ten years.",
                    department=self.team_id.name or self._get_company().name,
                    days=self.due_days,
                )
            ) from error

    def _get_company(self):
        # sudo: by whose hours it is due, whoever writes
        return self.sudo().nonconformity_id.company_id or self.env.company.sudo()

    def _get_calendar(self):
        # sudo: see _get_company
        return self.sudo().team_id.calendar_id or self._get_company().resource_calendar_id

    @api.depends("done_at", "window_days", "kind", "state")
    def _compute_verify_on(self):
        for each in self:
            judged = each.done_at and each.state == "done" and each.kind != "containment"
            each.verify_on = judged and each._get_done_day() + timedelta(days=each.window_days)

    def _get_done_day(self):
        """The date on which it was done, where the company is."""
        return days.to_wall(self.done_at, self._get_company()._crm_tz()).date()

    @api.depends("due_date", "state")
    def _compute_is_late(self):
        for each in self:
            each.is_late = bool(
                each.state in OPEN
                and each.due_date
                and each.due_date < each._get_company()._crm_today()
            )

    @api.model
    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self.env.company._crm_today()
        late = [("state", "in", OPEN), ("due_date", "<", today)]
        return late if True in value else ["!", "&", *late]

    @api.model
    def _expand_states(self, states, domain):
        return [state for state, _name in self._fields["state"].selection]

    @api.constrains("owner_id")
    def _check_owner(self):
        for each in self:
            if not each.owner_id.has_group("crm_helpdesk.group_helpdesk_user"):
                raise ValidationError(
                    self.env._(
                        "%(person)s does not see actions. Choose somebody who has a right to "
                        "Helpdesk.",
                        person=each.owner_id.name,
                    )
                )
            # who will verify it owns none of it
            each.nonconformity_id._check_verifier()

    # -- create, write, delete ---------------------------------------------------------------

    def _is_by_flow(self):
        return self.env.context.get("crm_helpdesk_flow") is BY_FLOW

    def _by_flow(self):
        """These actions, for a step to write on.

        sudo: who may take a step has been checked, and may do nothing else by it.
        """
        return self.sudo().with_context(crm_helpdesk_flow=BY_FLOW)

    @api.model_create_multi
    def create(self, vals_list):
        parents = self.env["crm.helpdesk.nonconformity"]
        for vals in vals_list:
            if not self._is_by_flow():
                for name in BY_STEPS:
                    vals.pop(name, None)
            vals["cycle"] = parents.browse(vals.get("nonconformity_id")).cycle or 1
        actions = super().create(vals_list)
        actions._check_plannable()
        actions._own_evidence()
        actions._ask_owner()
        return actions

    def write(self, vals):
        if self._is_by_flow():
            return super().write(vals)
        if BY_STEPS & set(vals):
            raise UserError(self.env._("An action goes on by its buttons."))
        if "nonconformity_id" in vals:
            raise UserError(self.env._("An action stays with its nonconformity: write another."))
        if not self.env.su:
            self._check_writable(set(vals))
        result = super().write(vals)
        if "evidence_ids" in vals:
            self._own_evidence()
        if {"owner_id", "due_date", "due_days"} & set(vals):
            self._ask_owner()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_if_planned(self):
        for each in self:
            if each.state != "planned":
                raise UserError(
                    self.env._("“%(action)s” was begun with: cancel it.", action=each.name)
                )
