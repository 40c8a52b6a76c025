from odoo import api, models
from odoo.exceptions import UserError

DERIVED = {
    "last_inbound_at", "last_touch_at", "next_step_at", "followup_score", "followup_state",
    "followup_reason_data", "followup_on", "crm_erased_on",
}  # fmt: skip


class CrmActionMixin(models.AbstractModel):
    """What follows from contacts and steps is written by them alone.

    A field that is readonly on the screen can still be written over the network, and whoever
    writes his own follow-up is never at risk.
    """

    # one file for each purpose
    _inherit = "crm.action.mixin"  # pylint: disable=consider-merging-classes-inherited

    @api.model_create_multi
    def create(self, vals_list):
        if self.env.su:
            return super().create(vals_list)
        for vals in vals_list:
            self._check_not_forged({name for name in DERIVED if vals.get(name)})
        return super(CrmActionMixin, self._without_derived_defaults()).create(vals_list)

    def write(self, vals):
        if not self.env.su and (derived := DERIVED.intersection(vals)):
            # core's merge of contacts writes the value that is there
            self._check_not_forged({name for name in derived if self._is_change(name, vals[name])})
        return super().write(vals)

    def _is_change(self, name, value):
        field = self._fields[name]
        wanted = field.convert_to_record(field.convert_to_cache(value, self[:1]), self[:1])
        return any(record[name] != wanted for record in self)

    @api.model
    def _check_not_forged(self, names):
        if not names:
            return
        labels = sorted(self._fields[name]._description_string(self.env) for name in names)
        raise UserError(
            self.env._(
                "This follows from actions, mails and planned steps, and nobody writes it by "
                "hand: %(fields)s.",
                fields=", ".join(labels),
            )
        )

    @api.model
    def _without_derived_defaults(self):
        """This model in a context that does not bring such values for new records."""
        forged = {f"default_{name}" for name in DERIVED} & self.env.context.keys()
        if not forged:
            return self
        context = {key: value for key, value in self.env.context.items() if key not in forged}
        return self.with_context(context)  # pylint: disable=context-overridden
