from odoo import api, fields, models

_AT_A_TIME = 100
# RFC 3834 and what Outlook reads: no machine answers this.
_HEADERS = {"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All"}


class CrmHelpdeskIntake(models.Model):
    """Whoever writes a new request by mail is told its number, without an echo of the mail.

    By a job and not where the mail is read: one job runs at a time, so that two mails of one
    sender at the same moment have one answer, and reading waits for nothing.
    """

    # one file for each purpose
    _inherit = "crm.helpdesk.intake"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _cron_acknowledge(self):
        """Acknowledge what is due, an address once in the hours that the company says."""
        due = self.search([("acknowledgement", "=", "due")], order="id", limit=_AT_A_TIME)
        progress = self.env["ir.cron"]
        progress._commit_progress(remaining=len(due))
        told = due._get_told()
        for row in due:
            row = row.try_lock_for_update()
            if row and row.acknowledgement == "due":
                row._acknowledge(told)
            if not progress._commit_progress(1):
                break

    def _get_told(self):
        """``{(address, team id): when last}``"""
        senders = list(set(self.mapped("sender")))
        rows = self._read_group(
            [("sender", "in", senders), ("acknowledgement", "=", "sent")],
            ["sender", "team_id"],
            ["acknowledged_at:max"],
        )
        return {(sender, team.id): at for sender, team, at in rows}

    def _acknowledge(self, told):
        """:param told: ``{(address, team id): when last}``, which is brought up to date"""
        now = fields.Datetime.now()
        key = (self.sender, self.team_id.id)
        window = self.company_id.helpdesk_ack_window_h
        since = fields.Datetime.subtract(now, hours=window)
        if not self.sender or told.get(key, since) > since:
            self._by_flow().write({"acknowledgement": "skipped"})
            return
        told[key] = now
        self._send_acknowledgement()
        self._by_flow().write({"acknowledgement": "sent", "acknowledged_at": now})

    def _send_acknowledgement(self):
        """A message that is no answer: it meets no promise, and machines are told to be silent."""
        template = self.env.ref("crm_helpdesk.mail_template_helpdesk_received")
        # sudo: the job acknowledges whatever came in; headers of mails are for internal users
        ticket = self.ticket_id.sudo()
        values = template._generate_template(ticket.ids, ["subject", "body_html"])[ticket.id]
        partner = ticket.partner_id
        ticket.message_post(
            subject=values["subject"],
            body=values["body_html"],
            message_type="auto_comment",
            subtype_xmlid="mail.mt_note",
            author_id=self.env.ref("base.partner_root").id,
            email_from=self.team_id.alias_email or self.company_id.email_formatted or None,
            partner_ids=partner.ids,
            outgoing_email_to=False if partner else self.sender,
            mail_headers=dict(_HEADERS),
            email_add_signature=False,
        )
