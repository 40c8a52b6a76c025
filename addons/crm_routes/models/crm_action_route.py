from odoo import api, fields, models

from odoo.addons.crm_actions.engine import days
from odoo.addons.crm_actions.mirror import BY_MIRROR
from odoo.addons.crm_actions.models.crm_action_plan_link import CHANGED_BY_HAND

BY_ROUTES = {"route_plan_id", "route_date", "route_touched", "driven_km"}


class CrmAction(models.Model):
    """A visit that a route plan made: which one it is, and whether it may be moved."""

    _inherit = "crm.action"

    route_plan_id = fields.Many2one(
        "crm.route.plan",
        string="Route plan",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    route_date = fields.Date(
        string="Day by route plan", readonly=True, copy=False, export_string_translation=False
    )
    route_touched = fields.Boolean(
        string="Moved by hand",
        readonly=True,
        copy=False,
        help="Somebody changed it after the route plan had made it, so plans leave it alone.",
    )
    route_promised = fields.Boolean(
        string="Promised",
        copy=False,
        help="The customer was told this hour: route plans keep it.",
    )

    _route_visit_unique = models.UniqueIndex(
        "(partner_id, company_id, route_date) WHERE route_plan_id IS NOT NULL"
        " AND state IN ('planned', 'in_progress') AND route_touched IS NOT TRUE",
        "A route plan has already made this visit.",
    )

    def _is_kept_by_routes(self):
        """Whether a plan has to leave it as it is: promised, begun, or planned by a person."""
        self.ensure_one()
        return (
            self.route_promised
            or self.route_touched
            or self.plan_touched
            or self.state != "planned"
            or not (self.route_plan_id or self.plan_id)
        )

    @api.model
    def _check_lifecycle_untouched(self, vals):
        """Which plan a visit is of is written by publishing alone."""
        return super()._check_lifecycle_untouched(
            {**vals, "origin": True} if BY_ROUTES & vals.keys() else vals
        )

    @api.model
    def _with_new_lifecycle(self, vals):
        """Nor do the defaults of a caller say which plan a new visit is of."""
        vals = super()._with_new_lifecycle(vals)
        return vals if self.env.su else {**vals, **dict.fromkeys(BY_ROUTES, False)}

    def write(self, vals):
        by_hand = CHANGED_BY_HAND.intersection(vals) and not self._is_by_plan()
        # sudo: a rep may have a visit of a plan that he cannot read
        touched = by_hand and self.sudo().filtered(
            lambda action: action.route_plan_id and not action.route_touched
        )
        result = super().write(vals)
        if touched:
            touched.write({"route_touched": True})
        return result

    def _is_promised(self):
        return super()._is_promised() or self.route_promised

    def _get_route_day(self):
        """The date of a timed action on its rep's clock."""
        tz = self.env["crm.route"]._get_day_tz(self.user_id)
        return days.to_wall(self.start, tz).date()

    @api.model
    def _move_in_day(self, changes):
        """Write the hours that a person has chosen for a day, and the calendar once for all.

        :param changes: begin and end by action
        """
        quiet = self.with_context(crm_action_mirror=BY_MIRROR)
        for action, (start, stop) in changes.items():
            quiet.browse(action.id).write({"start": start, "stop": stop})
        moved = self.browse([action.id for action in changes])
        moved._sync_calendar_events({"start", "stop"})
