"""What has to happen when the addon goes."""


def uninstall_hook(env):
    """Take along the function that guards the ledger; tables and triggers go with their models."""
    env.cr.execute("DROP FUNCTION IF EXISTS crm_commission_entry_guard() CASCADE")
