"""Plain Python, without Odoo: periodic planning of visits. Tested in tests/engine/crm_routes."""
