"""A planner that reads for minutes says that it lives, over a connection of its own."""

from threading import Event, Thread

from psycopg2 import OperationalError

from odoo import SUPERUSER_ID, api

BEAT = 15.0
"""Seconds between two signs."""
PATIENCE = 5.0
"""Seconds that the end waits for a sign that is being given."""


class SignOfLife:
    """Renews the claim of a job until the ``with`` over it ends.

    Whoever reads sees one moment of the database and writes nothing of the job meanwhile, so that
    the two connections do not come into each other's way.
    """

    def __init__(self, job, token):
        self._registry, self._job_id, self._token = job.env.registry, job.id, token
        self._is_over = Event()
        self._thread = Thread(target=self._go_on, name=f"route job {job.id}", daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_exception):
        self._is_over.set()
        self._thread.join(PATIENCE)

    def _go_on(self):
        is_wanted = True
        while is_wanted and not self._is_over.wait(BEAT):
            try:
                is_wanted = self._give()
            except OperationalError:
                continue  # somebody else has just written the job: the next sign will do

    def _give(self):
        with self._registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            return env["crm.route.plan.job"].browse(self._job_id)._renew(self._token)
