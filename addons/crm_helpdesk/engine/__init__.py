"""Plain Python, without Odoo: requests of customers. Tested in tests/engine/crm_helpdesk."""
