from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL, format_date

from ..by_flow import BY_FLOW

MANAGER = "crm_commissions.group_commission_manager"
ACCOUNTANT = "crm_commissions.group_commission_accountant"


class CrmCommissionPeriod(models.Model):
    """A month of a company. Months follow one another without gaps and are closed in order."""

    _name = "crm.commission.period"
    _description = "Commission Period"
    _inherit = ["mail.thread"]
    _order = "company_id, date_from desc"

    name = fields.Char(required=True, readonly=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.company,
    )
    date_from = fields.Date(string="From", required=True, readonly=True)
    date_to = fields.Date(string="Until", required=True, readonly=True)
    type = fields.Selection([("month", "Month")], required=True, readonly=True, default="month")
    state = fields.Selection(
        [
            ("open", "Open"),
            ("calculated", "Calculated"),
            ("reviewed", "Reviewed"),
            # another word than that of a statement, whose gender it does not share in all languages
            ("approved", "Signed Off"),
            ("closed", "Closed"),
        ],
        required=True,
        readonly=True,
        default="open",
        tracking=True,
    )
    closed_at = fields.Datetime(readonly=True)
    closed_by = fields.Many2one("res.users", readonly=True, ondelete="set null")

    _month_unique = models.UniqueIndex(
        "(company_id, date_from)", "There is a period of this month already."
    )
    _month_whole = models.Constraint(
        "CHECK (date_from = date_trunc('month', date_from)::date AND "
        "date_to = (date_from + interval '1 month - 1 day')::date)",
        "A period is a whole month.",
    )

    # -- how they come to be ---------------------------------------------------------------------

    @api.model
    def _ensure_periods(self, company, date_from, date_to):
        """The periods of these days, made where there are none; no gap is left between periods.

        Nothing is made before a first period that is closed: what is older is booked later.

        :param date_from: first day; :param date_to: last day
        :return: the periods that overlap these days, by date
        """
        first, last = date_from.replace(day=1), date_to.replace(day=1)
        known = self.sudo().search([("company_id", "=", company.id)], order="date_from")
        if known:
            oldest = known[0]
            first = oldest.date_from if oldest.state == "closed" else min(first, oldest.date_from)
            last = max(last, known[-1].date_from)
        self._insert_months(company, first, last)
        return (
            self.sudo()
            .search(
                [
                    ("company_id", "=", company.id),
                    ("date_from", "<=", date_to),
                    ("date_to", ">=", date_from),
                ],
                order="date_from",
            )
            .with_env(self.env)
        )

    @api.model
    def _insert_months(self, company, first, last):
        """By one statement: of two runs that need the same month, none fails."""
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO crm_commission_period
                       (name, company_id, date_from, date_to, type, state,
                        create_uid, create_date, write_uid, write_date)
                SELECT to_char(month, 'YYYY-MM'), %(company)s, month::date,
                       (month + interval '1 month - 1 day')::date, 'month', 'open',
                       %(user)s, now() AT TIME ZONE 'UTC', %(user)s, now() AT TIME ZONE 'UTC'
                  FROM generate_series(%(first)s::timestamp, %(last)s::timestamp,
                                       interval '1 month') AS month
                    ON CONFLICT (company_id, date_from) DO NOTHING
                """,
                company=company.id,
                user=self.env.uid,
                first=first,
                last=last,
            )
        )

    @api.model
    def _get_first_open_day(self, company):
        """The day after the last closed period; None while none is closed."""
        # sudo: asked on behalf of whoever writes a plan
        closed = self.sudo().search(
            [("company_id", "=", company.id), ("state", "=", "closed")],
            order="date_to desc",
            limit=1,
        )
        return closed.date_to + timedelta(days=1) if closed else None

    @api.model_create_multi
    def create(self, vals_list):
        if not self._is_by_flow():
            vals_list = [{**vals, "state": "open"} for vals in vals_list]
        return super().create(vals_list)

    # -- steps -----------------------------------------------------------------------------------

    @api.model
    def _is_by_flow(self):
        return self.env.context.get("crm_commission_flow") is BY_FLOW

    def _by_flow(self):
        return self.with_context(crm_commission_flow=BY_FLOW)

    def write(self, vals):
        fixed = {"company_id", "date_from", "date_to", "state", "closed_at", "closed_by", "name"}
        if fixed.intersection(vals) and not self._is_by_flow():
            raise UserError(self.env._("Periods go on and are reopened by their buttons."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Periods follow one another without gaps: none is deleted."))

    def action_calculate(self):
        """All that happened is booked: the figures can be looked at."""
        self._step("open", "calculated", ACCOUNTANT, MANAGER)

    def action_review(self):
        """Somebody has looked at the figures."""
        self._step("calculated", "reviewed", ACCOUNTANT, MANAGER)

    def action_approve(self):
        """The manager agrees to pay them."""
        self._step("reviewed", "approved", MANAGER)

    def action_close(self):
        """Nothing is booked into the period any more.

        :raise UserError: an earlier period is open, or something else is in the way
        """
        for period in self.sorted("date_from"):
            problems = period._get_close_problems()
            if problems:
                raise UserError("\n".join(problems))
            period._step("approved", "closed", ACCOUNTANT, MANAGER)
            period._by_flow().write({"closed_at": fields.Datetime.now(), "closed_by": self.env.uid})

    def _back_to_open(self):
        """What was calculated is no longer all there is; what is approved stays so.

        Called by what books: with all rights.
        """
        self.filtered(lambda period: period.state == "calculated")._by_flow().state = "open"

    def _get_close_problems(self):
        """What keeps the period from being closed, in sentences. Others add theirs.

        :return: list of texts, empty if nothing is in the way
        """
        self.ensure_one()
        earlier = self.sudo().search(
            [
                ("company_id", "=", self.company_id.id),
                ("date_from", "<", self.date_from),
                ("state", "!=", "closed"),
            ],
            order="date_from",
            limit=1,
        )
        if earlier:
            return [
                self.env._(
                    "%(earlier)s is not closed yet: close it before %(period)s.",
                    earlier=earlier.name,
                    period=self.name,
                )
            ]
        return []

    def _reopen(self, reason):
        """
        :param reason: words that are kept
        :raise UserError: without a reason, or a later period is closed
        """
        self.ensure_one()
        self._check_group(MANAGER)
        if not (reason or "").strip():
            raise UserError(self.env._("Say why the period is reopened: the reason is kept."))
        later = self.search_count(
            [
                ("company_id", "=", self.company_id.id),
                ("date_from", ">", self.date_from),
                ("state", "=", "closed"),
            ],
            limit=1,
        )
        if later:
            raise UserError(self.env._("Only the last closed period is reopened."))
        if self.state == "open":
            raise UserError(self.env._("%s is open.", self.name))
        self._by_flow().write({"state": "open", "closed_at": False, "closed_by": False})
        self.message_post(
            body=self.env._(
                "Reopened on %(day)s: %(reason)s",
                day=format_date(self.env, self.company_id._crm_today()),
                reason=reason.strip(),
            )
        )

    def _step(self, before, after, *groups):
        self._check_group(*groups)
        for period in self:
            if period.state != before:
                names = dict(self._fields["state"]._description_selection(self.env))
                raise UserError(
                    self.env._(
                        "%(period)s is at “%(state)s”: it has to be at “%(before)s” first.",
                        period=period.name,
                        state=names[period.state],
                        before=names[before],
                    )
                )
        self._by_flow().state = after

    def _check_group(self, *groups):
        if not self.env.su and not any(self.env.user.has_group(group) for group in groups):
            raise AccessError(self.env._("Ask a commission manager or accountant to do this."))
