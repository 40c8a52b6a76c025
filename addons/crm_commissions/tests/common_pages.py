"""A statement of very many lines."""


def make_many(case, count):
    """The statement of Nils of March, with so many entries; documents of them would take long."""
    case.make_plan(case.nils, name="Flat", rate=4)
    case.invoice(1234.57, day="2026-03-10", rep=case.nils)
    case.engine._run(case.company)
    statement = case.statement("2026-03-01", case.nils)
    case.env.flush_all()
    case.env.cr.execute(
        """
        INSERT INTO crm_commission_entry
               (currency_id, participant_id, payee_id, plan_id, credit_id, partner_id, product_id,
                kind, event_date, origin_period_id, period_id, base, rate, amount, explain, number,
                run_at)
        SELECT currency_id, participant_id, payee_id, plan_id, credit_id, partner_id, product_id,
               kind, event_date, origin_period_id, period_id, 8.3325, rate, 0.3333, explain, n,
               run_at
          FROM crm_commission_entry, generate_series(2, %s) AS n
         WHERE id = %s
        """,
        (count, statement.entry_ids.id),
    )
    case.env.invalidate_all()
    case.env["crm.commission.statement"]._refresh(case.company)
    return statement
