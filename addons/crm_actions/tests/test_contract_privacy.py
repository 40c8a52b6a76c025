import json

from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL

from . import common_contract as contract

SECRET = "Xandru Muñiz"
MAIL = "xandru@example.com"
PHONE = "+34 884 00 09 99"
TEXT = f"{SECRET}, {MAIL}, {PHONE}"
KEPT = {
    ("mail_blacklist", "email"): "who does not want mails is remembered for that alone",
    ("phone_blacklist", "number"): "likewise",
}
"""Columns in which a person stays named, with the reason."""


@tagged("-at_install", "post_install")
class TestContractOfPrivacy(TransactionCase):
    """Whatever addons are installed: what a person asks to forget is found nowhere."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=False))
        cls.person = cls.env["res.partner"].create(
            {"name": SECRET, "email": MAIL, "phone": PHONE, "comment": SECRET}
        )
        cls.other = cls.env["res.partner"].create({"name": "Hotel", "is_company": True})
        cls.models = contract.models_of_people(cls.env)
        for model in cls.models:
            contract.make_example(cls.env, model, cls.person, TEXT)
        cls._write_elsewhere()
        cls.env.flush_all()

    @classmethod
    def _write_elsewhere(cls):
        """In the records of Odoo: linked with the person, and only naming an address."""
        lead = {"type": "opportunity", "description": TEXT, "contact_name": SECRET}
        for values in (
            {"partner_id": cls.person.id, "name": SECRET},
            {"email_from": MAIL, "name": f"Web form of {SECRET}"},
            {"phone": "+34 884 000 999", "name": "Call back", "email_cc": MAIL},
            {"partner_id": cls.other.id, "name": f"Menu for {MAIL}"},
        ):
            cls.env["crm.lead"].create({**lead, **values})
        order = cls.env["sale.order"].create({"partner_id": cls.other.id})
        for partner in (cls.person, cls.other):
            cls.env.cr.flush()  # its history is written before
            order.partner_id = partner
        cls.env.cr.flush()
        order.message_post(
            body=TEXT,
            subject=SECRET,
            author_id=cls.person.id,
            message_type="email",
            incoming_email_to=f"{MAIL}, sales@example.com",
        )
        order.message_post(body=TEXT, partner_ids=cls.person.ids, message_type="comment")
        order.activity_schedule(summary=f"Ring {PHONE}", note=TEXT, user_id=cls.env.uid)
        for partners in (cls.person, cls.person | cls.other):
            cls.env["calendar.event"].create(
                {
                    "name": f"Lunch with {SECRET}",
                    "location": TEXT,
                    "description": TEXT,
                    "start": "2026-10-15 10:00:00",
                    "stop": "2026-10-15 11:00:00",
                    "partner_ids": [(6, 0, partners.ids)],
                }
            )
        cls.env["mail.mail"].create({"email_to": f"{SECRET} <{MAIL}>", "body_html": TEXT})

    def _count_rows(self):
        return {
            model._name: model.with_context(active_test=False).search_count([])
            for model in self.models
        }

    def _find(self, *texts):
        """Tables and columns of the whole database in which one of the texts stands."""
        self.env.flush_all()
        columns = self.env.execute_query(
            SQL(
                """
                SELECT columns.table_name, array_agg(column_name::text)
                  FROM information_schema.columns
                  JOIN information_schema.tables USING (table_schema, table_name)
                 WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
                   AND data_type IN ('character varying', 'text', 'json', 'jsonb')
              GROUP BY columns.table_name
                """
            )
        )
        found = set()
        for table, names in columns:
            hits = SQL(", ").join(
                SQL(
                    "bool_or(%s::text ILIKE ANY(%s))",
                    SQL.identifier(name),
                    [f"%{text}%" for text in texts],
                )
                for name in names
            )
            row = self.env.execute_query(SQL("SELECT %s FROM %s", hits, SQL.identifier(table)))[0]
            found |= {(table, name) for name, hit in zip(names, row, strict=True) if hit}
        return found - KEPT.keys()

    def test_what_was_written_about_a_person_is_found_nowhere(self):
        before = self._find(SECRET, MAIL)
        for place in (
            ("crm_action", "summary"), ("crm_lead", "email_from"), ("mail_message", "email_from"),
            ("mail_mail", "email_to"), ("calendar_event", "name"), ("mail_activity", "note"),
            ("calendar_attendee", "common_name"), ("mail_tracking_value", "new_value_char"),
        ):  # fmt: skip
            self.assertIn(place, before)
        rows = self._count_rows()
        self.person._crm_erase()
        self.assertFalse(self._find(SECRET, MAIL, "884 00 09 99", "884 000 999", "884000999"))
        # the figures stay: no row is gone
        self.assertEqual(rows, self._count_rows())

    def test_each_model_with_an_address_or_number_was_tried(self):
        """Given a new model that keeps an address, then its example must have one."""
        for model in self.models:
            ways = contract.way_fields(model)
            if ways:
                rows = model.with_context(active_test=False).search([])
                self.assertTrue(
                    any(row[name] for row in rows for name in ways),
                    f"say in EXAMPLES how a row of {model._name} gets {ways}",
                )

    def test_erasing_again_finds_nothing(self):
        self.assertTrue(any(self.person._crm_erase().values()))
        self.env.flush_all()
        again = self.person._crm_erase()
        self.assertFalse(any(again.values()), again)

    def test_what_is_counted_has_a_name(self):
        counts = self.person._crm_erase()
        self.assertFalse(set(counts) - set(self.person._crm_get_erasure_labels()))

    def test_what_we_know_is_handed_out_in_plain_values(self):
        sections = self.person._crm_export()
        self.assertEqual(json.loads(json.dumps(sections)), sections)
        for section, rows in sections.items():
            self.assertIsInstance(section, str)
            for row in rows:
                self.assertIsInstance(row, dict)
        self.assertIn(SECRET, json.dumps(sections, ensure_ascii=False))
