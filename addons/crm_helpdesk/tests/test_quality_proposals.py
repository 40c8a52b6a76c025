from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, tagged

from .common_quality import QualityCase


@tagged("-at_install", "post_install")
class TestQualityProposals(QualityCase, TransactionCase):
    """Three requests of the same category, and cause or product, within 90 days."""

    def test_h19_the_third_within_ninety_days_is_proposed(self):
        # Given requests of 2 July and 20 August,
        first, second = (self.broken_at(f"2026-{day} 10:00") for day in ("07-02", "08-20"))
        self.assertFalse(self.get_proposals())
        # when another comes on 29 September,
        third = self.broken_at("2026-09-29 10:00")
        # then a nonconformity is proposed: the window goes from 1 July until that day
        proposal = self.get_proposals()
        self.assertEqual(proposal.ticket_ids, first | second | third)
        self.assertEqual((str(proposal.since), str(proposal.until)), ("2026-07-01", "2026-09-29"))
        self.assertEqual(proposal.summary, "Embalaje roto: 3 requests in 90 days")
        self.assertEqual(third.proposal_id, proposal)

    def test_h19_a_day_too_old_is_none(self):
        for day in ("06-30", "08-20", "09-29"):
            self.broken_at(f"2026-{day} 10:00")
        self.assertFalse(self.get_proposals())

    def test_the_day_is_that_of_madrid(self):
        # 30 June at 22:30 UTC is half an hour past midnight in Madrid: 1 July
        for day in ("07-01 00:30", "08-20 10:00", "09-29 10:00"):
            self.broken_at(f"2026-{day}")
        self.assertTrue(self.get_proposals())

    def test_a_cause_that_is_found_out_proposes_at_once(self):
        tickets = [self.make_ticket(f"2026-09-0{day} 10:00") for day in (1, 2, 3)]
        for ticket in tickets[:2]:
            ticket.cause_id = self.packing
        with self.at("2026-09-10 10:00"):
            tickets[2].with_user(self.agent).cause_id = self.packing
        self.assertEqual(self.get_proposals().cause_id, self.packing)

    def test_the_company_says_how_many_in_how_many_days(self):
        self.company.write({"helpdesk_capa_n": 2, "helpdesk_capa_days": 10})
        for day in ("09-01", "09-12"):
            self.broken_at(f"2026-{day} 10:00")
        self.assertFalse(self.get_proposals())
        self.broken_at("2026-09-13 10:00")
        self.assertEqual(len(self.get_proposals().ticket_ids), 2)

    def test_spam_and_other_companies_do_not_count(self):
        spam = self.broken_at("2026-09-01 10:00")
        spam.action_cancel()
        for day in (2, 3):
            self.broken_at(f"2026-09-0{day} 10:00")
        self.assertFalse(self.get_proposals())

    def test_the_night_finds_what_nobody_touched_and_nothing_twice(self):
        self.company.helpdesk_capa_n = 4
        for day in (1, 2, 3):
            self.broken_at(f"2026-09-0{day} 10:00")
        self.company.helpdesk_capa_n = 3
        with self.at("2026-09-10 03:00"):
            for _night in range(2):
                self.run_cron("ir_cron_helpdesk_proposals")
                self.assertEqual(len(self.get_proposals()), 1)

    def test_a_fourth_joins_the_proposal_that_waits(self):
        for day in (1, 2, 3, 4):
            self.broken_at(f"2026-09-0{day} 10:00")
        self.assertEqual(len(self.get_proposals().ticket_ids), 4)

    def test_not_now_needs_a_reason_and_as_many_new_requests(self):
        for day in (1, 2, 3):
            self.broken_at(f"2026-09-0{day} 10:00")
        proposal = self.get_proposals().with_user(self.officer)
        with self.assertRaisesRegex(UserError, "Say why not"):
            proposal.dismiss(" ")
        proposal.dismiss("El proveedor ya ha cambiado")
        for day in (4, 5):
            self.broken_at(f"2026-09-0{day} 10:00")
        self.assertFalse(self.get_proposals())
        self.broken_at("2026-09-06 10:00")
        self.assertEqual(len(self.get_proposals().ticket_ids), 3)
        self.assertEqual(self.get_proposals("dismissed").reason, "El proveedor ya ha cambiado")

    def test_opened_it_has_the_requests_and_is_decided(self):
        tickets = self.env["crm.helpdesk.ticket"].union(
            *(
                self.broken_at(f"2026-09-0{day} 10:00", product_id=self.tomato.id)
                for day in (1, 2, 3)
            )
        )
        proposal = self.get_proposals().with_user(self.officer)
        action = proposal.action_open()
        found = self.env["crm.helpdesk.nonconformity"].browse(action["res_id"])
        self.assertEqual(found.ticket_ids, tickets)
        self.assertEqual(
            (found.category_id, found.product_id, found.owner_id, found.partner_id),
            (self.broken, self.tomato, self.officer, self.customer),
        )
        self.assertRegex(found.number, r"^NC-\d{4}-\d{3}$")
        self.assertEqual((proposal.state, proposal.nonconformity_id), ("opened", found))
        with self.assertRaisesRegex(UserError, "decided already"):
            proposal.action_open()
        # they have one: nothing is proposed for them again
        with self.at("2026-09-10 10:00"):
            self.run_cron("ir_cron_helpdesk_proposals")
        self.assertFalse(self.get_proposals())

    def test_a_complaint_of_high_priority_is_enough_alone(self):
        ticket = self.broken_at("2026-09-01 10:00", kind="complaint", priority="2")
        self.assertEqual(self.get_proposals().why, "severe_complaint")
        self.assertEqual(self.get_proposals().ticket_ids, ticket)
        self.broken_at("2026-09-01 11:00", kind="complaint", priority="1")
        self.assertEqual(len(self.get_proposals()), 1)

    def test_a_low_score_is_proposed_once(self):
        ticket = self.broken_at("2026-09-01 10:00")
        with self.at("2026-09-02 10:00"):
            for _twice in range(2):
                found = ticket._propose_nonconformity("low_score")
                self.assertEqual(found.why, "low_score")
        self.assertEqual(len(self.get_proposals()), 1)
        found.dismiss("One bad day")
        self.assertFalse(ticket._propose_nonconformity("low_score"))

    def test_an_agent_asks_and_does_not_open(self):
        ticket = self.broken_at("2026-09-01 10:00").with_user(self.agent)
        with self.assertRaises(AccessError):
            ticket.action_open_nonconformity()
        ticket.action_ask_for_nonconformity()
        proposal = self.get_proposals()
        self.assertEqual(proposal.why, "asked")
        with self.assertRaises(AccessError):
            proposal.with_user(self.agent).action_open()
        proposal.with_user(self.supervisor).dismiss("Known")
        with self.assertRaisesRegex(UserError, "Not now, because: Known"):
            ticket.action_ask_for_nonconformity()

    def test_nobody_writes_a_proposal(self):
        for day in (1, 2, 3):
            self.broken_at(f"2026-09-0{day} 10:00")
        proposal = self.get_proposals()
        with self.assertRaises(UserError):
            proposal.state = "dismissed"
        with self.assertRaises(UserError):
            proposal.copy()
