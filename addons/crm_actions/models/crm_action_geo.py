from datetime import timedelta

from odoo import api, fields, models


class CrmActionGeo(models.Model):
    """Where a rep was at check-in or check-out.

    Kept apart from the action because coordinates are personal data: own rights, own retention.
    Distance and verdict stay on the action when the row is purged.
    """

    _name = "crm.action.geo"
    _description = "Position of an Action"
    _order = "taken_at desc, id desc"
    _check_company_auto = True

    action_id = fields.Many2one("crm.action", required=True, index=True, ondelete="cascade")
    # whose position it is does not change with the action
    company_id = fields.Many2one(
        "res.company", compute="_compute_owner", store=True, precompute=True, index=True
    )
    user_id = fields.Many2one(
        "res.users", compute="_compute_owner", store=True, precompute=True, index=True
    )
    team_id = fields.Many2one("crm.team", compute="_compute_owner", store=True, precompute=True)
    kind = fields.Selection([("in", "Check-in"), ("out", "Check-out")], required=True)
    latitude = fields.Float(digits=(10, 7), aggregator=None)
    longitude = fields.Float(digits=(10, 7), aggregator=None)
    accuracy_m = fields.Float(string="Accuracy (m)", digits=(10, 1), aggregator="avg")
    fix = fields.Selection(
        [("gps", "Good"), ("low", "Coarse"), ("none", "None")],
        string="Signal",
        required=True,
        default="none",
        help="Good up to 50 m; coarse above; none without permission or signal.",
    )
    distance_m = fields.Float(string="Distance (m)", digits=(10, 1), aggregator="avg")
    verdict = fields.Selection(
        selection=lambda self: self.env["crm.action"]._fields["checkin_verdict"].selection
    )
    taken_at = fields.Datetime(string="Taken on", required=True)
    purge_on = fields.Date(string="Deleted on", required=True, index=True)

    _one_a_kind = models.UniqueIndex(
        "(action_id, kind)", "An action has one position for check-in and one for check-out."
    )
    _latitude_range = models.Constraint(
        "CHECK (latitude BETWEEN -90 AND 90)", "A latitude goes from -90 to 90 degrees."
    )
    _longitude_range = models.Constraint(
        "CHECK (longitude BETWEEN -180 AND 180)", "A longitude goes from -180 to 180 degrees."
    )

    @api.depends("action_id")
    def _compute_owner(self):
        for position in self:
            action = position.action_id
            position.company_id = action.company_id
            position.user_id = action.user_id
            position.team_id = action.team_id

    @api.model
    def _purge_date(self, company, taken_at):
        """Day on which a position taken at that instant (UTC) of that company is deleted."""
        return taken_at.date() + timedelta(days=company.crm_geo_retention_days)

    @api.model
    def _cron_purge_positions(self):
        """Delete the positions whose retention is over, in batches, and forgotten proposals."""
        self.env["res.partner"]._purge_proposed_locations()
        cron = self.env["ir.cron"]
        domain = [("purge_on", "<=", fields.Date.today())]
        cron._commit_progress(remaining=self.search_count(domain))
        while expired := self.search(domain, limit=1000):
            count = len(expired)
            expired.unlink()
            if not cron._commit_progress(count):
                break
