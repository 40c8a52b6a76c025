from odoo.tests import TransactionCase, tagged

from .common_work import WorkCase


@tagged("-at_install", "post_install")
class TestUpkeep(WorkCase, TransactionCase):
    """People who leave, customers that are one, and what is written as a contact."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.boss = cls._make_user(
            "boss", "sales_team.group_sale_manager,crm_helpdesk.group_helpdesk_supervisor"
        )
        cls.quality_member = cls.env["crm.helpdesk.member"].create(
            {"team_id": cls.quality.id, "user_id": cls.ana.id}
        )

    def hand_over(self, user, receiver):
        person = user.with_user(self.boss)
        keys = [item["key"] for item in person._crm_handover_items() if "helpdesk" in item["key"]]
        return person.crm_hand_over(dict.fromkeys(keys, receiver.id))

    def test_who_leaves_gives_requests_places_and_departments_to_another(self):
        # Given Ana in Soporte and Calidad, with one open request in each and one that is done,
        ours = self.make_ticket("2026-10-05 10:00", user_id=self.ana.id)
        done = self.make_ticket("2026-10-05 10:00", user_id=self.ana.id)
        done.action_open()
        done.action_resolve()
        theirs = self.make_ticket("2026-10-05 10:00", team_id=self.quality.id, user_id=self.ana.id)
        ours.activity_schedule(user_id=self.ana.id, summary="Ring")
        # when she leaves and Berta of Soporte takes over,
        counts = self.hand_over(self.ana, self.berta)
        # then Berta has her place in Calidad and both open requests; what is done stays Ana's
        self.assertEqual(counts["helpdesk_members"], 2)
        self.assertEqual(self.quality.member_user_ids, self.berta)
        self.assertNotIn(self.ana, self.support.member_user_ids)
        self.assertEqual((ours.user_id, theirs.user_id, done.user_id),
                         (self.berta, self.berta, self.ana))  # fmt: skip
        self.assertEqual(ours.activity_ids.user_id, self.berta)
        self.assertFalse(any(self.hand_over(self.ana, self.berta).values()))

    def test_a_supervisor_leaves(self):
        self.hand_over(self.leo, self.boss)
        self.assertEqual(self.support.leader_id, self.boss)

    def test_who_manages_sales_alone_hands_over_no_requests(self):
        seller = self._make_user("seller", "sales_team.group_sale_salesman_all_leads")
        keys = [item["key"] for item in self.ana.with_user(seller)._crm_handover_items()]
        self.assertFalse([key for key in keys if key.startswith("helpdesk")])

    def test_customers_that_turn_out_to_be_one(self):
        twin = self.env["res.partner"].create({"name": "Pena Blanca", "is_company": True})
        ticket = self.make_ticket("2026-10-05 10:00", partner_id=twin.id)
        ticket.collaborator_ids = self.customer
        self.env["base.partner.merge.automatic.wizard"]._merge(
            (twin | self.customer).ids, self.customer
        )
        self.env.invalidate_all()
        self.assertEqual(
            (ticket.partner_id, ticket.commercial_partner_id, len(ticket.collaborator_ids)),
            (self.customer, self.customer, 0),
        )

    def test_what_is_written_is_a_contact_with_the_customer(self):
        self.ana.group_ids = [(4, self.env.ref("sales_team.group_sale_salesman").id)]
        ticket = self.make_ticket("2026-10-05 10:00", user_id=self.ana.id)
        with self.at("2026-10-05 11:00"):
            self.reply(ticket)
        self.assertEqual(str(self.contact.last_inbound_at), "2026-10-05 09:00:00")
        with self.at("2026-10-05 12:00"):
            answer = self.answer(ticket, self.ana)
            self.answer(ticket, self.berta)  # who does not sell has no history of actions
        actions = self.env["crm.action"].search([("partner_id", "=", self.contact.id)])
        self.assertEqual(actions.user_id, self.ana)
        self.assertEqual(actions.touch_key, f"mail:{answer.sudo().message_id}")

    def test_who_has_neither_number_nor_address_is_nobody_else(self):
        # Given strangers without a number, and one without an address,
        others = self.make_ticket(
            "2026-10-05 10:00", partner_id=False, partner_email="x@example.com"
        ) | self.make_ticket("2026-10-05 10:00", partner_id=False, partner_phone="600 000 000")
        # when somebody is erased who has neither, then they stay as they are
        nameless = self.env["res.partner"].create({"name": "Cook"})
        (self.contact | nameless)._crm_erase()
        self.assertEqual(others.mapped("name"), ["Two boxes of tomato arrived broken"] * 2)
        self.assertEqual(others[0].partner_email, "x@example.com")

    def test_erased_and_its_figures_stay(self):
        ticket = self.make_ticket("2026-10-05 10:00", user_id=self.ana.id)
        with self.at("2026-10-05 10:22"):
            self.answer(ticket, self.ana)
        exported = self.contact._crm_export()["requests"]
        self.assertEqual(exported[0]["number"], ticket.number)
        self.contact._crm_erase()
        self.assertFalse(ticket.description or ticket.partner_email or ticket.partner_name)
        self.assertEqual(ticket.answer_count, 1)
        self.assertEqual(self.clock(ticket, "first_response").accrued_s, 22 * 60)
