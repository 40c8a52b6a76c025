from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import new_test_user

from .common_signing import SIGNATURE, SigningCase

VERBS = ("read", "write", "create", "unlink")
# Whose rows each role reads, writes, creates and deletes, in this order: of an order of one's own,
# of a colleague in the team that one leads, of another team.
MATRIX = {
    #                             rep               leader            all documents   manager
    "crm.order.header.discount": ("own own own own", "team team team team", "all all all all",
                                  "all all all all"),
    "crm.order.photo": ("own own own own", "team team team team", "all all all all",
                        "all all all all"),
    "crm.order.clause": ("own own own own", "team team team team", "all all all all",
                         "all all all all"),
    "crm.order.section": ("own own own own", "team team team team", "all all all all",
                          "all all all all"),
    "crm.order.revision": ("own - - -", "team - - -", "all - - -", "all - - -"),
    "crm.order.signature": ("own - - -", "team - - -", "all - - -", "all - - -"),
}  # fmt: skip
REACH = {"-": (), "own": ("own",), "team": ("own", "team"), "all": ("own", "team", "other")}


class TestOrdersSecurity(SigningCase):
    """Every cell of role, model and verb."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.roles = {
            "rep": cls.make_user("nora", "sales_team.group_sale_salesman"),
            "leader": cls.make_user("lea", "crm_actions.group_team_leader"),
            "all documents": cls.make_user("ann", "sales_team.group_sale_salesman_all_leads"),
            "manager": cls.make_user("max", "sales_team.group_sale_manager"),
        }
        cls.colleague = cls.make_user("nils", "sales_team.group_sale_salesman")
        cls.stranger = cls.make_user("sara", "sales_team.group_sale_salesman")
        cls.team, cls.other_team = (
            cls.env["crm.team"].create(
                {
                    "name": name,
                    "user_id": leader.id,
                    "member_ids": [Command.set(members.ids)],
                    "company_id": cls.company.id,
                }
            )
            for name, leader, members in (
                ("North", cls.roles["leader"], cls.roles["rep"] | cls.colleague),
                ("South", cls.roles["manager"], cls.stranger),
            )
        )
        cls.clause = cls.env["crm.sale.clause"].create(
            {"code": "C", "name": "Clause", "body_html": "<p>x</p>"}
        )

    @classmethod
    def make_user(cls, login, group):
        return new_test_user(
            cls.env,
            login,
            group,
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )

    def make_rows(self, user, team):
        """An order of a rep with a row of each model on it."""
        order = self.make_quote(
            user_id=user.id,
            team_id=team.id,
            header_discount_ids=[Command.create({"percent": 1})],
            crm_photo_ids=[Command.create({"image": SIGNATURE})],
            crm_clause_ids=[Command.create({"clause_id": self.clause.id})],
            crm_section_ids=[Command.create({"title": "T"})],
        )
        signature = self.sign(order)
        return {
            "crm.order.header.discount": order.header_discount_ids,
            "crm.order.photo": order.crm_photo_ids,
            "crm.order.clause": order.crm_clause_ids,
            "crm.order.section": order.crm_section_ids,
            "crm.order.revision": signature.revision_id,
            "crm.order.signature": signature,
        }

    def test_every_cell(self):
        other = self.make_rows(self.stranger, self.other_team)
        for place, (role, user) in enumerate(self.roles.items()):
            rows = {
                "own": self.make_rows(user, self.team),
                "team": self.make_rows(self.colleague, self.team),
                "other": other,
            }
            for model, cells in MATRIX.items():
                for verb, cell in zip(VERBS, cells[place].split(), strict=True):
                    reached = {
                        whose for whose, of in rows.items() if self.reaches(user, of[model], verb)
                    }
                    with self.subTest(role=role, model=model, verb=verb):
                        self.assertEqual(reached, set(REACH[cell]))

    def reaches(self, user, record, verb):
        return record.with_user(user).has_access(verb)

    def test_the_library_is_the_manager_s(self):
        for role, user in self.roles.items():
            for verb in VERBS:
                with self.subTest(role=role, verb=verb):
                    allowed = verb == "read" or role == "manager"
                    self.assertEqual(self.clause.with_user(user).has_access(verb), allowed)

    def test_limits_are_the_manager_s(self):
        limit = self.env["crm.discount.limit"].create({"max_discount": 10})
        for role, user in self.roles.items():
            for verb in VERBS:
                with self.subTest(role=role, verb=verb):
                    allowed = role == "manager" or (role == "leader" and verb == "read")
                    self.assertEqual(limit.with_user(user).has_access(verb), allowed)

    def test_where_it_was_signed_from_is_the_manager_s(self):
        signature = self.sign(self.make_quote(user_id=self.roles["rep"].id))
        with self.assertRaises(AccessError):
            signature.with_user(self.roles["rep"]).read(["ip"])
        signature.with_user(self.roles["manager"]).read(["ip", "user_agent"])

    def test_companies_apart(self):
        other = self.env["res.company"].create({"name": "Other"})
        user = new_test_user(
            self.env,
            "other.max",
            "sales_team.group_sale_manager",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        rows = self.make_rows(self.roles["rep"], self.team)
        for model, record in rows.items():
            with self.subTest(model):
                theirs = self.env[model].with_user(user).with_company(other)
                theirs = theirs.with_context(allowed_company_ids=other.ids)
                found = theirs.search([("id", "=", record.id)])
                self.assertFalse(found)

    def test_a_rep_quotes_and_signs_with_a_rep_s_rights(self):
        rep = self.roles["rep"]
        orders = self.env["sale.order"].with_user(rep)
        order = orders.create(
            {
                "partner_id": self.customer.id,
                "require_signature": True,
                "require_payment": False,
                "order_line": [Command.create({"product_id": self.product.id})],
                "header_discount_ids": [Command.create({"percent": 5})],
                "crm_clause_ids": [Command.create({"clause_id": self.clause.id})],
            }
        )
        order.action_quotation_sent()
        wizard = (
            self.env["crm.order.sign.wizard"]
            .with_user(rep)
            .with_context(active_id=order.id)
            .create({"signature": SIGNATURE, "signer_name": "Elvira Cueto"})
        )
        self.assertEqual(wizard.clause_ids.title, "Clause")
        wizard.clause_ids.accepted = True
        wizard.action_sign()
        self.assertEqual(order.state, "sale")
        signature = order.crm_signature_ids
        self.assertEqual((signature.method, signature.user_id), ("device", rep))
        self.assertTrue(order.crm_clause_ids.accepted)

    def test_what_is_signed_here_is_of_who_opened_it(self):
        # given the quotation of a rep, and a colleague who knows its number
        quote = self.make_quote(user_id=self.roles["rep"].id)
        values = {
            "order_id": quote.id,
            "content_sha256": quote._get_content_hash(),
            "signer_name": "Elvira Cueto",
            "signature": SIGNATURE,
        }
        wizards = self.env["crm.order.sign.wizard"]
        opened = wizards.with_user(self.roles["rep"]).create(values)
        foreign = wizards.with_user(self.stranger).create(values)
        foreign.invalidate_recordset()
        # then neither the amount nor what is half signed is the colleague's
        for refused in (
            lambda: foreign.read(["amount_total"]),
            foreign.action_sign,
            lambda: opened.with_user(self.stranger).read(["signature"]),
        ):
            with self.assertRaises(AccessError):
                refused()
        self.assertFalse(quote.signature)

    def test_nobody_deletes_or_publishes_a_signed_copy(self):
        signature = self.sign(self.make_quote(user_id=self.roles["rep"].id))
        for role, user in self.roles.items():
            copy = signature.pdf_attachment_id.with_user(user)
            with self.subTest(role):
                with self.assertRaises(AccessError):
                    copy.write({"public": True})
                with self.assertRaises(AccessError):
                    copy.unlink()
        self.assertTrue(signature._is_intact())
