"""Plain Python, without Odoo: requests of customers. Tested in tests/engine/crm_helpdesk."""
"""Plain Python, without Odoo: working time, clocks of service levels. Tests: tests/engine."""
