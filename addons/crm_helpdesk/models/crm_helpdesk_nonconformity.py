from odoo import api, fields, models
from odoo.exceptions import UserError

from ..by_flow import BY_FLOW

STATES = [
    ("draft", "New"),
    ("containment", "Containment"),
    ("analysis", "Analysis"),
    ("plan", "Plan"),
    ("execution", "Execution"),
    ("verification", "Verification"),
    ("closed", "Closed"),
    ("ineffective", "Ineffective"),
]
BY_STEPS = {
    "number",
    "state",
    "cycle",
    "contained_at",
    "closed_at",
    "verified_at",
    "verified_by_id",
}
"""What the steps of a nonconformity write, and nobody by hand."""
_FREE = {"message_follower_ids", "message_ids", "activity_ids", "extra_cost", "verifier_id"}
"""What may still be written once it is closed."""
_SCOPE = {"category_id", "cause_id", "product_id", "partner_id", "company_id"}
"""By what it is counted whether it comes back."""


class CrmHelpdeskNonconformity(models.Model):
    """What went wrong more than once, or badly: contained, understood, corrected and verified.

    Its steps are in ``crm_helpdesk_nonconformity_flow.py``, reminders in ``…_reminder.py``, what it
    costs in ``…_cost.py``.
    """

    _name = "crm.helpdesk.nonconformity"
    _description = "Nonconformity"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _rec_names_search = ["number", "name"]
    _check_company_auto = True

    number = fields.Char(required=True, readonly=True, copy=False, default="/", index="trigram")
    name = fields.Char(string="What is wrong", required=True, tracking=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    state = fields.Selection(
        STATES, string="Status", required=True, readonly=True, default="draft", copy=False,
        tracking=True, index=True, group_expand="_expand_states",
    )  # fmt: skip
    cycle = fields.Integer(
        readonly=True, required=True, default=1, copy=False, tracking=True,
        help="Goes up each time that an action did not work.",
    )  # fmt: skip
    severity = fields.Selection(
        [("minor", "Minor"), ("major", "Major"), ("critical", "Critical")],
        required=True,
        default="major",
        tracking=True,
    )
    category_id = fields.Many2one(
        "crm.helpdesk.category", index="btree_not_null", check_company=True
    )
    cause_id = fields.Many2one(
        "crm.helpdesk.cause", string="Family of causes", tracking=True, index="btree_not_null",
        help="By it is counted whether it comes back.",
    )  # fmt: skip
    product_id = fields.Many2one("product.product", index="btree_not_null", check_company=True)
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        index="btree_not_null",
        help="Empty where it concerns several.",
    )
    team_id = fields.Many2one("crm.helpdesk.team", string="Department", check_company=True)
    owner_id = fields.Many2one(
        "res.users", required=True, tracking=True, index=True, check_company=True, copy=False,
        default=lambda self: self.env.user, domain="[('share', '=', False)]",
    )  # fmt: skip
    verifier_id = fields.Many2one(
        "res.users", string="To be verified by", check_company=True, copy=False,
        domain="[('share', '=', False)]", help="Nobody who owns it, or one of its actions.",
    )  # fmt: skip
    detected_on = fields.Date(
        string="Detected on",
        required=True,
        default=lambda self: self.env.company._crm_today(),
        tracking=True,
    )
    contained_at = fields.Datetime(string="Contained on", readonly=True, copy=False)
    verified_at = fields.Datetime(string="Verified on", readonly=True, copy=False)
    verified_by_id = fields.Many2one(
        "res.users", string="Verified by", readonly=True, copy=False, tracking=True
    )
    closed_at = fields.Datetime(string="Closed on", readonly=True, copy=False)

    # what the letters of 5W2H stand for
    what = fields.Text(help="What is not as it should be, and what should it be?")
    who = fields.Char(help="Who has found it, and who is affected?")
    where = fields.Char(help="Where does it occur: place, process, lot?")
    when = fields.Char(help="Since when, and how often?")
    why_bad = fields.Char(string="Why it matters", help="What does it do to the customer and us?")
    how = fields.Char(help="How does it show, and how was it found?")
    how_many = fields.Char(string="How many", help="How many pieces, orders and customers?")

    why_ids = fields.One2many("crm.helpdesk.nonconformity.why", "nonconformity_id", string="Whys")
    root_cause = fields.Char(
        compute="_compute_root_cause", store=True, help="The last answer of this cycle."
    )
    capa_ids = fields.One2many("crm.helpdesk.capa", "nonconformity_id", string="Actions")
    ticket_ids = fields.One2many(
        "crm.helpdesk.ticket", "nonconformity_id", string="Requests", readonly=True
    )
    ticket_count = fields.Integer(string="Number of requests", compute="_compute_ticket_count")
    proposal_ids = fields.One2many(
        "crm.helpdesk.nonconformity.proposal", "nonconformity_id", readonly=True
    )
    color = fields.Integer()

    _number_once = models.Constraint(
        "UNIQUE(company_id, number)", "Each nonconformity has a number of its own."
    )

    @api.depends("number", "name")
    def _compute_display_name(self):
        for each in self:
            each.display_name = f"{each.number} {each.name or ''}".strip()

    @api.depends("why_ids.name", "why_ids.cycle", "why_ids.sequence", "cycle")
    def _compute_root_cause(self):
        for each in self:
            each.root_cause = each._get_whys()[-1:].name or False

    def _get_whys(self):
        """The answers of this cycle, in order."""
        return self.why_ids.filtered(lambda why: why.cycle == self.cycle).sorted(
            lambda why: (why.sequence, why.id or 0)
        )

    @api.depends("ticket_ids")
    def _compute_ticket_count(self):
        # sudo: how many there are is told to whoever reads it, whatever of them he may open
        groups = (
            self.env["crm.helpdesk.ticket"]
            .sudo()
            ._read_group([("nonconformity_id", "in", self.ids)], ["nonconformity_id"], ["__count"])
        )
        counts = {each.id: count for each, count in groups}
        for each in self:
            each.ticket_count = counts.get(each.id, 0)

    @api.model
    def _expand_states(self, states, domain):
        return [state for state, _name in self._fields["state"].selection]

    # -- create, write, delete ---------------------------------------------------------------

    def _is_by_flow(self):
        return self.env.context.get("crm_helpdesk_flow") is BY_FLOW

    def _by_flow(self):
        """These nonconformities, for a step to write on.

        sudo: who may take a step has been checked, and may do nothing else by it.
        """
        return self.sudo().with_context(crm_helpdesk_flow=BY_FLOW)

    @api.model_create_multi
    def create(self, vals_list):
        # sudo: numbers are given to whoever opens one
        sequence = self.env["ir.sequence"].sudo()
        for vals in vals_list:
            if not self._is_by_flow():
                for name in BY_STEPS:
                    vals.pop(name, None)
            vals["number"] = sequence.next_by_code("crm.helpdesk.nonconformity")
        found = super().create(vals_list)
        found._launch_plan()
        return found

    def write(self, vals):
        if self._is_by_flow():
            return super().write(vals)
        if forbidden := BY_STEPS & set(vals):
            labels = [self._fields[name]._description_string(self.env) for name in forbidden]
            raise UserError(
                self.env._(
                    "%(fields)s: the steps of a nonconformity write this.",
                    fields=", ".join(sorted(labels)),
                )
            )
        watched = self.filtered(lambda each: each.state in ("execution", "verification"))
        if watched and _SCOPE & set(vals) and not self.env.su:
            raise UserError(
                self.env._(
                    "%(number)s: its actions are judged by this. It is changed in the analysis.",
                    number=watched[0].number,
                )
            )
        closed = self.filtered(lambda each: each.state == "closed")
        if closed and set(vals) - _FREE and not self.env.su:
            raise UserError(
                self.env._(
                    "%(number)s is closed and stays as it was verified. "
                    "Open another one if it comes back.",
                    number=closed[0].number,
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_if_draft(self):
        for each in self:
            if each.state != "draft":
                raise UserError(
                    self.env._(
                        "%(number)s: only what nobody has begun with is deleted.",
                        number=each.number,
                    )
                )

    # -- screens -----------------------------------------------------------------------------

    def action_open_tickets(self):
        """The requests that it is about."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_helpdesk.crm_helpdesk_ticket_action"
        )
        return {**action, "domain": [("nonconformity_id", "=", self.id)], "context": {}}

    def action_print(self):
        """The report of eight disciplines, as a file."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/crm/pdf/{self._name}/{self.id}",
            "target": "new",
        }
