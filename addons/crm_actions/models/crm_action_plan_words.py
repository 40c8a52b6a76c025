from datetime import timedelta

from babel.dates import format_skeleton, get_day_names

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_list
from odoo.tools.misc import babel_locale_parse, get_lang

from ..engine import plans
from ..hours import word_minutes

SHOWN_DATES = 4


class CrmActionPlan(models.Model):
    """What a plan does, told to a person in his language."""

    # one file for each purpose
    _inherit = "crm.action.plan"  # pylint: disable=consider-merging-classes-inherited

    schedule_text = fields.Char(string="Schedule", compute="_compute_schedule_text")
    next_dates_text = fields.Char(string="Next dates", compute="_compute_next_dates_text")
    customers_text = fields.Char(string="Customers", compute="_compute_customers_text")
    warning_text = fields.Text(string="To mend", compute="_compute_warning_text")

    @api.depends("name", "target", "partner_id", "segment_ids", "zone_ids", "category_ids",
                 "owner_id")  # fmt: skip
    @api.depends_context("lang")
    def _compute_display_name(self):
        for plan in self:
            plan.display_name = plan.name or plan._word_target()

    def _word_target(self):
        # sudo: who may read the plan may know whom it visits
        known = self.sudo()
        if known.target == "partner":
            return known.partner_id.name or self.env._("New visit plan")
        parts = [*known.segment_ids, *known.zone_ids, *known.category_ids, *known.owner_id]
        names = [part.name for part in parts]
        return " · ".join(names) or self.env._("Customers by a condition")

    @api.depends(
        "target",
        "segment_ids",
        "zone_ids",
        "category_ids",
        "owner_id",
        "reach_team_ids",
        "domain",
        "team_id",
        "user_id",
    )
    @api.depends_context("lang")
    def _compute_customers_text(self):
        for plan in self:
            count = len(plan._find_customers()) if plan.target == "rule" else 0
            plan.customers_text = self.env._("%(count)d today", count=count)

    def _find_customers(self):
        """The customers of the rule, none while its conditions cannot be read."""
        try:
            return self._get_customers()
        except (ValidationError, ValueError):
            return self.env["res.partner"]  # it is said when the plan is saved

    @api.depends("mode", "repeat", "interval", "month_day", "month_week", "cycle_days", "hour",
                 "allday", "type_id", "mon", "tue", "wed", "thu", "fri", "sat", "sun")  # fmt: skip
    @api.depends_context("lang")
    def _compute_schedule_text(self):
        for plan in self:
            rhythm = plan._word_cycle() if plan.mode == "cycle" else plan._word_fixed()
            if plan.allday:
                plan.schedule_text = self.env._("%(rhythm)s, at any hour", rhythm=rhythm)
            else:
                plan.schedule_text = self.env._(
                    "%(rhythm)s, at %(hour)s",
                    rhythm=rhythm,
                    hour=word_minutes(self.env, plan._to_engine(1).minute),
                )

    def _word_weekdays(self):
        names = get_day_names("wide", locale=babel_locale_parse(get_lang(self.env).code))
        chosen = [names[number] for number in sorted(self._get_weekdays())]
        return format_list(self.env, chosen) if chosen else "…"

    def _word_fixed(self):
        many, count, weekdays = self.interval > 1, self.interval, self._word_weekdays()
        if self.repeat == plans.WEEK:
            if many:
                return self.env._(
                    "Every %(count)d weeks on %(weekdays)s", count=count, weekdays=weekdays
                )
            return self.env._("Every %(weekdays)s", weekdays=weekdays)
        if self.repeat == plans.MONTH_DAY:
            on = self._word_month_day()
        else:
            weeks = dict(self._fields["month_week"]._description_selection(self.env))
            on = self.env._(
                "%(ordinal)s %(weekdays)s",
                ordinal=weeks.get(self.month_week, "").lower(),
                weekdays=weekdays,
            )
        if many:
            return self.env._("Every %(count)d months: %(on)s", count=count, on=on)
        return self.env._("Every month: %(on)s", on=on)

    def _word_month_day(self):
        if self.month_day == 31:
            return self.env._("last day")
        return self.env._("day %(number)d", number=self.month_day)

    def _word_cycle(self):
        if not self.cycle_days:
            rhythm = self.env._("At the visit cycle of the customer's segment")
        elif self.type_id.code == "visit":
            rhythm = self.env._("%(count)d days after the last visit", count=self.cycle_days)
        else:
            rhythm = self.env._(
                "%(count)d days after the last action of the kind “%(kind)s”",
                count=self.cycle_days,
                kind=self.type_id.name or "…",
            )
        if not self._get_weekdays():
            return rhythm
        return self.env._(
            "%(rhythm)s, if possible on %(weekdays)s",
            rhythm=rhythm,
            weekdays=self._word_weekdays(),
        )

    @api.depends("schedule_text", "partner_id", "tz", "holiday_policy", "date_from", "date_to",
                 "company_id", "target", "skip_ids", "active")  # fmt: skip
    @api.depends_context("lang")
    def _compute_next_dates_text(self):
        last_done = self._preview_last_done()
        locale = babel_locale_parse(get_lang(self.env).code)
        for plan in self:
            found = plan._preview(last_done)[:SHOWN_DATES]
            shown = [format_skeleton("MMMEd", one.day, locale=locale) for one in found]
            plan.next_dates_text = " · ".join(shown)

    def _preview_last_done(self):
        # sudo: the date of a colleague's visit is no secret
        plans_sudo = self.filtered(lambda plan: plan.target == "partner").sudo()
        return plans_sudo._read_last_done(plans_sudo, plans_sudo.partner_id._origin)

    def _preview(self, last_done):
        """The next visits that the plan wants, also before it is saved; [] if it cannot say."""
        per_customer = self.target == "rule" and self.mode == "cycle"
        if not (self.active and self.date_from and self.company_id and self.tz) or per_customer:
            return []
        needs_weekday = self.mode == "fixed" and self.repeat != plans.MONTH_DAY
        if needs_weekday and not self._get_weekdays():
            return []
        partner = self.partner_id._origin
        first = max(self._today(), self.date_from)
        last = first + timedelta(days=92 * max(1, self.interval) if self.mode == "fixed" else 120)
        last = min(last, first + timedelta(days=732))
        days_off = self.company_id.sudo()._crm_days_off(*plans.days_off_span(first, last))
        done = self._get_last_done(partner, last_done)
        skipped = {skip.plan_date for skip in self.skip_ids if skip.partner_id._origin == partner}
        found = self._get_occurrences(partner, first, last, days_off, done)
        return [one for one in found if one.plan_date not in skipped]

    # -- warnings -------------------------------------------------------------------------------

    @api.depends("target", "partner_id.active", "partner_id.user_id", "user_id.active",
                 "company_id", "segment_ids", "zone_ids", "category_ids", "owner_id", "domain",
                 "mode", "repeat", "cycle_days", "date_to", "holiday_policy", "active", "team_id",
                 "reach_team_ids",
                 "mon", "tue", "wed", "thu", "fri", "sat", "sun")  # fmt: skip
    @api.depends_context("lang")
    def _compute_warning_text(self):
        for plan in self:
            plan.warning_text = "\n".join(plan._get_warnings()) or False

    def _get_warnings(self):
        """Sentences that say why the plan makes no visits, or not those that one expects."""
        warnings = []
        if self.date_to and self.date_to < self._today():
            warnings.append(self.env._("The plan has ended."))
        if self.user_id and not self.user_id.active:
            warnings.append(
                self.env._(
                    "%(rep)s is archived, so no visits are planned. Choose another rep.",
                    rep=self.user_id.name,
                )
            )
        # sudo: which companies a colleague works for
        elif self.user_id and self.company_id not in self.user_id.sudo().company_ids:
            warnings.append(
                self.env._(
                    "%(rep)s does not work in %(company)s, so no visits are planned.",
                    rep=self.user_id.name,
                    company=self.company_id.name,
                )
            )
        warnings += self._get_rule_warnings() if self.target == "rule" else self._get_own_warnings()
        return warnings + self._get_weekday_warnings()

    def _get_own_warnings(self):
        partner = self.partner_id
        if not partner:
            return []
        warnings = []
        if not partner.active:
            warnings.append(
                self.env._(
                    "%(customer)s is archived, so no visits are planned.", customer=partner.name
                )
            )
        rep = self._get_reps(partner).get(partner)
        if not self.user_id and not rep:
            warnings.append(
                self.env._(
                    "%(customer)s has no salesperson, so nobody would make the visits. "
                    "Choose a rep here or a salesperson there.",
                    customer=partner.name,
                )
            )
        elif not self.user_id and not rep.active:
            warnings.append(
                self.env._(
                    "%(rep)s is archived, so no visits are planned. Choose another rep.",
                    rep=rep.name,
                )
            )
        if not self._get_interval(partner):
            warnings.append(
                self.env._(
                    "The segment of %(customer)s has no visit cycle: say the days here or there.",
                    customer=partner.name,
                )
            )
        return warnings

    def _get_rule_warnings(self):
        customers = self._find_customers()
        if not customers:
            return [self.env._("No customer meets these conditions today.")]
        warnings = []
        alone = len(customers) - len(self._get_reps(customers))
        if alone:
            warnings.append(
                self.env._(
                    "%(alone)d of %(count)d customers have no salesperson, so nobody visits them.",
                    alone=alone,
                    count=len(customers),
                )
            )
        without = len(customers.filtered(lambda partner: not self._get_interval(partner)))
        if without:
            warnings.append(
                self.env._(
                    "%(without)d of %(count)d customers have no segment with a visit cycle, so "
                    "they are not planned.",
                    without=without,
                    count=len(customers),
                )
            )
        return warnings

    def _get_weekday_warnings(self):
        """Somebody who chooses Saturday should know that the company is closed."""
        if self.holiday_policy == plans.KEEP or not self.company_id or not self._get_weekdays():
            return []
        # by the company's ordinary hours: a week may be full of holidays
        calendar = self.company_id.sudo().resource_calendar_id
        worked = {int(line.dayofweek) for line in calendar.attendance_ids}
        if not worked or calendar.flexible_hours:
            return []
        names = get_day_names("wide", locale=babel_locale_parse(get_lang(self.env).code))
        closed = [names[number] for number in sorted(self._get_weekdays() - worked)]
        if not closed:
            return []
        policies = dict(self._fields["holiday_policy"]._description_selection(self.env))
        return [
            self.env._(
                "%(company)s does not work on %(weekdays)s. On a day off: %(policy)s.",
                company=self.company_id.name,
                weekdays=format_list(self.env, closed),
                policy=policies[self.holiday_policy].lower(),
            )
        ]
