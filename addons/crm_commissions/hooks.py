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


def uninstall_hook(env):
    """Take along the function that guards the ledger; tables and triggers go with their models.

    The product that bills were made with stays with them.
    """
    env.cr.execute(SQL("DROP FUNCTION IF EXISTS crm_commission_entry_guard() CASCADE"))
    env["ir.model.data"].search(
        [
            ("module", "=", "crm_commissions"),
            ("model", "in", ("product.product", "product.template")),
        ]
    ).unlink()
