import re
from ast import literal_eval

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from ..engine import periods

CODE = re.compile(r"[a-z][a-z0-9_]*")
NUMBERS = ("integer", "float", "monetary")


class CrmSalesMetric(models.Model):
    """A figure of what a person achieved in a period: targets, leagues and reports ask for it.

    One grouped read of the records of a model gives the figure of many people. Where that does
    not do, an addon adds a method ``_get_metric_values_<code>(users, start, stop)``, see
    :meth:`_get_values`.
    """

    _name = "crm.sales.metric"
    _description = "Sales Metric"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(
        required=True,
        copy=False,
        help="Short and unique, in small letters: targets and reports name the metric by it.",
    )
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    note = fields.Text(
        string="What it counts", translate=True, help="In words, for the people who are measured."
    )
    model = fields.Selection(
        selection="_get_models",
        string="Records of",
        help="What is counted or added up. You choose among what you may read.",
    )
    domain = fields.Char(default="[]", string="Filter", help="Which of the records count.")
    user_field = fields.Char(
        string="Person",
        default="user_id",
        help="The field that says whose result a record is.",
    )
    date_field = fields.Char(
        string="Date",
        help="The field that says in which period a record counts. Empty: the figure is that of "
        "this moment, whatever the period.",
    )
    aggregate = fields.Selection(
        [
            ("count", "Number of records"),
            ("count_distinct", "Number of different values"),
            ("sum", "Total"),
            ("avg", "Average"),
            ("max", "Highest"),
            ("min", "Lowest"),
        ],
        string="Figure",
        required=True,
        default="count",
    )
    measure_field = fields.Char(
        string="Measure", help="The field that is added up; none is needed to count records."
    )
    unit = fields.Selection(
        [
            ("count", "Count"),
            ("money", "Money"),
            ("quantity", "Quantity"),
            ("hours", "Hours"),
            ("percent", "Percent"),
        ],
        required=True,
        default="count",
        help="How the figure is shown. Money is in the company's currency.",
    )

    _code_unique = models.UniqueIndex("(code)", "Another metric has this code.")

    # -- definition -------------------------------------------------------------------------

    @api.model
    def _get_models(self):
        """Models with records of their own that the user may read, by name."""
        names = [
            name
            for name, model in self.env.items()
            if not (model._abstract or model._transient) and model.has_access("read")
        ]
        # sudo: names of models alone, and only of those that the user may read
        described = self.env["ir.model"].sudo().search_fetch([("model", "in", names)], ["name"])
        return sorted(
            ((one.model, one.name) for one in described), key=lambda choice: choice[1].lower()
        )

    @api.constrains(
        "code", "model", "domain", "user_field", "date_field", "aggregate", "measure_field"
    )
    def _check_definition(self):
        # constraints run with full rights: what may be measured is what the author may read
        for metric in self.sudo(False):
            problem = metric._find_problem()
            if problem:
                raise ValidationError(
                    self.env._("%(metric)s: %(problem)s", metric=metric.name, problem=problem)
                )

    def _find_problem(self):
        """What is wrong with the definition, as a sentence; None if it can be used."""
        self.ensure_one()
        if not CODE.fullmatch(self.code or ""):
            return self.env._(
                "the code “%(code)s” may only have small letters, digits and underscores, and "
                "begins with a letter.",
                code=self.code or "",
            )
        if self._get_method():
            return None
        if not self.model or self.model not in self.env:
            return self.env._("choose which records it is about.")
        if not self.env[self.model].has_access("read"):
            return self.env._("you may not read the records that it is about.")
        return (
            self._find_problem_of_user()
            or self._find_problem_of_date()
            or self._find_problem_of_measure()
            or self._find_problem_of_domain()
        )

    def _find_problem_of_user(self):
        field = self._follow(self.user_field)
        if not field or field.type != "many2one" or field.comodel_name != "res.users":
            return self.env._(
                "“%(field)s” does not lead to a user: choose the field that says whose result "
                "it is.",
                field=self.user_field or "",
            )
        return None

    def _find_problem_of_date(self):
        if not self.date_field:
            return None
        field = self._follow(self.date_field)
        if not field or field.type not in ("date", "datetime"):
            return self.env._(
                "“%(field)s” is no stored date of these records.", field=self.date_field
            )
        return None

    def _find_problem_of_measure(self):
        if self.aggregate == "count":
            return None
        direct = "." not in (self.measure_field or ".")
        field = self._follow(self.measure_field) if direct else None
        if not field or (self.aggregate != "count_distinct" and field.type not in NUMBERS):
            return self.env._(
                "“%(field)s” is no stored number of these records, so it cannot be added up.",
                field=self.measure_field or "",
            )
        if field.type == "monetary" and self.aggregate not in ("sum", "count_distinct"):
            return self.env._("amounts of money may be in several currencies: choose their total.")
        return None

    def _find_problem_of_domain(self):
        unreadable = self.env._("the filter cannot be read: %(filter)s", filter=self.domain)
        try:
            domain = Domain(literal_eval(self.domain or "[]"))
            # as the author, who must not measure by what he may not read
            self.env[self.model]._search(domain)
        except (ValueError, SyntaxError, TypeError, KeyError):
            return unreadable
        except AccessError:
            return self.env._("the filter asks for fields that you may not read.")
        return None

    def _follow(self, path):
        """The stored field at the end of a path of many2one fields that the user may read."""
        *steps, last = (path or "").split(".")
        model = self.env[self.model]
        for step in steps:
            field = self._read_field(model, step)
            if not field or field.type != "many2one":
                return None
            model = self.env[field.comodel_name]
        return self._read_field(model, last)

    @api.model
    def _read_field(self, model, name):
        field = model._fields.get(name)
        if not field or not field.store or not model._has_field_access(field, "read"):
            return None
        return field

    def _get_method(self):
        """The method that an addon gives for a metric no grouped read can answer, or None."""
        return getattr(self, f"_get_metric_values_{self.code}", None)

    # -- values -----------------------------------------------------------------------------

    def _get_values(self, users, start, stop):
        """The figure of each of these people in a period.

        The caller gets figures of those whose work he may see: himself, a leader the teams that
        he leads, a manager everybody. It is computed with full rights, so that a rep has his own
        result where he may not read every record behind it. Records of the companies that the
        user works in count, archived ones too unless the filter says otherwise; money is
        converted into the currency of the current company at the rate of the period's last day.

        :param users: ``res.users``
        :param datetime start: first instant of the period, UTC
        :param datetime stop: first instant after it, UTC. Of a Date field those dates count that
            begin within the period in the company's zone
        :return: ``{user id: float}`` with every user, 0.0 without records
        :raise AccessError: somebody's results are not the caller's to see
        :raise UserError: the definition no longer fits the database
        """
        self.ensure_one()
        self._check_may_see(users)
        # sudo: the people were checked, and the author could read what the metric is made of
        metric = self.sudo()
        method = metric._get_method()
        if method:
            values = method(users, start, stop)
        else:
            values = metric._read_values(users, start, stop)
        return {user.id: float(values.get(user.id) or 0.0) for user in users}

    def _check_may_see(self, users):
        user = self.env.user
        if self.env.su or user.has_group("sales_team.group_sale_salesman_all_leads"):
            return
        visible = user
        if user.has_group("crm_actions.group_team_leader"):
            # sudo: who is in the teams that he leads is no secret to their leader
            teams = self.env["crm.team"].sudo().search([("user_id", "=", user.id)])
            visible |= teams.member_ids
        hidden = users - visible
        if hidden:
            raise AccessError(
                self.env._(
                    "You may not see the results of %(people)s.",
                    people=", ".join(hidden.sudo().mapped("name")),
                )
            )

    def _read_values(self, users, start, stop):
        """One grouped read, in the rights of the environment."""
        problem = self._find_problem()
        if problem:
            raise UserError(
                self.env._("%(metric)s: %(problem)s", metric=self.name, problem=problem)
            )
        model = self.env[self.model].with_context(active_test=False)
        field = model._fields.get(self.measure_field or "")
        currency = field.get_currency_field(model) if field and field.type == "monetary" else None
        money = currency and self.aggregate == "sum"
        groups = model._read_group(
            self._get_records_domain(users, start, stop),
            [self.user_field, *([currency] if money else [])],
            ["__count" if self.aggregate == "count" else f"{self.measure_field}:{self.aggregate}"],
        )
        if money:
            return self._add_up_money(groups, stop)
        return {user.id: value for user, value in groups}

    def _get_records_domain(self, users, start, stop):
        domain = Domain(literal_eval(self.domain or "[]")) & Domain(
            self.user_field, "in", users.ids
        )
        if "company_id" in self.env[self.model]._fields:
            domain &= Domain("company_id", "in", [*self.env.companies.ids, False])
        if self.date_field:
            if self._follow(self.date_field).type == "date":
                start, stop = periods.dates_within(start, stop, self.env.company._crm_tz())
            domain &= Domain(self.date_field, ">=", start) & Domain(self.date_field, "<", stop)
        return domain

    def _add_up_money(self, groups, stop):
        """``{user id: amount}`` in the company's currency, from amounts by currency."""
        company = self.env.company
        last_day = company._crm_today()
        if self.date_field:
            first_after = periods.dates_within(stop, stop, company._crm_tz())[0]
            last_day = min(last_day, fields.Date.subtract(first_after, days=1))
        values = {}
        for user, currency, amount in groups:
            if currency and currency != company.currency_id:
                amount = currency._convert(
                    amount, company.currency_id, company, last_day, round=False
                )
            values[user.id] = values.get(user.id, 0.0) + amount
        return {user: company.currency_id.round(amount) for user, amount in values.items()}
