{
    "name": "Pilares: Orders and Promotions",
    "summary": "Discount chains, special prices, promotions, warehouses, quotes that bind",
    "version": "19.0.1.3.0",
    "category": "Sales/Sales",
    "author": "Pilares",
    "license": "AGPL-3",
    "depends": ["crm_actions", "sale_stock", "sale_loyalty", "certificate"],
    "data": [
        "security/crm_orders_promos_groups.xml",
        "security/ir.model.access.csv",
    ],
    "demo": [],
    "application": False,
}
