from contextlib import contextmanager

from odoo import SUPERUSER_ID, api
from odoo.tests import TransactionCase


class ConnectionsCase(TransactionCase):
    """Real connections to the database, as people have who do something at the same moment.

    What a connection leaves is committed: each test takes away what it made.
    """

    @contextmanager
    def _connection(self, user_id=SUPERUSER_ID):
        """An environment over a connection of its own, committed at its end."""
        with self.registry.cursor() as cr:
            yield api.Environment(cr, user_id, {})
