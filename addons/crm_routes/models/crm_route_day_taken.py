from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.crm_actions.engine import days

from ..engine.instance import Span


class CrmRoute(models.Model):
    """A rep's time is one: hours that go to another company are offered by none."""

    # one file for each purpose
    _inherit = "crm.route"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _leave_taken(self, user, known):
        """Keep what is booked or moved on these days out of the hours that are taken elsewhere.

        :param known: days by date
        """
        taken = self._read_taken_hours(user, known)
        for date, day in known.items():
            spans = [
                Span(day.to_seconds(start), day.to_seconds(stop))
                for start, stop in taken.get(date, ())
            ]
            day.leave_alone(span for span in spans if span.opens < span.closes)

    @api.model
    def _read_taken_hours(self, user, known):
        """When the rep does what whoever looks does not see: pairs of moments by date.

        sudo: most of it is another company's. Hours alone leave this method: neither what it is
        nor with whom, nor where.
        """
        seen = [entry.key for day in known.values() for entry in (*day.over, *day.entries)]
        domain = (
            self._get_agenda_domain(user, min(known), max(known))
            & Domain("state", "in", ("planned", "in_progress"))
            & Domain("id", "not in", seen)
            & Domain("stop", ">", fields.Datetime.now())
        )
        tz, found = self._get_day_tz(user), {}
        for action in self.env["crm.action"].sudo().search(domain):
            date = days.to_wall(action.start, tz).date()
            found.setdefault(date, []).append((action.start, action.stop))
        return found
