"""Helpers that addons import; none of them is a model."""
