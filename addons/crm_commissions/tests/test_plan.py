from datetime import date
from decimal import Decimal

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..engine import tiers
from ..engine.plan_terms import judge
from ..engine.rules import Sale
from .common import CommissionCase


@tagged("-at_install", "post_install")
@freeze_time("2026-10-15 10:00:00")
class TestPlan(CommissionCase):
    def test_a_plan_is_its_own_first_revision(self):
        plan = self._plan_of(active=False)
        self.assertEqual((plan.state, plan.revision, plan.root_id), ("draft", 1, plan))

    def test_what_is_in_force_is_not_changed(self):
        """Given 5 % in force, then neither the rate nor a rule nor a step may be changed."""
        plan = self._plan_of(
            tier_mode="marginal",
            tier_ids=self._tiers((0, 2)),
            rule_ids=[(0, 0, {"name": "All", "value": 5})],
        )
        for change in (
            lambda: plan.write({"rate": 7}),
            lambda: plan.write({"date_to": "2026-12-31"}),
            lambda: plan.write({"tier_ids": self._tiers((100, 3))}),
            lambda: plan.rule_ids.write({"value": 7}),
            plan.rule_ids.unlink,
            lambda: plan.tier_ids.write({"rate": 7}),
            plan.tier_ids.unlink,
            lambda: self.env["crm.commission.rule"].create({"plan_id": plan.id, "name": "More"}),
            plan.unlink,
        ):
            with self._refused("Reps is in force"):
                change()
        self.assertEqual((plan.rate, plan.rule_ids.value, plan.tier_ids.rate), (5, 5, 2))

    def test_a_revision_pays_on_the_same_documents(self):
        """An order of one revision would be paid again as an invoice of the next one."""
        for former, later in (("ordered", "invoiced"), ("collected", "delivered")):
            plan = self._plan_of(trigger=former)
            revision = plan._revise(date(2026, 11, 1))
            revision.trigger = later
            with self._refused("pays on .*, and Reps on .*: .* paid twice or not at all"):
                revision.action_activate()
            self.assertEqual((plan.state, plan.date_to), ("active", False))

    def test_a_revision_may_wait_for_the_money(self):
        plan = self._plan_of(trigger="invoiced")
        revision = plan._revise(date(2026, 11, 1))
        revision.trigger = "collected"
        revision.action_activate()
        self.assertEqual(revision.state, "active")

    def test_nothing_of_a_draft_is_moved_into_a_plan_in_force(self):
        plan, draft = self._plan_of(), self._plan_of(active=False)
        rule = self.env["crm.commission.rule"].create({"plan_id": draft.id, "name": "Wine"})
        with self._refused("is in force"):
            rule.plan_id = plan

    def test_the_state_goes_by_the_buttons_alone(self):
        draft = self._plan_of(active=False)
        for values in ({"state": "active"}, {"revision": 3}, {"root_id": draft.id}):
            with self._refused("by their buttons"):
                draft.write(values)
        other = self.env["crm.commission.plan"].create(
            {"name": "Sly", "state": "active", "revision": 9, "root_id": draft.id}
        )
        self.assertEqual((other.state, other.revision, other.root_id), ("draft", 1, other))

    def test_a_message_may_be_written_to_a_plan_in_force(self):
        plan = self._plan_of()
        plan.with_user(self.max).message_post(body="Agreed with all")
        self.assertIn("Agreed with all", plan.message_ids[0].body)

    def test_a_revision_holds_from_a_day_on_and_the_former_until_the_day_before(self):
        """Given 5 % from September on, when 6 % are activated from November on, then 5 % end."""
        plan = self._plan_of(self.nora, rule_ids=[(0, 0, {"name": "All", "value": 5})])

        revision = plan._revise(date(2026, 11, 1))
        self.assertEqual((revision.state, revision.revision, revision.root_id), ("draft", 2, plan))
        self.assertFalse(plan.date_to)
        revision.rule_ids.value = 6
        revision.action_activate()

        self.assertEqual(plan.date_to, date(2026, 10, 31))
        self.assertEqual((plan.rule_ids.value, revision.rule_ids.value), (5, 6))
        self.assertEqual(revision._get_participants().user_id, self.nora)
        self.assertEqual(revision.display_name, "Reps, revision 2")

    def test_one_draft_of_a_plan_at_a_time(self):
        plan = self._plan_of()
        plan._revise(date(2026, 11, 1))
        with self._refused("revision 2 is a draft already"):
            plan.action_revise()

    def test_a_revision_does_not_begin_before_the_former(self):
        plan = self._plan_of()
        revision = plan._revise(date(2026, 8, 1))
        with self._refused("has to begin after Reps"):
            revision.action_activate()

    def test_a_revision_begins_in_an_open_period(self):
        """Given September is closed, then a revision is proposed from 1 October, not before."""
        plan = self._plan_of()
        self._close(self._periods("2026-09-01", "2026-09-30"))
        revision = plan._revise()
        self.assertEqual(revision.date_from, date(2026, 10, 1))
        revision.date_from = "2026-09-15"
        with self._refused("in a closed period. Choose 2026-10-01 or later"):
            revision.action_activate()
        self.assertEqual((revision.state, plan.date_to), ("draft", False))

    def test_the_second_revision_cannot_be_made_twice(self):
        plan = self._plan_of()
        plan._revise(date(2026, 11, 1))
        values = {"name": "Again", "root_id": plan.id, "revision": 2}
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            plan._by_flow().create(values)

    def test_a_retired_plan_ends_today_and_holds_for_what_was(self):
        plan = self._plan_of()
        plan.action_retire()
        self.assertEqual((plan.state, plan.date_to), ("retired", date(2026, 10, 15)))
        plans = self.env["crm.commission.plan"]
        domain = plans._get_in_force_domain
        self.assertIn(plan, plans.search(domain(self.company, date(2026, 9, 1), date(2026, 9, 1))))
        later = plans.search(domain(self.company, date(2026, 10, 16), date(2026, 12, 31)))
        self.assertNotIn(plan, later)
        with self._refused("is not active"):
            plan.action_retire()

    def test_drafts_are_never_in_force(self):
        draft = self._plan_of(active=False)
        plans = self.env["crm.commission.plan"]
        day = date(2026, 10, 1)
        self.assertNotIn(draft, plans.search(plans._get_in_force_domain(self.company, day, day)))

    def test_a_plan_that_pays_nothing_is_not_activated(self):
        for values, words in (
            ({"rate": 0}, "pays nothing"),
            ({"tier_mode": "marginal"}, "tiers without steps"),
            ({"tier_mode": "whole", "tier_ids": self._tiers((100, 2))}, "has to begin at 0"),
            ({"tier_mode": "curve", "tier_ids": self._tiers((50, 25))}, "needs a target"),
        ):
            with self.subTest(words), self._refused(words):
                self._plan_of(**values)

    def test_a_copy_is_a_plan_of_its_own(self):
        plan = self._plan_of(self.nora)
        copy = plan.copy()
        self.assertEqual((copy.state, copy.revision, copy.root_id), ("draft", 1, copy))
        self.assertFalse(copy.participant_ids)

    def test_two_steps_do_not_begin_at_one_bound(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._plan_of(tier_mode="whole", tier_ids=self._tiers((0, 2), (0, 3)))

    def test_a_rule_of_tiers_needs_a_plan_with_tiers(self):
        with self._refused("speaks of tiers"):
            self._plan_of(rate=0, rule_ids=[(0, 0, {"name": "Wine", "effect": "tiers"})])

    def test_rules_of_another_company_find_no_product(self):
        other = self.env["res.company"].create({"name": "Other"})
        theirs = self.env["product.product"].create({"name": "Oil", "company_id": other.id})
        with self.assertRaises(UserError):
            self._plan_of(rule_ids=[(0, 0, {"name": "Oil", "product_ids": theirs.ids})])


@tagged("-at_install", "post_install")
@freeze_time("2026-10-15 10:00:00")
class TestTerms(CommissionCase):
    """A plan as the engine reads it."""

    def test_tiers_of_62500_are_1875(self):
        """Given 2 % up to 25,000, 3 % up to 50,000, 5 % above, then 62,500 earn 1,875.00."""
        plan = self._plan_of(
            rate=0,
            tier_mode="marginal",
            tier_ids=self._tiers((50000, 5), (0, 2), (25000, 3)),
        )
        terms = plan._to_terms()
        brackets = tiers.marginal(Decimal(62500), terms.tiers)
        self.assertEqual([bracket.amount for bracket in brackets], [500, 750, 625])

    def test_a_curve_has_points_and_a_target(self):
        plan = self._plan_of(
            rate=0,
            tier_mode="curve",
            target_amount=100000,
            on_target_pay=2000,
            tier_ids=self._tiers((50, 25), (100, 100), (150, 200)),
        )
        terms = plan._to_terms()
        self.assertEqual((terms.target, terms.on_target_pay), (100000, 2000))
        self.assertEqual([point.payout for point in terms.points], [25, 100, 200])
        self.assertFalse(terms.tiers)

    def test_the_first_rule_that_holds_counts(self):
        """Given 5 % up to 10 % of discount and 3 % up to 20 %, then 12 % off earn 3 %."""
        plan = self._plan_of(
            rate=0,
            rule_ids=[
                (0, 0, {"name": "Little", "sequence": 1, "by_discount": True, "discount_to": 10,
                        "value": 5}),
                (0, 0, {"name": "Some", "sequence": 2, "by_discount": True, "discount_to": 20,
                        "value": 3}),
                (0, 0, {"name": "Much", "sequence": 3, "effect": "exclude"}),
            ],
        )  # fmt: skip
        terms = plan._to_terms()
        for discount, effect, rate in (("10", "rate", 5), ("12", "rate", 3), ("21", "exclude", 0)):
            outcome = judge(Sale(product_id=1, discount=Decimal(discount)), terms)
            self.assertEqual((outcome.effect, outcome.rate), (effect, rate), discount)

    def test_what_a_rule_does_not_ask_for_is_none(self):
        rule = self._plan_of(rule_ids=[(0, 0, {"name": "All", "value": 0.1})]).rule_ids
        read = rule._to_engine()
        self.assertEqual((read.value, read.factor), (Decimal("0.1"), 1))
        for name in ("category_ids", "discount_from", "discount_to", "margin_from", "delay_to"):
            self.assertIsNone(getattr(read, name), name)
        self.assertFalse(read.checks)

    def test_each_criterion_reaches_the_engine(self):
        zone = self.env["crm.zone"].create({"name": "North", "code": "T-N"})
        tag = self.env["res.partner.category"].create({"name": "HORECA"})
        category = self.env["product.category"].create({"name": "Wine"})
        values = {
            "name": "All of it",
            "category_ids": category.ids,
            "partner_category_ids": tag.ids,
            "zone_ids": zone.ids,
            "by_margin": True,
            "margin_from": 12.5,
            "by_delay": True,
            "delay_from": -5,
            "delay_to": 0,
            "new_customer_days": 90,
            "sign": "sale",
        }
        read = self._plan_of(rule_ids=[(0, 0, values)]).rule_ids._to_engine()
        self.assertEqual(
            [code for code, _holds in read.checks],
            ["category", "partner_category", "zone", "margin", "new_customer", "delay", "sign"],
        )
        self.assertEqual((read.margin_from, read.delay_from, read.delay_to), (12.5, -5, 0))
