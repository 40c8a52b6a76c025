from datetime import timedelta

from odoo import models
from odoo.tools import SQL

from odoo.addons.crm_actions.engine import days, periods

_ADDED_UP = ("sum", "count", "count_distinct")


class CrmSalesMetric(models.Model):
    """The figures of a metric: of people in a period, and of targets by what they are about."""

    # one file for each purpose
    _inherit = "crm.sales.metric"  # pylint: disable=consider-merging-classes-inherited

    def _get_metric_values_sales_ordered(self, users, start, stop):
        return self._read_values_of_people(users, start, stop)

    def _get_metric_values_sales_invoiced(self, users, start, stop):
        return self._read_values_of_people(users, start, stop)

    def _get_metric_values_sales_collected(self, users, start, stop):
        return self._read_values_of_people(users, start, stop)

    def _get_metric_values_margin(self, users, start, stop):
        return self._read_values_of_people(users, start, stop)

    def _get_metric_values_quantity(self, users, start, stop):
        return self._read_values_of_people(users, start, stop)

    def _get_metric_values_new_customers(self, users, start, stop):
        return self._read_values_of_people(users, start, stop)

    # -- people ----------------------------------------------------------------------------------

    def _read_values_of_people(self, users, start, stop):
        """``{user id: figure}`` by one grouped query, whatever the number of people."""
        company = self.env.company
        first, after = periods.dates_within(start, stop, company._crm_tz())
        if not users or first >= after:
            return {}
        self.env.flush_all()
        last = after - timedelta(days=1)
        query = SQL(
            """
            WITH %s
            SELECT user_id, company_id, COALESCE(SUM(value) FILTER (WHERE thing IS NULL), 0)
                   + COUNT(DISTINCT thing)
              FROM metric_row
             WHERE user_id = ANY(%s)
          GROUP BY user_id, company_id
            """,
            self._get_grouped_rows(self.env.companies.ids, first, last),
            users.ids,
        )
        values = {}
        for user, owner, value in self.env.execute_query(query):
            value = self._to_company(float(value), owner, min(last, company._crm_today()))
            values[user] = values.get(user, 0.0) + value
        if self.unit == "money":
            return {user: company.currency_id.round(value) for user, value in values.items()}
        return values

    def _to_company(self, value, owner, day):
        """Money of another company in the currency of the current one."""
        company = self.env.company
        own = self.env["res.company"].browse(owner).currency_id
        if self.unit != "money" or own == company.currency_id:
            return value
        return own._convert(value, company.currency_id, company, day, round=False)

    def _get_grouped_rows(self, companies, first, last):
        """SQL of ``metric_row``: a metric's rows, by month, since periods are made of months."""
        return SQL(
            """
            metric_row AS (
                SELECT user_id, team_id, company_id, zone_id, categ_id, thing,
                       date_trunc('month', day)::date AS month, SUM(value) AS value
                  FROM (%s) AS found
              GROUP BY 1, 2, 3, 4, 5, 6, 7
            )
            """,
            self._get_rows_method()(companies, first, last),
        )

    # -- targets ---------------------------------------------------------------------------------

    def _get_values_by(self, targets, months=None):
        """The figure of each target of this metric, by all that it is about.

        One query for all targets where the metric has rows (``_get_metric_rows_<code>``), else one
        for each period.

        :param targets: crm.sales.target of this metric and one company
        :param months: only the first months of each period
        :return: ``{target id: float}`` with every target
        """
        self.ensure_one()
        values = dict.fromkeys(targets.ids, 0.0)
        if targets and self._get_rows_method():
            values.update(self._read_values_of_targets(targets, months))
        else:
            for span, some in targets.grouped(lambda each: each._get_span(months)).items():
                values.update(self._read_values_of_span(some, span))
        return values

    def _read_values_of_targets(self, targets, months):
        spans = [target._get_span(months) for target in targets]
        companies = targets.company_id.ids
        first, last = min(span[0] for span in spans), max(span[1] for span in spans)
        query = SQL(
            """
            WITH %(rows)s
            SELECT target.id, COALESCE(SUM(found.value) FILTER (WHERE found.thing IS NULL), 0)
                   + COUNT(DISTINCT found.thing)
              FROM crm_sales_target AS target
              JOIN unnest(%(ids)s::int[], %(lasts)s::date[]) AS span (id, last)
                ON span.id = target.id
         LEFT JOIN product_category AS family ON family.id = target.categ_id
              JOIN metric_row AS found ON found.company_id = target.company_id
               AND found.month BETWEEN target.date_from AND span.last
               AND (target.user_id IS NULL OR found.user_id = target.user_id)
               AND (target.team_id IS NULL OR found.team_id = target.team_id)
               AND (target.zone_id IS NULL OR found.zone_id = target.zone_id)
         LEFT JOIN product_category AS sold ON sold.id = found.categ_id
             WHERE target.categ_id IS NULL
                OR sold.parent_path LIKE family.parent_path || '%%'
          GROUP BY target.id
            """,
            rows=self._get_grouped_rows(companies, first, last),
            ids=targets.ids,
            lasts=[span[1] for span in spans],
        )
        return {target: float(value) for target, value in self.env.execute_query(query)}

    def _read_values_of_span(self, targets, span):
        """Figures by person, added up for teams; of shares the mean of the team's people."""
        tz = targets.company_id._crm_tz()
        start, stop = days.day_span(span[0], tz)[0], days.day_span(span[1], tz)[1]
        people = {target: target._get_people() for target in targets}
        everybody = self.env["res.users"].union(*people.values())
        figures = self._get_values(everybody, start, stop)
        values = {}
        for target, users in people.items():
            found = [figures[user.id] for user in users]
            is_sum = self.aggregate in _ADDED_UP and self.unit != "percent"
            values[target.id] = sum(found) / (1 if is_sum else max(len(found), 1))
        return values
