from uuid import uuid4

from odoo import api, fields, models
from odoo.tools import SQL

from ..engine import calls


class CrmCall(models.Model):
    """What becomes of a call as its phone system tells of it."""

    # one file for each purpose
    _inherit = "crm.call"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _reserve(self, account, event):
        """The call of an event, new or known, kept from other requests until this one is done.

        By SQL: where another request has made or changed it meanwhile, this one is tried again,
        which is no error that anybody should read about.

        :param account: ``crm.pbx.account``
        :param event: ``CallEvent``
        """
        self.env.flush_all()
        key = SQL("%s, %s", account.id, event.linked_id)
        now, uid = fields.Datetime.now(), self.env.uid
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO crm_call (pbx_account_id, linked_id, company_id, uuid, direction,
                                      state, started_at, event_count,
                                      create_uid, create_date, write_uid, write_date)
                     VALUES (%s, %s, %s, 'in', 'ringing', %s, 0, %s, %s, %s, %s)
                ON CONFLICT DO NOTHING
                """,
                key, account.company_id.id, str(uuid4()), calls.to_utc(event.at),
                uid, now, uid, now,
            ),
            log_exceptions=False,
        )  # fmt: skip
        self.env.cr.execute(
            SQL("SELECT id FROM crm_call WHERE (pbx_account_id, linked_id) = (%s) FOR UPDATE", key),
            log_exceptions=False,
        )
        return self.browse(self.env.cr.fetchone())

    def _follow_events(self):
        """Work out a call anew from all of its events, and tell whoever has a telephone in it.

        Runs with all rights for an account that has proved who it is.
        """
        self.ensure_one()
        self.invalidate_recordset()
        told = self.event_ids._to_events()
        if told is None or len(told) <= self.event_count:
            # what it followed from was deleted or erased: what comes now is not the whole story
            return
        values = self._prepare_follow_vals(self.pbx_account_id, calls.fold(told))
        self.write({**values, "event_count": len(told)})
        self._match_callers()
        self._log_touches()
        self._tell_people()

    @api.model
    def _prepare_follow_vals(self, account, call):
        """Values of a call that follow from its events (``engine.calls.Call``)."""
        extensions = self._find_extensions(account, {call.ext, *call.rung})
        holder = extensions.get(call.ext, self.env["crm.pbx.extension"])
        rung = self.env["res.users"].union(
            *(extensions[ext].user_id for ext in call.rung if ext in extensions)
        )
        return {
            "direction": call.direction,
            "state": call.state,
            "number": call.number,
            "caller_name": call.name,
            "extension_id": holder.id,
            "user_id": holder.user_id.id,
            "rung_user_ids": [(6, 0, rung.ids)],
            "started_at": calls.to_utc(call.started),
            "ringing_at": calls.to_utc(call.ringing),
            "answered_at": calls.to_utc(call.answered),
            "ended_at": calls.to_utc(call.ended),
            "ring_s": call.ring_s,
            "talk_s": call.talk_s,
            "hangup_cause": call.cause,
        }

    @api.model
    def _find_extensions(self, account, exts):
        """Map the extensions that belong to somebody who still works here to their rows."""
        rows = self.env["crm.pbx.extension"].search(
            [
                ("account_id", "=", account.id),
                ("ext", "in", [ext for ext in exts if ext]),
                ("user_id.active", "=", True),
            ]
        )
        return {row.ext: row for row in rows}
