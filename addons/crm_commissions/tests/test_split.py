from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import CommissionCase


@tagged("-at_install", "post_install")
@freeze_time("2026-10-15 10:00:00")
class TestSplit(CommissionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls._plan_of(cls.nora, cls.nils)
        cls.order = cls.env["sale.order"].create(
            {"partner_id": cls.customer.id, "user_id": cls.nora.id, "team_id": cls.north.id}
        )

    def _share(self, user, percent, **values):
        return self.env["crm.commission.split"].create(
            {
                "order_id": self.order.id,
                "payee_id": user.partner_id.id,
                "percent": percent,
                **values,
            }
        )

    def test_a_leader_shares_an_order_on_its_form(self):
        with Form(self.order.with_user(self.lea)) as form:
            for user, percent in ((self.nora, 60), (self.nils, 40)):
                with form.commission_split_ids.new() as line:
                    line.payee_id = user.partner_id
                    line.percent = percent
        self.assertEqual(self.order.commission_split_ids.mapped("percent"), [60, 40])
        self.assertEqual(self.order.commission_split_ids.company_id, self.order.company_id)

    def test_more_than_all_is_refused(self):
        self._share(self.nora, 60)
        with self._refused("are 100.5 %, more than there is"):
            self._share(self.nils, 40.5)

    def test_less_than_all_may_be_shared(self):
        self._share(self.nora, 60)
        self.assertEqual(sum(self.order.commission_split_ids.mapped("percent")), 60)

    def test_thirds_are_all(self):
        self._take_part(self.plan, self.sara)
        for user in (self.nora, self.nils):
            self._share(user, 33.3333)
        self._share(self.sara, 33.3334)
        self.assertEqual(len(self.order.commission_split_ids), 3)

    def test_who_takes_part_in_no_plan_gets_no_share(self):
        with self._refused("Sara takes part in no commission plan"):
            self._share(self.sara, 10)

    def test_one_document_and_a_share_above_nothing(self):
        move = self.env["account.move"].create(
            {"move_type": "out_invoice", "partner_id": self.customer.id}
        )
        for values in (
            {"order_id": False},
            {"move_id": move.id},
            {"percent": 0},
            {"percent": 101},
        ):
            with (
                self.subTest(values),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                self._share(self.nora, **{"percent": 50, **values})
        share = self._share(self.nora, 50, order_id=False, move_id=move.id)
        self.assertEqual(move.commission_split_ids, share)

    def test_one_share_a_payee(self):
        self._share(self.nora, 50)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._share(self.nora, 10)

    def test_a_copied_order_is_not_shared(self):
        self._share(self.nora, 50)
        self.assertFalse(self.order.copy().commission_split_ids)

    def test_only_payees_are_offered(self):
        share = self._share(self.nora, 50)
        partners = (self.nora | self.nils).partner_id
        self.assertLessEqual(partners, share.allowed_payee_ids)
        self.assertNotIn(self.sara.partner_id, share.allowed_payee_ids)

    def test_shares_of_contacts_that_are_one_become_one(self):
        agents = self.env["res.partner"].create([{"name": "Agencia"}, {"name": "Agencia S.L."}])
        self.env["crm.commission.participant"].create(
            [{"plan_id": self.plan.id, "payee_id": agent.id} for agent in agents]
        )
        values = [
            {"order_id": self.order.id, "payee_id": agent.id, "percent": percent}
            for agent, percent in zip(agents, (30, 20), strict=True)
        ]
        self.env["crm.commission.split"].create(values)
        self.env["base.partner.merge.automatic.wizard"]._merge(agents.ids, agents[0])
        self.env.invalidate_all()
        split = self.order.commission_split_ids
        self.assertEqual((split.payee_id, split.percent), (agents[0], 50))
