"""How an action and its event in the calendar know that the other one is writing."""

BY_MIRROR = object()
"""Value of the context key ``crm_action_mirror`` while the two sides write each other.

An object, so that no context that comes over the network can pretend to be the mirror.
"""
