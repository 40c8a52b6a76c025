"""The ledger of a company, to be compared with one that is made anew from the documents."""

from odoo.tools import SQL


def read_sums(env, company):
    """What is booked about each thing in each month, without what has come to nothing; lines
    instead of credits, of which a ledger made anew has others.

    :return: dict of (participant, plan, kind, period it is of, period it is booked in, window,
        bracket, line): the exact sum as text
    """
    env.flush_all()
    rows = env.execute_query(
        SQL(
            """
            SELECT entry.participant_id, entry.plan_id, entry.kind, entry.origin_period_id,
                   entry.period_id, entry.window_key, entry.bracket, credit.source_id,
                   SUM(entry.amount)::text
              FROM crm_commission_entry AS entry
              JOIN crm_commission_period AS period ON period.id = entry.period_id
         LEFT JOIN crm_commission_credit AS credit ON credit.id = entry.credit_id
             WHERE period.company_id = %s
          GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
            HAVING SUM(entry.amount) <> 0
            """,
            company.id,
        )
    )
    return {row[:-1]: row[-1] for row in rows}


def forget_everything(env, company):
    """The ledger, the facts and the credits of the company are gone."""
    env.flush_all()
    env.cr.execute(
        "ALTER TABLE crm_commission_entry DISABLE TRIGGER crm_commission_entry_guard_delete"
    )
    delete_ledger(env, company)
    env.invalidate_all()
    plans = env["crm.commission.plan"].search([("company_id", "=", company.id)])
    plans._mark_dirty()


def delete_ledger(env, company):
    """Delete entries, facts and credits of a company; what guards the entries has to be off."""
    months = SQL("SELECT id FROM crm_commission_period WHERE company_id = %s", company.id)
    plans = SQL("SELECT id FROM crm_commission_plan WHERE company_id = %s", company.id)
    credits = SQL("SELECT id FROM crm_commission_credit WHERE plan_id IN (%s)", plans)
    env.cr.execute(SQL("DELETE FROM crm_commission_entry WHERE period_id IN (%s)", months))
    env.cr.execute(SQL("DELETE FROM crm_commission_fact WHERE credit_id IN (%s)", credits))
    env.cr.execute(SQL("DELETE FROM crm_commission_credit WHERE plan_id IN (%s)", plans))
