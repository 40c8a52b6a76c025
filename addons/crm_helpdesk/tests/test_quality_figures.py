import re

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, TransactionCase, tagged
from odoo.tools import mute_logger

from odoo.addons.crm_actions.tests.common_pdf import pages

from .common_quality import QualityCase


@tagged("-at_install", "post_install")
class TestQualityFigures(QualityCase, TransactionCase):
    """What comes back most, and what it costs."""

    def get(self, user=None, **options):
        with self.at("2026-10-31 12:00"):
            return (
                self.env["crm.helpdesk.pareto"]
                .with_user(user or self.officer)
                .get_pareto(**options)
            )

    def test_two_causes_of_three_make_eighty_percent(self):
        # given ten requests: five of packing, three of transport, one of picking, one unknown
        picking = self.env["crm.helpdesk.cause"].create({"name": "Picking"})
        causes = [self.packing] * 5 + [self.transport] * 3 + [picking]
        for cause in (*causes, picking.browse()):
            self.broken_at("2026-10-05 10:00", cause_id=cause.id)
        spam = self.broken_at("2026-10-05 10:00", cause_id=picking.id)
        spam.action_cancel()
        self.broken_at("2026-05-05 10:00", cause_id=picking.id)  # before the period
        found = self.get()
        bars = [
            (bar["label"], bar["weight"], bar["share"], bar["cumulative"], bar["is_vital"])
            for bar in found["bars"]
        ]
        self.assertEqual(
            bars[:2],
            [("Embalado", 5.0, 50.0, 50.0, True), ("Transporte", 3.0, 30.0, 80.0, True)],
        )
        self.assertEqual({bar[0]: bar[1:] for bar in bars[2:]}.keys(), {"Picking", "Not known yet"})
        self.assertEqual(bars[3][3], 100.0)
        self.assertEqual((found["date_from"], found["date_to"]), ("2026-08-02", "2026-10-31"))
        self.assertEqual((found["line"], found["total"]), (80, 10))
        tickets = self.env["crm.helpdesk.ticket"]
        self.assertEqual(tickets.search_count(found["bars"][0]["domain"]), 5)

    def test_by_category_product_and_department_and_a_period(self):
        self.broken_at("2026-10-05 10:00", product_id=self.tomato.id)
        self.broken_at("2026-10-06 10:00", product_id=self.pepper.id, team_id=self.quality.id)
        for by, labels in (
            ("category_id", {"Embalaje roto"}),
            ("product_id", {"Tomate triturado 3 kg", "Pimiento asado"}),
            ("team_id", {"Soporte", "Calidad"}),
        ):
            self.assertEqual({bar["label"] for bar in self.get(by=by)["bars"]}, labels)
        one_day = self.get(by="team_id", date_from="2026-10-06", date_to="2026-10-06")
        self.assertEqual([bar["label"] for bar in one_day["bars"]], ["Calidad"])
        with self.assertRaisesRegex(UserError, "ends before it begins"):
            self.get(date_from="2026-10-07", date_to="2026-10-06")
        with self.assertRaisesRegex(UserError, "what to count"):
            self.get(by="company_id")

    def test_an_agent_counts_what_he_sees_and_a_reporter_nothing(self):
        self.broken_at("2026-10-05 10:00")
        hidden = self.broken_at("2026-10-05 10:00", team_id=self.quality.id)
        hidden.user_id = self.supervisor
        self.assertEqual(self.get(self.agent, by="category_id")["total"], 1)
        self.assertEqual(self.get(by="category_id")["total"], 2)
        with self.assertRaises(AccessError):
            self.get(self.warehouse)

    def test_what_a_nonconformity_costs_is_divided_to_the_cent(self):
        # given three requests that cost 40, 0 and 0 by themselves, and 100 that are of all three
        found = self.make_nonconformity(extra_cost=100)
        causes = (self.packing, self.packing, self.transport)
        tickets = [self.broken_at("2026-10-05 10:00", cause_id=cause.id) for cause in causes]
        tickets[0].quality_cost = 40
        found.add_tickets(self.env["crm.helpdesk.ticket"].union(*tickets))
        self.assertEqual((found.ticket_cost, found.cost), (40, 140))
        costs = found.ticket_ids._get_whole_costs()
        self.assertEqual([costs[each] for each in tickets], [73.34, 33.33, 33.33])
        bars = self.get(measure="cost")["bars"]
        self.assertEqual(
            [(bar["label"], bar["weight"]) for bar in bars],
            [("Embalado", 106.67), ("Transporte", 33.33)],
        )

    def test_the_report_on_paper_has_eight_disciplines(self):
        found, action = self.watch()
        found.write({"who": "Lorea Saiz", "how_many": "6 cajas", "extra_cost": 25})
        contained = self.plan_action(found, kind="containment", name="Retirar el lote 2609-B")
        self.do(contained, "2026-10-11 10:00")
        with self.at("2026-12-09 10:00"):
            self.run_cron("ir_cron_helpdesk_verdicts")
            found.with_user(self.verifier).action_verify()
        document, record = (
            self.env["crm.pdf.document"]
            .with_user(self.officer)
            ._get_document(found._name, found.id)
        )
        text = re.sub(r"\s+", " ", " ".join(pages(document._render(record))))
        for words in (
            f"8D report {found.number}", "Las cajas llegan rotas", "D1 Owner", "Lorea Saiz",
            "6 cajas", "D3 Containment", "Retirar el lote 2609-B", "D4 Root cause",
            "El separador es más fino desde julio", "D5, D6 Corrective actions", action.name,
            "palé.jpg", "Effective", "D7 Preventive actions", "D8 Verified and closed", "Itziar",
            "25.00",
        ):  # fmt: skip
            self.assertIn(words, text)


@tagged("-at_install", "post_install")
class TestQualityPaperOverTheWeb(QualityCase, HttpCase):
    """Who reads a nonconformity gets its paper, and nobody else learns of it."""

    def test_who_reads_it_gets_it(self):
        found = self.make_nonconformity()
        self.env.flush_all()
        for user, status in (
            (self.officer, 200), (self.supervisor, 200), (self.agent, 404), (self.warehouse, 404),
        ):  # fmt: skip
            self.authenticate(user.login, user.login)
            with self.subTest(user=user.name), mute_logger("odoo.http"):
                answer = self.url_open(f"/crm/pdf/{found._name}/{found.id}", allow_redirects=False)
                self.assertEqual(answer.status_code, status)
