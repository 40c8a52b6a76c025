"""The one exception that a person sees: a sentence, never a traceback."""


class SetupError(Exception):
    """Something the person can mend; the message is one sentence that says what to do."""
