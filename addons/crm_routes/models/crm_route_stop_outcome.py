from odoo import fields, models


class CrmRouteStop(models.Model):
    """What became of a stop. It stays when the visit is moved, merged or erased."""

    # one file for each purpose
    _inherit = "crm.route.stop"  # pylint: disable=consider-merging-classes-inherited

    in_force = fields.Boolean(
        string="In the agenda",
        readonly=True,
        index=True,
        help="It was published, and no newer plan has taken its place.",
    )
    visit_id = fields.Many2one(
        "crm.action",
        string="Visit made",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="The visit of this stop, or one to the same customer on the same day that nobody "
        "planned.",
    )
    done_on = fields.Date(string="Visited on", readonly=True)
    arrived_at = fields.Datetime(string="Check-in", readonly=True)
    done_user_id = fields.Many2one(
        "res.users", string="Visited by", readonly=True, ondelete="set null"
    )
    verified = fields.Boolean(readonly=True)
    driven_km = fields.Float(
        string="Way driven (km)",
        digits=(10, 1),
        readonly=True,
        help="From the rep's previous verified check-in of that day, by the estimate of the plans.",
    )

    def _is_visit(self):
        """Whether it is about a customer: of appointments only those that are visits are."""
        self.ensure_one()
        return not self.is_appointment or self.action_id.type_id.code == "visit"

    def _prepare_outcome(self, visit):
        """What is kept of the visit that was made of this stop; of none, that there is none."""
        done_at = self.env["crm.route"]._get_local(visit.done_at, self)
        return {
            "visit_id": visit.id,
            "done_on": done_at.date() if done_at else False,
            "arrived_at": visit.checkin_at,
            "done_user_id": visit.user_id.id,
            "verified": visit.checkin_verdict == "verified",
            "driven_km": visit.driven_km,
        }

    def _write_outcome(self, visit):
        """Keep what became of it, where that is news."""
        values = self._prepare_outcome(visit)
        known = self.read(list(values), load=False)[0]
        news = {name: value for name, value in values.items() if known[name] != (value or False)}
        if news:
            self.write(news)
