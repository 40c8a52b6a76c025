from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_statement import StatementCase


@tagged("-at_install", "post_install")
@freeze_time("2026-11-10 10:00:00")
class TestStatementDrill(StatementCase):
    """What the payee unfolds."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls._plan_of(cls.nora, rate=100)
        cls.seat = cls.plan.participant_ids

    def test_what_is_unfolded_adds_up(self):
        """Given thirds of cents in two plans, then rows add up to plans, and plans to the total."""
        other = self._plan_of(self.nora, name="Cider", rate=100)
        for amount in (33.333333, 33.333333, 33.333334):
            self._book(self.seat, amount, "2026-09-10", origin="2026-09-10")
            self._book(other.participant_ids, amount / 10, "2026-09-10")
        drill = self._statement("2026-09-01").with_user(self.nora).get_drill()
        self.assertFalse(drill["wrong"])
        self.assertEqual(drill["verdict"], "Adds up with its 6 entries")
        self.assertEqual([plan["title"] for plan in drill["plans"]], ["Cider", "Reps"])
        self.assertEqual([plan["amount"] for plan in drill["plans"]], [10.00, 100.00])
        self.assertEqual(drill["total"]["amount"], 110.00)
        self.assertEqual([figure["key"] for figure in drill["figures"]], ["earned"])

    def test_a_figure_changed_by_hand_is_said(self):
        self._book(self.seat, 100, "2026-09-10")
        statement = self._statement("2026-09-01")
        statement._by_flow().amount_gross = 99
        drill = statement.with_user(self.nora).get_drill()
        self.assertTrue(drill["wrong"])
        self.assertRegex(drill["verdict"], "its entries are .*100.00 and its total .*99.00")

    def test_others_unfold_nothing(self):
        self._book(self.seat, 100, "2026-09-10")
        statement = self._statement("2026-09-01").with_user(self.nils)
        with self.assertRaises(AccessError):
            statement.get_drill()
        with self.assertRaises(AccessError):
            statement.get_drill_rows("entry-1")

    def test_rows_of_another_statement_are_not_shown(self):
        foreign = self._book(self._take_part(self.plan, self.nils), 7, "2026-09-10")
        self._book(self.seat, 100, "2026-09-10")
        statement = self._statement("2026-09-01").with_user(self.nora)
        for key in (f"entry-{foreign.id}", "entry-0", "entry-x", "", None):
            with self.assertRaises(UserError):
                statement.get_drill_rows(key)
