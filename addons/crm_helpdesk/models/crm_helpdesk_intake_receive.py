from odoo import api, fields, models, tools
from odoo.tools import SQL

from odoo.addons.crm_actions.engine import days


class CrmHelpdeskIntake(models.Model):
    """What comes in: a row of the ledger and a count of it, by whatever channel."""

    # one file for each purpose
    _inherit = "crm.helpdesk.intake"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _record(self, channel, *, company, team=None, ticket=None, verdict="accepted", **values):
        """One row of something that came in by a channel other than mail, and the count of it.

        :param channel: one of CHANNELS
        :param company: ``res.company``
        :param team: ``crm.helpdesk.team``, of the ticket if it is not given
        :param ticket: ``crm.helpdesk.ticket`` that it has become or was added to
        :param values: more fields of the row: ``message_uid`` (the same twice is one row),
            ``mailbox``, ``sender``, ``subject``, ``cause``, ``raw`` (base64)
        :return: the row, with superuser rights
        """
        rows = self._by_flow()
        uid, mailbox = values.get("message_uid"), values.get("mailbox") or ""
        if uid:
            known = rows.search(
                [
                    ("channel", "=", channel),
                    ("mailbox", "in", [mailbox, False] if not mailbox else [mailbox]),
                    ("message_uid", "=", uid),
                ],
                limit=1,
            )
            if known:
                return known
        row = rows.create(
            {
                "channel": channel,
                "company_id": company.id,
                "team_id": (team or (ticket and ticket.team_id) or rows.team_id).id,
                "ticket_id": ticket.id if ticket else False,
                "verdict": verdict,
                "received_at": fields.Datetime.now(),
                "day": company._crm_today(),
                **values,
            }
        )
        self.env["crm.helpdesk.intake.day"]._count(channel, company, 1)
        return row

    @api.model
    def _record_tickets(self, tickets):
        """Rows and counts of requests that people wrote, as they are created."""
        found = tickets.filtered(lambda ticket: ticket.channel != "email").sudo()
        now = fields.Datetime.now()
        days = {company: company._crm_today() for company in found.company_id}
        self._by_flow().create(
            [
                {
                    "channel": ticket.channel,
                    "company_id": ticket.company_id.id,
                    "team_id": ticket.team_id.id,
                    "ticket_id": ticket.id,
                    "verdict": "accepted",
                    "sender": ticket.email_normalized or ticket.partner_email,
                    "subject": ticket.name,
                    "received_at": now,
                    "day": days[ticket.company_id],
                }
                for ticket in found
            ]
        )
        for (channel, company), group in found.grouped(
            lambda ticket: (ticket.channel, ticket.company_id)
        ).items():
            self.env["crm.helpdesk.intake.day"]._count(channel, company, len(group))

    @api.model
    def _receive_mail(self, arrival, company_id, team_id, mailbox, cause="interrupted", error=None):
        """The row of a mail that is going to be read, with its bytes; called in a transaction of
        its own.

        Until it has been read it counts as failed: whoever is killed meanwhile leaves a row that
        is read again.

        :param arrival: :class:`~..engine.arrivals.Arrival`
        :return: ``(id, whether it is new)``
        """
        now = fields.Datetime.now()
        minutes = 2 if error else 10
        values = {
            "channel": "email", "mailbox": mailbox, "message_uid": arrival.uid,
            "received_at": now, "day": self._get_day(company_id), "company_id": company_id,
            "team_id": team_id, "sender": arrival.sender or None,
            "subject": arrival.subject or None, "size": len(arrival.raw), "verdict": "failed",
            "cause": cause, "error": error, "attempts": 0,
            "next_try": fields.Datetime.add(now, minutes=minutes), "create_date": now,
            "write_date": now, "create_uid": self.env.uid, "write_uid": self.env.uid,
        }  # fmt: skip
        # Asked before, since an insertion would wait for whoever is reading the same mail.
        known = SQL(
            """
            SELECT id FROM crm_helpdesk_intake
             WHERE channel = 'email' AND COALESCE(mailbox, '') = %s AND message_uid = %s
            """,
            mailbox,
            arrival.uid,
        )
        made = self.env.execute_query(
            SQL(
                """
                WITH made AS (
                    INSERT INTO crm_helpdesk_intake (%s) SELECT %s
                     WHERE NOT EXISTS (%s)
                    ON CONFLICT DO NOTHING RETURNING id, day, company_id, channel
                ), counted AS (
                    INSERT INTO crm_helpdesk_intake_day (day, company_id, channel, received)
                         SELECT day, company_id, channel, 1 FROM made
                )
                SELECT id FROM made
                """,
                SQL(", ").join(map(SQL.identifier, values)),
                SQL(", ").join(SQL("%s", value) for value in values.values()),
                known,
            )
        )
        if made:
            self._keep_raw(made[0][0], arrival.raw, company_id)
            return made[0][0], True
        return self.env.execute_query(known)[0][0], False

    @api.model
    def _get_day(self, company_id):
        """Today where the company works; its clock is read once a process."""
        return days.to_wall(fields.Datetime.now(), self._get_zone(company_id)).date()

    @api.model
    @tools.ormcache("company_id")
    def _get_zone(self, company_id):
        return self.env["res.company"].browse(company_id)._crm_tz()

    @api.model
    def _keep_raw(self, number, raw, company_id):
        """The bytes as the file of a field: whoever may read the row may read them, nobody else.

        By one statement: each mail has one, and nobody waits for what else a file may need.
        """
        # sudo: the file of a row that we have just made
        files = self.env["ir.attachment"].sudo()
        mimetype, now = "message/rfc822", fields.Datetime.now()
        values = {
            "name": "raw", "res_model": self._name, "res_field": "raw", "res_id": number,
            "company_id": company_id, "type": "binary", "mimetype": mimetype, "public": False,
            "create_date": now, "write_date": now, "create_uid": self.env.uid,
            "write_uid": self.env.uid, **files._get_datas_related_values(raw, mimetype),
        }  # fmt: skip
        if values["store_fname"]:
            files._file_write(raw, values["checksum"])
        self.env.cr.execute(
            SQL(
                "INSERT INTO ir_attachment (%s) VALUES %s",
                SQL(", ").join(map(SQL.identifier, values)),
                tuple(value if value is not False or name == "public" else None
                      for name, value in values.items()),
            )
        )  # fmt: skip

    def _read_raw(self):
        """The bytes of this mail, b"" where they are kept no longer."""
        self.ensure_one()
        # sudo: whoever decides on a mail has been checked; the gateway reads any
        file = self.env["ir.attachment"].sudo().search(
            [
                ("res_model", "=", self._name),
                ("res_field", "=", "raw"),
                ("res_id", "=", self.id),
            ],
            limit=1,
        )  # fmt: skip
        return file.raw or b""
