from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL

from .common_survey import SurveyCase


@tagged("-at_install", "post_install")
class TestSurveyAnonymous(SurveyCase, TransactionCase):
    """What is promised to be anonymous is, for whoever looks."""

    def ask(self, count, **values):
        contacts = self.env["res.partner"].union(*(self.make_contact() for _each in range(count)))
        for name, value in values.items():
            contacts.write({name: value})
        campaign = self.make_campaign(contacts, anonymous=True)
        with self.at("2026-10-05 08:00"):
            campaign.with_user(self.officer).action_start()
        return campaign, list(self.send().values())

    def result(self, campaign):
        campaign.invalidate_recordset()
        return campaign.with_user(self.officer).result

    def test_h20_four_answers_are_too_few(self):
        # Given a campaign that six were asked in, when four have answered,
        campaign, tokens = self.ask(6)
        for token in tokens[:4]:
            self.score(token, 9)
        # then nothing is shown of them, not even the scores one by one
        result = self.result(campaign)
        self.assertEqual((result["figure"]["text"], result["figure"]["hidden"]), ("n<5", True))
        self.assertFalse(any(bar["count"] for bar in result["bars"]))
        # and of five everything is
        self.score(tokens[4], 3)
        result = self.result(campaign)
        self.assertEqual((result["figure"]["text"], result["figure"]["n"]), ("+60", 5))

    def test_a_small_cell_is_hidden_and_cannot_be_subtracted(self):
        small, large = (
            self.env["crm.segment"].create({"name": name, "code": f"SURVEY-{name}"})
            for name in ("Few", "Many")
        )
        campaign, tokens = self.ask(11)
        requests = campaign.request_ids.sorted("id")
        requests[:4].partner_id.write({"crm_segment_id": small.id, "is_company": True})
        requests[4:].partner_id.write({"crm_segment_id": large.id, "is_company": True})
        for token in tokens:
            self.score(token, 9)
        shown = {group["name"]: group["figure"] for group in self.result(campaign)["groups"]}
        self.assertEqual(shown["Few"]["text"], "n<5")
        # the total less the large one would tell the small one
        self.assertEqual(shown["Many"]["text"], "not shown")
        self.assertEqual(self.result(campaign)["figure"]["text"], "+100")

    def test_nothing_leads_from_an_answer_to_who_gave_it(self):
        campaign, tokens = self.ask(5)
        self.score(tokens[0], 2, "Never again.", text="2026-10-05 17:23")
        answer = self.env["crm.helpdesk.survey.answer"].search([("campaign_id", "=", campaign.id)])
        row = answer.read()[0]
        for name in ("request_id", "ticket_id", "partner_id", "user_id", "answered_at"):
            self.assertFalse(row[name])
        # the system wrote it, on that day
        self.assertEqual(str(answer.create_date), "2026-10-05 00:00:00")
        self.assertEqual(str(answer.write_date), "2026-10-05 00:00:00")
        self.assertEqual(answer.create_uid, self.env.ref("base.user_root"))
        # no message, task or follower tells when, and the question says nothing
        self.assertFalse(answer.message_ids or answer.activity_ids)
        self.assertFalse(answer.message_follower_ids)
        asked = campaign.request_ids
        self.assertEqual(set(asked.mapped("state")), {"sent"})
        self.assertFalse(any(asked.mapped("answered_at")))
        self.assertLess(max(asked.mapped("write_date")), self.at_utc("2026-10-05 17:23"))

    def at_utc(self, text):
        from .common import madrid

        return madrid(text)

    def test_the_database_does_not_tell_by_the_transaction(self):
        campaign, tokens = self.ask(5)
        self.score(tokens[0], 2)
        self.send("2026-10-06 10:00")  # the job writes all that were used once more
        self.env.flush_all()
        statements = self.env.execute_query(
            SQL(
                """
                SELECT count(*) FROM crm_helpdesk_survey_request
                 WHERE campaign_id = %s AND is_spent AND anonymous
                """,
                campaign.id,
            )
        )
        self.assertEqual(statements, [(1,)])

    def test_each_link_takes_one_answer(self):
        campaign, tokens = self.ask(5)
        self.assertTrue(self.score(tokens[0], 9))
        self.assertFalse(self.score(tokens[0], 9))
        self.assertEqual(campaign.answer_count, 1)

    def test_who_took_part_is_marked_when_it_is_closed(self):
        campaign, tokens = self.ask(5)
        for token in tokens[:2]:
            self.score(token, 9)
        self.send("2026-10-21 10:00")  # links have run out: nobody is marked one by one
        self.assertEqual(campaign.state, "closed")
        self.assertEqual(
            sorted(campaign.request_ids.mapped("state")), ["answered"] * 2 + ["expired"] * 3
        )
        self.assertFalse(any(campaign.request_ids.mapped("answered_at")))

    def test_nobody_reads_one(self):
        campaign, tokens = self.ask(6)
        for token in tokens:
            self.score(token, 4, "Slow.")
        answers = self.env["crm.helpdesk.survey.answer"]
        for user in (self.officer, self.supervisor):
            self.assertFalse(answers.with_user(user).search([("campaign_id", "=", campaign.id)]))
        with self.assertRaises(AccessError):
            answers.search([("campaign_id", "=", campaign.id)]).with_user(self.officer).read()
        # comments are shown, in an order of their own
        self.assertEqual(self.result(campaign)["comments"], ["Slow."] * 6)

    def test_never_mixed_with_answers_by_name(self):
        self.give_scores([5, 5])
        _campaign, tokens = self.ask(5)
        for token in tokens:
            self.score(token, 0)
        with self.at("2026-10-20 10:00"):
            overview = self.env["crm.helpdesk.survey.overview"].with_user(self.supervisor)
            page = overview.with_context(allowed_company_ids=self.company.ids).get_overview()
        figures = {each["kind"]: each["figure"]["n"] for each in page["kinds"]}
        self.assertEqual(figures, {"csat": 2, "nps": 0, "ces": 0})
        self.assertEqual(page["campaigns"][0]["figure"]["text"], "\N{MINUS SIGN}100")

    def test_of_a_few_customers_nothing_is_anonymous(self):
        with self.assertRaisesRegex(UserError, "not anonymous"):
            self.ask(4)

    def test_a_questionnaire_is_never_anonymous(self):
        with self.assertRaisesRegex(ValidationError, "keeps who fills it in"):
            self.make_campaign(self.contact, kind="questionnaire", anonymous=True)
