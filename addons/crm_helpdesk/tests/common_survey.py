import re

from .common import HelpdeskCase

LINK = re.compile(r"/requests/rate/([\w-]+)(?:\?score=(\d+))?")


class SurveyCase(HelpdeskCase):
    """Requests that are solved and asked about; the job runs at times that the test says."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.resource_calendar_id = cls.hours

    def make_request(self, text="2026-10-05 10:00", **values):
        """A request that is solved then; its question."""
        if "partner_id" not in values:
            values["partner_id"] = self.make_contact().id
        ticket = self.make_ticket(text, user_id=self.agent.id, **values)
        with self.at(text):
            ticket.with_user(self.agent).action_resolve()
        return ticket.sudo().survey_request_ids

    @classmethod
    def make_contact(cls, name="Amets Urrutia", **values):
        number = cls.env["res.partner"].search_count([])
        return cls.env["res.partner"].create(
            {"name": name, "email": f"contact{number}@example.com", **values}
        )

    def send(self, text="2026-10-05 12:00"):
        """The job, then; the tokens of the mails that it wrote, by question."""
        with self.at(text), self.mock_mail_gateway():
            self.run_cron("ir_cron_helpdesk_survey")
            self.mails = self._new_mails
        return {
            request: link[1]
            for mail in self.mails
            if (link := LINK.search(mail.body_html))
            for request in self.env["crm.helpdesk.survey.request"]
            .sudo()
            .search([("message_uid", "=", mail.message_id)])
        }

    def score(self, token, score, comment="", text="2026-10-05 17:00"):
        """What the button of the page does; whether the answer was taken."""
        public = self.env.ref("base.public_user")
        with self.at(text):
            request = self.env["crm.helpdesk.survey.request"].with_user(public)
            question = request._find_by_token(token)
            return question._get_page() == "open" and question._answer(score, comment)

    def give_scores(self, scores, **values):
        """Customers who score one request each; the answers."""
        for _score in scores:
            self.make_request(**values)
        tokens = self.send()
        for score, token in zip(scores, tokens.values(), strict=True):
            self.score(token, score)
        return self.env["crm.helpdesk.survey.answer"].search(
            [("company_id", "=", self.company.id)], order="id"
        )

    def make_campaign(self, contacts, **values):
        """A campaign that asks these, planned for Monday 5 October."""
        return self.env["crm.helpdesk.survey.campaign"].create(
            {
                "name": "Autumn",
                "company_id": self.company.id,
                "selection": "list",
                "partner_ids": [(6, 0, contacts.ids)],
                "planned_on": "2026-10-05",
                **values,
            }
        )
