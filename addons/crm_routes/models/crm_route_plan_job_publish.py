from collections import defaultdict
from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.crm_actions.models.crm_action_plan_link import BY_PLAN

from ..engine import publishing
from ..engine.publishing import Known


class CrmRoutePlanJob(models.Model):
    """A proposal becomes visits in the agenda: one transaction a job, as often as one likes."""

    # one file for each purpose
    _inherit = "crm.route.plan.job"  # pylint: disable=consider-merging-classes-inherited

    def _publish(self):
        """Bring the agendas of these reps to what the routes say.

        It raises an error when the agendas have changed so that the plan does not fit any more.
        """
        self.lock_for_update(allow_referencing=True)
        self.invalidate_recordset(["state"])
        if self.state != "publishing":
            return
        self._take_turns()
        clashes = self._find_clashes()
        if clashes:
            raise UserError(self._word_clashes(clashes))
        now = fields.Datetime.now()
        stops = self._get_stops_to_publish(now)
        visits = self._search_visits(stops, now)
        changes = publishing.reconcile(
            {stop.id: (stop.partner_id.id, stop.date) for stop in stops}, visits.values()
        )
        # before these routes are put in the place of the older ones: what they go around is theirs
        self._replace_routes()
        self._carry_out(stops, changes)
        self._leave("published", progress=100, problem=False)
        self.plan_id._follow_jobs()

    def _take_turns(self):
        """Wait for whoever publishes for one of these reps.

        The row that both write makes the second one wait, and then look again at the agenda that
        the first one has left.
        """
        reps = self.env["crm.route.rep"]._find(self.user_ids, self.company_id)
        reps.write({"published_at": fields.Datetime.now()})
        reps.flush_recordset(["published_at"])

    def _get_stops_to_publish(self, now):
        """Stops to come, one a customer and day: two may have become one customer meanwhile."""
        stops = self.route_ids.stop_ids.with_prefetch().filtered(
            lambda stop: not stop.is_appointment and stop.start > now
        )
        first = {}
        for stop in stops:
            first.setdefault((stop.partner_id, stop.date), stop)
        return stops.browse(stop.id for stop in first.values())

    def _search_visits(self, stops, now):
        """Visits to come or under way of the customers of this job, by id."""
        plan = self.plan_id
        # who is gone from the list of customers has no visits to look for
        partners = self.env["res.partner"].browse(self._get_scope()).exists() | stops.partner_id
        coming = Domain("state", "=", "planned") & Domain("start", ">", now)
        actions = self.env["crm.action"].search(
            (coming | Domain("state", "=", "in_progress"))
            & Domain("company_id", "=", self.company_id.id)
            & Domain("type_id.code", "=", "visit")
            & Domain("commercial_partner_id", "in", partners.commercial_partner_id.ids),
            order="start, id",
        )
        found, known = {}, set(partners.ids)
        for action in actions:
            day = self._get_wall(action)[0]
            partner = action.partner_id
            key = partner.id if partner.id in known else partner.commercial_partner_id.id
            if key in known and plan.date_from <= day <= plan.date_to:
                found[action.id] = Known(action.id, key, day, action._is_kept_by_routes())
        return found

    def _carry_out(self, stops, changes):
        actions = self._get_agenda_writer()
        known = {stop.id: stop for stop in stops}
        for stop_id, action_id in {**changes.kept, **changes.reused}.items():
            if known[stop_id].action_id.id != action_id:
                known[stop_id].action_id = action_id
        gone = actions.browse(changes.surplus)
        self._call_off(gone)
        actions._change_by_plan(self._find_changes(known, changes, actions))
        missing = self.env["crm.route.stop"].browse(changes.missing)
        visit_type = self._get_visit_type()
        made = actions.create([self._prepare_visit(stop, visit_type) for stop in missing])
        made._subscribe_reps()
        for stop, action in zip(missing, made, strict=True):
            stop.action_id = action.id

    def _replace_routes(self):
        """A rep has one route a day: those of older plans are gone from tomorrow on.

        What is left of their visits is in the new ones, as something else in the agenda.
        """
        plan = self.plan_id
        first = max(plan.date_from, self.company_id._crm_today() + timedelta(days=1))
        self.env["crm.route"].search(
            Domain("user_id", "in", self.user_ids.ids)
            & Domain("company_id", "=", self.company_id.id)
            & Domain("plan_id", "!=", plan.id)
            & Domain("job_id.state", "=", "published")
            & Domain("date", ">=", first)
            & Domain("date", "<=", plan.date_to)
        ).unlink()

    def _find_changes(self, known, changes, actions):
        """By visit what of it differs from its stop."""
        found, visit_type = {}, self._get_visit_type()
        reused = actions.browse(changes.reused.values())
        for stop_id, action in zip(changes.reused, reused, strict=True):
            vals = self._prepare_visit(known[stop_id], visit_type)
            vals = {
                name: value
                for name, value in vals.items()
                if name not in ("origin", "company_id", "partner_id")
                and action[name] != (action[name].browse(value) if name.endswith("_id") else value)
            }
            if {"start", "stop", "allday"} & vals.keys():
                stop = known[stop_id]
                vals.update(start=stop.start, stop=stop.stop, allday=False)
            if vals:
                found[action] = vals
        return found

    def _call_off(self, gone):
        """Visits of older plans that this one does not want; in the words of each rep."""
        by_lang = defaultdict(gone.browse)
        for action in gone:
            by_lang[action.user_id.lang] |= action
        for lang, actions in by_lang.items():
            words = self.with_context(lang=lang).env._(
                "Replaced by %(plan)s.", plan=self.plan_id.name
            )
            actions._write_lifecycle({"state": "cancelled", "cancel_reason": words})

    def _get_agenda_writer(self):
        """``crm.action`` as the planner, with rights, silent.

        sudo: where a visit comes from is no person's to write; who may publish was asked before.
        """
        actions = self.env["crm.action"].with_user(self.plan_id.user_id).sudo()
        return actions.with_company(self.company_id).with_context(
            crm_action_by_plan=BY_PLAN, tracking_disable=True
        )

    def _get_visit_type(self):
        return self.env.ref("crm_actions.crm_action_type_visit")

    def _prepare_visit(self, stop, visit_type):
        return {
            "route_plan_id": self.plan_id.id,
            "route_date": stop.date,
            "partner_id": stop.partner_id.id,
            "user_id": stop.user_id.id,
            "company_id": self.company_id.id,
            "type_id": visit_type.id,
            "start": stop.start,
            "stop": stop.stop,
            "allday": False,
            "origin": "route",
        }
