"""Plain Python, without Odoo: distances, verdicts, days. Tested in tests/engine/crm_actions."""
