from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, new_test_user, tagged

from ..engine import arrivals
from .common_mail import HelpdeskMailCase


@tagged("-at_install", "post_install")
class TestIntake(HelpdeskMailCase, TransactionCase):
    """The ledger: each channel has its rows, people decide, and the balance names what differs."""

    def test_each_channel_has_a_row(self):
        # given a request by an agent, one by telephone and one by mail
        self.make_ticket("2026-10-05 10:00")
        self.make_ticket("2026-10-05 11:00", channel="phone")
        self.receive()
        # then each has one row, and all are accounted for
        rows = self.intake.search([("company_id", "=", self.company.id)])
        self.assertEqual(sorted(rows.mapped("channel")), ["agent", "email", "phone"])
        self.assertEqual(set(rows.mapped("verdict")), {"accepted"})
        self.assert_balanced(received=3, ticketed=3)
        self.assertEqual(self.balance().light, "green")

    def test_the_same_mail_twice_is_one(self):
        mail = self.mail()
        row = self.receive(mail)
        self.assertFalse(self.receive(mail))
        self.assert_balanced(received=1, ticketed=1)
        # nor does one without Message-Id come twice
        del mail["Message-Id"]
        again = self.receive(mail)
        self.assertTrue(again.message_uid.startswith("sha256:"))
        self.assertFalse(self.receive(mail))
        self.assertNotEqual(row.ticket_id, again.ticket_id)
        self.assert_balanced(received=2, ticketed=2)

    def test_one_mail_in_two_boxes(self):
        mail = self.mail().as_bytes()
        row = self.receive(mail)
        self.env["mail.thread"].with_context(default_fetchmail_server_id=7).message_process(
            False, mail
        )
        other = self.intake.search([("mailbox", "=", "fetchmail-7")])
        self.assertEqual((other.verdict, other.cause), ("appended", "duplicate"))
        self.assertEqual(other.ticket_id, row.ticket_id)
        self.assert_balanced(received=2, ticketed=1, appended=1)

    def test_a_machine_waits_until_somebody_decides(self):
        row = self.receive(Precedence="bulk", files={"price.pdf": b"%PDF-"})
        self.assertEqual((row.verdict, row.cause, row.ticket_id.id), ("quarantined", "bulk", False))
        self.assertEqual(self.balance().light, "amber")
        # an agent reads it and decides nothing
        self.assertEqual(row.with_user(self.agent).subject, "Broken boxes")
        for step in ("action_make_ticket", "action_discard", "action_append"):
            with self.assertRaises(AccessError):
                getattr(row.with_user(self.agent), step)()
        # a supervisor makes a request of it, with all that it holds
        row.with_user(self.supervisor).action_make_ticket()
        self.assertEqual((row.verdict, row.decided_by), ("accepted", self.supervisor))
        self.assertEqual(row.ticket_id.message_attachment_count, 1)
        self.assertFalse(row.acknowledgement)
        with self.assertRaisesRegex(UserError, "already"):
            row.with_user(self.supervisor).action_discard()
        self.assert_balanced(received=1, ticketed=1)

    def test_what_waits_is_appended(self):
        ticket = self.make_ticket("2026-10-05 10:00")
        row = self.receive(Precedence="bulk", body="Your parcel was delivered.")
        action = row.with_user(self.supervisor).action_append()
        wizard = self.env["crm.helpdesk.intake.append"].with_user(self.supervisor)
        wizard.with_context(**action["context"]).create({"ticket_id": ticket.id}).action_append()
        self.assertEqual((row.verdict, row.ticket_id), ("appended", ticket))
        self.assertIn("Your parcel was delivered.", ticket.message_ids[0].body)

    def test_what_is_discarded_has_a_name(self):
        row = self.receive(Precedence="bulk", sender="x@spam.example")
        row.with_user(self.supervisor).action_discard_and_hold_back()
        self.assertEqual((row.verdict, row.decided_by), ("discarded", self.supervisor))
        self.assert_balanced(received=1, discarded=1)
        # and what he writes from now on waits
        row = self.receive(sender="x@spam.example")
        self.assertEqual((row.verdict, row.cause), ("quarantined", "blocklist"))
        # a row is neither written nor deleted by hand
        for step in (lambda: row.write({"verdict": "accepted"}), row.unlink):
            with self.assertRaises(UserError):
                step()

    def test_a_lost_row_turns_the_light_red(self):
        row = self.receive()
        self.env.cr.execute("DELETE FROM crm_helpdesk_intake WHERE id = %s", [row.id])
        page = self.balance()
        self.assertEqual((page.light, page.gap_not_recorded), ("red", 1))

    def test_who_discarded_it_is_known_or_it_is_red(self):
        row = self.receive(Precedence="bulk")
        row._by_flow().write({"verdict": "discarded"})
        page = self.balance()
        self.assertEqual((page.light, page.gap_discarded_by_nobody), ("red", 1))
        action = page.with_context(part="discarded_by_nobody").action_open_part()
        self.assertEqual(self.intake.search(action["domain"]), row)

    def test_days_are_folded_and_add_up(self):
        with self.at("2026-10-05 10:00"):
            self.receive()
            self.receive()
        days = self.env["crm.helpdesk.intake.day"]
        days._fold()
        rows = days.search([("company_id", "=", self.company.id)])
        self.assertEqual(rows.mapped("received"), [2])

    def test_who_reads_what(self):
        row = self.receive()
        other = self.receive(to="calidad@ormaza.example")
        for user, seen in (
            (self.agent, row),
            (self.supervisor, row | other),
            (self.officer, row | other),
        ):
            found = self.intake.with_user(user).search([("id", "in", (row | other).ids)])
            self.assertEqual(found, seen)
        reporter = self._make_user("rep", "crm_helpdesk.group_helpdesk_user")
        portal = new_test_user(self.env, "helpdesk_portal_mail", "base.group_portal")
        for user in (reporter, portal, self.env.ref("base.public_user")):
            with self.assertRaises(AccessError):
                self.intake.with_user(user).search([])
        with self.assertRaises(AccessError):
            row.with_user(self.officer).action_discard()
        # the bytes are read by whoever reads the row
        self.assertTrue(row.with_user(self.agent).raw)
        with self.assertRaises(AccessError):
            other.with_user(self.agent).raw  # noqa: B018 reading it is what is refused

    def test_another_company_sees_nothing(self):
        row = self.receive()
        company = self.env["res.company"].create({"name": "Other"})
        user = new_test_user(
            self.env, "helpdesk_other", "base.group_user,crm_helpdesk.group_helpdesk_supervisor",
            company_id=company.id, company_ids=[(6, 0, company.ids)],
        )  # fmt: skip
        rows = self.intake.with_user(user).with_context(allowed_company_ids=company.ids)
        self.assertFalse(rows.search([("id", "=", row.id)]))

    def test_large_and_unsafe_files_stay_behind(self):
        self.company.helpdesk_max_mail_mb = 1
        files = {"film.mp4": b"x" * 2_000_000, "photo.jpg": b"y" * 1000, "run.exe": b"MZ"}
        row = self.receive(files=files)
        self.assertEqual((row.verdict, row.cause), ("accepted", "oversized"))
        self.assertEqual(row.left_out[0], ["film.mp4", 2_000_000, "too_large"])
        self.assertEqual(row.left_out[1], ["run.exe", 2, "blocked"])
        self.assertEqual(row.ticket_id.message_ids.attachment_ids.mapped("name"), ["photo.jpg"])
        self.assertEqual(row.ticket_id.left_out_count, 2)
        self.assertGreater(row.size, 2_000_000)

    def test_a_mail_whose_reader_was_killed_is_read_again(self):
        # given a mail that was kept, and a server that was killed before it read it
        arrival = arrivals.read(self.mail().as_bytes())
        with self.at("2026-10-05 10:00"):
            number, _is_new = self.intake._receive_mail(
                arrival, self.company.id, self.support.id, ""
            )
        row = self.intake.browse(number)
        # when the job runs while somebody may still be reading it, then it is left alone
        with self.at("2026-10-05 10:09"):
            self.run_cron("ir_cron_helpdesk_replay")
        self.assertEqual((row.verdict, row.cause), ("failed", "interrupted"))
        # when it runs later, then it is a request, and once
        for time in ("10:11", "10:30"):
            with self.at(f"2026-10-05 {time}"):
                self.run_cron("ir_cron_helpdesk_replay")
        self.assertEqual((row.verdict, row.ticket_id.name), ("replayed", "Broken boxes"))
        tickets = self.env["crm.helpdesk.ticket"].search([("company_id", "=", self.company.id)])
        self.assertEqual(tickets, row.ticket_id)
        self.assert_balanced(received=1, ticketed=1)

    def test_who_asks_to_be_forgotten_leaves_no_mail(self):
        row = self.receive()
        self.assertTrue(self.contact._crm_export()["entries"])
        self.assertEqual(self.contact._crm_erase()["entries"], 1)
        self.assertEqual((row.sender, row.subject, row._read_raw()), (False, False, b""))
        self.assert_balanced(received=1, ticketed=1)
