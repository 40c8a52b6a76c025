from datetime import date, datetime
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tests import Form, tagged

from .test_portfolio import NOV_1, OCT_14, OCT_15, OCT_31, PortfolioCase

SEP_1 = date(2026, 9, 1)


@tagged("-at_install", "post_install")
@freeze_time("2026-10-15 10:00:00")
class TestHandover(PortfolioCase):
    """A14: Nora leaves; Nils takes the customers, Sara the rest."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.done = cls._plan(start=datetime(2026, 10, 14, 9))
        cls.done.close({"outcome_id": cls.order.id, "done_at": datetime(2026, 10, 14, 10)})
        cls.overdue = cls._plan(start=datetime(2026, 10, 13, 9))
        cls.to_come = cls._plan(start=datetime(2026, 11, 2, 9))
        cls.open = cls._opportunity()
        cls.won = cls._opportunity(name="Autumn")
        cls.won.action_set_won()
        cls.activity = cls.open.activity_schedule(
            "mail.mail_activity_data_todo", user_id=cls.nora.id
        )
        cls.contact = cls.env["res.partner"].create(
            {"name": "Eva", "parent_id": cls.customer.id, "user_id": cls.nora.id}
        )

    def _counts(self, date=None):
        nora = self.nora.with_user(self.max)
        return {
            item["key"]: nora._crm_count_handover(item) for item in nora._crm_handover_items(date)
        }

    def _hand_over(self, date=False, **receivers):
        receivers = {key: user.id for key, user in receivers.items()}
        return self.nora.with_user(self.max).crm_hand_over(receivers, date)

    def test_archived_the_history_stays_and_the_open_work_is_counted(self):
        self.nora.active = False
        self.assertEqual(self.done.user_id, self.nora)
        self.assertEqual(self._counts()["actions"], 2)
        self.assertEqual(self.nora.with_user(self.max).crm_handover_count, 2 + 1 + 2 + 1)

    def test_a_manager_hands_over_in_the_wizard(self):
        self.nora.active = False
        action = self.nora.with_user(self.max).action_open_crm_handover()
        wizards = self.env["crm.handover.wizard"].with_user(self.max)
        with Form(wizards.with_context(**action["context"])) as form:
            self.assertEqual(form.open_count, 6)
            form.to_user_id = self.sara
            for index in range(len(form.line_ids)):
                with form.line_ids.edit(index) as line:
                    self.assertEqual(line.to_user_id, self.sara)
                    if line.key == "customers":
                        line.to_user_id = self.nils
        form.record.action_apply()
        # then what was open has changed hands, each kind as chosen
        self.assertEqual(self.customer.user_id, self.nils)
        self.assertEqual(self.contact.user_id, self.nils)
        self.assertEqual(self._rows(), [(self.nora, SEP_1, OCT_14), (self.nils, OCT_15, False)])
        for record in (self.open, self.overdue, self.to_come, self.activity):
            self.assertEqual(record.user_id, self.sara)
        self.assertEqual(self.to_come.team_id, self.south)
        self.assertEqual(self.to_come.calendar_event_id.user_id, self.sara)
        # and what is history has not
        self.assertEqual((self.done.user_id, self.won.user_id), (self.nora, self.nora))
        # each is told once
        for user in (self.nils, self.sara):
            told = self.env["mail.notification"].search(
                [("res_partner_id", "=", user.partner_id.id)]
            )
            self.assertEqual(len(told), 1, user.login)
            self.assertIn("Nora hands over", told.mail_message_id.subject)

    def test_handed_over_again_nothing_is_left(self):
        keys = dict.fromkeys(("customers", "opportunities", "actions", "activities"), self.sara)
        self.assertEqual(
            self._hand_over(**keys),
            {"customers": 2, "opportunities": 1, "actions": 2, "activities": 1},
        )
        self.assertFalse(any(self._counts().values()))
        self.assertFalse(any(self._hand_over(**keys).values()))
        self.assertEqual(self.nora.with_user(self.max).crm_handover_count, 0)

    def test_from_a_day_to_come_only_what_comes_then(self):
        self._hand_over(NOV_1, customers=self.nils, actions=self.sara)
        self.assertEqual(self._rows(), [(self.nora, SEP_1, OCT_31), (self.nils, NOV_1, False)])
        self.assertEqual(self.customer.user_id, self.nora)
        self.assertEqual((self.overdue.user_id, self.to_come.user_id), (self.nora, self.sara))
        # what is arranged is no open work any more
        self.assertEqual(self._counts(NOV_1)["customers"], 0)

    def test_what_a_colleague_has_in_between_stays_his(self):
        self._assign(self.sara, NOV_1, date(2026, 11, 30))
        self._assign(self.nora, date(2026, 12, 1))
        self._hand_over(customers=self.nils)
        self.assertEqual(
            self._rows(),
            [
                (self.nora, SEP_1, OCT_14),
                (self.nils, OCT_15, OCT_31),
                (self.sara, NOV_1, date(2026, 11, 30)),
                (self.nils, date(2026, 12, 1), False),
            ],
        )

    def test_an_error_in_the_middle_leaves_all_as_it_was(self):
        actions = type(self.env["crm.action"])
        refused = False
        with patch.object(actions, "write", side_effect=UserError("No")):
            try:  # assertRaises would roll back by itself
                self._hand_over(customers=self.nils, opportunities=self.nils, actions=self.nils)
            except UserError:
                refused = True
        self.assertTrue(refused)
        self.env.invalidate_all()
        self.assertEqual((self.customer.user_id, self.open.user_id), (self.nora, self.nora))
        self.assertFalse(self._rows())

    def test_reps_and_leaders_hand_over_nobodys_work(self):
        for user in (self.nils, self.lea):
            with self.assertRaises(AccessError):
                self.nora.with_user(user).crm_hand_over({"actions": self.nils.id})
            with self.assertRaises(AccessError):
                self.env["crm.handover.wizard"].with_user(user).create({"user_id": self.nora.id})

    def test_plans_and_their_visits_go_to_whoever_takes_the_plans(self):
        plan = self.env["crm.action.plan"].create(
            {"partner_id": self.customer.id, "user_id": self.nora.id, "fri": True}
        )
        self._hand_over(plans=self.nils)
        plan.generate()
        self.assertEqual(plan.user_id, self.nils)
        visits = plan.action_ids
        self.assertTrue(visits)
        self.assertEqual(visits.user_id, self.nils)

    def test_bad_receivers_and_days(self):
        archived = self._user("gone", "sales_team.group_sale_salesman")
        archived.active = False
        for receiver in (archived, self.nora, self.env.ref("base.public_user")):
            with self.assertRaisesRegex(ValidationError, "cannot take this over"):
                self._hand_over(actions=receiver)
        with self.assertRaisesRegex(ValidationError, "history"):
            self._hand_over(OCT_14, actions=self.nils)
        wizard = self.env["crm.handover.wizard"].create({"user_id": self.nora.id})
        with self.assertRaisesRegex(UserError, "Choose at least one"):
            wizard.action_apply()

    def test_a_leader_who_leaves_hands_over_the_team(self):
        self.lea.with_user(self.max).crm_hand_over({"teams": self.lou.id})
        self.assertEqual(self.north.user_id, self.lou)


@tagged("-at_install", "post_install")
@freeze_time("2026-10-15 10:00:00")
class TestContractOfHandover(PortfolioCase):
    """Whatever addons are installed: their items can be counted, shown and handed over."""

    def test_each_item_says_what_it_is_and_how_it_changes_hands(self):
        items = self.nora.with_user(self.max)._crm_handover_items(OCT_15)
        keys = [item["key"] for item in items]
        self.assertEqual(len(keys), len(set(keys)))
        for item in items:
            with self.subTest(item=item["key"]):
                model = self.env[item["model"]].with_user(self.max)
                self.assertTrue(item["label"])
                self.assertIsInstance(model.search_count(Domain(item["domain"])), int)
                if "method" in item:
                    self.assertTrue(callable(getattr(model, item["method"])))
                else:
                    self.assertEqual(model._fields[item["field"]].comodel_name, "res.users")
