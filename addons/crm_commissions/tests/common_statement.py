from datetime import date

from .common import CommissionCase


class StatementCase(CommissionCase):
    """Entries that tests book themselves, and the statements that follow."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Statement = cls.env["crm.commission.statement"]

    # -- what happens ----------------------------------------------------------------------------

    @classmethod
    def _book(cls, participant, amount, day, *, origin=None, **values):
        """An entry of the ledger, by hand so that no run takes it back, and the statements."""
        [period] = cls._periods(day, day)
        plan = participant.plan_id
        number = cls.env["crm.commission.entry"].search_count([]) + 1
        entry = (
            cls.env["crm.commission.entry"]
            ._by_flow()
            .create(
                {
                    "currency_id": plan.currency_id.id,
                    "participant_id": participant.id,
                    "payee_id": participant.payee_id.id,
                    "plan_id": plan.id,
                    "kind": "manual",
                    "event_date": day,
                    "period_id": period.id,
                    "origin_period_id": (cls._periods(origin, origin) if origin else period).id,
                    "base": amount,
                    "rate": 100,
                    "amount": amount,
                    "number": number,
                    "run_at": "2026-10-15 10:00:00",
                    **values,
                }
            )
        )
        cls.Statement._refresh(plan.company_id)
        return entry

    # -- what comes of it ------------------------------------------------------------------------

    @classmethod
    def _statement(cls, day, payee=None, company=None):
        payee = payee or cls.nora.partner_id
        return cls.Statement.search(
            [
                ("payee_id", "=", payee.id),
                ("date_from", "=", date.fromisoformat(day).replace(day=1)),
                ("company_id", "=", (company or cls.company).id),
            ]
        )

    @classmethod
    def _calculate(cls, *days):
        for day in days:
            cls._periods(day, day).with_env(cls.env).action_calculate()

    def _approve(self, statements):
        """Sent by the accountant and approved by the manager, earliest first."""
        for statement in statements.sorted("date_from"):
            statement.with_user(self.ana).action_send()
            statement.with_user(self.max).action_approve()
