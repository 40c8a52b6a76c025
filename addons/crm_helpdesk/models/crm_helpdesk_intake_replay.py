from odoo import api, fields, models

_AT_A_TIME = 50


class CrmHelpdeskIntake(models.Model):
    """What could not be read is read again, later and later; then a person is told."""

    # one file for each purpose
    _inherit = "crm.helpdesk.intake"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _cron_replay(self):
        """Read again what is due. Twice is the same as once: a mail that is read is not due."""
        due = self.search(
            [("verdict", "=", "failed"), ("next_try", "<=", fields.Datetime.now())],
            order="next_try, id",
            limit=_AT_A_TIME,
        )
        progress = self.env["ir.cron"]
        progress._commit_progress(remaining=len(due))
        for row in due:
            row = row.try_lock_for_update()
            if row and row.verdict == "failed":
                row._replay()
            if not progress._commit_progress(1):
                break

    def _replay(self):
        """Once more, in a savepoint: what fails leaves nothing but the reason."""
        self.ensure_one()
        attempts = self.attempts + 1
        try:
            with self.env.cr.savepoint():
                raw = self._read_raw()
                receipt = self._read_again(raw)
                if receipt.verdict:
                    self._by_flow().write({"attempts": attempts})
        except Exception as error:  # noqa: BLE001 any error of any mail is kept with it
            self.invalidate_recordset()
            self._note_failure(error, attempts)
            self._tell_supervisor()

    def _tell_supervisor(self):
        """After the last try somebody has to look at it."""
        if self.next_try:
            return
        if self.cause == "no_route":  # nothing is broken: somebody says whose it is
            self._by_flow().write({"verdict": "quarantined"})
            return
        leader = self.team_id.leader_id
        if leader:
            self._by_flow().activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=leader.id,
                summary=self.env._("A mail cannot be read: make a request of it by hand."),
            )

    def action_retry(self):
        """Read these again now."""
        self._check_decides()
        self._check_waits()
        self._lock_rows()
        for row in self.filtered(lambda each: each.verdict == "failed"):
            row._by_flow()._replay()
        return True

    @api.autovacuum
    def _forget_originals(self):
        """Bytes of mails that were decided long ago; the rows stay."""
        companies = self.env["res.company"].search([("helpdesk_raw_days", ">", 0)])
        today = fields.Date.today()
        for company in companies:
            old = self.search(
                [
                    ("company_id", "=", company.id),
                    ("channel", "=", "email"),
                    ("verdict", "not in", ("failed", "quarantined")),
                    ("size", ">", 0),
                    ("day", "<", fields.Date.subtract(today, days=company.helpdesk_raw_days)),
                ],
                limit=1000,
            )
            old._by_flow().write({"raw": False, "size": 0})

    def _forget(self):
        """Without sender, subject and original.

        :return: how many rows had any of them
        """
        known = self.filtered(lambda row: row.sender or row.subject or row.size or row.error)
        gone = dict.fromkeys(("sender", "subject", "raw", "error", "left_out", "next_try"), False)
        known._by_flow().write({**gone, "size": 0})
        return len(known)
