from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import formatLang

from ..engine import geometry

LOOKED_AT, NEXT_DOOR = 500, 200


class ResConfigSettings(models.TransientModel):
    """Where distances come from, with a test that answers in words."""

    # one file for each purpose
    _inherit = "res.config.settings"  # pylint: disable=consider-merging-classes-inherited

    crm_distance_source = fields.Selection(related="company_id.crm_distance_source", readonly=False)
    crm_osrm_url = fields.Char(related="company_id.crm_osrm_url", readonly=False)
    crm_osrm_profile = fields.Char(related="company_id.crm_osrm_profile", readonly=False)

    def set_values(self):
        result = super().set_values()
        if self.crm_distance_source == "osrm" and not self.crm_osrm_url:
            raise ValidationError(self.env._("Write down the address of the route server."))
        return result

    def action_crm_test_route_server(self):
        """Ask the route server for a way, and say in words what it answers."""
        self.ensure_one()
        start, customer = self._get_test_places()
        told = self.company_id._test_route_server([_point(start), _point(customer)])
        if told["problem"]:
            return self._tell(told["problem"], "danger")
        words = self.env._(
            "It answers in %(milliseconds)d ms. From %(start)s to %(customer)s it is %(km)s km and "
            "%(minutes)d min by road; the estimate is %(guess_km)s km and %(guess_minutes)d min.",
            milliseconds=told["milliseconds"],
            start=start.display_name,
            customer=customer.display_name,
            km=formatLang(self.env, told["km"], digits=1),
            minutes=told["minutes"],
            guess_km=formatLang(self.env, told["guess_km"], digits=1),
            guess_minutes=told["guess_minutes"],
        )
        return self._tell(words, "success")

    def _get_test_places(self):
        """The company and the nearest of its customers that is not next door."""
        company = self.company_id
        located = Domain("partner_latitude", "!=", 0) & Domain("partner_longitude", "!=", 0)
        located &= Domain("company_id", "in", [False, company.id])
        found = company.partner_id.filtered(located)
        found |= self.env["res.partner"].search(located, limit=LOOKED_AT, order="id")
        metres = geometry.line_metres([_point(each) for each in found])[0] if found else []
        others = [number for number, away in enumerate(metres) if away > NEXT_DOOR]
        if not others:
            raise UserError(
                self.env._("For a test two contacts with a position are needed. Locate some first.")
            )
        return found[0], found[min(others, key=lambda number: metres[number])]

    def action_crm_forget_distances(self):
        """The route server has a new map."""
        self.ensure_one()
        # sudo: what is kept is written by nobody in person; who opens the settings may say so
        self.env["crm.route.distance"].sudo()._forget(self.company_id)
        return self._tell(self.env._("The next plan asks the route server for all ways."), "info")

    @api.model
    def _tell(self, message, kind):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"message": message, "type": kind, "sticky": kind == "danger"},
        }


def _point(partner):
    return partner.partner_latitude, partner.partner_longitude
