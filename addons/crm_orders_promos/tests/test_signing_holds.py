import base64

from freezegun import freeze_time

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.http import Request
from odoo.tests import HttpCase, new_test_user, tagged

from .common_signing import SIGNATURE, SigningCase, bare_picture


@tagged("post_install", "-at_install")
class TestSignatureHolds(SigningCase, HttpCase):
    """What voids a signature, what does not, and that nobody makes one up."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rep = new_test_user(
            cls.env,
            "nuria",
            "sales_team.group_sale_salesman",
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )

    def test_other_names_change_nothing(self):
        # given a signed order; when what it refers to is called otherwise, and it is written again
        self.env["res.lang"]._activate_lang("es_ES")
        names = {
            "tax": lambda: self.vat.write({"name": "IVA general"}),
            "unit": lambda: self.product.uom_id.write({"name": "Pieces"}),
            "company": lambda: self.company.write({"name": "Distribuciones Pilar SL"}),
            "address": lambda: self.customer.write({"street": "Calle Nueva 3"}),
            "customer": lambda: self.customer.write({"name": "Hotel Ría Mansa SL"}),
            "code": lambda: self.product.write({"default_code": "CM-1"}),
            "language": lambda: self.customer.write({"lang": "es_ES"}),
        }
        for place, (name, rename) in enumerate(names.items()):
            with self.subTest(name):
                quote = self.make_quote()
                signature = self.sign(quote)
                rename()
                quote.client_order_ref = f"PO {place}"
                # then it is signed as before
                self.assertEqual(signature.state, "valid")

    def test_clauses_stay_in_the_language_in_which_they_were_signed(self):
        self.env["res.lang"]._activate_lang("es_ES")
        clause = self.env["crm.sale.clause"].create(
            {"code": "A", "name": "Delivery", "body_html": "<p>In a week</p>"}
        )
        clause.with_context(lang="es_ES").write({"name": "Entrega"})
        rows = [Command.create({"clause_id": clause.id})]
        signed, open_one = (self.make_quote(crm_clause_ids=rows) for _each in range(2))
        signature = self.sign(signed)
        # when the customer's language changes
        self.customer.lang = "es_ES"
        signed.client_order_ref = "PO 7"
        # then what is open follows, what is signed does not
        self.assertEqual(open_one.crm_clause_ids.title, "Entrega")
        self.assertEqual(signed.crm_clause_ids.title, "Delivery")
        self.assertEqual(signature.state, "valid")

    def test_information_is_one_text_in_every_language(self):
        # given a rep who works in Spanish and a customer who reads English
        self.env["res.lang"]._activate_lang("es_ES")
        quote = self.quote.with_context(lang="es_ES")
        quote.crm_section_ids = [Command.create({"title": "Montaje", "body_html": "<p>1</p>"})]
        quote.crm_section_ids.write({"title": "Montaje incluido", "body_html": "<p>2</p>"})
        # then the customer signs what the rep wrote last
        [section] = self.quote._get_content()["sections"]
        self.assertEqual(section, {"title": "Montaje incluido", "text": "<p>2</p>"})

    def test_a_photo_that_is_moved_away_voids_it(self):
        self.quote.crm_photo_ids = [Command.create({"image": SIGNATURE})]
        signature = self.sign()
        self.quote.crm_photo_ids.order_id = self.make_quote()
        self.assertEqual(signature.state, "superseded")

    def test_cancelled_taken_up_again_and_signed_again(self):
        first = self.sign()
        self.quote._action_cancel()
        self.quote.action_draft()
        self.assertEqual(first.state, "superseded")
        self.quote.action_quotation_sent()
        again = self.sign()
        self.assertEqual((again.state, self.quote.state), ("valid", "sale"))

    def test_it_expires_at_midnight_where_the_company_is(self):
        # given a quotation that is valid until the 30th, in Madrid and in Mexico
        self.quote.validity_date = "2026-11-30"
        for zone, instant, expired in (
            ("Europe/Madrid", "2026-11-30 22:59:00", False),
            ("Europe/Madrid", "2026-11-30 23:01:00", True),
            ("America/Mexico_City", "2026-12-01 05:59:00", False),
            ("America/Mexico_City", "2026-12-01 06:01:00", True),
        ):
            self.company.resource_calendar_id.tz = zone
            self.env.invalidate_all()
            with self.subTest(zone, instant=instant), freeze_time(instant):
                self.assertEqual(self.quote.is_expired, expired)
                self.assertEqual(self.quote._has_to_be_signed(), not expired)

    def test_a_person_signs_and_not_the_company(self):
        # given a hotel, and its buyer
        buyer = self.customer.create({"name": "Elvira Cueto", "parent_id": self.customer.id})
        for partner, name in ((self.customer, ""), (buyer, "Elvira Cueto")):
            with self.subTest(partner.name):
                quote = self.make_quote(partner_id=partner.id)
                self.assertEqual(quote._get_sign_props()["defaultName"], name)
                wizards = self.env["crm.order.sign.wizard"].with_context(active_id=quote.id)
                values = wizards.default_get(["signer_name", "clause_ids"])
                self.assertEqual(values["signer_name"] or "", name)

    def test_nobody_writes_a_signature(self):
        quote = self.make_quote(user_id=self.rep.id).with_user(self.rep)
        forged = {"signature": SIGNATURE, "signed_by": "Elvira", "signed_on": fields.Datetime.now()}
        for name, value in forged.items():
            with self.subTest(name), self.assertRaisesRegex(AccessError, "given by signing"):
                quote.write({name: value})
        orders = self.env["sale.order"].with_user(self.rep)
        fresh = orders.with_context(default_signed_by="Elvira").create(
            {"partner_id": self.customer.id}
        )
        self.assertFalse(fresh.signed_by)

    def test_a_context_of_the_client_hides_no_change(self):
        signature = self.sign(self.make_quote(user_id=self.rep.id))
        order = signature.order_id.with_user(self.rep).with_context(crm_signing=True)
        order.order_line.product_uom_qty = 3
        self.assertEqual(signature.state, "superseded")

    def test_nobody_ticks_or_writes_a_clause_for_the_customer(self):
        clause = self.env["crm.sale.clause"].create(
            {"code": "A", "name": "Privacy", "body_html": "<p>x</p>", "must_accept": True}
        )
        quote = self.make_quote(user_id=self.rep.id).with_user(self.rep)
        rows = self.env["crm.order.clause"].with_user(self.rep)
        row = rows.with_context(default_accepted=True, default_must_accept=False).create(
            {"order_id": quote.id, "clause_id": clause.id}
        )
        self.assertEqual((row.accepted, row.must_accept), (False, True))
        for values in ({"accepted": True}, {"must_accept": False}, {"body_html": "<p>y</p>"}):
            with self.subTest(values), self.assertRaisesRegex(AccessError, "word by word"):
                row.write(values)

    def test_a_picture_too_large_to_be_opened_is_no_signature(self):
        for size in ((20000, 12000), (6000, 4000)):
            image = base64.b64encode(bare_picture(*size)).decode()
            with self.subTest(size), self.assertRaisesRegex(UserError, "did not arrive whole"):
                self.sign(image=image)

    def test_who_rejects_a_change_keeps_the_order(self):
        # given a confirmed order that was changed and waits to be signed again
        self.sign()
        self.quote.order_line.product_uom_qty = 3
        self.assertTrue(self.quote._has_to_be_signed())
        # when the customer rejects the change on the portal
        self.authenticate(None, None)
        self.url_open(
            self.quote.get_portal_url(suffix="/decline"),
            data={"decline_message": "I ordered two", "csrf_token": Request.csrf_token(self)},
        )
        # then the order goes on, and the salesperson reads why
        self.assertEqual(self.quote.state, "sale")
        self.assertIn("<p>I ordered two</p>", self.quote.message_ids.mapped("body"))
