"""The figures of the search, for both kernels.

Ruin and recreate by strings of adjacent visits: Christiaens and Vanden Berghe, "Slack Induction by
String Removals for Vehicle Routing Problems", Transportation Science 54 (2020). Theirs are the
mean number of removed customers (strict), the longest string, the blinks and the split strings.
"""

from __future__ import annotations

# Where visits are weighed by their worth more has to move before one comes in.
REMOVED = 24.0
REMOVED_STRICT = 10.0
LONGEST_STRING = 10
BLINK = 0.01
SPLIT = 0.5
SPLIT_GROWS = 0.99

# Of those who are left out so many are tried again in each round, by chance; all in strict mode.
RETRIED = 8.0

# Temperatures in typical legs. One search alone begins hotter than the first of several.
HOTTEST = 3.0
HOT = 1.0
WARM = 0.3
COLD = 0.01

# Shares of the orders in which the removed come back, of 14: by chance, big, far, near, visited
# often, narrow, worth much. In this order, as sums.
BY_CHANCE, BIG, FAR, NEAR, OFTEN, NARROW = 4.0, 6.0, 8.0, 9.0, 11.0, 12.0
ORDERS = 14.0
