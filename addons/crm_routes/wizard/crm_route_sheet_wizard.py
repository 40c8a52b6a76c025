from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import get_lang

from ..engine import route_workbook

MOST_ROUTES = 400


class CrmRouteSheetWizard(models.TransientModel):
    """Which routes are taken along: some that were chosen, or those of a plan or of some days."""

    _name = "crm.route.sheet.wizard"
    _description = "Route Sheets"

    route_ids = fields.Many2many("crm.route", string="Routes")
    plan_id = fields.Many2one("crm.route.plan")
    period = fields.Selection(
        [("week", "This week"), ("next", "Next week"), ("days", "Other days")],
        string="When",
        required=True,
        default=lambda self: "days" if self.env.context.get("default_plan_id") else "week",
    )
    date_from = fields.Date(
        string="From",
        compute="_compute_dates",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    date_to = fields.Date(
        string="Until",
        compute="_compute_dates",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    user_ids = fields.Many2many("res.users", string="Reps")
    user_choice_ids = fields.Many2many(
        "res.users", string="Reps to choose from", compute="_compute_user_choice_ids"
    )

    _dates_in_order = models.Constraint(
        "CHECK (date_to >= date_from)", "The last day comes after the first."
    )

    @api.depends("period", "plan_id")
    def _compute_dates(self):
        """A week as the reader's calendar has it; of a plan that is not under way its first one."""
        today = fields.Date.context_today(self)
        for wizard in self:
            if wizard.period == "days" and wizard.date_from and wizard.date_to:
                continue
            day, plan = today, wizard.plan_id
            if plan and not plan.date_from <= today <= plan.date_to:
                day = plan.date_from
            if wizard.period == "next":
                day = today + timedelta(days=7)
            offset = (day.isoweekday() - int(get_lang(self.env).week_start)) % 7
            wizard.date_from = day - timedelta(days=offset)
            wizard.date_to = wizard.date_from + timedelta(days=6)

    @api.depends("plan_id", "date_from", "date_to")
    def _compute_user_choice_ids(self):
        for wizard in self:
            domain = wizard._get_routes_domain()
            groups = self.env["crm.route"]._read_group(domain, ["user_id"])
            wizard.user_choice_ids = self.env["res.users"].union(*(user for [user] in groups))

    # -- what a person presses -------------------------------------------------------------------

    def action_print(self):
        """Open the sheets, a page a day.

        :raise UserError: there are no such routes, or too many for one file
        """
        self.ensure_one()
        self._check_routes()
        routes = self.env["crm.route"]
        return routes._open_sheet(f"/crm/pdf/{self._name}/{self.id}?document=route")

    def action_export(self):
        """Download the routes as a spreadsheet."""
        self.ensure_one()
        self._check_routes()
        return self.env["crm.route"]._open_sheet(f"/crm/routes/xlsx/{self.id}")

    def _check_routes(self):
        """Say it, rather than open an empty sheet or one that nobody can print."""
        count = len(self._get_routes())
        if not count:
            raise UserError(
                self.env._("There are no routes on these days that you may see. Choose others.")
            )
        if count > MOST_ROUTES:
            raise UserError(
                self.env._(
                    "These are %(count)d routes; %(most)d fit into one file. Choose fewer days or "
                    "reps.",
                    count=count,
                    most=MOST_ROUTES,
                )
            )

    # -- which routes ----------------------------------------------------------------------------

    def _get_routes(self):
        """The routes that the reader may see."""
        if self.route_ids:
            return self.route_ids._filtered_access("read")
        domain = self._get_routes_domain()
        if self.user_ids:
            domain &= Domain("user_id", "in", self.user_ids.ids)
        return self.env["crm.route"].search(domain)

    def _get_routes_domain(self):
        """Of a plan its own routes; else those in the agenda, each rep's newest of a day."""
        if not self.date_from or not self.date_to:
            return Domain.FALSE
        domain = Domain("date", ">=", self.date_from) & Domain("date", "<=", self.date_to)
        if self.plan_id:
            return domain & Domain("plan_id", "=", self.plan_id.id)
        return (
            domain
            & Domain("state", "in", ("published", "closed"))
            & Domain("planned_count", ">", 0)
        )

    # -- the spreadsheet -------------------------------------------------------------------------

    def _make_workbook(self):
        """Bytes of the file, in the user's language."""
        wizard = self.with_context(lang=get_lang(self.env, self.env.user.lang).code)
        return route_workbook.write(wizard._get_routes()._read_sheets(), wizard._get_titles())

    def _get_workbook_name(self):
        document = self.env["crm.pdf.route.sheet"]
        return document._get_filename(self).removesuffix(".pdf") + ".xlsx"

    @api.model
    def _get_titles(self):
        """Titles of the columns, and of the first sheet."""
        return {
            "days": self.env._("Days"),
            "rep": self.env._("Rep"),
            "date": self.env._("Day"),
            "departure": self.env._("Sets out"),
            "back": self.env._("Is back"),
            "visits": self.env._("Visits"),
            "km": self.env._("Kilometres"),
            "driving": self.env._("On the road"),
            "at_customers": self.env._("At customers"),
            "away": self.env._("Working time"),
            "number": self.env._("No."),
            "start": self.env._("From"),
            "stop": self.env._("Until"),
            "customer": self.env._("Customer"),
            "address": self.env._("Address"),
            "phone": self.env._("Phone"),
            "objective": self.env._("Objective"),
            "last_visit": self.env._("Last visit"),
            "last_note": self.env._("Note of the last visit"),
            "minutes": self.env._("Visit (min)"),
            "travel_km": self.env._("Way (km)"),
            "travel_minutes": self.env._("Way (min)"),
            "slack": self.env._("Slack (min)"),
            "opening": self.env._("Open"),
            "remark": self.env._("Remark"),
        }
