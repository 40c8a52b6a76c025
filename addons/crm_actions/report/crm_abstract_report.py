from odoo import api, fields, models
from odoo.tools import SQL


class CrmAbstractReport(models.AbstractModel):
    """A report that reads live tables by one SELECT, which other addons may widen.

    Heirs are ``_auto = False``, declare ``_depends``, and give their SELECT in three parts. An
    addon adds a figure by declaring the field and giving its column::

        def _get_columns(self):
            return {**super()._get_columns(), "amount": SQL("invoices.total")}

    A figure that is a share is a Float of 0 and 1 with the aggregator ``avg``, and NULL where the
    record does not count, so that it stays out of the denominator; fields in ``_median_fields``
    show the median of their records instead of the mean.
    """

    _name = "crm.abstract.report"
    _description = "Report over Live Tables"
    _median_fields = ()

    @property
    def _table_query(self) -> SQL:
        columns = SQL(", ").join(
            SQL("%s AS %s", expression, SQL.identifier(name))
            for name, expression in self._get_columns().items()
        )
        return SQL("SELECT %s FROM %s WHERE %s", columns, self._get_from(), self._get_where())

    @api.model
    def _get_columns(self):
        """What the report shows: ``{field name: SQL expression}``, ``id`` among them."""
        raise NotImplementedError

    @api.model
    def _get_from(self):
        """The tables (SQL) that the columns speak of, joined."""
        raise NotImplementedError

    @api.model
    def _get_where(self):
        """Which records (SQL) the report is about."""
        return SQL("TRUE")

    def _read_group_select(self, aggregate_spec, query):
        """The server computes every cell and total of a pivot, so a median is one in each."""
        name, _separator, function = aggregate_spec.partition(":")
        if name not in self._median_fields or function != "avg":
            return super()._read_group_select(aggregate_spec, query)
        column = self._field_to_sql(self._table, name, query)
        return SQL("percentile_cont(0.5) WITHIN GROUP (ORDER BY %s)", column)

    @api.model
    def _same_selection(self, model, name):
        """The choices of another model's field, in the reader's language."""
        return self.env[model]._fields[name]._description_selection(self.env)

    # -- pieces of SQL ----------------------------------------------------------------------

    @api.model
    def _sql_share(self, hit, counts):
        """1 where ``hit``, 0 where not, NULL where the record does not count.

        :param SQL hit: condition that the share is about; unknown is no hit
        :param SQL counts: condition of the denominator
        """
        return SQL("CASE WHEN %s THEN (COALESCE(%s, FALSE))::int END", counts, hit)

    @api.model
    def _sql_zones(self):
        """Subquery ``(company_id, tz)``: the zone in which each company counts its days.

        The same as ``res.company._crm_tz()``.
        """
        return SQL(
            """(SELECT company.id AS company_id,
                       COALESCE(calendar.tz, address.tz, 'UTC') AS tz
                  FROM res_company company
                  JOIN res_partner address ON address.id = company.partner_id
             LEFT JOIN resource_calendar calendar ON calendar.id = company.resource_calendar_id)"""
        )

    @api.model
    def _sql_day(self, moment, tz):
        """The local date of an instant.

        :param SQL moment: timestamp without zone, in UTC
        :param SQL tz: name of a time zone
        """
        return SQL("timezone(%s, timezone('UTC', %s))::date", tz, moment)

    @api.model
    def _sql_now(self):
        """This moment in UTC; from Python, so that it is the same clock everywhere."""
        return SQL("%s::timestamp", fields.Datetime.now())
