from freezegun import freeze_time

from .common_statement import StatementCase


class DisputeCase(StatementCase):
    """Nora has 625.00 of a tier and 28.93 less for a receipt that came back; it was sent to her.

    It is Wednesday 14 October 2026. She is in Lea's team.
    """

    NOW = "2026-10-14 10:00:00"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(cls.NOW))
        cls.plan = cls._plan_of(cls.nora, rate=100)
        cls.seat = cls.plan.participant_ids
        cls.tier = cls._book(cls.seat, 625, "2026-09-30", window_key="2026-09", bracket=0)
        cls.returned = cls._book(cls.seat, -28.93, "2026-09-28", window_key="other")
        cls._calculate("2026-09-01")
        cls.statement = cls._statement("2026-09-01")
        cls.statement.with_user(cls.ana).action_send()

    @classmethod
    def _dispute(cls, user=None, statement=None, **values):
        """A dispute about the receipt that came back, unless other values are given."""
        values = {
            "key": f"entry-{cls.returned.id}",
            "reason": "taken_back",
            "note": "The customer paid by transfer on 2 October.",
            **values,
        }
        statement = (statement or cls.statement).with_user(user or cls.nora)
        return cls.env["crm.commission.dispute"].browse(statement.open_dispute(values))

    @classmethod
    def _missing(cls, user=None, **values):
        return cls._dispute(
            user, **{"key": None, "reason": "missing", "document": "F/2026/03118", **values}
        )
