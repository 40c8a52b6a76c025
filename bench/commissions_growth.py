"""Many more invoices than Odoo makes in a reasonable time, and what must not be there twice."""

from __future__ import annotations

import subprocess

# What is booked for one line by one plan more than once.
TWICE = """
SELECT COUNT(*) FROM (
    SELECT credit_id FROM crm_commission_entry WHERE credit_id IS NOT NULL
     GROUP BY credit_id, origin_period_id HAVING COUNT(*) > 1) AS twice
"""
TWICE_OCA = """
SELECT COUNT(*) FROM (
    SELECT invoice_agent_line_id FROM commission_settlement_line
     GROUP BY 1 HAVING COUNT(*) > 1) AS twice
"""
_COLUMNS = """
SELECT column_name FROM information_schema.columns
 WHERE table_name = %s AND is_generated = 'NEVER' AND column_name <> ALL(%s)
"""
# What is one's own of an invoice and of a line, and what matches them with payments.
_OWN = {
    "account_move": ["id", "name", "sequence_number", "payment_reference"],
    "account_move_line": ["id", "move_id", "full_reconcile_id", "matching_number"],
}


def widen(env, *, times: int) -> None:
    """Add copies of all invoices and refunds, as if they had been posted as well."""
    from odoo.tools import SQL

    moves, lines = (_columns(env, SQL, table) for table in _OWN)
    env.cr.execute("SELECT MAX(id) FROM account_move")
    [last] = env.cr.fetchone()
    for _copy in range(times):
        env.cr.execute(
            SQL(
                "CREATE TEMP TABLE copied ON COMMIT DROP AS SELECT id AS old, "
                "nextval('account_move_id_seq') AS new FROM account_move "
                "WHERE move_type IN ('out_invoice', 'out_refund') AND id <= %s",
                last,
            )
        )
        env.cr.execute(
            SQL(
                "INSERT INTO account_move (id, name, sequence_number, %(columns)s) "
                "SELECT new, 'COPY/' || new, new, %(columns)s "
                "FROM account_move JOIN copied ON old = id",
                columns=moves,
            )
        )
        env.cr.execute(
            SQL(
                "INSERT INTO account_move_line (move_id, %(columns)s) "
                "SELECT new, %(columns)s FROM account_move_line JOIN copied ON old = move_id",
                columns=lines,
            )
        )
        env.cr.commit()
    env.cr.execute("ANALYZE")
    env.cr.commit()


def _columns(env, sql, table: str):
    env.cr.execute(_COLUMNS, [table, _OWN[table]])
    return sql(", ").join(sql.identifier(name) for (name,) in env.cr.fetchall())


def run(command: list[str], script: str) -> int:
    """Run a script in Odoo's shell and tell its code; what it says is kept to itself."""
    result = subprocess.run(command, check=False, input=script, text=True, capture_output=True)
    return result.returncode
