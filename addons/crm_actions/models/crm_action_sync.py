import logging
import re
import sys

from psycopg2 import OperationalError
from psycopg2.errors import SerializationFailure, UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import AccessError, MissingError, UserError, ValidationError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import mute_logger

from ..engine import sync_ops
from ..engine.sync import Clock, in_order

_logger = logging.getLogger(__name__)

MOST_OPS = 50
OP_KEY = re.compile(r"[0-9A-Za-z_-]{8,64}")
SENTENCES = (UserError, ValidationError, AccessError, MissingError)
POSITION = ("latitude", "longitude", "accuracy_m")


class Conflict(Exception):
    """It was kept, but not as the device asked: the message says how.

    :param action: the action that it went to
    """

    def __init__(self, message, action=None):
        super().__init__(message)
        self.action = action


class CrmAction(models.Model):
    """What devices send once they have a network again.

    Each operation is applied once, by its key, and answers for itself: one that cannot be applied
    does not hold up the others. How each is applied is in ``crm_action_sync_apply.py``.
    """

    # one file for each purpose
    _inherit = "crm.action"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def sync(self, ops, device_now):
        """Apply what a person did on a device, in the order in which it was done.

        :param list ops: at most 50 of ``{'uuid', 'seq', 'user_id', 'kind', 'action', 'at', 'vals',
            'base'}``; ``kind`` is create, check_in, check_out, start, close, postpone or cancel;
            ``action`` has the ``id`` or the ``client_uuid`` of the action; ``at`` is the device's
            clock (UTC) when the person pressed; ``vals`` as the method of that name takes them;
            ``base`` what the device knew: ``partner_id``, ``type_id``, ``lead_id``, ``start``
        :param device_now: the device's clock (UTC) when it sends
        :return: ``{'server_now', 'skew_s', 'results'}``, a result for each operation:
            ``{'uuid', 'status', 'action_id', 'message'}``; ``status`` is applied, duplicate
            (received before), conflict (kept, but not as asked), rejected (nothing written) or
            wrong_user (nothing looked at: whoever did it has to be logged in). What was a
            conflict or rejected the first time is so again, with the same words; with
            ``'next_lost': True`` the next step of a report was not planned
        :raise UserError: no list, or one that is too long
        """
        if not isinstance(ops, list) or len(ops) > MOST_OPS:
            raise UserError(
                self.env._("A device sends at most %(most)d operations at once.", most=MOST_OPS)
            )
        server_now = fields.Datetime.now()
        clock = Clock(server_now, self._read_device_moment(device_now) or server_now)
        ops = in_order([sync_ops.clean(op) for op in ops if isinstance(op, dict)])
        keys = [str(op.get("uuid")) for op in ops]
        known = self.env["crm.action.sync.op"]._find_known(filter(OP_KEY.fullmatch, keys))
        results = [self._sync_one(op, clock, known) for op in ops]
        return {
            "server_now": fields.Datetime.to_string(server_now),
            "skew_s": clock.skew_s,
            "results": results,
        }

    @api.model
    def sync_photo(self, uuid, action, name, data, user_id=None):
        """Take a photo that belongs to an action which the device has sent before.

        :param str uuid: the photo's own key: sent again, it is taken once
        :param dict action: ``id`` or ``client_uuid``
        :param str name: the name of the file
        :param str data: the picture, base64
        :param int user_id: who took it
        :return: ``{'status', 'attachment_id', 'message'}``; ``status`` applied, duplicate,
            rejected or wrong_user, as in :meth:`sync`
        """
        if user_id != self.env.uid:
            return {
                "status": "wrong_user",
                "attachment_id": False,
                "message": self._word_wrong_user(),
            }
        known = self.env["crm.action.sync.op"]._find_known(filter(OP_KEY.fullmatch, [str(uuid)]))
        op = {"uuid": uuid, "kind": "photo", "action": action, "user_id": user_id}
        op = sync_ops.clean({**op, "vals": {"name": name, "data": data}})
        now = fields.Datetime.now()
        result = self._sync_one(op, Clock(now, now), known)
        photo = self.env["ir.attachment"]
        if result["status"] == "applied":
            photo = self.browse(result["action_id"]).photo_ids.sorted("id")[-1:]
        return {
            "status": result["status"],
            "attachment_id": photo.id,
            "message": result["message"],
        }

    # -- one operation ---------------------------------------------------------------------------

    def _sync_one(self, op, clock, known):
        """Apply one operation in a savepoint of its own and say what became of it."""
        uuid = op.get("uuid")
        if problem := self._find_op_problem(op):
            return self._sync_result(uuid, "rejected", message=problem)
        if op["user_id"] != self.env.uid:
            return self._sync_result(uuid, "wrong_user", message=self._word_wrong_user())
        if uuid in known:
            return self._tell_lost_step(op, self._sync_known(known[uuid]))
        device_at = self._read_device_moment(op.get("at"))
        at = clock.normalise(device_at)
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                row = self._note_op(op, at, clock)
        except UniqueViolation as error:
            # the same is being applied over another connection, and nobody knows yet how that ends:
            # the server tries the whole call again, and then finds the answer
            raise SerializationFailure(str(error)) from error
        status, message, action = self._apply_op(op, at, clock)
        if status == "applied" and not clock.trusts(device_at):
            status = "conflict"
            message = self.env._(
                "The phone's clock was not set when this was done: it counts from now on."
            )
        row.write(self._prepare_op_outcome(op, status, message, action))
        return self._tell_lost_step(op, self._sync_result(uuid, status, action, message))

    def _apply_op(self, op, at, clock):
        """The status, the words for the person and the action that it concerns."""
        handler = getattr(self, f"_sync_{op['kind']}")
        try:
            with self.env.cr.savepoint():
                try:
                    action = handler(op, at)
                    status, message = "applied", ""
                except Conflict as conflict:
                    action = conflict.action
                    status, message = "conflict", str(conflict)
                if action and clock.is_suspicious:
                    action._write_lifecycle({"clock_skew_s": clock.skew_s})
                self.env.flush_all()
        except SENTENCES as error:
            return "rejected", self._word_refusal(error), None
        except OperationalError as error:
            if isinstance(error, PG_CONCURRENCY_EXCEPTIONS_TO_RETRY):
                raise  # the whole call is tried again by the server
            return self._fail_op(op)
        except Exception:  # noqa: BLE001 one bad operation must not hold up a day's work
            return self._fail_op(op)
        return status, message, action

    def _tell_lost_step(self, op, result):
        """Whether the next step of a report was not planned: the device offers it once more."""
        step = op["vals"].get("next")
        key = step.get("client_uuid") if isinstance(step, dict) else None
        is_asked = result["status"] == "conflict" and isinstance(key, str)
        if is_asked and not self._find_by_client_uuid(key):
            result["next_lost"] = True
        return result

    def _fail_op(self, op):
        uuid, uid = op["uuid"], self.env.uid
        _logger.error("Operation %s of user %s failed", uuid, uid, exc_info=sys.exc_info())
        message = self.env._(
            "The server could not take this because of a fault of its own. It is kept on the "
            "server and on this device; tell your administrator."
        )
        return "rejected", message, None

    @api.model
    def _find_op_problem(self, op):
        """Why an operation cannot even be looked at, in words; empty if it can."""
        uuid = op.get("uuid")
        if not isinstance(uuid, str) or not OP_KEY.fullmatch(uuid):
            return self.env._("An operation without a key of its own cannot be taken.")
        kinds = dict(self.env["crm.action.sync.op"]._fields["kind"].selection)
        if not isinstance(op.get("kind"), str) or op["kind"] not in kinds:
            return self.env._("This device sends something that the server does not know yet.")
        if not sync_ops.is_whole(op):
            return self.env._("This operation is incomplete.")
        if sync_ops.is_endless(op):
            return self.env._("This is longer than the server takes: shorten it and send it again.")
        return ""

    def _word_refusal(self, error):
        """What a person is told; core says of what is gone only its table and number."""
        if isinstance(error, MissingError):
            return self.env._("What this is about was deleted at the office meanwhile.")
        return str(error.args[0] if error.args else error)

    def _word_wrong_user(self):
        return self.env._("This was done by another user of this device: log in as that user.")

    def _note_op(self, op, at, clock):
        """Take the key of an operation; whoever takes it applies the operation.

        sudo: nobody writes these rows by hand.
        """
        return (
            self.env["crm.action.sync.op"]
            .sudo()
            .create(
                {
                    "op_uuid": op["uuid"],
                    "user_id": self.env.uid,
                    "kind": op["kind"],
                    "device_at": self._read_device_moment(op.get("at")),
                    "at": at,
                    "skew_s": clock.skew_s,
                    "partner_id": self._read_base(op, "partner_id", "res.partner").id,
                }
            )
        )

    @api.model
    def _prepare_op_outcome(self, op, status, message, action):
        """What is kept: the contents only where they were not applied as they stood."""
        vals = {key: value for key, value in op["vals"].items() if key not in (*POSITION, "data")}
        kept = {**{key: op.get(key) for key in ("kind", "action", "base")}, "vals": vals}
        return {
            "status": status,
            "message": message or False,
            "action_id": action.id if action else False,
            "payload": False if status == "applied" else kept,
        }

    def _sync_known(self, row):
        """What a device hears that sends an operation again: what it may have missed.

        The row comes with all rights (``_find_known``); of a colleague's nothing is told.
        """
        if row.user_id != self.env.user:
            return self._sync_result(row.op_uuid, "duplicate")
        status = "duplicate" if row.status == "applied" else row.status
        return self._sync_result(row.op_uuid, status, row.action_id, row.message)

    @api.model
    def _sync_result(self, uuid, status, action=None, message=""):
        return {
            "uuid": uuid,
            "status": status,
            "action_id": action.id if action else False,
            "message": message or "",
        }

    @api.model
    def _read_device_moment(self, value):
        """A device's moment; one that cannot be read counts as none."""
        if not isinstance(value, str):
            return None
        try:
            return self._read_moment(value) or None
        except ValidationError:
            return None

    @api.model
    def _read_base(self, op, key, model):
        """A record that the device knew, if it still exists."""
        value = (op.get("base") or {}).get(key)
        known = self.env[model].browse(value if isinstance(value, int) else False).exists()
        # whoever guesses numbers is told nothing of what is closed to him
        return known._filtered_access("read")
