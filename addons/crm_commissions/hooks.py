"""What has to happen when the addon comes and goes."""

from odoo.tools import SQL


def pre_init_hook(env):
    """Add the link of journal items to statements at once, before there is a model to ask.

    There may be millions of them, and none is linked yet.
    """
    env.cr.execute(
        SQL(
            "ALTER TABLE account_move_line ADD COLUMN IF NOT EXISTS commission_statement_id integer"
        )
    )


# In an order in which none is left that another one holds.
_TABLES = (
    "crm_commission_settlement",
    "crm_commission_dispute",
    "crm_commission_entry",
    "crm_commission_fact",
    "crm_commission_credit",
    "crm_commission_statement",
    "crm_commission_split",
    "crm_commission_past_team",
    "crm_commission_participant",
    "crm_sales_attainment",
    "crm_sales_target",
    "crm_commission_plan",
    "crm_commission_period",
)


# Bills, and what they were made with.
_KEPT = (
    "product.product",
    "product.template",
    "account.account",
    "account.journal",
    "account.move",
    "account.move.line",
    "account.payment",
    "res.partner",
)


def uninstall_hook(env):
    """Take along the function that guards the ledger, and the rows, whose tables go anyway.

    Rows that are kept for good would keep users, contacts and plans that go too. What the books
    hold stays in them.
    """
    env.cr.execute(SQL("DROP FUNCTION IF EXISTS crm_commission_entry_guard() CASCADE"))
    env.flush_all()
    env.cr.execute(
        SQL(
            "UPDATE account_move_line SET commission_statement_id = NULL "
            "WHERE commission_statement_id IS NOT NULL"
        )
    )
    env.cr.execute(SQL("UPDATE crm_commission_statement SET previous_id = NULL"))
    for table in _TABLES:
        env.cr.execute(SQL("DELETE FROM %s", SQL.identifier(table)))
    env.invalidate_all()
    env["ir.model.data"].search(
        [
            ("module", "=", "crm_commissions"),
            ("model", "in", _KEPT),
        ]
    ).unlink()
    # Odoo leaves the names that it gave to choices which our model has from one of its own
    env["ir.model.data"].search(
        [
            ("module", "=", "mail"),
            ("model", "=", "ir.model.fields.selection"),
            ("name", "=like", r"selection\_\_crm\_commission\_dispute\_\_%"),
        ]
    ).unlink()
