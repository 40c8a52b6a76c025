from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common_c360 import Customer360Case

LOGGER = "odoo.addons.crm_actions.models.crm_360_mixin"
PARTS = [
    "header", "opportunities", "actions", "invoices", "sales", "products", "calendar", "documents"
]  # fmt: skip


@tagged("-at_install", "post_install")
class TestCustomer360(Customer360Case):
    """The frame: which parts come, and that one bad part does not spoil the page."""

    def test_all_parts_are_described_and_those_in_sight_loaded(self):
        page = self._as(self.nora).crm360_load()
        own = [section for section in page["sections"] if section["key"] in PARTS]
        self.assertEqual([section["key"] for section in own], PARTS)
        self.assertEqual(
            [section["key"] for section in own if "data" in section],
            [key for key in PARTS if key not in ("calendar", "documents")],
        )
        self.assertEqual(page["currency_id"], self.company.currency_id.id)

    def test_a_phone_opens_the_head_alone_and_loads_what_it_keeps(self):
        sections = self._load(self.nora, small=True)
        self.assertEqual([key for key, part in sections.items() if part["open"]], ["header"])
        # (other addons have parts of their own)
        loaded = {key for key, part in sections.items() if "data" in part}
        self.assertLessEqual({"header", "opportunities", "actions", "invoices", "sales"}, loaded)
        self.assertFalse({"products", "calendar", "documents"} & loaded)

    def test_a_part_is_loaded_when_it_is_opened(self):
        self.assertEqual(list(self._load(self.nora, "documents")), ["documents"])
        self.assertIn("data", self._load(self.nora, "documents")["documents"])
        self.assertEqual(self._load(self.nora, "unheard of"), {})

    def test_one_part_that_fails_leaves_the_others(self):
        """Scenario A17."""
        for error in (ZeroDivisionError("secret"), KeyError("secret")):
            with (
                patch.object(
                    type(self.customer), "_crm360_load_actions", autospec=True, side_effect=error
                ),
                mute_logger(LOGGER),
            ):
                sections = self._load(self.nora)
            self.assertNotIn("data", sections["actions"])
            self.assertNotIn("secret", sections["actions"]["error"])
            self.assertIn("data", sections["header"])
            self.assertIn("data", sections["sales"])

    def test_a_part_that_breaks_the_transaction_leaves_the_others(self):
        def broken(records):
            records.env.cr.execute("SELECT no_such_column FROM res_partner")

        with (
            patch.object(type(self.customer), "_crm360_load_actions", broken),
            mute_logger(LOGGER, "odoo.sql_db"),
        ):
            sections = self._load(self.nora)
        self.assertIn("error", sections["actions"])
        self.assertIn("data", sections["products"])

    def test_a_failure_is_logged_for_the_administrator(self):
        with (
            patch.object(
                type(self.customer), "_crm360_load_actions", autospec=True, side_effect=KeyError
            ),
            self.assertLogs(LOGGER, "ERROR") as logs,
        ):
            self._load(self.nora, "actions")
        self.assertIn("actions", logs.output[0])

    def test_a_forbidden_part_is_left_out_and_a_sentence_is_shown(self):
        load = type(self.customer)._crm360_load_actions
        for error, expected in (
            (AccessError("no"), None),
            (UserError("Ask the boss."), "Ask the boss."),
        ):
            with patch.object(type(self.customer), load.__name__, autospec=True, side_effect=error):
                part = self._load(self.nora, "actions").get("actions")
            self.assertEqual(part and part["error"], expected)

    def test_bad_input_gets_a_sentence(self):
        stranger = self.env["res.partner"].create({"name": "Stranger"})
        customer = self._as(self.nora)
        for bad in (stranger.id, "x", -1, 10**9):
            with self.assertRaisesRegex(ValidationError, "does not belong"):
                customer.crm360_load(address_id=bad)
        with self.assertRaisesRegex(ValidationError, "as a list"):
            customer.crm360_load("actions")
        with self.assertRaisesRegex(ValidationError, "one customer"):
            (customer | stranger).crm360_load()
        for place in ("x", [1], ["2026-10-01 10:00:00", 5, "a"], ["x", "order", 1], {"a": 1}):
            with self.assertRaisesRegex(ValidationError, "no place"):
                customer.crm360_timeline(place)
        for limit in (0, -1, "x", True):
            with self.assertRaisesRegex(ValidationError, "at least one"):
                customer.crm360_timeline(limit=limit)

    def test_the_context_of_a_call_does_not_choose_the_address(self):
        stranger = self.env["res.partner"].create({"name": "Stranger"})
        self._order(10, confirm=True)
        with_context = self.customer.with_context(crm360_address_id=stranger.id)
        sections = self._load(self.nora, "sales", partner=with_context)
        self.assertEqual(sections["sales"]["data"]["total"], 1)

    def test_portal_users_get_nothing_not_even_about_themselves(self):
        portal = new_test_user(self.env, "guest", groups="base.group_portal")
        for partner in (portal.partner_id, self.customer):
            with self.assertRaises(AccessError):
                partner.with_user(portal).crm360_load()
            with self.assertRaises(AccessError):
                partner.with_user(portal).crm360_timeline()

    def test_a_colleague_outside_sales_sees_who_it_is_and_no_business(self):
        clerk = new_test_user(self.env, "clerk", groups="base.group_user")
        self._order(10)
        self._plan().message_post(body="Confidential")
        sections = self._load(clerk)
        self.assertFalse({"actions", "opportunities", "sales", "invoices"} & set(sections))
        header = sections["header"]["data"]
        self.assertEqual(header["name"], "Hotel Ría Mansa")
        self.assertFalse(header["figures"])
        self.assertEqual(self._as(clerk).crm360_timeline()["items"], [])

    def test_all_open_from_record_buttons(self):
        lead = self._opportunity()
        prospect = self._opportunity(partner_id=False)
        for record, tag, res_id in (
            (self.customer, "customer-360", self.customer.id),
            (lead, "customer-360", self.customer.id),
            (prospect, "prospect-360", prospect.id),
            (self._plan(), "customer-360", self.customer.id),
            (self._plan(partner_id=False, opportunity_id=prospect.id), "prospect-360", prospect.id),
        ):
            action = record.with_user(self.nora).action_open_customer_360()
            self.assertEqual((action["path"], action["params"]), (tag, {"res_id": res_id}))
