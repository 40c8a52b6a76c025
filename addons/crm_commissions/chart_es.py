"""What settlement needs of the Spanish charts of accounts, by the names of their templates."""

ACCOUNTS = {
    "bill": "account_common_623",
    "salary": "account_common_640",
    "salary_payable": "account_common_465",
    "accrual": "account_common_4009",
}
ENTRY_JOURNAL = "general"
CHARTS = "es_"  # what the codes of all of them begin with
