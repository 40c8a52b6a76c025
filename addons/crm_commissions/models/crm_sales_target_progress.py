import logging
from decimal import Decimal

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.tools import SQL, format_date

from ..by_flow import BY_FLOW
from ..engine import forecast
from ..reading import to_decimal

_logger = logging.getLogger(__name__)

_STATES = [
    ("awaited", "Not begun"),
    ("behind", "Behind"),
    ("ahead", "On track"),
    ("reached", "Reached"),
    ("missed", "Missed"),
]
_KEPT_UP_DAYS = 92  # what is corrected later than that is brought in by the button
_COLUMNS = ("value", "percent", "pace", "estimate", "gap_a_day", "status", "figures_on")


class CrmSalesTarget(models.Model):
    """How far a target has come. Its figures are those of the last row of `crm.sales.attainment`
    and come from sales alone: what somebody writes into them is left out."""

    # one file for each purpose
    _inherit = "crm.sales.target"  # pylint: disable=consider-merging-classes-inherited

    value = fields.Float(string="Achieved", digits=(16, 2), readonly=True, copy=False)
    percent = fields.Float(
        string="Attainment (%)", digits=(16, 1), readonly=True, copy=False, aggregator=False
    )
    pace = fields.Float(
        string="Should be (%)",
        digits=(16, 1),
        readonly=True,
        copy=False,
        aggregator=False,
        help="The part of the period's working days that is over.",
    )
    estimate = fields.Float(
        digits=(16, 2),
        readonly=True,
        copy=False,
        help="What the period makes if each working day brings what the past ones brought.",
    )
    gap_a_day = fields.Float(
        string="Missing a working day",
        digits=(16, 2),
        readonly=True,
        copy=False,
        aggregator=False,
    )
    gap = fields.Float(string="Missing", digits=(16, 2), compute="_compute_gap")
    status = fields.Selection(_STATES, readonly=True, copy=False, index=True, default="awaited")
    figures_on = fields.Date(string="Figures of", readonly=True, copy=False)
    attainment_ids = fields.One2many(
        "crm.sales.attainment", "target_id", string="Day by day", readonly=True
    )
    figures = fields.Char(compute="_compute_figures")
    estimate_text = fields.Char(string="Estimate in words", compute="_compute_figures")

    @api.depends("value", "amount")
    def _compute_gap(self):
        for target in self:
            target.gap = max(target.amount - target.value, 0.0)

    @api.depends("value", "amount", "estimate", "figures_on", "metric_id", "status")
    @api.depends_context("lang")
    def _compute_figures(self):
        for target in self:
            metric = target.metric_id.with_company(target.company_id)
            show = metric._format_value if metric else str
            target.figures = self.env._(
                "%(value)s of %(amount)s", value=show(target.value), amount=show(target.amount)
            )
            target.estimate_text = (
                self.env._(
                    "Estimate, as of %(day)s: %(estimate)s",
                    estimate=show(target.estimate),
                    day=format_date(self.env, target.figures_on),
                )
                if target._is_estimated()
                else False
            )

    def _is_estimated(self):
        """Whether the period runs and something can be said of its end."""
        return bool(self.figures_on and self.figures_on < self.date_to and self.estimate)

    @api.model_create_multi
    def create(self, vals_list):
        targets = super().create([_without_figures(vals) for vals in vals_list])
        targets._refresh_figures()
        targets._tell_plans()
        return targets

    def write(self, vals):
        if self.env.context.get("crm_targets_together") is BY_FLOW:
            return super().write(_without_figures(vals))
        self._tell_plans()  # also those that it was for until now
        result = super().write(_without_figures(vals))
        self.check_access("write")  # nobody gives a target to whom he may not give one
        self._refresh_figures()
        self._tell_plans()
        return result

    def _write_each(self, changes):
        """Write what differs from one target to the next, and count them all once.

        :param changes: pairs of values and ids of targets
        """
        targets = self.browse([each for _values, ids in changes for each in ids])
        targets._tell_plans()
        for values, ids in changes:
            self.browse(ids).with_context(crm_targets_together=BY_FLOW).write(values)
        targets.check_access("write")  # as in write
        targets._refresh_figures()
        targets._tell_plans()

    def unlink(self):
        self._tell_plans()
        return super().unlink()

    # -- figures ---------------------------------------------------------------------------------

    def action_refresh(self):
        """Count again now."""
        self.check_access("read")
        self._refresh_figures()

    def action_open_days(self):
        """The way of the target, day by day."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_commissions.crm_sales_attainment_action"
        )
        return {**action, "domain": [("target_id", "=", self.id)], "name": self.display_name}

    @api.model
    def _cron_refresh(self):
        """Every hour: what runs, and what ended lately."""
        companies = self.sudo()._read_group([("status", "!=", False)], ["company_id"])
        self.env["ir.cron"]._commit_progress(remaining=len(companies))
        for (company,) in companies:
            try:
                self._refresh_company(company)
            except OperationalError as error:  # a run of commissions was counting just then
                self.env.cr.rollback()
                _logger.info("Targets of %s are left to the next time: %s", company.name, error)
            if not self.env["ir.cron"]._commit_progress(1):
                break

    @api.model
    def _refresh_company(self, company):
        """Refresh the targets of a company that run, or ended lately."""
        today = company._crm_today()
        # sudo: figures are everybody's, whoever asks for them
        self.sudo().search(
            [
                ("company_id", "=", company.id),
                ("date_from", "<=", today),
                ("date_to", ">=", fields.Date.subtract(today, days=_KEPT_UP_DAYS)),
            ]
        )._refresh_figures()

    def _refresh_figures(self):
        """Bring figures and today's row of each target up to date; what has not changed is not
        written. The number of queries does not depend on the number of targets."""
        self.env.flush_all()
        for company, targets in self.sudo().grouped("company_id").items():
            own = targets.with_context(
                allowed_company_ids=company.ids, tz=company._crm_tz(), active_test=False
            )
            rows = own._get_due_figures(company)
            own._write_figures(rows)
            self.env["crm.sales.attainment"]._record(rows)

    def _get_due_figures(self, company):
        """``{target: values}``, values as text for the database."""
        today = company._crm_today()
        begun = self.filtered(lambda target: target.date_from <= today)
        values = {}
        for metric, targets in begun.grouped("metric_id").items():
            values.update(metric._get_values_by(targets))
        days_off = (
            company._crm_days_off(min(self.mapped("date_from")), max(self.mapped("date_to")))
            if self
            else ()
        )
        elapsed = {
            span: forecast.elapsed(*span, today, days_off)
            for span in {target._get_span() for target in self}
        }
        return {
            target: target._get_figures(
                to_decimal(values.get(target.id, 0)), elapsed[target._get_span()], today
            )
            for target in self
        }

    def _get_figures(self, value, elapsed, today):
        amount = to_decimal(self.amount)
        status = forecast.status(value, amount, elapsed, today, self._get_span())
        estimate = forecast.linear(value, elapsed)
        return {
            "value": _text(value),
            "percent": _text(forecast.percent(value, amount), "0.1"),
            "pace": _text(elapsed.pace, "0.1"),
            "estimate": None if estimate is None or status == "awaited" else _text(estimate),
            "gap_a_day": _text(forecast.gap_a_day(value, amount, elapsed)),
            "status": status,
            "figures_on": None if status == "awaited" else str(min(today, self.date_to)),
            "amount": _text(amount),
        }

    def _write_figures(self, rows):
        columns = [(target.id, *map(row.get, _COLUMNS)) for target, row in rows.items()]
        if not columns:
            return
        arrays = [list(column) for column in zip(*columns, strict=True)]
        self.env.cr.execute(
            SQL(
                """
                UPDATE crm_sales_target AS target
                   SET value = new.value, percent = new.percent, pace = new.pace,
                       estimate = new.estimate, gap_a_day = new.gap_a_day,
                       status = new.status, figures_on = new.figures_on
                  FROM unnest(%s::int[], %s::numeric[], %s::numeric[], %s::numeric[],
                              %s::numeric[], %s::numeric[], %s::text[], %s::date[])
                       AS new (id, value, percent, pace, estimate, gap_a_day, status, figures_on)
                 WHERE target.id = new.id
                   AND (target.value, target.percent, target.pace, target.estimate,
                        target.gap_a_day, target.status, target.figures_on)
                       IS DISTINCT FROM
                       (new.value, new.percent, new.pace, new.estimate, new.gap_a_day,
                        new.status, new.figures_on)
                """,
                *arrays,
            )
        )
        self.invalidate_recordset(_COLUMNS)


def _without_figures(vals):
    return {name: value for name, value in vals.items() if name not in _COLUMNS}


def _text(figure: Decimal | None, step="0.01"):
    return None if figure is None else str(figure.quantize(Decimal(step)))
