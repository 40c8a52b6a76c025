from odoo import Command
from odoo.tests import freeze_time, tagged

from .common_c360 import Customer360Case


@tagged("-at_install", "post_install")
class TestCustomer360Sections(Customer360Case):
    """What the parts of the page hold."""

    def test_header(self):
        segment = self.env["crm.segment"].create({"name": "Key account", "code": "KEY"})
        zone = self.env["crm.zone"].create({"name": "East", "code": "EAST"})
        self.customer.write(
            {
                "crm_segment_id": segment.id,
                "crm_zone_id": zone.id,
                "phone": "+34 884 00 01 01",
                "zip": "33560",
                "country_id": self.env.ref("base.es").id,
                "state_id": self.env.ref("base.state_es_o").id,
            }
        )
        self.shop.phone = "+34 884 00 01 02"
        header = self._load(self.nora, "header")["header"]["data"]
        self.assertEqual(
            (header["owner"], header["segment"], header["zone"]), ("Nora", "Key account", "East")
        )
        self.assertEqual(header["address"], "C/ del Muelle 8, 33560 Ribadesella (Asturias)")
        self.assertIn("Ribadesella", header["map_url"])
        self.assertEqual(
            header["phones"],
            [
                {"value": "+34 884 00 01 01", "name": "Hotel Ría Mansa"},
                {"value": "+34 884 00 01 02", "name": "Beach bar"},
            ],
        )
        self.assertEqual([each["value"] for each in header["emails"]], ["hotel@example.com"])

    def test_figures_of_the_header(self):
        self._invoice(150, "2026-10-01", due="2026-10-14")
        self._invoice(100, "2025-10-01")
        self._order(60)
        figures = self._load(self.nora, "header")["header"]["data"]["figures"]
        self.assertEqual(
            figures,
            {
                "sales": 150, "before": 100, "change": 50.0, "open": 250, "overdue": 250,
                "quotes": 60, "quote_count": 1,
            },
        )  # fmt: skip

    def test_no_change_is_told_where_there_was_nothing_before(self):
        self._invoice(150, "2026-10-01")
        self.assertIs(self._load(self.nora, "header")["header"]["data"]["figures"]["change"], False)

    def test_touches_are_those_of_the_contact(self):
        def moments():
            header = self._load(self.nora, "header")["header"]["data"]
            customer = self._as(self.nora)
            customer.invalidate_recordset()
            shown = (header["last_touch"], header["next_step"])
            texts = [
                moment and str(moment) for moment in (customer.last_touch_at, customer.next_step_at)
            ]
            self.assertEqual(shown, tuple(texts))
            return shown

        self.assertEqual(moments(), (False, False))
        self._plan(self.nils, partner_id=self.shop.id, start="2026-10-22 09:00:00")
        self.assertEqual(moments()[1], "2026-10-22 09:00:00")
        self._plan(start="2026-10-20", allday=True)
        self.assertEqual(moments()[1], "2026-10-20 06:00:00")
        self.customer.activity_schedule("mail.mail_activity_data_call", "2026-10-19")
        self.assertEqual(moments()[1], "2026-10-19 06:00:00")
        self._plan().close({"outcome_id": self.order.id})
        self.assertEqual(moments()[0], "2026-10-15 10:00:00")
        self.customer._crm_log_touch("email", "2026-10-15 09:59:00", direction="in", key="a")
        moments()

    def test_what_is_planned_comes_before_what_is_done(self):
        self._plan(summary="Old").close({"outcome_id": self.order.id})
        self._plan(summary="Late", start="2026-10-14 09:00:00")
        self._plan(summary="Far", start="2026-11-20 09:00:00")
        self._plan(summary="Gone").cancel("Closed")
        part = self._load(self.nora, "actions")["actions"]["data"]
        self.assertEqual([row["title"] for row in part["rows"]], ["Late", "Far", "Old"])
        self.assertEqual(
            [row["badge"]["label"] for row in part["rows"]], ["Overdue", "Planned", self.order.name]
        )
        self.assertEqual(part["total"], 3)

    def test_what_has_no_hour_is_overdue_the_day_after(self):
        # given something for the whole of 15 October, kept as 08:00 to 18:00
        self._plan(start="2026-10-15", allday=True)

        def label():
            [row] = self._load(self.nora, "actions")["actions"]["data"]["rows"]
            return row["badge"]["label"]

        # when it is nine in the evening in Madrid, then it is not late yet; after midnight it is
        with freeze_time("2026-10-15 19:00:00"):
            self.assertEqual(label(), "Planned")
        with freeze_time("2026-10-15 22:30:00"):
            self.assertEqual(label(), "Overdue")

    def test_five_rows_and_how_many_there_are(self):
        for _number in range(7):
            self._order(10)
        part = self._load(self.nora, "sales")["sales"]["data"]
        self.assertEqual((len(part["rows"]), part["total"]), (5, 7))
        opened = self.env["sale.order"].with_user(self.nora).search(part["action"]["domain"])
        self.assertEqual(len(opened), 7)

    def test_opportunities_worst_first_with_the_reason(self):
        good = self._opportunity(name="Good", expected_revenue=100)
        self._plan(opportunity_id=good.id, start="2026-10-16 09:00:00")
        self._opportunity(name="Bad", expected_revenue=50)
        self._opportunity(name="Won").action_set_won()
        part = self._load(self.nora, "opportunities")["opportunities"]["data"]
        self.assertEqual([row["title"] for row in part["rows"]], ["Bad", "Good"])
        self.assertEqual((part["total"], part["amount"]), (2, 150))
        self.assertIn("No next step", part["rows"][0]["text"])
        self.assertEqual(
            part["rows"][0]["health"]["state"], self._opportunities("Bad").followup_state
        )

    def _opportunities(self, name):
        return self.env["crm.lead"].search([("name", "=", name)])

    def test_invoices_overdue_ones_first(self):
        self._invoice(10, "2026-10-14", due="2026-11-14")
        self._invoice(20, "2026-09-01", due="2026-10-10")
        self._invoice(5, "2026-10-12", move_type="out_refund")
        part = self._load(self.nora, "invoices")["invoices"]["data"]
        self.assertEqual([row["amount"] for row in part["rows"]], [20, 10, -5])
        self.assertEqual(part["rows"][0]["badge"]["label"], "Overdue by 5 days")
        self.assertEqual((part["late_count"], part["payment"]), (1, False))

    def test_payments(self):
        invoice = self._invoice(100, "2026-09-01")
        bank = self.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", self.company.id)], limit=1
        )
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        ).create(
            {"journal_id": bank.id, "amount": 60, "payment_date": "2026-10-02"}
        )._create_payments()
        sections = self._load(self.nora, "header", "invoices")
        self.assertEqual(sections["header"]["data"]["figures"]["open"], 40)
        payment = sections["invoices"]["data"]["payment"]
        self.assertEqual((payment["date"], payment["amount"]), ("2026-10-02", 60))
        told = self._as(self.nora).crm360_timeline()["items"]
        self.assertEqual(
            [(item["kind"], item["amount"]) for item in told if item["key"] == "payment"],
            [("payments", 60)],
        )

    def test_products_most_bought_new_and_no_longer_bought(self):
        cheese, wine = self.env["product.product"].create([{"name": "Cheese"}, {"name": "Wine"}])
        for day, product, amount in (
            ("2024-12-01", self.product, 100),
            ("2025-12-01", self.product, 150),
            ("2026-10-01", self.product, 50),
            ("2026-09-01", cheese, 30),
            ("2025-11-01", wine, 300),
            ("2026-01-01", wine, 10),
        ):
            self._invoice(
                0, day,
                invoice_line_ids=[
                    Command.create({"product_id": product.id, "price_unit": amount, "tax_ids": []})
                ],
            )  # fmt: skip
        part = self._load(self.nora, "products")["products"]["data"]
        self.assertEqual(
            [(row["title"], row["amount"], row["change"]) for row in part["rows"]],
            [("Wine", 310, False), ("Cider", 200, 100), ("Cheese", 30, False)],
        )
        self.assertEqual([row["title"] for row in part["new"]], ["Cheese"])
        self.assertEqual([row["title"] for row in part["stopped"]], ["Wine"])

    def test_calendar_and_documents(self):
        self._plan()  # its event in the calendar is an action here
        self.env["calendar.event"].create(
            [
                {
                    "name": name,
                    "start": f"2026-10-{day} 09:00:00",
                    "stop": f"2026-10-{day} 10:00:00",
                    "partner_ids": [Command.link(self.customer.id)],
                }
                for name, day in (("Past", 10), ("Later", 25), ("Soon", 16))
            ]
        )
        order = self._order(10)
        for model, record in (("res.partner", self.shop), ("sale.order", order)):
            self.env["ir.attachment"].create(
                {"name": f"{model}.pdf", "raw": b"x", "res_model": model, "res_id": record.id}
            )
        sections = self._load(self.nora, "calendar", "documents")
        events, files = (sections[key]["data"] for key in ("calendar", "documents"))
        self.assertEqual([row["title"] for row in events["rows"]], ["Soon", "Later", "Past"])
        self.assertEqual(
            [row["title"] for row in files["rows"]], ["sale.order.pdf", "res.partner.pdf"]
        )

    def test_an_address_of_delivery(self):
        other = self.env["res.partner"].create(
            {"name": "Office", "parent_id": self.customer.id, "type": "other"}
        )
        for address, amount in ((self.shop, 100), (other, 40)):
            self._order(amount, partner_shipping_id=address.id)
            self._invoice(amount, "2026-10-01", partner_shipping_id=address.id)
            self._plan(partner_id=address.id, summary=address.name)
            self._opportunity(partner_id=address.id, expected_revenue=amount)

        header = self._load(self.nora, "header")["header"]["data"]
        self.assertEqual(
            [each["name"] for each in header["addresses"]],
            ["Hotel Ría Mansa", "Beach bar", "Office"],
        )
        sections = self._load(self.nora, address_id=self.shop.id)
        data = {key: part["data"] for key, part in sections.items() if "data" in part}
        self.assertEqual(data["header"]["figures"]["sales"], 100)
        self.assertEqual(data["header"]["figures"]["open"], 100)
        self.assertEqual(data["header"]["figures"]["quotes"], 100)
        self.assertEqual([row["title"] for row in data["actions"]["rows"]], ["Beach bar"])
        for key in ("sales", "invoices", "products", "opportunities"):
            self.assertEqual([row["amount"] for row in data[key]["rows"]], [100], key)
        told = self._as(self.nora).crm360_timeline(address_id=self.shop.id)["items"]
        self.assertEqual({item.get("amount") for item in told if "amount" in item}, {100})

    def test_a_contact_opens_the_page_of_its_company(self):
        self._order(10)
        contact = self.env["res.partner"].create({"name": "Pía", "parent_id": self.customer.id})
        self._order(20, partner=contact)
        sections = self._load(self.nora, "header", "sales", partner=contact)
        header = sections["header"]["data"]
        self.assertEqual((header["name"], header["contact"]), ("Hotel Ría Mansa", "Pía"))
        self.assertEqual(sections["sales"]["data"]["total"], 2)
