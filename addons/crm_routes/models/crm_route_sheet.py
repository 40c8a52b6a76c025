from datetime import datetime, timedelta

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_date
from odoo.tools.mail import html_to_inner_content

from odoo.addons.crm_actions.engine import days

from ..engine.route_sheet import SheetDay, SheetStop

OPEN = ("planned", "in_progress", "done")
NOTE_LENGTH = 160


class CrmRoute(models.Model):
    """A route as it is taken along: what was planned, at the hours that the agenda has now.

    What a reader may not see of the agenda is not on the sheet.
    """

    # one file for each purpose
    _inherit = "crm.route"  # pylint: disable=consider-merging-classes-inherited

    def action_print_sheet(self):
        """Open the sheet of these routes, a page a day."""
        if len(self) == 1:
            return self._open_sheet(f"/crm/pdf/{self._name}/{self.id}?document=route")
        return self._make_sheet_wizard().action_print()

    def action_export_sheet(self):
        """Download these routes as a spreadsheet."""
        return self._make_sheet_wizard().action_export()

    def _make_sheet_wizard(self):
        return self.env["crm.route.sheet.wizard"].create({"route_ids": [(6, 0, self.ids)]})

    @api.model
    def _open_sheet(self, url):
        return {"type": "ir.actions.act_url", "url": url, "target": "new", "close": True}

    # -- what the sheets are made of -------------------------------------------------------------

    def _read_sheets(self):
        """These routes as plain values in the reader's language, by day and rep.

        As many queries for a month as for a day.

        :return: list of :class:`engine.route_sheet.SheetDay`
        """
        # sudo: names of reps and customers are for whoever may read the route
        routes = self.sudo().sorted(lambda each: (each.date, each.user_id.name or "", each.id))
        found = {}
        for company, own in routes.grouped("company_id").items():
            found.update(own._read_sheets_of(company, self))
        return [found[route] for route in routes]

    def _read_sheets_of(self, company, seen):
        """Sheets by route, of one company.

        :param seen: the same routes with the reader's rights
        """
        first, last = min(self.mapped("date")), max(self.mapped("date"))
        worked = self.env["crm.route.rep"]._get_days(self.user_id, company, first, last)
        reps = {rep.user_id: rep for rep in self.env["crm.route.rep"]._find(self.user_id, company)}
        added = seen._read_added(self)
        visits = self.env["crm.action"].union(self.stop_ids.action_id, *added.values())
        partners = self.stop_ids.partner_id | visits.partner_id
        facts = {
            "hours": self.env["crm.opening.hours"]._get_spans(partners),
            "notes": seen._read_last_notes(partners),
        }
        return {
            route: route._prepare_sheet(
                worked.get(route.user_id, ()),
                reps.get(route.user_id, self.env["crm.route.rep"]),
                added.get(route, self.env["crm.action"]),
                facts,
            )
            for route in self
        }

    def _read_added(self, routes):
        """Visits that came into the agenda of these days after the routes were published.

        :param routes: the same routes with all rights
        :return: map of a route, with all rights, to the actions that the reader may see
        """
        live = routes.filtered(lambda route: route.state in ("published", "closed"))
        if not live:
            return {}
        first, last = min(live.mapped("date")), max(live.mapped("date"))
        actions = self.env["crm.action"].search(
            Domain("user_id", "in", live.user_id.ids)
            & Domain("company_id", "in", live.company_id.ids)
            & Domain("state", "in", OPEN)
            & Domain("type_id.code", "=", "visit")
            & Domain(
                "start", ">=", datetime.combine(first - timedelta(days=1), datetime.min.time())
            )
            & Domain("start", "<", datetime.combine(last + timedelta(days=2), datetime.min.time())),
            order="start, id",
        )
        places = {(route.user_id, route.date): route for route in live}
        found = {}
        for action in actions.sudo():
            route = places.get((action.user_id, routes._get_local(action.start, action).date()))
            if route and not action.allday and action not in route.stop_ids.action_id:
                found[route] = found.get(route, actions.sudo().browse()) | action
        return found

    def _read_last_notes(self, partners):
        """By customer the date and the words of the last done visit that the reader may see."""
        visits = self.env["crm.action"]
        family = Domain("commercial_partner_id", "in", partners.commercial_partner_id.ids)
        domain = family & Domain("state", "=", "done") & Domain("type_id.code", "=", "visit")
        newest = dict(visits._read_group(domain, ["commercial_partner_id"], ["done_at:max"]))
        moments = Domain("done_at", "in", sorted({at for at in newest.values() if at}))
        found = {}
        for visit in visits.search(domain & moments, order="id"):
            customer = visit.commercial_partner_id
            if visit.done_at == newest[customer]:
                words = html_to_inner_content(visit.note or "")
                found[customer.id] = (self._get_local(visit.done_at, visit).date(), words)
        return found

    # -- one sheet -------------------------------------------------------------------------------

    def _prepare_sheet(self, worked, rep, added, facts):
        rep = rep or self.env["crm.route.rep"].new(
            {"user_id": self.user_id.id, "company_id": self.company_id.id}
        )
        start, end = rep._get_start(), rep._get_end()
        stops = [self._prepare_sheet_stop(stop, facts) for stop in self.stop_ids]
        stops += [self._prepare_added_stop(action, facts) for action in added]
        return SheetDay(
            rep=self.user_id.name or "",
            day=self.date,
            departure=self._get_local(self.departure, self),
            back=self._get_local(self.back, self),
            km=self.km,
            driving_minutes=self.driving_minutes,
            stops=tuple(stops),
            lunch=self._get_lunch_hours(worked),
            start_name=start.name or "",
            end_name=end.name or "",
            start=rep._get_point(start),
            end=rep._get_point(end),
        )

    def _get_lunch_hours(self, worked):
        for each in worked:
            if each.day == self.date and each.lunch:
                midnight = datetime.combine(self.date, datetime.min.time())
                return tuple(
                    midnight + timedelta(seconds=second)
                    for second in (each.lunch.opens, each.lunch.closes)
                )
        return None

    def _prepare_sheet_stop(self, stop, facts):
        visit = stop.action_id
        remark, is_off = self._word_sheet_remark(stop)
        live = visit and self.state in ("published", "closed") and not is_off
        begin, end = (visit.start, visit.stop) if live and not visit.allday else (
            stop.start, stop.stop
        )  # fmt: skip
        partner = stop.partner_id or visit.partner_id
        return SheetStop(
            number=stop.sequence,
            start=self._get_local(begin, self),
            stop=self._get_local(end, self),
            customer=partner.name or visit.display_name or "",
            objective=visit.summary or "",
            minutes=round((end - begin).total_seconds() / 60),
            travel_km=stop.travel_km,
            travel_minutes=stop.travel_minutes,
            # of an hour that was changed since nobody knows how much later it may begin
            slack_minutes=stop.slack_minutes if begin == stop.start else None,
            remark=remark,
            is_off=is_off,
            is_changed=begin != stop.start,
            **self._prepare_sheet_customer(partner, facts),
        )

    def _prepare_added_stop(self, action, facts):
        done = action.state == "done"
        return SheetStop(
            number=0,
            start=self._get_local(action.start, self),
            stop=self._get_local(action.stop, self),
            customer=action.partner_id.name or action.display_name or "",
            objective=action.summary or "",
            minutes=round((action.stop - action.start).total_seconds() / 60),
            remark=self.env._("Added, done") if done else self.env._("Added"),
            is_changed=True,
            **self._prepare_sheet_customer(action.partner_id, facts),
        )

    def _prepare_sheet_customer(self, partner, facts):
        last_visit, note = facts["notes"].get(partner.commercial_partner_id.id, (None, ""))
        return {
            "address": tuple(self._get_sheet_address(partner)),
            "phone": partner.phone or partner.commercial_partner_id.phone or "",
            "last_visit": last_visit,
            "last_note": note if len(note) <= NOTE_LENGTH else note[: NOTE_LENGTH - 1] + "…",
            "opening": self._word_opening(facts["hours"].get(partner.id)),
            "place": self.env["crm.route.rep"]._get_point(partner),
        }

    def _get_sheet_address(self, partner):
        address = partner._display_address(without_company=True) if partner else ""
        if partner.country_id == self.company_id.country_id:
            # at home nobody writes the country
            address = address.rstrip().removesuffix(partner.country_id.name or "")
        return [line.strip() for line in address.splitlines() if line.strip()]

    # -- words and hours -------------------------------------------------------------------------

    def _word_sheet_remark(self, stop):
        """What became of a stop since it was planned, and whether nobody has to go there now."""
        visit = stop.action_id
        if self.state not in ("published", "closed") or (stop.is_appointment and not visit):
            return "", False
        if not visit:
            return self.env._("Not in the agenda"), True
        if not stop.in_force and not stop.is_appointment:
            return self.env._("Replaced by a newer plan"), True
        if visit.state == "done":
            return self.env._("Done"), False
        if visit.state == "cancelled":
            return self.env._("Called off"), True
        if visit.user_id != self.user_id:
            return self.env._("Taken over by %(rep)s", rep=visit.user_id.name or ""), True
        day = self._get_local(visit.start, self).date()
        if day != self.date:
            moved = format_date(self.env, day, date_format="EEE d MMM")
            return self.env._("Moved to %(day)s", day=moved), True
        return (self.env._("Promised") if stop.promised else ""), False

    def _word_opening(self, week):
        """When a customer is open on the day of this route; empty where nobody has said it."""
        if not week:
            return ""
        spans = week.get(self.date.weekday())
        if not spans:
            return self.env._("closed")
        word = self.env["crm.opening.hours"]._word_span
        return ", ".join(word(span.opens / 3600, span.closes / 3600) for span in spans)

    @api.model
    def _get_local(self, instant, record):
        """An instant on the clock of the rep of a route or an action; None without one."""
        if not instant:
            return None
        # sudo: in which zone a colleague works
        known = record.sudo()
        return days.to_wall(instant, known.user_id.tz or known.company_id._crm_tz())
