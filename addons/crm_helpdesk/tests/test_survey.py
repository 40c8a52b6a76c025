from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, tagged

from .common import shown
from .common_survey import LINK, SurveyCase


@tagged("-at_install", "post_install")
class TestSurvey(SurveyCase, TransactionCase):
    """A customer is asked once about each request, and by the button alone answers."""

    def overview(self, user=None):
        with self.at("2026-10-20 10:00"):
            overview = self.env["crm.helpdesk.survey.overview"].with_user(user or self.supervisor)
            context = {"allowed_company_ids": self.company.ids, "lang": "es_ES"}
            page = overview.with_context(**context).get_overview()
        return {each["kind"]: each for each in page["kinds"]}

    def test_h20_csat(self):
        # Given five customers who score 5, 5, 4, 3 and 1,
        self.give_scores([5, 5, 4, 3, 1])
        # then three of five are satisfied, and all have answered
        shown_csat = self.overview()["csat"]
        self.assertEqual(shown_csat["figure"]["text"], "60\N{NO-BREAK SPACE}%")
        self.assertEqual(shown_csat["figure"]["n"], 5)
        self.assertEqual(shown_csat["response"]["answered"], 5)
        self.assertEqual(shown_csat["teams"][0]["name"], "Soporte")

    def test_h20_nps(self):
        # Given recommendations of 10, 9, 9, 8, 7, 6 and 3,
        self.company.helpdesk_survey_kind = "nps"
        self.give_scores([10, 9, 9, 8, 7, 6, 3])
        # then it is three less two of seven
        self.assertEqual(self.overview()["nps"]["figure"]["text"], "+14")

    def test_ces_is_a_mean(self):
        self.company.helpdesk_survey_kind = "ces"
        self.give_scores([7, 6, 2])
        self.assertEqual(self.overview()["ces"]["figure"]["text"], "5,0")

    def test_asked_an_hour_of_work_later(self):
        # Given a request that is solved on Friday at 18:30, with a holiday on Monday,
        request = self.make_request("2026-10-09 18:30")
        # then half an hour counts on Friday, half an hour on Tuesday
        self.assertEqual(shown(request.send_at), "2026-10-13 09:30")
        self.assertFalse(self.send("2026-10-13 09:29"))
        self.assertTrue(self.send("2026-10-13 09:31"))
        self.assertEqual(request.state, "sent")
        self.assertEqual(shown(request.expires_at), "2026-10-27 08:31")  # winter time

    def test_the_mail_alone_has_the_link(self):
        request = self.make_request()
        token = self.send()[request]
        # the conversation has nothing of it, and the database has the hash
        self.assertNotIn("rate", "".join(request.ticket_id.message_ids.mapped("body")))
        self.assertNotIn(token, str(request.read()))
        self.assertEqual(len(request.token_hash), 64)
        mail = self.mails
        self.assertFalse(mail.res_id or mail.model)
        self.assertTrue(mail.auto_delete)
        self.assertIn("Auto-Submitted", mail.headers)
        scores = [found for _token, found in LINK.findall(mail.body_html) if found]
        self.assertEqual(scores, ["1", "2", "3", "4", "5"])

    def test_the_mail_is_in_the_language_of_the_customer(self):
        self.make_request(partner_id=self.make_contact(lang="es_ES").id)
        self.send()
        self.assertIn("satisfecho", self.mails.body_html)

    def test_each_link_takes_one_answer(self):
        request = self.make_request()
        token = self.send()[request]
        self.assertTrue(self.score(token, 4, "Quick."))
        self.assertFalse(self.score(token, 1))
        answer = request.ticket_id.survey_answer_ids
        self.assertEqual((answer.score, answer.comment, request.state), (4, "Quick.", "answered"))
        self.assertEqual(
            (answer.team_id, answer.user_id, answer.partner_id),
            (self.support, self.agent, request.partner_id),
        )

    def test_opened_again_before_it_is_asked(self):
        request = self.make_request()
        with self.at("2026-10-05 10:30"):
            request.ticket_id.action_reopen()
        self.assertEqual((request.state, request.reason), ("cancelled", "reopened"))
        self.assertFalse(self.send())
        # and it is asked about once it is solved
        with self.at("2026-10-06 10:00"):
            request.ticket_id.action_resolve()
        self.assertIn(request, self.send("2026-10-06 11:30"))

    def test_opened_again_after_the_answer(self):
        request = self.make_request()
        self.score(self.send()[request], 5)
        with self.at("2026-10-06 10:00"):
            request.ticket_id.action_reopen()
        # then the answer stays and says so, and nobody is asked again
        self.assertTrue(request.ticket_id.survey_answer_ids.reopened_after)
        with self.at("2026-12-06 10:00"):
            request.ticket_id.action_resolve()
        self.assertFalse(self.send("2026-12-09 10:00"))
        self.assertEqual(request.state, "answered")

    def test_one_question_a_contact_in_thirty_days(self):
        contact = self.make_contact()
        first = self.make_request(partner_id=contact.id)
        second = self.make_request(partner_id=contact.id)
        self.assertEqual(set(self.send()), {first})
        self.assertEqual((second.state, second.reason), ("cancelled", "quota"))
        late = self.make_request("2026-11-03 10:00", partner_id=contact.id)
        self.assertFalse(self.send("2026-11-03 12:00"))
        self.assertEqual(late.reason, "quota")
        later = self.make_request("2026-11-05 10:00", partner_id=contact.id)
        self.assertIn(later, self.send("2026-11-05 12:00"))

    def test_the_same_address_is_the_same_contact(self):
        self.make_request(partner_id=False, partner_email="lorea@example.com")
        other = self.make_request(partner_id=self.contact.id)
        self.assertEqual(len(self.send()), 1)
        self.assertEqual(other.reason, "quota")

    def test_who_is_not_asked(self):
        ours = self.make_request(partner_id=self.agent.partner_id.id)
        without = self.make_request(partner_id=self.make_contact(email=False).id)
        ours_by_mail = self.make_request(partner_id=False, partner_email=self.agent.email)
        silent = self.make_request()
        silent.ticket_id._by_flow().auto_closed = True
        merged = self.make_request()
        merged.ticket_id._by_flow().merged_into_id = self.make_request().ticket_id
        cancelled = self.make_request()
        cancelled.ticket_id.action_cancel()
        self.assertEqual(len(self.send()), 1)
        reasons = [
            (ours, "internal"), (without, "no_address"), (ours_by_mail, "internal"),
            (silent, "auto_closed"), (merged, "merged"), (cancelled, "not_resolved"),
        ]  # fmt: skip
        for request, reason in reasons:
            with self.subTest(reason=reason):
                self.assertEqual((request.state, request.reason), ("cancelled", reason))

    def test_what_is_asked_by_department_and_kind(self):
        rules = self.env["crm.helpdesk.survey.rule"]
        common = {"company_id": self.company.id}
        rules.create({**common, "team_id": self.support.id, "kind": "ces"})
        rules.create({**common, "team_id": self.support.id, "ticket_kind": "complaint",
                      "kind": "none"})  # fmt: skip
        rules.create({**common, "ticket_kind": "suggestion", "kind": "nps"})
        self.assertEqual(self.make_request(kind="incident").kind, "ces")
        self.assertFalse(self.make_request(kind="complaint"))
        self.assertEqual(self.make_request(kind="suggestion", team_id=self.quality.id).kind, "nps")
        self.assertEqual(self.make_request(team_id=self.quality.id).kind, "csat")

    def test_a_question_that_nobody_answers_expires(self):
        request = self.make_request()
        token = self.send()[request]
        self.assertFalse(self.score(token, 5, text="2026-10-19 12:01"))
        self.send("2026-10-19 13:00")
        self.assertEqual(request.state, "expired")

    def test_a_mail_that_comes_back(self):
        request, other = self.make_request(), self.make_request()
        self.send()
        self.env["mail.thread"]._routing_handle_bounce(
            False,
            {
                "bounced_email": False,
                "bounced_partner": self.env["res.partner"],
                "bounced_msg_ids": [request.message_uid],
                "bounced_message": self.env["mail.message"],
                **dict.fromkeys(("email_from", "to", "message_id"), ""),
            },
        )
        self.assertEqual((request.state, other.state), ("bounced", "sent"))
        # it does not count as asked
        self.assertEqual(self.overview()["csat"]["response"]["of"], 1)

    def test_an_address_that_the_mail_server_refuses(self):
        request = self.make_request()
        self.send()
        mail = self.env["mail.mail"].create({"message_id": request.message_uid})
        mail._postprocess_sent_message([], [], failure_type="mail_email_invalid")
        self.assertEqual(request.state, "bounced")

    def test_a_low_score_is_called_back_within_a_working_day(self):
        # Given a department that Ane leads, when a customer scores 2 on Friday before a holiday,
        self.support.leader_id = self.supervisor
        request = self.make_request("2026-10-09 10:00")
        self.score(self.send("2026-10-09 12:00")[request], 2, text="2026-10-09 18:00")
        # then she has a task for Tuesday, which the agent does not see at the request
        answer = request.ticket_id.survey_answer_ids
        task = answer.activity_ids
        self.assertEqual((task.user_id, str(task.date_deadline)), (self.supervisor, "2026-10-13"))
        self.assertFalse(request.ticket_id.activity_ids)

    def test_a_low_score_proposes_a_nonconformity_where_the_company_wants_it(self):
        proposals = self.env["crm.helpdesk.nonconformity.proposal"]
        mine = [("company_id", "=", self.company.id), ("why", "=", "low_score")]
        for wanted, score, expected in ((False, 1, 0), (True, 3, 0), (True, 2, 1)):
            with self.subTest(wanted=wanted, score=score):
                self.company.helpdesk_survey_proposes_nc = wanted
                request = self.make_request()
                self.score(self.send()[request], score)
                self.assertEqual(proposals.search_count(mine), expected)

    def test_a_leader_does_not_judge_himself(self):
        self.support.leader_id = self.agent
        request = self.make_request()
        self.score(self.send()[request], 1)
        task = request.ticket_id.survey_answer_ids.activity_ids
        self.assertEqual(task.user_id, self.supervisor)

    def test_a_fair_score_is_no_task(self):
        request = self.make_request()
        self.score(self.send()[request], 3)
        self.assertFalse(request.ticket_id.survey_answer_ids.activity_ids)

    def test_nobody_writes_what_was_asked_or_answered(self):
        answers = self.give_scores([5])
        for user in (self.agent, self.supervisor, self.officer):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                answers.with_user(user).score = 1
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                answers.request_id.with_user(user).state = "cancelled"

    def test_an_agent_does_not_send_the_link_to_himself(self):
        request = self.make_request()
        request.ticket_id.with_user(self.agent).partner_email = "me@elsewhere.example"
        self.send()
        self.assertIn(request.partner_id.email, self.mails.email_to)

    def test_the_job_runs_twice_and_nobody_gets_two_mails(self):
        for _each in range(3):
            self.make_request()
        self.assertEqual(len(self.send()), 3)
        self.assertFalse(self.send("2026-10-05 12:05"))
