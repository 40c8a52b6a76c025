import base64
import binascii

from psycopg2.errors import SerializationFailure, UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import mute_logger, plaintext2html
from odoo.tools.mimetypes import guess_mimetype

from .crm_action_guard import EDIT_WINDOW
from .crm_action_sync import SENTENCES, Conflict

PLANNED_BY_DEVICE = ("type_id", "partner_id", "opportunity_id", "start", "stop", "allday",
                     "summary")  # fmt: skip
DECISIONS = ("next", "opportunity", "lost_reason_id", "snooze_until", "snooze_reason")
MOST_PHOTO_BYTES = 8 * 1024 * 1024


class CrmAction(models.Model):
    """How each operation of a device is applied, and who wins where the office did something else.

    Check-in, check-out, outcome and note are the rep's: he was there. Hour and rep of a planned
    action are the office's. Each method gets the operation and its moment (UTC, by the server's
    clock), returns the action, and raises ``Conflict`` where it was kept otherwise than asked.
    """

    # one file for each purpose
    _inherit = "crm.action"  # pylint: disable=consider-merging-classes-inherited

    def _sync_create(self, op, _at):
        vals = {key: op["vals"][key] for key in PLANNED_BY_DEVICE if op["vals"].get(key)}
        uuid = op["vals"].get("client_uuid") or op["action"].get("client_uuid")
        if known := self._find_by_client_uuid(uuid):
            return known
        return self._create_once({**vals, "client_uuid": uuid, "user_id": self.env.uid})

    def _sync_check_in(self, op, at):
        action, told = self._get_own_action(op)
        vals = {**op["vals"], "device_at": op.get("at")}
        if action.checkin_at:
            raise Conflict(self.env._("You had already checked in there."), action)
        if action.state == "done":
            # it was reported in the meantime; that the rep was there stays true
            action._write_lifecycle({"checkin_at": at, "checkout_at": max(at, action.done_at)})
            raise Conflict(
                self.env._("It had already been reported; your check-in was added."), action
            )
        told = action._sync_reopen() or told
        told = action._sync_leave_other_visit(at) or told
        action._check_in(vals, at)
        if told:
            raise Conflict(told, action)
        return action

    def _sync_check_out(self, op, at):
        action, told = self._get_own_action(op)
        vals = {**op["vals"], "device_at": op.get("at")}
        if not action.checkin_at:
            raise Conflict(self.env._("There is no check-in to check out of."), action)
        at = max(at, action.checkin_at)
        if action.checkout_at:
            action._write_lifecycle(
                {
                    "checkout_at": at,
                    "duration_s": int((at - action.checkin_at).total_seconds()),
                }
            )
        else:
            action._end_visit(vals, at, ask_position=True)
        if told:
            raise Conflict(told, action)
        return action

    def _sync_start(self, op, _at):
        action, told = self._get_own_action(op)
        told = action._sync_reopen() or told
        if action.state == "planned":
            action.action_start()
        if told:
            raise Conflict(told, action)
        return action

    def _sync_close(self, op, at):
        action, told = self._get_own_action(op)
        vals = self._prepare_sync_close(op)
        at = max(at, action.checkin_at or at)
        if action.state == "done":
            action._sync_report_again(vals, at)
        told = action._sync_reopen() or told
        problem = action._sync_close_with(vals, at)
        told = problem or told
        if told:
            raise Conflict(told, action)
        return action

    def _sync_postpone(self, op, _at):
        action = self._find_synced(op)
        if not action or not action._is_synced_own():
            raise Conflict(self._word_gone(action, op), action)
        start = self._read_moment(op["vals"].get("start"))
        if not start:
            raise ValidationError(self.env._("Say to when it is postponed."))
        seen = self._read_device_moment((op.get("base") or {}).get("start"))
        if action.state != "planned" or (seen and seen != action.start):
            raise Conflict(
                self.env._(
                    "%(action)s was changed at the office meanwhile, so it stays as it is there.",
                    action=action.display_name,
                ),
                action,
            )
        action.write({"start": start})
        if op["vals"].get("reason"):
            action._message_log(body=op["vals"]["reason"])
        return action

    def _sync_cancel(self, op, _at):
        action = self._find_synced(op)
        if not action or not action._is_synced_own():
            raise Conflict(self._word_gone(action, op), action)
        if action.state in ("done", "cancelled"):
            raise Conflict(
                self.env._("%(action)s was already finished.", action=action.display_name), action
            )
        action.cancel(op["vals"].get("reason"))
        return action

    def _sync_photo(self, op, _at):
        action, _told = self._get_own_action(op)
        name = str(op["vals"].get("name") or "photo.jpg")[:120]
        photo = self.env["ir.attachment"].create({"name": name, "raw": self._read_photo(op)})
        # sudo: a photo of the visit may arrive days after its report, without a network
        action.sudo().write({"photo_ids": [fields.Command.link(photo.id)]})
        return action

    # -- what it concerns ------------------------------------------------------------------------

    def _find_by_client_uuid(self, uuid):
        return self.search([("client_uuid", "=", uuid)], limit=1) if uuid else self.browse()

    def _find_synced(self, op):
        """The action that an operation means, whosever it is now; empty if it is gone."""
        # sudo: to tell a rep that his visit was given away, one has to find it
        everything = self.sudo()
        action_id = op["action"].get("id")
        action = everything.browse(action_id if isinstance(action_id, int) else False).exists()
        if not action and op["action"].get("client_uuid"):
            action = everything._find_by_client_uuid(op["action"]["client_uuid"])
        return self.browse(action.id) if action else self.browse()

    def _get_own_action(self, op):
        """The rep's action, and what to tell him where it is another than he thought.

        What the office gave to somebody else or deleted while the rep was there becomes an action
        of his own: nothing that he reports is lost, and the colleague's plan stays.
        """
        action = self._find_synced(op)
        if action and action._is_synced_own():
            return action, ""
        if not action and not op["action"].get("id"):
            raise UserError(
                self.env._("The action that this belongs to could not be planned: see there.")
            )
        told = self._word_gone(action, op)
        return self._get_replacement(op), self.env._(
            "%(reason)s What you reported was kept as an action of your own.", reason=told
        )

    def _is_synced_own(self):
        # sudo: whose it is now has to be known before anything of it may be read
        return self.sudo().user_id == self.env.user

    def _get_replacement(self, op):
        """One replacement for each action that a rep lost, however many operations follow."""
        uuid = f"instead-{op['action'].get('id') or op['action'].get('client_uuid')}-{self.env.uid}"
        if known := self._find_by_client_uuid(uuid):
            return known
        vals = self._prepare_replacement(op)
        return self._create_once({**vals, "client_uuid": uuid, "user_id": self.env.uid})

    def _create_once(self, vals):
        """Make an action of the device; its key is the database's to judge."""
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                return self.create(vals)
        except UniqueViolation as error:
            # sudo: a key is a key, whosever action has it; nothing of that one is told
            if self.sudo()._find_by_client_uuid(vals["client_uuid"]):
                raise UserError(
                    self.env._("Another action has the same key: plan this one again.")
                ) from error
            # it is being made over another connection: the server tries the whole call again
            raise SerializationFailure(str(error)) from error

    def _prepare_replacement(self, op):
        """What the device knew, never what the action is now: it may be closed to the rep."""
        visit = self.env["crm.action.type"].search([("code", "=", "visit")], limit=1)
        start = self._read_device_moment((op.get("base") or {}).get("start"))
        return {
            "type_id": (self._read_base(op, "type_id", visit._name) or visit).id,
            "partner_id": self._read_base(op, "partner_id", "res.partner").id,
            "opportunity_id": self._read_base(op, "lead_id", "crm.lead").id,
            "start": start or fields.Datetime.now(),
        }

    def _word_gone(self, action, op):
        base = op.get("base") or {}
        title = str(base.get("title") or self.env._("The action"))
        if not action:
            return self.env._("%(action)s was deleted at the office meanwhile.", action=title)
        # sudo: who knew the visit is told who has it now; who guesses ids is told nothing
        known = action.sudo()
        if known.partner_id.id != base.get("partner_id"):
            return self.env._("%(action)s is not yours any more.", action=title)
        return self.env._(
            "%(action)s was given to %(rep)s meanwhile.", action=title, rep=known.user_id.name
        )

    # -- where two did something else ------------------------------------------------------------

    def _sync_reopen(self):
        """An action that the office called off and the rep did all the same is not called off."""
        if self.state != "cancelled":
            return ""
        self._write_lifecycle(
            {
                "state": "in_progress" if self.checkin_at else "planned",
                "cancel_reason": False,
                "done_despite_cancel": True,
            }
        )
        return self.env._(
            "%(action)s had been cancelled at the office; as you were there, it counts.",
            action=self.display_name,
        )

    def _sync_leave_other_visit(self, at):
        """Who checks in elsewhere has left; the database allows one open visit a rep."""
        other = self._find_open_visit(self.env.user).with_env(self.env) - self
        if not other:
            return ""
        other._end_visit({}, max(at, other.checkin_at), ask_position=False)
        return self.env._(
            "You were still checked in at %(visit)s: you were checked out there.",
            visit=other.display_name,
        )

    def _prepare_sync_close(self, op):
        vals = dict(op["vals"])
        vals["note"] = plaintext2html(vals["note"]) if vals.get("note") else False
        vals["device_at"] = op.get("at")
        vals.pop("photo_ids", None)  # photos come by themselves
        step = vals.get("next")
        if step and self._find_by_client_uuid(step.get("client_uuid")):
            del vals["next"]
        return vals

    def _sync_close_with(self, vals, at):
        """Report it; what follows must not hold up the report.

        :return: what could not be done of what was asked, in words
        """
        outcome = {**vals, "done_at": self.checkout_at or at}
        told = self._sync_keep_decision(outcome)
        try:
            with self.env.cr.savepoint():
                self._close(outcome, at, enforce=False)
            return told
        except SENTENCES as error:
            if not any(vals.get(key) for key in DECISIONS):
                raise
            reason = self._word_refusal(error)
        for key in DECISIONS:
            outcome.pop(key, None)
        self._close(outcome, at, enforce=False)
        return self.env._(
            "Your report was kept, but not what should follow: %(reason)s", reason=reason
        )

    @api.model
    def _sync_keep_decision(self, vals):
        """Of a decided opportunity and what would go on with it, keep the decision.

        The sheet lets nobody choose both; a report may come from a page that is older than that.

        :return: what was left out of ``vals``, in words
        """
        if not vals.get("opportunity"):
            return ""
        step, pause = vals.pop("next", None), vals.pop("snooze_until", None)
        if step:
            return self.env._(
                "The opportunity was closed as you said, so the next step was not planned."
            )
        if pause:
            return self.env._("The opportunity was closed as you said, so it was not paused.")
        return ""

    def _sync_report_again(self, vals, at):
        """Somebody reported it before: the rep's outcome holds, and no note is lost.

        :raise Conflict: always
        """
        late = (self.reported_at or self.done_at) < fields.Datetime.now() - EDIT_WINDOW
        changes = {}
        outcome = self.env["crm.action.outcome"].browse(vals.get("outcome_id") or False).exists()
        allowed = self.type_id.with_context(active_test=False).outcome_ids
        if outcome and outcome in allowed and not late:
            changes["outcome_id"] = outcome.id
        if vals["note"] and vals["note"] not in (self.note or ""):
            changes["note"] = (self.note or "") + vals["note"]
        self._write_lifecycle(changes)
        if late and changes:
            self._message_log(body=self.env._("A note arrived from a device after 24 hours."))
        told = self.env._(
            "%(action)s had already been reported: your note was added.", action=self.display_name
        )
        left_out = self._sync_keep_decision(vals)
        if problem := self._sync_follow_up(vals):
            told = self.env._(
                "%(told)s What should follow was not done: %(reason)s", told=told, reason=problem
            )
        elif left_out:
            told = f"{told} {left_out}"
        raise Conflict(told, self)

    def _sync_follow_up(self, vals):
        """Plan and decide what a second report asks for, if the first one left it open.

        :return: why not, in words; empty if it was done or nothing was asked
        """
        # sudo: whether it is still open does not depend on who may read it
        decides = vals.get("opportunity") or vals.get("snooze_until")
        if decides and self.sudo().opportunity_id.won_status != "pending":
            return self.env._("the opportunity was decided meanwhile.")
        try:
            with self.env.cr.savepoint():
                self._check_one_decision(vals)
                self._decide_opportunity(vals)
                if not self.next_id and vals.get("next"):
                    following = self._plan_next(vals)
                    self._write_lifecycle({"next_id": following.id, "next_missing": False})
        except SENTENCES as error:
            return self._word_refusal(error)
        return ""

    def _read_photo(self, op):
        data = op["vals"].get("data") or ""
        if len(data) > MOST_PHOTO_BYTES * 2:
            data = ""  # not even looked at
        try:
            raw = base64.b64decode(data, validate=True)
        except (binascii.Error, ValueError, TypeError) as error:
            raise ValidationError(self.env._("The photo arrived damaged.")) from error
        if not raw or len(raw) > MOST_PHOTO_BYTES:
            raise ValidationError(
                self.env._("A photo is larger than nothing and smaller than 8 MB.")
            )
        kind = guess_mimetype(raw)
        if not kind.startswith("image/") or kind == "image/svg+xml":
            raise ValidationError(self.env._("This is no photo that the server knows."))
        return raw
