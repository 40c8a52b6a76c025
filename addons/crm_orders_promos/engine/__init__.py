"""Plain Python, without Odoo: discounts, promotions. Tested in tests/engine/crm_orders_promos."""
