from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from odoo.addons.crm_actions.tests.common_imports import ImportCase

TEMPLATE = "crm.import.helpdesk.ticket"
HEADER = "External key;Subject;Customer;E-mail;Department;Category;Priority;Agent;Came in on\n"


@tagged("-at_install", "post_install")
@freeze_time("2026-10-15 10:00:00")
class TestImportOfRequests(ImportCase):
    """Requests that are open where a company comes from."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["crm.helpdesk.team"].search([]).active = False
        cls.team = cls.env["crm.helpdesk.team"].create({"name": "Soporte"})
        cls.team.calendar_id.tz = "Europe/Madrid"
        cls.broken = cls.env["crm.helpdesk.category"].create({"name": "Broken of October"})
        cls.env["crm.helpdesk.sla.policy"].create(
            {"name": "A week", "company_id": cls.env.company.id, "resolution_hours": 40}
        )

    def _tickets(self):
        return self.env["crm.helpdesk.ticket"].search([("team_id", "=", self.team.id)], order="id")

    def test_with_whatever_is_known_of_them(self):
        rows = HEADER + (
            "A-1;Broken boxes;H-1;;Soporte;broken of october;High;nora;2026-10-05\n"
            "A-2;Late;;x@example.com;;;;;\n"
        )
        run = self._import(TEMPLATE, rows)
        self.assertEqual(self._errors(run), [])
        self.assertEqual(self._counts(run), (2, 0, 0, 0))
        first, second = self._tickets()
        self.assertEqual(
            (first.partner_id, first.category_id, first.priority, first.user_id, first.state),
            (self.customer, self.broken, "2", self.nora, "new"),
        )
        self.assertEqual((second.partner_email, second.team_id), ("x@example.com", self.team))
        # it is due by a week of work since the Monday on which it came in
        self.assertEqual(first.deadline.date(), date(2026, 10, 9))
        self.assertGreater(second.deadline.date(), date(2026, 10, 15))

    def test_twice_without_duplicates(self):
        rows = HEADER + "A-1;Broken boxes;H-1;;Soporte;;;;2026-10-05\n"
        self._import(TEMPLATE, rows)
        self.assertEqual(self._counts(self._import(TEMPLATE, rows)), (0, 0, 1, 0))
        other = rows.replace("Broken boxes", "Broken boxes, two")
        self.assertEqual(self._counts(self._import(TEMPLATE, other)), (0, 1, 0, 0))
        self.assertEqual(self._tickets().name, "Broken boxes, two")
        starts = self._tickets().event_ids.filtered(lambda event: event.kind == "start")
        self.assertEqual(len(starts), 2)

    def test_errors_by_line_and_column(self):
        rows = HEADER + (
            ";Broken;H-1;;Soporte;;;;\n"
            "A-2;Broken;H-1;;Nowhere;;;;\n"
            "A-3;Broken;Nobody;;Soporte;;;;2026-10-16\n"
            "A-4;Broken;H-1;;Soporte;;;;2026-10-16\n"
            "A-5;;H-1;;Soporte;;;;\n"
        )
        run = self._import(TEMPLATE, rows)
        found = {(line, column[4:]) for line, column, _message in self._errors(run)}
        self.assertEqual(
            found,
            {
                (2, "External key"),
                (3, "Department"),
                (4, "Customer"),
                (5, "Came in on"),
                (6, "Subject"),
            },
        )
        self.assertFalse(self._tickets())

    def test_a_thousand_in_the_background(self):
        lines = "".join(f"B-{n};Request {n};H-1;;Soporte;;;;2026-10-05\n" for n in range(600))
        run = self._import(TEMPLATE, HEADER + lines)
        self.assertEqual(run.state, "queued")
        self._run_job()
        self.assertEqual((run.state, self._counts(run)), ("done", (600, 0, 0, 0)))
        self.assertEqual(len(self._tickets()), 600)
        self.assertEqual(len(set(self._tickets().mapped("number"))), 600)
