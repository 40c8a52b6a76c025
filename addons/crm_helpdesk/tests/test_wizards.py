from odoo.exceptions import UserError
from odoo.tests import Form, TransactionCase, tagged

from .common_work import WorkCase


@tagged("-at_install", "post_install")
class TestWizards(WorkCase, TransactionCase):
    """The questions before a step, as an agent gets them."""

    def setUp(self):
        super().setUp()
        self.ticket = self.make_ticket("2026-10-05 10:00", user_id=self.ana.id)

    def form(self, name):
        context = {"active_model": self.ticket._name, "active_ids": self.ticket.ids}
        model = self.env[f"crm.helpdesk.{name}.wizard"].with_user(self.ana)
        return Form(model.with_context(**context))

    def test_transfer(self):
        form = self.form("transfer")
        form.team_id, form.reason = self.quality, "It is the packaging"
        form.save().action_apply()
        self.assertEqual(self.ticket.team_id, self.quality)
        self.assertEqual(self.ticket.transfer_ids.reason, "It is the packaging")

    def test_wait_for_others(self):
        form = self.form("wait")
        form.reason = "The carrier"
        form.save().action_apply()
        self.assertEqual(
            (self.ticket.state, self.ticket.waits_for), ("pending_third", "The carrier")
        )

    def test_resolve_with_a_cause_and_an_answer(self):
        cause = self.env["crm.helpdesk.cause"].create({"name": "Film too thin"})
        self.ticket.with_user(self.ana).action_open()
        form = self.form("resolve")
        form.kind, form.cause_id, form.answer = (
            "refunded",
            cause,
            "<p>Another box is on its way</p>",
        )
        form.save().action_apply()
        self.assertEqual(
            (self.ticket.state, self.ticket.resolution_kind, self.ticket.cause_id),
            ("resolved", "refunded", cause),
        )
        self.assertEqual(self.ticket.answer_count, 1)
        self.assertNotIn("silence", dict(form.save()._get_kinds()))

    def test_an_answer_that_is_prepared(self):
        # Given an answer of Soporte and one of Calidad,
        ours, theirs = self.env["mail.template"].create(
            [
                {
                    "name": name,
                    "model_id": self.env["ir.model"]._get_id(self.ticket._name),
                    "helpdesk_team_ids": team.ids,
                    "body_html": '<p>Hello <t t-out="object.partner_id.name"/>, about '
                    '<t t-out="object.number"/></p>',
                }
                for name, team in (("Photo, please", self.support), ("Sample", self.quality))
            ]
        )
        # when Ana chooses hers, it is filled in and stays hers to change,
        form = self.form("answer")
        form.template_id = ours
        self.assertIn(f"Hello Lorea Saiz, about {self.ticket.number}", form.body)
        form.then = "wait"
        with self.at("2026-10-05 10:30"):
            form.save().action_apply()
        # then the customer gets it and the request waits
        self.assertEqual((self.ticket.state, self.ticket.answer_count), ("pending_customer", 1))
        message = self.ticket.message_ids.filtered(lambda each: each.message_type == "comment")
        self.assertEqual(message.author_id, self.ana.partner_id)
        self.assertIn(self.contact, message.notified_partner_ids)
        found = self.env["mail.template"].search(
            [
                ("model", "=", self.ticket._name),
                "|",
                ("helpdesk_team_ids", "=", False),
                ("helpdesk_team_ids", "in", self.support.ids),
            ]
        )
        self.assertIn(ours, found)
        self.assertNotIn(theirs, found)

    def test_nothing_is_not_sent(self):
        with self.assertRaisesRegex(UserError, "Write something"):
            self.form("answer").save().action_apply()

    def test_nobody_to_write_to(self):
        ticket = self.make_ticket("2026-10-05 10:00", partner_id=False)
        with self.assertRaisesRegex(UserError, "nobody knows where to write to"):
            self.wizard("answer", ticket, body="<p>Hello</p>").action_apply()

    def test_a_stranger_is_answered_by_address(self):
        ticket = self.make_ticket(
            "2026-10-05 10:00", partner_id=False, partner_email="x@example.com"
        )
        with self.mock_mail_gateway():
            self.wizard("answer", ticket, body="<p>Hello</p>").action_apply()
        self.assertEqual(self._new_mails.mapped("email_to"), ["x@example.com"])
        self.assertEqual(ticket.answer_count, 1)
