from odoo import api, fields, models
from odoo.tools import format_list

from ..engine import demand
from .crm_visit_policy import CRITERIA, WEEKDAYS


class CrmVisitPolicy(models.Model):
    """A policy as a sentence."""

    # one file for each purpose
    _inherit = "crm.visit.policy"  # pylint: disable=consider-merging-classes-inherited

    sentence = fields.Char(string="In one sentence", compute="_compute_sentence")

    @api.depends(
        "partner_id",
        "domain",
        "frequency",
        "number",
        "minutes",
        "spacing_days",
        *WEEKDAYS,
        *CRITERIA,
    )
    @api.depends_context("lang")
    def _compute_sentence(self):
        for policy in self:
            parts = [
                policy._word_rhythm(policy.frequency, policy.number),
                self.env._("%d min", policy.minutes),
                *policy._word_weekdays(),
            ]
            policy.sentence = self.env._(
                "%(whom)s: %(what)s.", whom=policy._word_whom(), what=", ".join(parts)
            )

    def _word_whom(self):
        """For whom it holds."""
        if self.partner_id:
            return self.partner_id.display_name or ""
        words = [
            text % format_list(self.env, chosen.mapped("display_name"), "or")
            for chosen, text in (
                (self.segment_ids, self.env._("segment %s")),
                (self.zone_ids, self.env._("zone %s")),
                (self.category_ids, self.env._("tag %s")),
            )
            if chosen
        ]
        if (self.domain or "[]").strip() != "[]":
            words.append(self.env._("further conditions"))
        if not words:
            return self.env._("All other customers")
        return self.env._("Customers of %(conditions)s", conditions=", ".join(words))

    @api.model
    def _word_rhythm(self, frequency, number):
        if number == 1 and frequency != demand.MONTH:
            return self.env._("every week")
        if frequency == demand.WEEKS:
            return self.env._("every %d weeks", number)
        if frequency == demand.WEEK:
            return self.env._("%d times a week", number)
        if number == 1:
            return self.env._("every four weeks")
        return self.env._("%d times in four weeks", number)

    def _word_weekdays(self):
        names = self.env["crm.opening.hours"]._get_day_names()
        found = []
        for wish, text in (
            ("preferred", self.env._("preferably on %s")),
            ("forbidden", self.env._("never on %s")),
        ):
            days = [names[str(n)] for n, day in enumerate(WEEKDAYS) if self[day] == wish]
            if days:
                found.append(text % format_list(self.env, days, "or"))
        if self.spacing_days:
            found.append(self._word_spacing(self.spacing_days))
        return found

    @api.model
    def _word_spacing(self, days):
        return self.env._("a day apart") if days == 1 else self.env._("%d days apart", days)

    @api.model
    def _word_customer(self, segment, zone, policy, last_visit, today):
        """What holds for a customer: "A customer, zone North: every week, 20 min, last visit …".

        :param segment: name or False; ``zone`` likewise
        :param policy: its frequency, number and minutes, None without one
        """
        who = self._word_who(segment, zone)
        last = self._word_last_visit(last_visit, today)
        if not policy:
            return self.env._("%(who)s: no visit policy, %(last)s", who=who, last=last)
        frequency, number, minutes = policy
        return self.env._(
            "%(who)s: %(rhythm)s, %(minutes)d min, %(last)s",
            who=who,
            rhythm=self._word_rhythm(frequency, number),
            minutes=minutes,
            last=last,
        )

    @api.model
    def _word_who(self, segment, zone):
        if segment and zone:
            return self.env._("%(segment)s customer, zone %(zone)s", segment=segment, zone=zone)
        if segment:
            return self.env._("%(segment)s customer", segment=segment)
        if zone:
            return self.env._("Customer, zone %(zone)s", zone=zone)
        return self.env._("Customer")

    @api.model
    def _word_last_visit(self, last_visit, today):
        if not last_visit:
            return self.env._("never visited")
        days = (today - last_visit).days
        if days <= 0:
            return self.env._("visited today")
        if days == 1:
            return self.env._("last visit yesterday")
        return self.env._("last visit %d days ago", days)
