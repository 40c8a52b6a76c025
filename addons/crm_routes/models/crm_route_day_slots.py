from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.crm_actions.engine import days

from ..engine import late as engine
from ..engine.agenda import Stay, without_taken
from ..route_day import Entry
from .crm_route_day import read_int
from .crm_visit_policy import WEEKDAYS

CANDIDATES = 20
"""Working days among which a place is looked for."""
SPAN = timedelta(days=34)
ONE_DAY = timedelta(days=1)


class CrmRoute(models.Model):
    """One more visit: the best hours over the next days, and booking one of them."""

    # one file for each purpose
    _inherit = "crm.route"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def get_slots(self, user_id, partner_id, minutes=0):
        """The three hours at which one more visit costs least, over the next twenty working days.

        The soonest is among them. No promise breaks, and nobody moves farther than there is room.

        :param minutes: how long it takes; 0: as the visit policy says, or a usual visit
        :return: ``minutes`` and ``slots``, the cheapest first: ``date``, ``begin``, ``end``,
            ``travel_km`` (of detour), ``after`` and ``before`` (names, False at either end)
        """
        user = self._get_day_rep(user_id)
        partner = self._get_customer(partner_id)
        length = self._get_length(partner, minutes)
        # the rep's: whoever looks may be where it is another day
        today = days.to_wall(fields.Datetime.now(), self._get_day_tz(user)).date()
        found = self._search_slots(user, (today, today + SPAN), [(0, partner, length * 60)], 3)
        return {
            "minutes": length,
            "slots": [self._prepare_slot(day, slot, length) for day, slot in found.get(0, [])],
        }

    @api.model
    def book_slot(self, user_id, partner_id, begin, minutes, promised=True):
        """Plan the visit at an hour that :meth:`get_slots` gave; what is behind it makes room.

        :param begin: moment (UTC)
        :param promised: whether the customer is told the hour
        :return: ``action_id`` and ``day``, as :meth:`get_day`
        :raise UserError: the hour has been taken meanwhile
        """
        user = self._get_day_rep(user_id)
        partner = self._get_customer(partner_id)
        length = timedelta(minutes=self._get_length(partner, minutes))
        begin = self._read_begin(begin)
        vals = {
            "partner_id": partner.id,
            "user_id": user.id,
            "type_id": self.env.ref("crm_actions.crm_action_type_visit").id,
            "start": begin,
            "stop": begin and begin + length,
            "route_promised": bool(promised),
        }
        action = self._book(user, partner, vals)
        return {"action_id": action.id, "day": self.get_day(user.id, str(action._get_route_day()))}

    @api.model
    def postpone_visit(self, action_id, begin):
        """Move a visit to an hour of another day that was offered for it.

        :return: the day that it leaves, as :meth:`get_day`
        """
        action = self._get_action(action_id)
        if action.state != "planned" or action.allday:
            raise UserError(self._word_stale())
        former = action._get_route_day()
        begin = self._read_begin(begin)
        vals = {"start": begin, "stop": begin and begin + (action.stop - action.start)}
        if action.route_promised:
            vals["route_promised"] = False  # that hour is no longer the customer's
        user = self._get_day_rep(action.user_id.id)
        # sudo: who may change the action may know with whom it is
        self._book(user, action.sudo().partner_id, vals, action)
        return self.get_day(user.id, str(former))

    @api.model
    def _get_customer(self, partner_id):
        """A customer whom the user may see."""
        partner = self.env["res.partner"].browse(read_int(self.env, partner_id)).exists()
        partner.check_access("read")
        if not partner:
            raise ValidationError(self.env._("Choose a customer."))
        return partner

    # -- looking ---------------------------------------------------------------------------------

    @api.model
    def _get_length(self, partner, minutes):
        """Minutes of a visit."""
        minutes = read_int(self.env, minutes or 0)
        if not 0 <= minutes <= 24 * 60:
            raise ValidationError(self.env._("A visit takes from 1 minute to 1440 (one day)."))
        if minutes:
            return minutes
        policy = self._find_policies(partner).get(partner.id)
        visit = self.env.ref("crm_actions.crm_action_type_visit")
        return policy.minutes if policy else visit.default_minutes or 30

    @api.model
    def _find_policies(self, partners):
        # sudo: which policy holds does not depend on who asks
        known = partners.sudo()
        found = self.env["crm.visit.policy"]._resolve(
            known | known.commercial_partner_id, self.env.company.sudo()
        )
        policies = {
            partner.id: found.get(partner) or found.get(partner.commercial_partner_id)
            for partner in known
        }
        return {key: policy.sudo() for key, policy in policies.items() if policy}

    @api.model
    def _search_slots(self, user, span, wanted, count):
        """Where visits fit, each by itself.

        :param span: first and last date
        :param wanted: key, customer and seconds of each visit
        :return: by key the best ``count`` pairs of day and slot
        """
        partners = self.env["res.partner"].union(*(partner for _key, partner, _time in wanted))
        values, policies = self._read_values(partners, span), self._find_policies(partners)
        known = self._read_days(user, *span, [self._get_point(each[1]) for each in wanted])
        self._leave_taken(user, known)
        working = [day for day in known.values() if day.shift][:CANDIDATES]
        frames = [(day.from_now(), day.stays) for day in working]
        found = {}
        for number, (key, partner, seconds) in enumerate(wanted):
            new = [
                self._prepare_new(day, partner, number, seconds, values, policies)
                for day in working
            ]
            found[key] = [(working[slot.day], slot) for slot in engine.offered(frames, new, count)]
        return found

    @api.model
    def _get_point(self, partner):
        """Where a customer is; where nobody knows there is no hour to be offered."""
        demand = self.env["crm.visit.demand"]
        # sudo: of a contact the company's place counts
        known = partner.sudo()
        point = demand._get_place(known) or demand._get_place(known.commercial_partner_id)
        if not point:
            raise UserError(
                self.env._(
                    "%(customer)s has no position yet, so that nobody knows where on the way it "
                    "lies. Set it on the customer first.",
                    customer=known.display_name,
                )
            )
        return point

    @api.model
    def _prepare_new(self, day, partner, number, seconds, values, policies):
        """The visit on one of the days, None where it may not be."""
        customer = partner.commercial_partner_id
        if any(entry.partner.commercial_partner_id == customer for entry in day.entries):
            return None
        policy, weekday = policies.get(partner.id), day.date.weekday()
        if policy and policy[WEEKDAYS[weekday]] == "forbidden":
            return None
        spans = without_taken(self._get_spans(day, partner, values), day.taken)
        return None if spans == () else Stay(0, day.further[number], 0, seconds, spans)

    @api.model
    def _find_elsewhere(self, day, entries):
        """Where what is given up fits on one of the next days: moments by key."""
        movable = [entry for entry in entries if not entry.is_fixed and entry.point]
        if not movable:
            return {}
        first = day.date + ONE_DAY
        wanted = [(entry.key, entry.partner, entry.stay.service) for entry in movable]
        found = self._search_slots(day.user, (first, first + SPAN), wanted, 1)
        return {
            key: self._text(other.to_utc(slot.start))
            for key, slots in found.items()
            for other, slot in slots
        }

    @api.model
    def _prepare_slot(self, day, slot, minutes):
        begin = day.to_utc(slot.start)
        before, after = day.entries[: slot.position], day.entries[slot.position :]
        return {
            "date": str(day.date),
            "begin": self._text(begin),
            "end": self._text(begin + timedelta(minutes=minutes)),
            "travel_km": round(slot.metres / 1000, 1),
            "after": self._prepare_who(before[-1], 0)["name"] if before else False,
            "before": self._prepare_who(after[0], 0)["name"] if after else False,
        }

    # -- booking ---------------------------------------------------------------------------------

    @api.model
    def _book(self, user, partner, vals, action=None):
        """Plan or move a visit, and push what comes after it as far as it has to.

        :raise UserError: it no longer fits
        """
        if not vals["start"]:
            raise ValidationError(self.env._("Choose an hour."))
        date = days.to_wall(vals["start"], self._get_day_tz(user)).date()
        day = self._take_day(user.id, str(date), place=self._get_point(partner))
        self._leave_taken(user, {day.date: day})
        day.here = None  # the place is the customer's, not the rep's
        length = int((vals["stop"] - vals["start"]).total_seconds())
        stay = Stay(0, day.further[0], day.to_seconds(vals["start"]), length, promised=True)
        is_there = action and day.find(action.id)
        position = engine.place_at(day.from_now(), day.stays, stay)
        if is_there or position is None or day.is_taken(stay.start, length):
            raise UserError(self.env._("This hour has been taken meanwhile: look for another one."))
        if action is None:
            action = self.env["crm.action"].create(vals)
        else:
            action.write(vals)
        made = Entry(action, partner.sudo(), vals["start"], vals["stop"], promised=True, stay=stay)
        entries = [*day.entries[:position], made, *day.entries[position:]]
        stays = [entry.stay for entry in entries]
        self._write_drive(day, entries, engine.pushed(day.from_now(), stays))
        return action
