from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import format_datetime

OVER = ("done", "cancelled")


class CrmRoutePlanJob(models.Model):
    """What came into the agendas between the plan and its publishing, and does not go with it."""

    # one file for each purpose
    _inherit = "crm.route.plan.job"  # pylint: disable=consider-merging-classes-inherited

    def _find_clashes(self):
        """Stops that cannot be published any more, by as many queries for many jobs as for one.

        A visit that its customer or the rep has called off, one beside which the customer got
        another, one at an hour that is taken by now, one on a day on which the rep does not work
        or the customer is shut.

        :return: stops
        """
        stops = self.route_ids.stop_ids.with_prefetch().filtered(
            lambda stop: not stop.is_appointment and stop.start > fields.Datetime.now()
        )
        seen = {key: told for job in self for key, told in (job.seen or {}).items()}
        fixed = stops.filtered("promised")
        gone = fixed.filtered(lambda stop: self._is_changed(stop.action_id, seen))
        free = stops - fixed
        if not free:
            return gone
        others = self._find_others(stops, seen)
        gone |= self._find_taken(free, others) | self._find_off_duty(free)
        return gone | self._find_shut(free)

    @api.model
    def _get_print(self, action):
        """Whose it is and when: what a plan has gone around."""
        return f"{action.user_id.id} {action.start} {action.stop}"

    def _is_changed(self, action, seen):
        return action.state in OVER or seen.get(str(action.id)) != self._get_print(action)

    def _find_others(self, stops, seen):
        """What is in the agendas and was not taken into account."""
        partners = stops.partner_id | self.env["res.partner"].browse(self._get_scope()).exists()
        actions = self._search_agenda(dict.fromkeys(partners.ids)) - stops.action_id
        return actions.filtered(lambda action: self._is_changed(action, seen))

    def _find_taken(self, stops, others):
        """Stops whose customer or whose hour has another visit by now."""
        taken = stops.browse()
        theirs = stops.grouped("partner_id")
        by_day = stops.grouped(lambda stop: (stop.user_id, stop.date))
        for action in others:
            day, partner = self._get_wall(action)[0], action.partner_id
            own = theirs.get(partner) or theirs.get(partner.commercial_partner_id)
            if self._is_visit(action) and own:
                # a visit of the same day is that stop, one that a plan may move becomes one
                if action._is_kept_by_routes() and day not in own.mapped("date"):
                    taken |= min(own, key=lambda stop, it=day: abs((stop.date - it).days))
            elif not action.allday:
                taken |= by_day.get((action.user_id, day), stops.browse()).filtered(
                    lambda stop, it=action: stop.start < it.stop and it.start < stop.stop
                )
        return taken

    def _find_off_duty(self, stops):
        plan = self.plan_id
        calendars = self.env["crm.route.rep"]._get_days(
            self.user_ids, self.company_id, plan.date_from, plan.date_to
        )
        hours = {
            (user.id, each.day): (each.opens, each.closes)
            for user, days in calendars.items()
            for each in days
        }
        off = stops.browse()
        for stop in stops:
            opens, closes = hours.get((stop.user_id.id, stop.date), (0, 0))
            first = self._to_utc(stop.user_id, stop.date, opens)
            last = first + timedelta(seconds=closes - opens)
            if not first <= stop.start <= stop.stop <= last:
                off |= stop
        return off

    def _find_shut(self, stops):
        """Stops on holidays or weekdays on which the customer is shut, as is known by now.

        Within a day a planner may have chosen an hour that opening hours know nothing of.
        """
        plan, partners = self.plan_id, stops.partner_id
        closed = self.env["crm.closing.days"]._get_closed(partners, plan.date_from, plan.date_to)
        hours = self.env["crm.opening.hours"]._get_spans(partners)
        shut = stops.browse()
        for stop in stops:
            key, week = stop.partner_id.id, hours.get(stop.partner_id.id)
            if stop.date in closed.get(key, ()) or (week and stop.date.weekday() not in week):
                shut |= stop
        return shut

    def _get_scope(self):
        return [key for job in self for key in job.scope or ()]

    def _word_clashes(self, stops):
        """What to tell whoever publishes."""
        names = [
            f"{stop.display_name} ({stop.user_id.name}, "
            f"{format_datetime(self.env, stop.start, tz=self._get_tz(stop.user_id))})"
            for stop in stops[:5]
        ]
        return self.env._(
            "Since it was planned, agendas, working days or closing days have changed. Visits "
            "that do not fit any more (%(count)d): %(names)s. Plan again, then publish.",
            count=len(stops),
            names=", ".join(names),
        )
