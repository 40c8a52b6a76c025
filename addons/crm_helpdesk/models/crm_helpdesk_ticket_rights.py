from odoo import SUPERUSER_ID, models
from odoo.exceptions import AccessError

from .crm_helpdesk_ticket_flow import AGENT

QUALITY = "crm_helpdesk.group_helpdesk_quality"


class CrmHelpdeskTicket(models.Model):
    """What rights to read and write do not say: who speaks for us, and who ends a request."""

    # one file for each purpose
    _inherit = "crm.helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    def message_post(self, **kwargs):
        """Post on a request. Quality, that reads them all, writes notes and speaks to nobody.

        :raise AccessError: a person of quality who is no agent writes to the customer; a mail of
            theirs becomes a note, since nobody reads what a mailbox is told
        """
        if self._is_said_to_customer(kwargs) and not self._may_speak():
            if kwargs.get("message_type") != "email":
                raise AccessError(
                    self.env._(
                        "Quality writes notes here: an agent of the department answers customers."
                    )
                )
            kwargs = {**kwargs, "subtype_id": False, "partner_ids": []}
            kwargs["subtype_xmlid"] = "mail.mt_note"
        return super().message_post(**kwargs)

    def _may_speak(self):
        """The right to post comes with that to read, and superuser mode posts for people."""
        user = self.env.user
        if user.id == SUPERUSER_ID or user.share or not user.has_group(QUALITY):
            return True
        return user.has_group(AGENT)

    def _is_said_to_customer(self, values):
        """Whether a message is a public one, by the values that it is posted with."""
        comment = self.env.ref("mail.mt_comment")
        return (
            values.get("subtype_xmlid") == "mail.mt_comment"
            or values.get("subtype_id") == comment.id
            or values.get("message_type") == "email"
        )

    # -- who ends it -----------------------------------------------------------------------------

    def _check_department(self):
        """An agent ends what the own departments do; a supervisor all of the company."""
        if self.env.su or self._may_supervise():
            return
        user = self.env.user
        for ticket in self:
            # sudo: who belongs to a department is no secret of its
            team = ticket.team_id.sudo()
            people = team.member_ids.user_id | team.leader_id | ticket.user_id
            if user not in people:
                raise AccessError(
                    self.env._(
                        "%(request)s belongs to %(department)s: its people close it and open it "
                        "again.",
                        request=ticket.number,
                        department=team.display_name,
                    )
                )

    def action_close(self, stage=None):
        self._check_department()
        return super().action_close(stage=stage)

    def action_reopen(self, stage=None):
        self._check_department()
        return super().action_reopen(stage=stage)
