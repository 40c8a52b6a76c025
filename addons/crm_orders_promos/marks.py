"""What the report tells itself in the context; a request from outside cannot say it."""


class Dossier:
    """The pages of this order are being asked for, in place of the report of core."""

    def __init__(self, order_id):
        self.order_id = order_id
