import threading
import time

from odoo import models
from odoo.tools import config

UNLIMITED = 3600


class _Round(threading.local):
    """The round of jobs that the scheduler has this thread do, and when it began."""

    cursor = None
    began = 0.0
    is_on = False


_round = _Round()


class IrCron(models.Model):
    """How long a job may still go on: the scheduler's time limit is for a round of jobs."""

    _inherit = "ir.cron"

    @classmethod
    def _process_job(cls, cron_cr, job):
        # the scheduler has one cursor a round
        if _round.cursor is not cron_cr:
            _round.cursor, _round.began = cron_cr, time.monotonic()
        _round.is_on = True
        try:
            return super()._process_job(cron_cr, job)
        finally:
            _round.is_on = False

    def method_direct_trigger(self):
        """Pressed by a person, a job is a round of its own."""
        _round.cursor = None
        return super().method_direct_trigger()


def get_limit():
    """Seconds after which the server puts an end to a round of jobs."""
    limit = config["limit_time_real_cron"]
    if limit < 0:
        limit = config["limit_time_real"]
    return limit or UNLIMITED


def get_spent():
    """Seconds since the round has begun that this thread is in; 0 outside of the scheduler."""
    return time.monotonic() - _round.began if _round.is_on else 0
