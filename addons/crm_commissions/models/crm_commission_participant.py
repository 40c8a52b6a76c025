from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

_OF_SPAN = {"plan_id", "payee_id", "user_id", "role", "date_from", "date_to"}


class CrmCommissionParticipant(models.Model):
    """Whom a plan pays, from when until when, in all of its revisions."""

    _name = "crm.commission.participant"
    _description = "Participant of a Commission Plan"
    _order = "plan_id, payee_id, date_from"
    _rec_name = "payee_id"
    _check_company_auto = True

    plan_id = fields.Many2one(
        "crm.commission.plan",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('revision', '=', 1)]",
    )
    company_id = fields.Many2one(
        related="plan_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="plan_id.currency_id")
    user_id = fields.Many2one(
        "res.users",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('share', '=', False)]",
        help="Whose sales are paid. Agents from outside need no user.",
    )
    payee_id = fields.Many2one(
        "res.partner",
        compute="_compute_payee_id",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        help="Who is paid.",
    )
    payee_type = fields.Selection(
        [("employee", "Employee"), ("external", "Agent from outside")],
        string="Paid as",
        required=True,
        default="employee",
    )
    role = fields.Selection(
        [
            ("direct", "Own sales"),
            ("override", "Sales of a team"),
            ("overlay", "Besides the seller"),
        ],
        required=True,
        default="direct",
    )
    share = fields.Float(string="Share (%)", digits=(16, 4), default=100, aggregator=False)
    team_id = fields.Many2one(
        "crm.team",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Whose sales are paid to its leader.",
    )
    exclude_own = fields.Boolean(
        string="Without own sales", help="What the leader sells does not count for the team."
    )
    date_from = fields.Date(
        string="From",
        required=True,
        default=lambda self: self.env.company._crm_today().replace(day=1),
    )
    date_to = fields.Date(string="Until", help="Empty: no end.")
    draw_type = fields.Selection(
        [
            ("none", "None"),
            ("recoverable", "Advance that is recovered"),
            ("guarantee", "Guaranteed minimum"),
        ],
        string="Draw",
        required=True,
        default="none",
    )
    draw_amount = fields.Monetary(string="Draw a month", aggregator=False)

    _dates_range = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)", "Nobody leaves before he takes part."
    )
    _share_range = models.Constraint(
        "CHECK (share > 0 AND share <= 100)", "A share is above 0 % and at most 100 %."
    )
    _override_team = models.Constraint(
        "CHECK (role <> 'override' OR team_id IS NOT NULL)",
        "Say of which team the sales are paid.",
    )
    _draw_range = models.Constraint(
        "CHECK (COALESCE(draw_amount, 0) >= 0 AND "
        "(draw_type = 'none' OR COALESCE(draw_amount, 0) > 0))",
        "Say how much the draw is a month.",
    )

    @api.depends("user_id")
    def _compute_payee_id(self):
        for participant in self:
            # sudo: the contact of a user may be read by whoever reads the user
            own = participant.user_id.sudo().partner_id
            participant.payee_id = own or participant.payee_id

    @api.constrains("plan_id")
    def _check_root(self):
        for participant in self:
            first = participant.plan_id.root_id
            # a plan that is saved with its participants is to be a first revision
            if first and first != participant.plan_id:
                raise ValidationError(
                    self.env._(
                        "Participants belong to all revisions of a plan: add them to the first "
                        "one, %s.",
                        first.display_name,
                    )
                )

    @api.constrains(*_OF_SPAN)
    def _check_overlap(self):
        """Nobody is paid twice for one sale by one plan in one role.

        Not in the database: two contacts that are found to be one may both take part.
        """
        self._let_others_wait()
        # sudo: whoever else takes part counts, seen or not
        others = self.sudo().search(
            [("plan_id", "in", self.plan_id.ids), ("payee_id", "in", self.payee_id.ids)]
        )
        rows = others.grouped(lambda row: (row.plan_id, row.payee_id, row.role))
        for participant in self:
            key = participant.plan_id, participant.payee_id, participant.role
            for other in rows.get(key, others.browse()) - participant:
                if participant._overlaps(other):
                    raise ValidationError(
                        self.env._(
                            "%(payee)s takes part in %(plan)s in this role already, from "
                            "%(day)s on. End that first.",
                            payee=participant.payee_id.display_name,
                            plan=participant.plan_id.display_name,
                            day=other.date_from,
                        )
                    )

    def _let_others_wait(self):
        """Of two people who add the same payee at once, one has to see what the other wrote."""
        ids = tuple(self.plan_id.ids)
        self.env.cr.execute(
            SQL("UPDATE crm_commission_plan SET revision = revision WHERE id IN %s", ids)
        )

    def _overlaps(self, other):
        return (not self.date_to or other.date_from <= self.date_to) and (
            not other.date_to or self.date_from <= other.date_to
        )
