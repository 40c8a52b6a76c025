from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import html2plaintext

from ..engine import geo

NEARBY_KM = 10
MOST_NEARBY = 10
NOTE_LENGTH = 160


class CrmAction(models.Model):
    """The customers of a rep's day: what he needs to know of each, and who else is near."""

    # one file for each purpose
    _inherit = "crm.action"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _my_day_partner_summary(self, partners):
        """What the day's card says about each customer beside name and address.

        An extension point: heirs add their key to what ``super()`` returns, for all partners by a
        constant number of queries. The screen shows it by the component of that key in the
        registry category ``crm_my_day_widgets`` of JavaScript; a key without one is left out.
        Amounts are in the currency of the current company.

        :param partners: ``res.partner`` records, without duplicates
        :return: ``{partner_id: {key: plain values}}``
        """
        summary = {partner.id: {} for partner in partners}
        known = self._get_partners_with_figures(partners)
        for key, figures in (
            ("quotes", known._crm_open_quotes()),
            ("receivables", known._crm_receivables()),
        ):
            for partner_id, values in figures.items():
                if any(values.values()):
                    summary[partner_id][key] = values
        return summary

    @api.model
    def _get_partners_with_figures(self, partners):
        """Those whose money the user may know of: one question for each owner of customers."""
        known = partners.browse()
        # sudo: who owns a customer decides who may know, see _crm360_sees_all
        owners = partners.grouped(lambda partner: partner.sudo().commercial_partner_id.user_id)
        for group in owners.values():
            if group[:1]._crm360_sees_all():
                known |= group
        return known

    def _get_my_day_partners(self):
        # sudo: who may read the action may know with whom it is, as in any list of actions
        return self.sudo().partner_id.with_env(self.env)

    @api.model
    def _prepare_my_day_partners(self, partners):
        """Name, address and what one has to know, by id as text."""
        summary = self._my_day_partner_summary(partners)
        notes = self._get_last_notes(partners)
        company_radius = self.env.company.sudo().crm_geo_radius_m
        rows = {}
        # sudo: as in _get_my_day_partners; a contact of a customer may be closed to the rep
        for partner in partners.sudo():
            customer = partner.commercial_partner_id
            rows[str(partner.id)] = {
                "id": partner.id,
                "name": partner.name or customer.name or "",
                "address": partner.contact_address_inline or "",
                "city": partner.city or False,
                "phone": partner.phone or customer.phone or False,
                "lat": partner.partner_latitude,
                "lng": partner.partner_longitude,
                "precision": partner.geo_precision or "none",
                "radius_m": partner.crm_geo_radius_m or company_radius,
                "segment": customer.crm_segment_id.code or False,
                "note": notes.get(customer.id, False),
                "summary": summary.get(partner.id, {}),
            }
        return rows

    @api.model
    def _get_last_notes(self, partners):
        """The last note on each customer that the user may read: ``{customer_id: {on, text}}``."""
        customers = partners.sudo().commercial_partner_id
        found = self._read_group(
            Domain("commercial_partner_id", "in", customers.ids)
            & Domain("state", "=", "done")
            & Domain("note", "!=", False),
            ["commercial_partner_id"],
            ["id:max"],
        )
        last = self.browse([action_id for _customer, action_id in found])
        last.fetch(["note", "done_at", "commercial_partner_id"])
        return {
            action.commercial_partner_id.id: {
                "on": str(fields.Datetime.context_timestamp(self, action.done_at).date()),
                "text": html2plaintext(action.note).strip()[:NOTE_LENGTH],
            }
            for action in last
        }

    # -- who else is near ------------------------------------------------------------------------

    @api.model
    def _get_nearby(self, day, actions):
        """The user's customers near the day's stops whose visit is due and not planned.

        :return: at most 10 of ``{'partner_id', 'name', 'city', 'distance_km', 'due_on',
            'last_visit_on'}``, the nearest first; ``due_on`` False for one never visited
        """
        stops = actions._get_stops()
        waiting = self._search_waiting(day, stops, actions.sudo().commercial_partner_id)
        rows = []
        for partner, (due, last) in waiting.items():
            point = geo.Point(partner.partner_latitude, partner.partner_longitude)
            away = min(geo.distance_m(point, stop) for stop in stops) / 1000
            if away <= NEARBY_KM:
                rows.append(
                    {
                        "partner_id": partner.id,
                        "name": partner.name,
                        "city": partner.city or False,
                        "distance_km": round(away, 1),
                        "due_on": str(due) if due else False,
                        "last_visit_on": str(last) if last else False,
                    }
                )
        rows.sort(key=lambda row: (row["distance_km"], row["name"]))
        return rows[:MOST_NEARBY]

    def _get_stops(self):
        """Where the customers of these actions are, as far as it is known."""
        partners = self.sudo().partner_id
        points = (geo.Point(one.partner_latitude, one.partner_longitude) for one in partners)
        return [point for point in points if geo.is_set(point)]

    @api.model
    def _search_waiting(self, day, stops, visited):
        """Customers of the user around the stops that are due: ``{partner: (due, last visit)}``."""
        if not stops:
            return {}
        around = self._get_box_around(stops)
        partners = self.env["res.partner"].search(
            around
            & Domain("user_id", "=", self.env.uid)
            & Domain("crm_segment_id.cycle_days", ">", 0)
            & Domain("id", "not in", visited.ids)
        )
        last_visits, planned = self._read_visits(partners)
        waiting = {}
        for partner in partners:
            last = last_visits.get(partner)
            due = last and last + timedelta(days=partner.crm_segment_id.cycle_days)
            if partner not in planned and (not due or due <= day):
                waiting[partner] = due, last
        return waiting

    @api.model
    def _get_box_around(self, stops):
        """A square that holds all that is within reach: the index of the database finds it."""
        # a degree of latitude is 111 km; of longitude it is less, twice as many do up to 60° north
        margin = NEARBY_KM / 111
        latitudes = [stop.latitude for stop in stops]
        longitudes = [stop.longitude for stop in stops]
        return (
            Domain("partner_latitude", ">=", min(latitudes) - margin)
            & Domain("partner_latitude", "<=", max(latitudes) + margin)
            & Domain("partner_longitude", ">=", min(longitudes) - 2 * margin)
            & Domain("partner_longitude", "<=", max(longitudes) + 2 * margin)
        )

    @api.model
    def _read_visits(self, partners):
        """The date of each customer's last visit, and those who have one to come."""
        # sudo: a colleague's visit counts, though its contents are not shown
        visits = self.sudo()
        of_them = Domain("commercial_partner_id", "in", partners.ids) & Domain(
            "type_id.code", "=", "visit"
        )
        done = visits._read_group(
            of_them & Domain("state", "=", "done"), ["commercial_partner_id"], ["done_at:max"]
        )
        planned = visits._read_group(
            of_them & Domain("state", "in", ("planned", "in_progress")), ["commercial_partner_id"]
        )
        last = {
            partner.with_env(self.env): fields.Datetime.context_timestamp(self, moment).date()
            for partner, moment in done
        }
        return last, {partner.with_env(self.env) for (partner,) in planned}
