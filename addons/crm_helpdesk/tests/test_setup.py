from odoo.tests import TransactionCase, tagged


@tagged("-at_install", "post_install")
class TestSetUp(TransactionCase):
    """On the first day requests can come in before anything is set up."""

    def test_each_company_has_a_department(self):
        company = self.env["res.company"].create({"name": "New"})
        team = self.env["crm.helpdesk.team"].search([("company_id", "=", company.id)])
        self.assertEqual(len(team), 1)
        self.assertEqual(team.calendar_id, company.resource_calendar_id)
        company._helpdesk_add_first_team()
        self.assertEqual(
            self.env["crm.helpdesk.team"].search_count([("company_id", "=", company.id)]), 1
        )

    def test_a_request_finds_the_department_of_its_company(self):
        ticket = self.env["crm.helpdesk.ticket"].create({"name": "Where is it?"})
        self.assertEqual(ticket.team_id.company_id, self.env.company)
        self.assertEqual(ticket.state, "new")
