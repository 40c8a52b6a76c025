from collections import defaultdict
from datetime import datetime, time

from odoo import models
from odoo.fields import Domain

from ..engine.wishes import Appointment, Booking
from .crm_route_day_read import OCCUPIES
from .crm_route_plan_job_input import ONE_DAY

OPEN = ("planned", "in_progress")


class CrmRoutePlanJob(models.Model):
    """What the agendas of a territory hold already."""

    # one file for each purpose
    _inherit = "crm.route.plan.job"  # pylint: disable=consider-merging-classes-inherited

    def _read_agenda(self, rows, travellers, nodes, points):
        """What is planned already: promises, untouched visits, and what else takes time."""
        found = {"bookings": defaultdict(list), "appointments": [], "free": [], "all": []}
        found.update(kept={}, actions={}, seen={})
        begins = {rep.key: rep.start for rep in travellers}
        for action in self._search_agenda(rows):
            day, start, service = self._get_wall(action)
            rep, partner = action.user_id.id, action.partner_id
            key = partner.id if partner.id in rows else partner.commercial_partner_id.id
            is_visit = self._is_visit(action) and key in rows
            if is_visit and not action._is_kept_by_routes():
                found["free"].append((rep, day, start, key))
                found["all"].append((rep, day, start, key))
                continue
            found["seen"][str(action.id)] = self._get_print(action)
            if is_visit and (key, day) not in found["kept"]:
                hour = None if action.allday else start
                found["bookings"][key].append(Booking(day, rep, hour, service))
                found["kept"][key, day] = action
                found["all"].append((rep, day, start, key))
            elif rep in begins and not action.allday:
                place = self.env["crm.visit.demand"]._get_place(partner) if partner else None
                node = nodes.get(key, begins[rep])
                if key not in nodes and place:
                    node = len(points)
                    points.append(place)
                booking = Booking(day, rep, start, service)
                found["appointments"].append(Appointment(-action.id, node, booking))
                found["actions"][-action.id] = action
                found["all"].append((rep, day, start, -action.id))
        return found

    def _is_visit(self, action):
        """What a rep does for another company takes time, and is none of the plan's visits."""
        return action.type_id.code == "visit" and action.company_id == self.company_id

    def _search_agenda(self, rows):
        plan = self.plan_id
        # a day on either side: dates are those of the reps' clocks
        first = datetime.combine(plan.date_from - ONE_DAY, time.min)
        last = datetime.combine(plan.date_to + ONE_DAY, time.max)
        partners = self.env["res.partner"].browse(rows)
        domain = (
            Domain("state", "in", OPEN)
            & Domain("type_id.code", "in", OCCUPIES)
            & Domain("start", ">=", first)
            & Domain("start", "<=", last)
            & (
                Domain("user_id", "in", self.user_ids.ids)
                | (
                    Domain("commercial_partner_id", "in", partners.commercial_partner_id.ids)
                    & Domain("company_id", "=", self.company_id.id)
                )
            )
        )
        found = self.env["crm.action"].search(domain, order="start, id")
        return found.filtered(
            lambda action: plan.date_from <= self._get_wall(action)[0] <= plan.date_to
        )
