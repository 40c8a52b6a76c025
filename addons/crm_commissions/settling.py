"""The ways in which statements are settled, their states then, and the moves that may do it."""

TYPES = [
    ("bill", "Bill that we write"),
    ("vendor_bill", "Bill of the agent"),
    ("entry", "Journal entry"),
    ("payroll", "Payroll"),
]
OF_AGENTS = ("bill", "vendor_bill")
SETTLED = ("settled", "paid")
MAY_SETTLE = ("in_invoice", "in_refund", "entry")  # types of moves
