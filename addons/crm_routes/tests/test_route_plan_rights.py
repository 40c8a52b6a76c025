from datetime import datetime
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import GIJON
from .common_planning import MONDAY, PlanningCase


@tagged("-at_install", "post_install")
@freeze_time("2026-11-27 08:00:00")
class TestRoutePlanRights(PlanningCase):
    """A leader reads the own team's part of a plan; nobody writes what planning says."""

    def test_a_leader_sees_the_own_teams_part_of_a_plan(self):
        # given a plan for Nora of the North with six shops, and for Sara of the South with one
        self._shop("Hers", self.sara, GIJON, crm_segment_id=self.a.id)
        hers = self.env["crm.route.rep"].create({"user_id": self.sara.id})
        plan = self._proposed(reps=self.reps[0] | hers)
        self.assertEqual((plan.visit_count, len(plan.job_ids)), (14, 2))
        for leader, rep, visits in ((self.lea, "Nora", 12), (self.lou, "Sara", 2)):
            other = {"Nora": "Sara", "Sara": "Nora"}[rep]
            self.env.invalidate_all()
            mine = plan.with_user(leader)
            # then each leader reads figures, load and searches of the own rep
            self.assertEqual(Form(mine).rep_text, rep)
            self.assertEqual(mine.visit_count, visits)
            self.assertEqual(mine.job_ids.mapped("display_name"), [rep])
            self.assertIn(rep, mine.load_html)
            self.assertNotIn(other, mine.load_html)
            self.assertEqual(set(mine.route_ids.user_id.mapped("name")), {rep})

    def test_of_a_territory_of_two_teams_a_leader_reads_the_own_reps_load(self):
        # given Nora and Sara, who share a zone in which a shop is nobody's
        self.bar.user_id = False
        hers = self.env["crm.route.rep"].create({"user_id": self.sara.id})
        both = self.reps[0] | hers
        both.zone_ids = self.zone
        self.env["crm.visit.demand"]._refresh(self.company)
        self._shop("Hers", self.sara, GIJON, crm_segment_id=self.a.id)
        plan = self._proposed(reps=both)
        self.assertEqual(len(plan.job_ids), 1)
        self.assertIn("Sara", plan.load_html)
        self.env.invalidate_all()
        self.assertNotIn("Sara", plan.with_user(self.lea).load_html)

    def test_no_default_says_which_plan_a_new_visit_is_of(self):
        plan = self._proposed(reps=self.reps[0])
        # given a rep whose phone sends defaults of its own
        forged = {
            "default_route_plan_id": plan.id,
            "default_route_date": MONDAY,
            "default_route_touched": True,
        }
        visit = (
            self.env["crm.action"]
            .with_user(self.nora)
            .with_context(**forged)
            .create(
                {
                    "type_id": self.visit_type.id,
                    "partner_id": self.bar.id,
                    "start": datetime(2026, 12, 1, 9),
                }
            )
        )
        known = visit.sudo()
        self.assertEqual(
            (known.route_plan_id.id, known.route_date, known.route_touched), (False, False, False)
        )

    def test_what_planning_says_is_written_by_nobody(self):
        self._shop("Nowhere", place=None, crm_segment_id=self.a.id)
        plan = self._published(reps=self.reps[0])
        route, stop = plan.route_ids[0], plan.stop_ids[0]
        for user in (self.nora, self.lea, self.pia, self.max):
            for record, vals in (
                (route, {"km": 1}),
                (stop, {"start": datetime(2026, 12, 1)}),
                (plan.job_ids, {"state": "waiting"}),
                (plan.left_out_ids, {"reason": "no_room"}),
            ):
                with self.assertRaises(AccessError):
                    record.with_user(user).write(vals)
        for vals in ({"state": "draft"}, {"job_ids": []}, {"route_ids": []}, {"stop_ids": []}):
            with self.assertRaises(UserError):
                plan.write(vals)
        with self.assertRaises(UserError):
            plan.copy({"state": "published"})

    def test_a_copy_and_a_new_plan_begin_as_drafts_whatever_the_defaults(self):
        plan = self._published(reps=self.reps[0])
        forged = plan.with_context(default_state="published", default_published_at="2026-11-01")
        for anew in (forged.copy(), forged.create({"date_from": MONDAY, "date_to": MONDAY})):
            self.assertEqual((anew.state, anew.published_at), ("draft", False))

    def test_who_looks_at_plans_does_not_read_what_only_planners_need(self):
        # given a plan with the whole result of its search
        plan = self._proposed(reps=self.reps[0])
        self.assertTrue(plan.job_ids.result)
        self.env.invalidate_all()
        execute, asked = type(self.env.cr).execute, []

        def heard(cursor, query, *arguments, **named):
            asked.append(str(getattr(query, "code", query)))
            return execute(cursor, query, *arguments, **named)

        with patch.object(type(self.env.cr), "execute", heard):
            self.assertEqual(plan.visit_count, 12)
            plan.job_ids.mapped("progress")
        read = [query for query in asked if "crm_route_plan_job" in query]
        self.assertTrue(read)
        for query in read:
            self.assertNotIn('"result"', query)
