from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.crm_actions.engine import geo


class CrmRouteRep(models.Model):
    """How a rep travels in a company: from where to where, lunch, limits of a day, territory.

    Working hours come from the rep's calendar; ``crm_route_rep_days.py`` reads them.
    """

    _name = "crm.route.rep"
    _description = "Rep on the Road"
    _order = "company_id, user_id"
    _rec_name = "user_id"
    _check_company_auto = True

    user_id = fields.Many2one(
        "res.users",
        string="Rep",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
        domain="[('share', '=', False)]",
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    team_id = fields.Many2one(
        "crm.team",
        string="Sales Team",
        compute="_compute_team_id",
        store=True,
        compute_sudo=True,
        precompute=True,
        index=True,
        ondelete="set null",
    )
    active = fields.Boolean(default=True)
    start_id = fields.Many2one(
        "res.partner",
        string="Begins at",
        ondelete="restrict",
        index="btree_not_null",
        help="An address with a position, such as the warehouse. Empty: the rep's own, else the "
        "company's.",
    )
    end_id = fields.Many2one(
        "res.partner",
        string="Ends at",
        ondelete="restrict",
        index="btree_not_null",
        help="Empty: where the day begins.",
    )
    start_text = fields.Char(string="Start", compute="_compute_start_text")
    is_located = fields.Boolean(string="Start located", compute="_compute_start_text")
    lunch_from = fields.Float(
        string="Lunch from",
        aggregator=False,
        help="Empty: the longest break of the calendar.",
    )
    lunch_to = fields.Float(string="Lunch until", aggregator=False)
    max_visits = fields.Integer(string="Visits a day", help="At most; 0: no limit.")
    max_km = fields.Integer(string="Kilometres a day", help="At most; 0: no limit.")
    zone_ids = fields.Many2many(
        "crm.zone",
        "crm_route_rep_zone_rel",
        "rep_id",
        "zone_id",
        string="Territory",
        check_company=True,
        help="Customers of these zones that have no salesperson are this rep's to visit. Several "
        "reps may share a zone.",
    )
    absence_ids = fields.One2many("crm.route.absence", "rep_id", string="Absences")
    published_at = fields.Datetime(readonly=True, copy=False, export_string_translation=False)
    week_text = fields.Text(string="The next days", compute="_compute_week_text")

    _user_unique = models.UniqueIndex(
        "(user_id, company_id)", "This rep is on the list of the company already."
    )
    _lunch_range = models.Constraint(
        "CHECK ((COALESCE(lunch_from, 0) = 0 AND COALESCE(lunch_to, 0) = 0) OR "
        "(lunch_from >= 0 AND lunch_from < lunch_to AND lunch_to <= 24))",
        "Lunch ends after it begins.",
    )
    _limits_range = models.Constraint(
        "CHECK (COALESCE(max_visits, 0) BETWEEN 0 AND 200 AND COALESCE(max_km, 0) BETWEEN 0 AND "
        "5000)",
        "A day has at most 200 visits and 5,000 km; 0 is no limit.",
    )

    @api.depends("user_id.sale_team_id")
    def _compute_team_id(self):
        for rep in self:
            rep.team_id = rep.user_id.sale_team_id

    @api.depends("start_id", "user_id", "company_id")
    @api.depends_context("lang")
    def _compute_start_text(self):
        for rep in self:
            start = rep._get_start()
            rep.is_located = rep._get_point(start) is not None
            # sudo: the name of the place from which a rep begins
            name = start.sudo().display_name or ""
            rep.start_text = (
                name if rep.is_located else self.env._("%(place)s, not located", place=name)
            )

    @api.depends("lunch_from", "lunch_to", "absence_ids", "user_id")
    @api.depends_context("lang")
    def _compute_week_text(self):
        for rep in self:
            rep.week_text = rep._word_week()

    @api.constrains("start_id", "end_id")
    def _check_places(self):
        for rep in self:
            for place in (rep.start_id | rep.end_id).filtered("company_id"):
                if place.company_id != rep.company_id:
                    raise ValidationError(
                        self.env._(
                            "%(place)s is an address of another company.",
                            place=place.display_name,
                        )
                    )

    @api.model_create_multi
    def create(self, vals_list):
        reps = super().create(vals_list)
        # the team follows from the rep: whether it is one's own is asked once it is known
        reps.check_access("write")
        return reps

    def write(self, vals):
        result = super().write(vals)
        self.check_access("write")
        return result

    # -- places ----------------------------------------------------------------------------------

    def _get_start(self):
        """Where the rep's day begins: what was said, the rep's own address, or the company's.

        sudo: a rep's address is no customer of who looks at it.
        """
        self.ensure_one()
        rep = self.sudo()
        own = rep.user_id.partner_id
        return rep.start_id or (own if self._get_point(own) else rep.company_id.partner_id)

    def _get_end(self):
        self.ensure_one()
        return self.sudo().end_id or self._get_start()

    @api.model
    def _get_point(self, partner):
        """Latitude and longitude of a place, None if it is not located."""
        # sudo: as in _get_start
        place = partner.sudo()
        point = geo.Point(place.partner_latitude, place.partner_longitude)
        return (point.latitude, point.longitude) if geo.is_set(point) else None

    def action_locate_start(self):
        """Open the place where the day begins, to set its position."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "res.partner",
            "res_id": self._get_start().id,
            "views": [(False, "form")],
        }
