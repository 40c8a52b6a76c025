from datetime import date

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import CommissionCase


@tagged("-at_install", "post_install")
@freeze_time("2026-10-15 10:00:00")
class TestParticipant(CommissionCase):
    def setUp(self):
        super().setUp()
        self.plan = self._plan_of()

    def test_a_user_is_paid_as_the_own_contact(self):
        with Form(self.env["crm.commission.participant"]) as form:
            form.plan_id = self.plan
            form.user_id = self.nora
        participant = form.record
        self.assertEqual(participant.payee_id, self.nora.partner_id)
        self.assertEqual((participant.share, participant.role), (100, "direct"))
        self.assertEqual(participant.date_from, date(2026, 10, 1))
        self.assertEqual(participant.company_id, self.plan.company_id)

    def test_an_agent_from_outside_needs_no_user(self):
        agent = self.env["res.partner"].create({"name": "Agencia Cantábrica"})
        participant = self.env["crm.commission.participant"].create(
            {"plan_id": self.plan.id, "payee_id": agent.id, "payee_type": "external"}
        )
        self.assertEqual(participant.payee_id, agent)
        self.assertFalse(participant.user_id)

    def test_a_new_plan_is_saved_with_its_participants(self):
        with Form(self.env["crm.commission.plan"].with_user(self.max)) as form:
            form.name, form.rate = "Agents", 5
            for user in (self.nora, self.nils):
                with form.participant_ids.new() as line:
                    line.user_id = user
        plan = form.record
        self.assertEqual(plan.root_id, plan)
        self.assertEqual(plan.participant_ids.user_id, self.nora | self.nils)
        plan.action_activate()

    def test_a_plan_in_force_takes_new_people_in_and_lets_them_go(self):
        participant = self._take_part(self.plan, self.nora)
        participant.date_to = "2026-10-31"
        again = self._take_part(self.plan, self.nora, date_from="2026-11-01")
        self.assertEqual(self.plan._get_participants(), participant | again)

    def test_nobody_takes_part_twice_on_one_day(self):
        self._take_part(self.plan, self.nora, date_to="2026-10-31")
        for first, last in (("2026-10-31", False), ("2026-08-01", "2026-09-01")):
            with self._refused("Nora takes part in Reps in this role"):
                self._take_part(self.plan, self.nora, date_from=first, date_to=last)
        later = self._take_part(self.plan, self.nora, date_from="2026-11-01")
        with self._refused("already"):
            later.date_from = "2026-10-01"

    def test_two_of_a_batch_do_not_overlap_either(self):
        values = {"plan_id": self.plan.id, "user_id": self.nora.id, "date_from": "2026-09-01"}
        with self._refused("already"):
            self.env["crm.commission.participant"].create([values, values])

    def test_another_role_or_plan_is_no_overlap(self):
        self._take_part(self.plan, self.lea)
        self._take_part(self.plan, self.lea, role="override", team_id=self.north.id)
        self._take_part(self._plan_of(), self.lea)
        roles = self.plan.participant_ids.filtered(lambda each: each.user_id == self.lea)
        self.assertEqual(set(roles.mapped("role")), {"direct", "override"})

    def test_they_belong_to_the_first_revision(self):
        revision = self.plan._revise(date(2026, 11, 1))
        with self._refused("add them to the first one, Reps"):
            self._take_part(revision, self.nora)

    def test_figures_that_cannot_be(self):
        for values in (
            {"share": 0},
            {"share": 100.5},
            {"role": "override"},
            {"draw_type": "guarantee"},
            {"date_to": "2026-08-31"},
        ):
            with (
                self.subTest(values),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                self._take_part(self.plan, self.nora, **values)

    def test_a_payee_of_another_company_is_refused(self):
        other = self.env["res.company"].create({"name": "Other"})
        agent = self.env["res.partner"].create({"name": "Agent", "company_id": other.id})
        with self.assertRaises(UserError):
            self.env["crm.commission.participant"].create(
                {"plan_id": self.plan.id, "payee_id": agent.id}
            )

    def test_two_agents_that_are_one_both_stay(self):
        """Given two contacts take part who turn out to be one, then no row is lost."""
        agents = self.env["res.partner"].create([{"name": "Agencia"}, {"name": "Agencia S.L."}])
        rows = self.env["crm.commission.participant"].create(
            [{"plan_id": self.plan.id, "payee_id": agent.id} for agent in agents]
        )
        self.env["base.partner.merge.automatic.wizard"]._merge(agents.ids, agents[0])
        self.env.invalidate_all()
        self.assertEqual(rows.exists().payee_id, agents[0])
        self.assertEqual(len(rows.exists()), 2)
