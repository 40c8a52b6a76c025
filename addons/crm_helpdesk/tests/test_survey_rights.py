from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, new_test_user, tagged

from .common_survey import SurveyCase


@tagged("-at_install", "post_install")
class TestSurveyRights(SurveyCase, TransactionCase):
    """Each cell of the line "survey answers" of who may do what; the public one is the page."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.portal = cls._make_portal("lorea", cls.contact)
        cls.colleague = cls._make_portal(
            "miren",
            cls.env["res.partner"].create(
                {"name": "Miren", "parent_id": cls.customer.id, "email": "miren@example.com"}
            ),
        )

    @classmethod
    def _make_portal(cls, login, partner):
        return new_test_user(
            cls.env,
            login=f"helpdesk_{login}",
            groups="base.group_portal",
            partner_id=partner.id,
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )

    def setUp(self):
        super().setUp()
        request = self.make_request(partner_id=self.contact.id)
        self.score(self.send()[request], 2, "Late.")
        self.ticket = request.ticket_id
        self.answer = self.ticket.survey_answer_ids

    def seen(self, user):
        return self.env["crm.helpdesk.survey.answer"].with_user(user).search([])

    def overview(self, user):
        with self.at("2026-10-20 10:00"):
            overview = self.env["crm.helpdesk.survey.overview"].with_user(user)
            return overview.with_context(allowed_company_ids=self.company.ids).get_overview()

    def csat(self, user):
        [csat] = [each for each in self.overview(user)["kinds"] if each["kind"] == "csat"]
        return csat

    def test_portal_contact_own(self):
        self.assertEqual(self.seen(self.portal), self.answer)

    def test_contact_of_the_same_company_own(self):
        self.assertFalse(self.seen(self.colleague))

    def test_public_nothing(self):
        with self.assertRaises(AccessError):
            self.seen(self.env.ref("base.public_user"))

    def test_supervisor_by_name(self):
        self.assertEqual(self.seen(self.supervisor), self.answer)
        self.assertEqual(self.ticket.with_user(self.supervisor).survey_text, "2 / 5")

    def test_quality_all(self):
        self.assertEqual(self.seen(self.officer), self.answer)

    def test_agent_none_by_name(self):
        with self.assertRaises(AccessError):
            self.seen(self.agent)
        with self.assertRaises(AccessError):
            self.ticket.with_user(self.agent).read(["survey_answer_ids"])
        with self.assertRaises(AccessError):
            self.env["crm.helpdesk.survey.request"].with_user(self.agent).search([])
        with self.assertRaises(AccessError):
            self.env["crm.helpdesk.survey.rule"].with_user(self.agent).search([])
        tasks = self.env["mail.activity"].with_user(self.agent)
        self.assertFalse(tasks.search([("res_model", "=", self.answer._name)]))

    def test_the_agents_form_has_nothing_of_it(self):
        tickets = self.env["crm.helpdesk.ticket"]
        forms = {
            user: tickets.with_user(user).get_view(view_type="form")["arch"]
            for user in (self.agent, self.supervisor)
        }
        self.assertNotIn("survey_", forms[self.agent])
        self.assertIn("survey_text", forms[self.supervisor])

    def test_agent_aggregated_after_closing(self):
        # given five answers of the department, of which four requests are closed
        self.make_answers(4)
        tickets = self.env["crm.helpdesk.survey.answer"].search([]).ticket_id
        (tickets - self.ticket).action_close()
        self.assertEqual(self.csat(self.agent)["figure"]["text"], "n<5")
        # when the fifth is closed too
        self.ticket.action_close()
        # then the agent sees what they are together: four of five are satisfied
        self.assertEqual(self.csat(self.agent)["figure"]["text"], "80\N{NO-BREAK SPACE}%")
        self.assertEqual(self.csat(self.agent)["figure"]["n"], 5)
        self.assertFalse(self.overview(self.agent)["campaigns"])

    def make_answers(self, count):
        for _each in range(count):
            self.make_request()
        for token in self.send().values():
            self.score(token, 5)

    def test_agent_of_another_department_nothing(self):
        stranger = self._make_user("iker", "crm_helpdesk.group_helpdesk_agent", self.quality)
        self.make_answers(4)
        self.env["crm.helpdesk.survey.answer"].search([]).ticket_id.action_close()
        self.assertFalse(self.csat(stranger)["figure"]["text"])

    def test_reporter_nothing(self):
        reporter = self._make_user("rep", "crm_helpdesk.group_helpdesk_user")
        with self.assertRaises(AccessError):
            self.overview(reporter)
        with self.assertRaises(AccessError):
            self.seen(reporter)

    def test_another_company_nothing(self):
        other = self.env["res.company"].create({"name": "Otra"})
        user = self._make_user("zoe", "crm_helpdesk.group_helpdesk_supervisor")
        user.write({"company_id": other.id, "company_ids": [(6, 0, other.ids)]})
        campaign = self.make_campaign(self.contact)
        rule = self.env["crm.helpdesk.survey.rule"].create(
            {"company_id": self.company.id, "kind": "ces"}
        )
        for record in (self.answer, self.answer.request_id, campaign, rule):
            with self.subTest(model=record._name):
                model = record.with_user(user).with_context(allowed_company_ids=other.ids)
                self.assertFalse(model.search([("id", "=", record.id)]))

    def test_the_agent_neither_asks_nor_suppresses(self):
        request = self.make_request()
        agent = request.with_user(self.agent)
        for values in ({"state": "cancelled"}, {"send_at": "2027-01-01 10:00:00"}):
            with self.assertRaises(AccessError):
                agent.write(values)
        with self.assertRaises(AccessError):
            agent.unlink()
        with self.assertRaises(AccessError):
            agent.create({"ticket_id": request.ticket_id.id, "kind": "csat"})
