from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from odoo.addons.crm_actions.engine import days

from ..engine.pareto import VITAL, pareto

_BY = ("cause_id", "category_id", "product_id", "team_id")
_READERS = (
    "crm_helpdesk.group_helpdesk_agent",
    "crm_helpdesk.group_helpdesk_quality",
)


class CrmHelpdeskPareto(models.AbstractModel):
    """Which few causes make most of the trouble: counts and costs with their cumulative share.

    Counted are the requests that the reader may see, other than cancelled ones.
    """

    _name = "crm.helpdesk.pareto"
    _description = "Pareto of Causes"

    @api.model
    @api.readonly
    def get_pareto(self, by="cause_id", measure="count", date_from=False, date_to=False):
        """The bars of a chart.

        :param by: ``cause_id``, ``category_id``, ``product_id`` or ``team_id``
        :param measure: ``count`` of requests, or ``cost`` in the currency of the company
        :param date_from: first and last day on which they came in, as ISO dates, both included;
            without them the 90 days, as the company has set, until today
        :return: ``{by, measure, date_from, date_to, line, total, currency_id, choices, bars: [{id,
            label, weight, share, cumulative, is_vital, domain}]}``
        :raise AccessError: the person does not work on requests
        :raise UserError: no such measure, or a period that ends before it begins
        """
        self._check_reader()
        if by not in _BY or measure not in ("count", "cost"):
            raise UserError(self.env._("Choose what to count by, and what to count."))
        company = self.env.company
        first, last = self._get_period(company, date_from, date_to)
        domain = self._get_domain(company, first, last)
        weights = self._get_costs(domain, by) if measure == "cost" else self._get_counts(domain, by)
        bars = pareto(weights.items(), VITAL)
        names = {record: record.display_name for record in weights}
        return {
            "by": by,
            "measure": measure,
            "date_from": fields.Date.to_string(first),
            "date_to": fields.Date.to_string(last),
            "line": VITAL,
            "total": sum(bar.weight for bar in bars),
            "currency_id": company.currency_id.id,
            "choices": [[name, self._get_label(name)] for name in _BY],
            "bars": [self._get_bar(bar, by, names, domain) for bar in bars],
        }

    @api.model
    def _check_reader(self):
        if not self.env.su and not any(self.env.user.has_group(each) for each in _READERS):
            raise AccessError(self.env._("Causes are looked into by those who work on requests."))

    @api.model
    def _get_label(self, name):
        return self.env["crm.helpdesk.ticket"]._fields[name]._description_string(self.env)

    @api.model
    def _get_period(self, company, date_from, date_to):
        last = fields.Date.to_date(date_to) or company._crm_today()
        first = fields.Date.to_date(date_from)
        first = first or fields.Date.subtract(last, days=company.helpdesk_capa_days)
        if first > last:
            raise UserError(self.env._("The period ends before it begins."))
        return first, last

    @api.model
    def _get_domain(self, company, first, last):
        tz = company._crm_tz()
        start, _next = days.day_span(first, tz)
        _start, stop = days.day_span(last, tz)
        return (
            Domain("company_id", "=", company.id)
            & Domain("create_date", ">=", fields.Datetime.to_string(start))
            & Domain("create_date", "<", fields.Datetime.to_string(stop))
            & self.env["crm.helpdesk.ticket"]._get_case_domain()
        )

    @api.model
    def _get_counts(self, domain, by):
        groups = self.env["crm.helpdesk.ticket"]._read_group(domain, [by], ["__count"])
        return dict(groups)

    @api.model
    def _get_costs(self, domain, by):
        tickets = self.env["crm.helpdesk.ticket"].search(domain)
        # sudo: what they have cost is asked of documents and nonconformities of all
        costs = tickets.sudo()._get_whole_costs()
        found = {}
        for ticket, cost in costs.items():
            record = ticket[by].with_env(self.env)
            found[record] = found.get(record, 0) + cost
        currency = self.env.company.currency_id
        return {record: currency.round(cost) for record, cost in found.items() if cost > 0}

    @api.model
    def _get_bar(self, bar, by, names, domain):
        return {
            "id": bar.key.id,
            "label": names[bar.key] or self.env._("Not known yet"),
            "weight": bar.weight,
            "share": bar.share,
            "cumulative": bar.cumulative,
            "is_vital": bar.is_vital,
            "domain": list(domain & Domain(by, "=", bar.key.id)),
        }
