from freezegun import freeze_time

from odoo import Command
from odoo.tests import Form, tagged

from .common import CommissionCase


@tagged("-at_install", "post_install")
@freeze_time("2026-10-15 10:00:00")
class TestSplitRights(CommissionCase):
    """A leader shares what the own team sells, with others; and it is seen who has shared."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls._plan_of(cls.nora, cls.nils, cls.lea)
        cls.order, cls.another, cls.of_south = cls.env["sale.order"].create(
            [
                {"partner_id": cls.customer.id, "user_id": rep.id, "team_id": team.id}
                for rep, team in (
                    (cls.nora, cls.north),
                    (cls.nora, cls.north),
                    (cls.sara, cls.south),
                )
            ]
        )
        cls.move = cls.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": cls.customer.id,
                "team_id": cls.north.id,
            }
        )

    def _share(self, payee, percent=50, by=None, **values):
        """A share of the order that a leader gives, unless said otherwise."""
        payee = payee.partner_id if payee._name == "res.users" else payee
        return (
            self.env["crm.commission.split"]
            .with_user(by or self.lea)
            .create(
                {
                    "order_id": self.order.id,
                    "payee_id": payee.id,
                    "percent": percent,
                    **values,
                }
            )
        )

    # -- the own contact -------------------------------------------------------------------------

    def test_a_leader_gives_himself_no_share(self):
        words = "cannot give yourself a share of S.*Lea.*ask a manager"
        with self._refused(words):
            self._share(self.lea)
        with self._refused("cannot give yourself a share of"):
            self._share(self.lea, order_id=False, move_id=self.move.id)
        share = self._share(self.nora)
        with self._refused(words):
            share.payee_id = self.lea.partner_id
        with (
            self._refused(words),
            Form(self.order.with_user(self.lea)) as form,
            form.commission_split_ids.new() as line,
        ):
            line.payee_id = self.lea.partner_id
            line.percent = 10

    def test_nor_the_firm_that_is_paid_for_his_sales(self):
        firm = self.env["res.partner"].create({"name": "Lea S.L."})
        self._take_part(self._plan_of(), self.lea, payee_id=firm.id)
        with self._refused("cannot give yourself a share of .*Lea S.L."):
            self._share(firm)

    def test_a_manager_gives_him_one_which_he_does_not_raise(self):
        share = self._share(self.lea, 10, by=self.max)
        with self._refused("cannot give yourself a share of"):
            share.with_user(self.lea).percent = 90
        self._share(self.nora, 40)  # beside it he still shares with others
        self.assertEqual(self.order.commission_split_ids.mapped("percent"), [10, 40])
        self._take_part(self.plan, self.max)
        self._share(self.max, 10, by=self.max)
        self.assertEqual(len(self.order.commission_split_ids), 3)

    # -- the document ----------------------------------------------------------------------------

    def test_a_share_stays_with_its_document(self):
        share = self._share(self.nora)
        words = "The share of Nora stays with its document"
        for user in (self.lea, self.max):
            for values in (
                {"order_id": self.of_south.id},
                {"order_id": self.another.id},
                {"order_id": False, "move_id": self.move.id},
            ):
                with self.subTest(user.name, values=values), self._refused(words):
                    share.with_user(user).write(values)
        with self._refused(words):
            self.another.with_user(self.max).commission_split_ids = [Command.link(share.id)]
        share.write({"order_id": self.order.id, "percent": 60})  # said again it is no other one
        self.assertEqual((share.order_id, share.percent), (self.order, 60))

    # -- the chatter -----------------------------------------------------------------------------

    def _get_log(self, document):
        """Author, before and after of each note on shares, in their order."""
        self.env.flush_all()
        field = self.env["ir.model.fields"]._get(document._name, "commission_split_ids")
        values = document.message_ids.sudo().tracking_value_ids.filtered(
            lambda value: value.field_id == field
        )
        return [
            (value.mail_message_id.author_id.name, value.old_value_char, value.new_value_char)
            for value in values.sorted("id")
        ]

    def test_who_gave_which_share_to_whom_is_kept(self):
        share = self._share(self.nora, 60)
        self._share(self.nils, 40)
        share.with_user(self.max).percent = 33.3333
        share.with_user(self.lea).unlink()
        self.assertEqual(
            self._get_log(self.order),
            [
                ("Lea", "", "Nora 60 %"),
                ("Lea", "Nora 60 %", "Nora 60 %, Nils 40 %"),
                ("Max", "Nora 60 %, Nils 40 %", "Nora 33.3333 %, Nils 40 %"),
                ("Lea", "Nora 33.3333 %, Nils 40 %", "Nils 40 %"),
            ],
        )

    def test_of_an_invoice_too_and_whatever_the_caller_asks_for(self):
        quiet = {"tracking_disable": True, "mail_notrack": True, "mail_create_nolog": True}
        share = (
            self.env["crm.commission.split"]
            .with_user(self.lea)
            .with_context(**quiet)
            .create({"move_id": self.move.id, "payee_id": self.nora.partner_id.id, "percent": 20})
        )
        share.percent = 20  # nothing changes
        self.assertEqual(self._get_log(self.move), [("Lea", "", "Nora 20 %")])

    def test_it_is_read_by_who_may_see_the_shares(self):
        self._share(self.nora, 60)
        self._get_log(self.order)
        values = self.order.message_ids.sudo().tracking_value_ids
        for user, reads in ((self.lea, True), (self.max, True), (self.nora, False)):
            own = values._filter_has_field_access(self.env(user=user))
            shown = [each["fieldInfo"]["changedField"] for each in own._tracking_value_format()]
            with self.subTest(user.name):
                self.assertEqual("Commission" in shown, reads)

    def test_thirty_shares_cost_as_many_queries_as_two(self):
        orders = self.env["sale.order"].create(
            [
                {"partner_id": self.customer.id, "user_id": self.nora.id, "team_id": self.north.id}
                for _number in range(34)
            ]
        )
        counts = []
        for some in (orders[:2], orders[2:4], orders[4:]):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["crm.commission.split"].create(
                [
                    {"order_id": order.id, "payee_id": self.nora.partner_id.id, "percent": 50}
                    for order in some
                ]
            )
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[2] - counts[1], 3, counts)
