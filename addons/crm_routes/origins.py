"""Who set a segment or a zone: objects that no context from the network can pretend to be."""

BY_RULE = object()
"""The computing of segments, the outlines of zones."""
BY_MERGE = object()
"""Two contacts that became one."""
