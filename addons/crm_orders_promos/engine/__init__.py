"""Plain Python, without Odoo: promotions, discounts. Tested in tests/engine/crm_orders_promos."""
