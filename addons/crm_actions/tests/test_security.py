from datetime import datetime

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import GEO, MANAGER, NEAR, ActionCase


@tagged("-at_install", "post_install")
class TestSecurity(ActionCase):
    """Who sees whose actions and coordinates: a test a cell (A15)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.visits = {user: cls._plan(user) for user in (cls.nora, cls.nils, cls.sara)}
        for user, visit in cls.visits.items():
            visit.with_user(user).check_in(cls._fix(NEAR, 25))
        cls.ids = [visit.id for visit in cls.visits.values()]

    def _seen(self, user, model="crm.action", field="id"):
        domain = [(field, "in", self.ids)]
        return self.env[model].with_user(user).search(domain).sudo().user_id

    def test_actions_that_each_role_sees(self):
        for user, expected in (
            (self.nora, self.nora),
            (self.sara, self.sara),
            (self.lea, self.nora | self.nils),
            (self.lou, self.sara),
            (self.max, self.nora | self.nils | self.sara),
        ):
            self.assertEqual(self._seen(user), expected, user.login)

    def test_coordinates_that_each_role_sees(self):
        everybody = self.nora | self.nils | self.sara
        nobody = self.env["res.users"]
        for user, expected in (
            (self.nora, self.nora),
            (self.lea, nobody),
            (self.max, nobody),
        ):
            self.assertEqual(self._seen(user, "crm.action.geo", "action_id"), expected, user.login)
        (self.lea | self.max).write({"group_ids": [(4, self.env.ref(GEO).id)]})
        self.env.registry.clear_cache()
        self.assertEqual(self._seen(self.lea, "crm.action.geo", "action_id"), self.nora | self.nils)
        self.assertEqual(self._seen(self.max, "crm.action.geo", "action_id"), everybody)

    def test_a_colleagues_note_and_coordinates_are_closed_to_rpc(self):
        visit = self.visits[self.nils]
        visit.with_user(self.nils).note = "<p>Private</p>"
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            visit.with_user(self.nora).read(["note"])
        with self.assertRaises(AccessError):
            visit.sudo().geo_ids.with_user(self.nora).read(["latitude"])
        for call in (
            lambda action: action.check_out({}),
            lambda action: action.close({"outcome_id": self.order.id}),
            lambda action: action.cancel("No"),
            lambda action: action.write({"summary": "Mine now"}),
            lambda action: action.unlink(),
        ):
            with self.assertRaises(AccessError):
                call(visit.with_user(self.nora))

    def test_coordinates_are_in_no_field_that_others_read(self):
        fields = self.env["crm.action"].fields_get()
        self.assertFalse([name for name in fields if "latitude" in name or "longitude" in name])

    def test_nobody_writes_positions_by_hand(self):
        position = self.visits[self.nora].sudo().geo_ids
        for user in (self.nora, self.max):
            Geo = self.env["crm.action.geo"].with_user(user)
            with self.assertRaises(AccessError):
                Geo.create(
                    {
                        "action_id": self.visits[self.nora].id,
                        "kind": "out",
                        "fix": "gps",
                        "taken_at": datetime(2026, 10, 15, 9),
                        "purge_on": "2099-01-01",
                    }
                )
            with self.assertRaises(AccessError):
                position.with_user(user).write({"latitude": 1})
            with self.assertRaises(AccessError):
                position.with_user(user).unlink()

    def test_a_rep_gives_no_action_to_a_colleague(self):
        planned = self._plan(self.nora)
        with self.assertRaises(AccessError):
            planned.user_id = self.nils
            self.env.flush_all()

    def test_a_leader_moves_work_within_the_team_alone(self):
        planned = self._plan(self.nora).with_user(self.lea)
        planned.user_id = self.nils
        self.assertEqual(planned.team_id, self.north)
        with self.assertRaises(AccessError):
            self._plan(self.lea, user_id=self.sara.id)

    def test_settings_of_types_are_the_managers(self):
        with self.assertRaises(AccessError):
            self.visit_type.with_user(self.lea).name = "Walk"
        self.visit_type.with_user(self.max).name = "Walk"

    def test_an_employee_without_sales_sees_customers_but_no_actions(self):
        employee = new_test_user(self.env, "otto", "base.group_user,base.group_partner_manager")
        self.assertEqual(
            self.customer.with_user(employee).read(["name"])[0]["name"], "Hotel Ría Mansa"
        )
        self.assertNotIn("crm_action_ids", self.env["res.partner"].with_user(employee).fields_get())
        with self.assertRaises(AccessError):
            self.env["crm.action"].with_user(employee).search([])
        with self.assertRaises(AccessError):
            self.env["crm.action.geo"].with_user(employee).search([])

    def test_an_employee_without_sales_still_uses_the_calendar(self):
        employee = new_test_user(self.env, "otto", "base.group_user")
        event = (
            self.env["calendar.event"]
            .with_user(employee)
            .create(
                {
                    "name": "Lunch",
                    "start": datetime(2026, 10, 15, 13),
                    "stop": datetime(2026, 10, 15, 14),
                }
            )
        )
        event.name = "Late lunch"
        event.unlink()
        # but moving a rep's visit takes the right to plan for the rep
        mirror = self._plan(self.nora).calendar_event_id
        with self.assertRaises(AccessError):
            mirror.with_user(employee).write(
                {"start": datetime(2026, 10, 16, 9), "stop": datetime(2026, 10, 16, 10)}
            )

    def test_no_event_poses_as_the_mirror_of_an_action(self):
        planned = self._plan(self.nora)
        planned.calendar_event_id.with_user(self.nora).unlink()
        events = self.env["calendar.event"].with_user(self.nils)
        times = {"start": datetime(2026, 10, 15, 9), "stop": datetime(2026, 10, 15, 10)}
        with self.assertRaises(UserError):
            events.create({"name": "Fake", "crm_action_id": planned.id, **times})
        own = events.create({"name": "Lunch", **times})
        for context in ({}, {"crm_action_mirror": True}):
            with self.assertRaises(UserError):
                own.with_context(**context).write({"crm_action_id": planned.id})

    def test_portal_and_public_see_nothing(self):
        portal = new_test_user(self.env, "pia", "base.group_portal")
        for user in (portal, self.env.ref("base.public_user")):
            for model in ("crm.action", "crm.action.geo", "crm.action.type"):
                with self.assertRaises(AccessError):
                    self.env[model].with_user(user).search([])

    def test_a_company_closes_its_actions_to_another(self):
        other = self.env["res.company"].create({"name": "Portugal"})
        stranger = new_test_user(
            self.env, "tiago", f"base.group_user,{MANAGER},{GEO}",
            company_id=other.id, company_ids=[(6, 0, other.ids)],
        )  # fmt: skip
        self.assertFalse(self._seen(stranger))
        self.assertFalse(self._seen(stranger, "crm.action.geo", "action_id"))

    def test_a_rep_has_one_place_to_accept_the_notice(self):
        self.assertFalse(self.nora.with_user(self.nora).crm_get_geo_notice()["accepted"])
        self.nora.with_user(self.nora).crm_accept_geo_notice()
        self.assertTrue(self.nora.with_user(self.nora).crm_get_geo_notice()["accepted"])
        # whoever the call names, it is the caller who agrees
        self.nils.with_user(self.sara).crm_accept_geo_notice()
        self.assertFalse(self.nils.crm_geo_notice_at)
        self.assertTrue(self.sara.crm_geo_notice_at)

    def test_only_a_manager_confirms_a_proposed_place(self):
        self.customer._set_or_propose_location(42.0, 2.17)
        with self.assertRaises(UserError):
            self.customer.with_user(self.lea).action_accept_proposed_location()

    def test_a_foreign_photo_is_not_opened_by_linking_it(self):
        secret = self.env["ir.attachment"].create({"name": "secret.png", "raw": b"x"})
        visit = self.visits[self.nora].with_user(self.nora)
        try:
            visit.write({"photo_ids": [(4, secret.id)]})
        except AccessError:
            return
        with self.assertRaises(AccessError):
            secret.with_user(self.nora).read(["raw"])
