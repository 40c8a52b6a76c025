from odoo import api, models
from odoo.exceptions import UserError

# From where a promotion comes to each state.
_FROM = {
    "draft": ("approved", "paused", "closed"),
    "approved": ("draft",),
    "running": ("approved", "paused"),
    "paused": ("running",),
    "closed": ("approved", "running", "paused"),
}
# Once a promotion was approved, these say what customers were promised.
PROMISED = {
    "company_id", "currency_id", "date_from", "partner_domain", "partner_tag_ids", "team_ids",
    "pricelist_ids", "segment_ids", "zone_ids", "apply", "code", "priority", "exclusive_group",
    "stack_with_special_price", "repeat", "max_per_partner", "max_per_order", "condition_ids",
    "tier_ids",
}  # fmt: skip


class CrmPromotion(models.Model):
    """The life of a promotion: what was promised does not change."""

    # one file for each purpose
    _inherit = "crm.promotion"  # pylint: disable=consider-merging-classes-inherited

    def action_approve(self):
        self._move_to("approved")

    def action_start(self):
        self._move_to("running")

    def action_pause(self):
        self._move_to("paused")

    def action_close(self):
        self._move_to("closed")

    def action_draft(self):
        """Back to be changed; not after an order got it."""
        self._move_to("draft")

    def _move_to(self, state):
        self._check_state(*_FROM[state])
        self.state = state

    def _check_new_state(self, state):
        """Whatever writes it: a program as well as a button."""
        moved = self.filtered(lambda promotion: promotion.state != state)
        moved._check_state(*_FROM.get(state, ()))
        if state == "draft":
            moved._check_unused()
        elif state == "approved":
            for promotion in moved:
                promotion._check_complete()

    def _check_unused(self):
        """sudo: orders that the reader may not see."""
        used = self.filtered(lambda promotion: promotion.sudo().application_ids)
        if used:
            raise UserError(
                self.env._("“%s” is in orders already. Copy it and change the copy.", used[0].name)
            )

    def _check_state(self, *states):
        wrong = self.filtered(lambda promotion: promotion.state not in states)
        if wrong:
            words = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "“%(promotion)s” is %(state)s: that is not possible now.",
                    promotion=wrong[0].name,
                    state=words[wrong[0].state].lower(),
                )
            )

    def _check_complete(self):
        self.ensure_one()
        if not self.tier_ids:
            raise UserError(self.env._("Say what “%s” gives: it has no tier.", self.name))
        # what the promotion became since its tiers were written
        self.tier_ids._check_effect()
        # the engine says no to what cannot be worked out
        self._to_engine(self.env["product.product"])

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("state", "draft") != "draft":
                raise UserError(
                    self.env._(
                        "“%s” begins as a draft: approve and start it with its buttons.",
                        vals.get("name"),
                    )
                )
        # the column of a kanban in which it was begun says nothing
        kept = {key: value for key, value in self.env.context.items() if key != "default_state"}
        plain = self.with_context(kept)  # pylint: disable=context-overridden
        return super(CrmPromotion, plain).create(vals_list)

    def write(self, vals):
        if "state" in vals:
            self._check_new_state(vals["state"])
        if PROMISED & vals.keys():
            promised = self.filtered(lambda promotion: promotion.state != "draft")
            if promised:
                promised._refuse_change()
        return super().write(vals)

    def _refuse_change(self):
        raise UserError(
            self.env._(
                "“%s” is approved: customers may have been promised it. Set it back to draft, or "
                "copy it and change the copy.",
                self[0].name,
            )
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        if self.sudo().application_ids:
            # sudo: of orders that the reader may not see
            raise UserError(self.env._("A promotion that is in orders is closed, not deleted."))
