"""The mark of what our own steps write; being an object, nobody can send it from outside."""

BY_FLOW = object()
