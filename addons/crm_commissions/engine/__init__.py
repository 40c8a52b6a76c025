"""Plain Python, without Odoo: what sales earn. Tested in tests/engine/crm_commissions."""
