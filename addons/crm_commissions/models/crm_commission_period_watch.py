from collections import defaultdict

from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import format_list

from .crm_commission_period import MANAGER

_SHOWN = 5  # documents in a sentence


class CrmCommissionPeriod(models.Model):
    """What the control would say is looked at every night, so that nobody has to think of it.

    Commission managers are told when a light turns red, and not again until another one does.
    """

    # one file for each purpose
    _inherit = "crm.commission.period"  # pylint: disable=consider-merging-classes-inherited

    # codes of what did not hold when the control was last looked at by itself
    red_lights = fields.Char(readonly=True, copy=False, export_string_translation=False)

    @api.model
    def _watch(self, company):
        """Look at the last closed month and at all that are open until today.

        Called at night with all rights, after what was missing has been booked.

        :raise UserError: a run is on
        """
        periods = self._get_watched(company)
        if not periods:
            return
        probe = self.env["crm.commission.engine"]._probe(company, periods[-1])
        news = self.browse()
        for period, lights in periods._find_red(probe).items():
            known = set((period.red_lights or "").split())
            if set(lights) - known:
                news |= period
            if set(lights) != known:
                period.red_lights = " ".join(lights)
        if news:
            periods._tell_red(probe, news)

    @api.model
    def _get_watched(self, company):
        own = [("company_id", "=", company.id)]
        closed = self.search([*own, ("state", "=", "closed")], order="date_from desc", limit=1)
        started = [("state", "!=", "closed"), ("date_from", "<=", company._crm_today())]
        return (closed | self.search([*own, *started])).sorted("date_from")

    def _find_red(self, probe):
        """What is red, of each period; what is said of the whole ledger with the last one only.

        :param probe: of the last period
        :return: dict of period: dict of code: sentence
        """
        found, said = defaultdict(dict), {}
        for period in reversed(self):
            lights = found[period]
            for row in period._check(probe):
                sentence = row["sentence"]
                if row["light"] == "red" and said.get(row["code"]) != sentence:
                    lights[row["code"]] = said[row["code"]] = sentence
        far = self[-1:]._find_far_documents()
        if far:
            found[self[-1:]]["far"] = self.env._(
                "Dated after all months, so that they pay nobody yet: %s. Look at their dates.",
                format_list(self.env, far),
            )
        return found

    def _check(self, probe):
        """The lights of the period, as `crm.commission.control` has them."""
        coverage = self.env["crm.commission.coverage"]._get_coverage(self)
        control = self.env["crm.commission.control"].new(
            {"company_id": self.company_id.id, "period_id": self.id}
        )
        return control._get_rows(probe._replace(coverage=coverage))

    def _find_far_documents(self):
        """Names of documents with a date so far off that no month was made for them."""
        last = self.search(
            [("company_id", "=", self.company_id.id)], order="date_to desc", limit=1
        ).date_to
        facts = self.env["crm.commission.fact"].search(
            [
                ("company_id", "=", self.company_id.id),
                "|",
                ("origin_date", ">", last),
                ("event_date", ">", last),
            ]
        )
        credits = facts.credit_id
        names = credits.move_id.mapped("name") + credits.order_id.mapped("name")
        return list(dict.fromkeys(names))[:_SHOWN]

    def _tell_red(self, probe, news):
        """A message to each manager of the company, in the own language.

        :param news: the periods that have a new red light
        """
        managers = self.env.ref(MANAGER).all_user_ids.filtered(
            lambda user: user.active and self.company_id in user.company_ids
        )
        for lang, some in managers.grouped("lang").items():
            red = self.with_context(lang=lang or self.env.lang)._find_red(probe)
            for period in news.with_context(lang=lang or self.env.lang):
                items = Markup("").join(
                    Markup("<li>%s</li>") % each for each in red[period].values()
                )
                words = period.env._("The control of %s does not hold:", period._get_month())
                period.message_post(
                    body=Markup("<p>%s</p><ul>%s</ul>") % (words, items),
                    partner_ids=some.partner_id.ids,
                )
