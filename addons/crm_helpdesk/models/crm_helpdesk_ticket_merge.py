from odoo import fields, models
from odoo.exceptions import UserError

from ..engine import log
from .crm_helpdesk_stage import ACTIVE
from .crm_helpdesk_ticket_flow import SUPERVISOR

_ON_RECORD = {
    "mail.message": "model",
    "mail.activity": "res_model",
    "calendar.event": "res_model",
    "ir.attachment": "res_model",
}
"""What belongs to a request by its model and number, and where the model stands."""


class CrmHelpdeskTicket(models.Model):
    """Two requests that are one: one goes on, the others end and point at it."""

    # one file for each purpose
    _inherit = "crm.helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    cancel_kind = fields.Selection(
        [
            ("spam", "Spam"),
            ("duplicate", "Written twice"),
            ("merged", "Merged"),
            ("other", "Other"),
        ],
        string="Cancelled as",
        readonly=True,
        copy=False,
    )

    def _get_survivor(self):
        """The request as which this one goes on: itself, unless it was merged.

        sudo: where a request has gone on is known before anybody asks who may see it.
        """
        self.ensure_one()
        return self.sudo().merged_into_id.with_env(self.env) or self

    def action_merge(self, target):
        """These requests go on as another one, with all that was written and done in them.

        :param target: an open ``crm.helpdesk.ticket`` of the same company
        :raise UserError: they cannot be one, or only a supervisor may say so
        """
        target = target and target._get_survivor()
        sources = self - target
        (sources | target)._check_agent()
        if not (sources and target):
            raise UserError(self.env._("Choose another request, as which this one goes on."))
        sources._require([*ACTIVE, "resolved"], self.env._("it is closed already."))
        target._require(ACTIVE, self.env._("it is done. Open it again first."))
        for ticket in sources | target:
            ticket._lock()
        for source in sources:
            source._check_mergeable(target)
        for source in sources:
            source._merge_into(target)
        return True

    def _check_mergeable(self, target):
        if self.company_id != target.company_id:
            raise UserError(
                self.env._(
                    "%(request)s and %(other)s are of different companies.",
                    request=self.number,
                    other=target.number,
                )
            )
        if not self._is_of_same_customer(target) and not (
            self.env.su or self.env.user.has_group(SUPERVISOR)
        ):
            raise UserError(
                self.env._(
                    "%(request)s and %(other)s are of different customers, who would read each "
                    "other's messages: a supervisor decides.",
                    request=self.number,
                    other=target.number,
                )
            )

    def _is_of_same_customer(self, other):
        if self.commercial_partner_id or other.commercial_partner_id:
            return self.commercial_partner_id == other.commercial_partner_id
        return bool(self.email_normalized) and self.email_normalized == other.email_normalized

    def _merge_into(self, target):
        """sudo: the messages and files of a request move as a whole, whoever may read which."""
        self.ensure_one()
        source, target = self.sudo(), target.sudo()
        source._end_alerts()
        source._merge_beginning(target)
        source._merge_records(target)
        source._merge_people(target)
        source._merge_dependents(target)
        former = self.search([("merged_into_id", "=", self.id)])
        former._by_flow().write({"merged_into_id": target.id})
        source.action_cancel()
        source._by_flow().write({"merged_into_id": target.id, "cancel_kind": "merged"})
        target._note_merged(source)

    def _merge_beginning(self, target):
        """The customer has waited since the first of them: its beginning becomes the other's.

        What was answered before the other one began counts too; everything later is in the log of
        the one that goes on.
        """
        starts = [ticket.event_ids.filtered(lambda event: event.kind == log.START)[:1]
                  for ticket in (self, target)]  # fmt: skip
        own, others = starts
        if own.at >= others.at:
            return
        self._log_events({target: (log.START, others.team_id, others.data)}, own.at)
        answers = self.event_ids.filtered(
            lambda event: event.kind == log.ANSWER and event.at < others.at
        )
        for answer in answers[:1]:
            self._log_events({target: (log.ANSWER, None, None)}, answer.at)
            target._by_flow().write({"first_answer_at": answer.at})

    def _merge_records(self, target):
        """Messages keep their kind, so that a note stays a note; files go with them.

        Not by ``message_change_thread``: that makes notes of nobody's kind and leaves files behind.
        """
        for name, field in _ON_RECORD.items():
            domain = [(field, "=", self._name), ("res_id", "=", self.id)]
            if name == "ir.attachment":
                domain.append(("res_field", "=", False))
            rows = self.env[name].with_context(active_test=False).search(domain)
            if name == "mail.message":
                # who reads it there sees where it was written
                rows.filtered(lambda row: not row.subject).write({"subject": self.display_name})
            rows.write({"res_id": target.id})
        # whose record Odoo lets nobody change
        planned = self.env["mail.scheduled.message"].search(
            [("model", "=", self._name), ("res_id", "=", self.id)]
        )
        planned.copy({"res_id": target.id})
        planned.unlink()
        (self | target).invalidate_recordset(["activity_ids", "message_ids"])

    def _merge_people(self, target):
        """Colleagues go on following, and of the customer's people only those of the same one."""
        customer = target.commercial_partner_id
        followers = self.message_partner_ids.filtered(
            lambda one: not one.partner_share or one.commercial_partner_id == customer
        )
        target.message_subscribe(followers.ids)
        viewers = self.collaborator_ids | self.partner_id
        target.collaborator_ids |= (
            viewers.filtered(lambda one: one.commercial_partner_id == customer) - target.partner_id
        )

    def _merge_dependents(self, target):
        result = super()._merge_dependents(target)
        parts = self.child_ids - target
        parts.write({"parent_id": target.id})
        if target.parent_id == self:
            target.parent_id = self.parent_id
        values = {
            name: self[name]
            for name in self._get_merged_fields()
            if self[name] and not target[name]
        }
        target.write(
            {
                name: value.id if isinstance(value, models.BaseModel) else value
                for name, value in values.items()
            }
        )
        if self.answer_count:
            target._by_flow().write({"answer_count": target.answer_count + self.answer_count})
        return result

    def _note_merged(self, source):
        target = self
        target.message_post(
            body=self.env._("%(request)s goes on here.", request=source.display_name),
            subtype_xmlid="mail.mt_note",
        )
        source.message_post(
            body=self.env._("It goes on as %(other)s.", other=target.display_name),
            subtype_xmlid="mail.mt_note",
        )
