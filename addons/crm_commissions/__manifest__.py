{
    "name": "Pilares: Commissions",
    "summary": "Commissions that are always up to date: plans, credits, a ledger and statements",
    "version": "19.0.1.6.0",
    "category": "Sales/Sales",
    "author": "Pilares",
    "license": "AGPL-3",
    "depends": ["crm_actions", "account", "sale_stock", "sale_margin"],
    "data": [
        "security/crm_commissions_groups.xml",
        "security/ir.model.access.csv",
        "views/crm_commissions_menus.xml",
    ],
    "demo": [],
}
