"""The ways in which statements are settled, and their states once they are."""

TYPES = [
    ("bill", "Bill that we write"),
    ("vendor_bill", "Bill of the agent"),
    ("entry", "Journal entry"),
    ("payroll", "Payroll"),
]
OF_AGENTS = ("bill", "vendor_bill")
SETTLED = ("settled", "paid")
