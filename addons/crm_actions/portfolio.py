"""How the dated owner and the salesperson of a customer know that the other one is writing."""

BY_PORTFOLIO = object()
"""Value of the context key ``crm_portfolio`` while the portfolio writes the salesperson.

An object, so that no context that comes over the network can pretend to be it.
"""

BULK = 100
"""Beyond this many customers the chatter of each is left alone: core makes two queries a line, and
the owners by date say the same."""
