from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_list

from odoo.addons.crm_actions.engine import geo

from ..engine import areas
from ..origins import BY_RULE


class ResPartner(models.Model):
    """In which zone a customer lies, and why."""

    # one file for each purpose
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    zone_by_rule = fields.Boolean(
        string="Zone by address",
        readonly=True,
        copy=False,
        groups="base.group_user",
        help="The customer lies in the zone; its address decides, until somebody chooses a zone.",
    )
    zone_reason = fields.Json(
        readonly=True, copy=False, groups="base.group_user", export_string_translation=False
    )
    zone_reason_text = fields.Char(
        string="Why this zone", compute="_compute_zone_reason_text", groups="base.group_user"
    )

    @api.depends("zone_reason", "crm_zone_id", "zip", "city")
    @api.depends_context("lang")
    def _compute_zone_reason_text(self):
        ids = {each for partner in self for each in (partner.zone_reason or {}).get("others", ())}
        # sudo: the name of a zone of a company that is not chosen now
        names = {zone.id: zone.name for zone in self.env["crm.zone"].sudo().browse(ids).exists()}
        for partner in self:
            partner.zone_reason_text = partner._word_zone_reason(names)

    def _word_zone_reason(self, names):
        if not self.crm_zone_id:
            return False
        reason = self.zone_reason or {}
        words = {
            areas.OUTLINE: self.env._("Lies within the outline of the zone."),
            areas.ZIP: self.env._("By its postal code %(code)s.", code=self.zip or ""),
            areas.TOWN: self.env._("By its town %(town)s.", town=self.city or ""),
        }
        text = words.get(reason.get("code")) or self.env._("Chosen by hand.")
        others = [names[each] for each in reason.get("others", ()) if each in names]
        if others:
            text += " " + self.env._(
                "It would also fit %(zones)s; the first zone of the list wins.",
                zones=format_list(self.env, others),
            )
        return text

    def write(self, vals):
        """A zone that a person chooses stays; an emptied one is found by the address again."""
        if "crm_zone_id" in vals and self.env.context.get("crm_zone_origin") is not BY_RULE:
            vals = {**vals, "zone_by_rule": False, "zone_reason": False}
        return super().write(vals)

    def _crm_get_place(self):
        """Where the customer is, as the engine takes it."""
        point = geo.Point(self.partner_latitude, self.partner_longitude)
        located = geo.is_set(point)
        return areas.Place(
            self.zip or "",
            self.city or "",
            self.partner_latitude if located else None,
            self.partner_longitude if located else None,
            self.country_id.id or None,
        )

    @api.model
    def _crm_get_customer_domain(self):
        """Customers, as against suppliers, colleagues and contacts of a customer.

        Who was sold something, or has a salesperson, a segment or a zone.
        """
        # sudo: the company's own address is a contact too
        own = self.env["res.company"].sudo().search(Domain.TRUE).partner_id
        theirs = Domain.OR(
            [
                Domain("customer_rank", ">", 0),
                Domain("user_id", "!=", False),
                Domain("crm_segment_id", "!=", False),
                Domain("crm_zone_id", "!=", False),
            ]
        )
        return (
            theirs
            & (Domain("is_company", "=", True) | Domain("parent_id", "=", False))
            & Domain("partner_share", "=", True)
            & Domain("id", "not in", own.ids)
        )
