from odoo import fields, models
from odoo.tools import SQL


class CrmPbxAccount(models.Model):
    """Which department calls back whoever nobody has answered."""

    _inherit = "crm.pbx.account"

    helpdesk_team_id = fields.Many2one(
        "crm.helpdesk.team",
        string="Missed calls go to",
        check_company=True,
        ondelete="set null",
        help="Each number that nobody has answered becomes one request of this department, to be "
        "called back. Empty: missed calls stay in the list of calls.",
    )
    helpdesk_missed_at = fields.Datetime(readonly=True, copy=False)

    def _reserve_call_backs(self):
        """The department, for one missed call at a time.

        Written and not only locked: whoever waits for it then starts anew and sees the request
        that the other one made. By SQL, which is no error that anybody should read about.
        """
        self.ensure_one()
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "UPDATE crm_pbx_account SET helpdesk_missed_at = %s WHERE id = %s",
                fields.Datetime.now(),
                self.id,
            ),
            log_exceptions=False,
        )
        self.invalidate_recordset(["helpdesk_missed_at"])
        return self.helpdesk_team_id
