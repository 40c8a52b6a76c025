import random
import time
from datetime import datetime, timedelta

from psycopg2.errors import SerializationFailure

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, hmac
from odoo.tools.constants import GC_UNLINK_LIMIT

TRIES = 50
KEPT = timedelta(days=2)
EPOCH = datetime(1970, 1, 1)


class CrmPublicFormCounter(models.Model):
    """How often a public form was sent in a window of time, by one visitor or by all.

    Who the visitor was is kept as a hash with the database's key and the window, so that nobody
    can follow a person from one window to the next.
    """

    _name = "crm.public.form.counter"
    _description = "Submissions of a Public Form"
    _order = "window_start desc, id desc"
    _log_access = False

    form = fields.Char(required=True, readonly=True)
    visitor = fields.Char(required=True, readonly=True, help="Empty: everybody together.")
    window_start = fields.Datetime(required=True, readonly=True, index=True)
    hits = fields.Integer(required=True, readonly=True)

    _once = models.UniqueIndex("(form, visitor, window_start)")

    @api.model
    def _take(self, form, visitor, limit, window_s, now=None):
        """Count one more submission, unless there are as many as allowed.

        In a transaction of its own, so that a form that fails counts all the same and nobody waits
        for a slow one. Never more than ``limit`` are taken in a window, however many come at once.

        :param visitor: network of the visitor; empty: everybody together
        :param limit: how many are taken in a window
        :param now: UTC; default: now
        :return: whether it was taken
        """
        start = self._get_window(window_s, now)
        key = self._hash(form, visitor, start) if visitor else ""
        for attempt in range(TRIES if limit > 0 else 0):
            try:
                with self.env.registry.cursor() as cr:
                    return self._count(cr, form, key, start, limit)
            except SerializationFailure:
                # another worker counted at the same moment: look again
                time.sleep(random.uniform(0, 0.005 * (attempt + 1)))
        return False

    @api.model
    def _count(self, cr, form, key, start, limit):
        values = SQL("%s, %s, %s", form, key, start)
        cr.execute(
            SQL(
                "SELECT 1 FROM crm_public_form_counter "
                "WHERE (form, visitor, window_start) = (%s) AND hits >= %s",
                values,
                limit,
            )
        )
        if cr.fetchone():
            return False  # without a lock: a flood costs reads alone
        cr.execute(
            SQL(
                """
                INSERT INTO crm_public_form_counter AS counter
                            (form, visitor, window_start, hits)
                     VALUES (%s, 1)
                ON CONFLICT (form, visitor, window_start)
                  DO UPDATE SET hits = counter.hits + 1 WHERE counter.hits < %s
                  RETURNING hits
                """,
                values,
                limit,
            ),
            # two at once are tried again; muting the logger would mute other threads' too
            log_exceptions=False,
        )
        return bool(cr.fetchone())

    @api.model
    def _hash(self, form, visitor, start):
        # sudo: the key of the database
        return hmac(self.env(su=True), "crm_actions.public_form", (form, visitor, str(start)))

    @api.model
    def _get_window(self, window_s, now=None):
        """First instant of the window, in UTC."""
        now = now or fields.Datetime.now()
        passed = int((now - EPOCH).total_seconds())
        return EPOCH + timedelta(seconds=passed - passed % window_s)

    @api.model
    def _get_seconds_left(self, window_s, now=None):
        """Until the next window begins, at least one."""
        now = now or fields.Datetime.now()
        end = self._get_window(window_s, now) + timedelta(seconds=window_s)
        return max(1, int((end - now).total_seconds()))

    @api.autovacuum
    def _gc_counters(self):
        """Windows of the day before yesterday and earlier limit nobody any more."""
        limit = fields.Datetime.now() - KEPT
        old = self.search(Domain("window_start", "<", limit), limit=GC_UNLINK_LIMIT)
        count = len(old)
        old.unlink()
        return count, count == GC_UNLINK_LIMIT
