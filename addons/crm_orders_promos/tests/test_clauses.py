from odoo import Command
from odoo.tests import Form

from .common import OrdersCase


class TestClauses(OrdersCase):
    """Clauses and information come with a quotation by conditions and by its template."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.olives = cls.make_product("Olives", 10)
        cls.env["crm.sale.clause"].search([]).automatic = False
        cls.delivery = cls.make_clause("DEL", "Delivery within 48 hours", automatic=True)
        cls.minimum = cls.make_clause(
            "MIN", "Freight is paid", automatic=True, domain="[('amount_untaxed', '>=', 90)]"
        )
        cls.loan = cls.make_clause("LOAN", "The machine is lent")
        cls.template = cls.env["sale.order.template"].create(
            {
                "name": "Breakfast",
                "company_id": cls.company.id,
                "crm_clause_ids": [Command.set(cls.loan.ids)],
                "crm_section_ids": [
                    Command.create({"title": "What is included", "body_html": "<p>Setting up</p>"})
                ],
            }
        )

    @classmethod
    def make_clause(cls, code, name, **values):
        texts = {"code": code, "name": name, "body_html": f"<p>{name}.</p>", "category": "other"}
        return cls.env["crm.sale.clause"].create({**texts, "company_id": cls.company.id, **values})

    def codes(self, order):
        return sorted(order.crm_clause_ids.clause_id.mapped("code"))

    def test_a_clause_comes_when_its_condition_is_met(self):
        self.assertEqual(self.codes(self.make_order((self.olives, 8))), ["DEL"])
        order = self.make_order((self.olives, 9))
        self.assertEqual(self.codes(order), ["DEL", "MIN"])
        # and later, when it is asked for: 8 x 10.00 became 12 x 10.00
        order = self.make_order((self.olives, 8))
        order.order_line.product_uom_qty = 12
        order.action_update_clauses()
        self.assertEqual(self.codes(order), ["DEL", "MIN"])

    def test_a_quotation_made_in_the_form_has_them_too(self):
        form = Form(self.env["sale.order"])
        form.partner_id = self.customer
        with form.order_line.new() as line:
            line.product_id = self.olives
            line.product_uom_qty = 9
        self.assertEqual(self.codes(form.save()), ["DEL", "MIN"])

    def test_a_template_brings_its_own_once(self):
        order = self.make_order((self.olives, 1), sale_order_template_id=self.template.id)
        self.assertEqual(self.codes(order), ["DEL", "LOAN"])
        self.assertEqual(order.crm_section_ids.mapped("title"), ["What is included"])
        order.write({"sale_order_template_id": self.template.id})
        self.assertEqual(self.codes(order), ["DEL", "LOAN"])
        self.assertEqual(len(order.crm_section_ids), 1)

    def test_a_form_with_a_template_gets_both(self):
        templates = self.env.ref("sale_management.group_sale_order_template")
        self.env.user.group_ids = [Command.link(templates.id)]
        form = Form(self.env["sale.order"])
        form.partner_id = self.customer
        form.sale_order_template_id = self.template
        order = form.save()
        self.assertEqual(self.codes(order), ["DEL", "LOAN"])
        self.assertEqual(order.crm_section_ids.mapped("title"), ["What is included"])

    def test_what_was_chosen_by_hand_is_all_there_is(self):
        chosen = [Command.create({"clause_id": self.loan.id})]
        order = self.make_order((self.olives, 20), crm_clause_ids=chosen)
        self.assertEqual(self.codes(order), ["LOAN"])
