import re

from odoo import fields
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common_survey import SurveyCase

PAGE = re.compile(r'data-page="(\w+)"')
CSRF = re.compile(r'name="csrf_token" value="([^"]+)"')


def shown(answer):
    """Which of its pages it is, whatever the language."""
    return PAGE.search(answer.text)[1]


@tagged("-at_install", "post_install")
class TestSurveyPage(SurveyCase, HttpCase):
    """What a customer, a scanner of mails and a stranger get at the address of a question."""

    def setUp(self):
        super().setUp()
        self.contact_spain = self.make_contact(lang="es_ES")

    def run_cron(self, name):
        """The server of the test has the connection of the test already."""
        self.env.flush_all()
        self.env.ref(f"crm_helpdesk.{name}").method_direct_trigger()
        self.env.invalidate_all()

    def ask(self, **values):
        """A question that is sent now, and its token."""
        now = fields.Datetime.now()
        request = self.make_request(f"{now:%Y-%m-%d} 10:00", **values)
        request.send_at = now
        [(found, token)] = self.send(f"{now:%Y-%m-%d} 23:59").items()
        found.expires_at = fields.Datetime.add(now, days=14)
        return found, token

    def get(self, token, query=""):
        return self.url_open(f"/requests/rate/{token}{query}")

    def post(self, token, page=None, **values):
        page = page or self.get(token)
        data = {"csrf_token": CSRF.search(page.text)[1], **values}
        return self.url_open(f"/requests/rate/{token}", data=data)

    def count(self):
        return self.env["crm.helpdesk.survey.answer"].search_count(
            [("company_id", "=", self.company.id)]
        )

    def test_h20_scanners_do_not_vote(self):
        # Given a question of which a scanner opens each of five links, twice
        request, token = self.ask()
        for score in (*range(1, 6), *range(1, 6)):
            answer = self.get(token, f"?score={score}")
            self.assertEqual(answer.status_code, 200)
            self.assertEqual(self.opener.head(answer.url).status_code, 200)
        # then there is no answer, and the customer may still give one
        self.assertEqual((self.count(), request.state), (0, "sent"))

    def test_the_score_of_the_mail_is_chosen_and_confirmed(self):
        request, token = self.ask(partner_id=self.contact_spain.id)
        page = self.get(token, "?score=4")
        chosen = re.search(r'<input[^>]*value="4"[^>]*>', page.text)[0]
        self.assertIn("checked", chosen)
        self.assertIn('lang="es-ES"', page.text)
        self.assertIn("Enviar", page.text)
        thanks = self.post(token, page, score="4", comment="Rápidos.")
        self.assertIn("done=1", thanks.url)
        self.assertIn("Gracias", thanks.text)
        answer = request.ticket_id.survey_answer_ids
        self.assertEqual((answer.score, answer.comment), (4, "Rápidos."))

    def test_the_second_time_the_customer_is_told_so(self):
        request, token = self.ask()
        page = self.get(token)
        self.post(token, page, score="5")
        again = self.post(token, page, score="1")
        self.assertEqual(shown(again), "used")
        self.assertEqual(shown(self.get(token)), "used")
        self.assertEqual((self.count(), request.ticket_id.survey_answer_ids.score), (1, 5))

    def test_without_a_score_nothing_is_taken(self):
        request, token = self.ask()
        for values in ({}, {"score": "9"}, {"score": "4.5"}, {"score": "x"}, {"score": "-1"}):
            with self.subTest(values=values):
                page = self.post(token, comment="Never <b>mind</b>", **values)
                self.assertEqual(shown(page), "missing")
                self.assertIn("Never &lt;b&gt;mind", page.text)
        self.assertEqual((self.count(), request.state), (0, "sent"))

    def test_a_form_of_another_page_is_refused(self):
        request, token = self.ask()
        with mute_logger("odoo.http"):
            answer = self.url_open(f"/requests/rate/{token}", data={"score": "5"})
        self.assertEqual(answer.status_code, 400)
        self.assertEqual((self.count(), request.state), (0, "sent"))

    def test_unknown_and_expired_links_say_so(self):
        request, token = self.ask()
        self.assertEqual(self.get("nonsense").status_code, 404)
        self.assertEqual(self.get("x" * 3000).status_code, 404)
        self.assertEqual(shown(self.get(token[:-2])), "unknown")
        request.expires_at = fields.Datetime.subtract(fields.Datetime.now(), days=1)
        self.assertEqual(shown(self.get(token)), "expired")

    def test_the_address_of_the_page_goes_nowhere(self):
        _request, token = self.ask()
        headers = self.get(token).headers
        self.assertEqual(headers["Referrer-Policy"], "no-referrer")
        self.assertEqual(headers["Cache-Control"], "no-store")
        self.assertEqual(headers["X-Frame-Options"], "DENY")

    def test_an_agent_who_has_the_link_is_nobody_special(self):
        # given the mail was forwarded to the agent, who is logged in
        request, token = self.ask()
        self.agent.password = "helpdesk_jon"
        self.authenticate("helpdesk_jon", "helpdesk_jon")
        self.assertEqual(self.get(token).status_code, 200)
        self.assertEqual(request.state, "sent")
