from odoo import api, models

from odoo.addons.crm_actions.engine.import_cells import Column

from .crm_import_commission_plan import HEAD
from .crm_import_commission_plan_parts import GOAL, RULE, STEP

_EXAMPLES = {"date_from": "2026-01-01", "rate": "5"}
_DAYS = {"minimum": 0, "maximum": 3650}
_PERCENT = {"minimum": 0, "maximum": 100}
# What rules ask about; several of them hold together.
_REFERENCES = (
    "category_ids", "product_ids", "product_tag_ids", "partner_category_ids", "zone_ids",
    "pricelist_ids",
)  # fmt: skip
_RULE_OPTIONS = {
    "effect": {"default": "rate"},
    "value": {"minimum": 0, "example": "7.5"},
    "factor": {"minimum": 0, "default": 1.0},
    "sign": {"default": "any"},
    "new_customer_days": {"default": 0, **_DAYS},
    "sequence": {"minimum": 0},
    "discount_from": _PERCENT,
    "discount_to": _PERCENT,
}
_GOAL_OPTIONS = {"weight": _PERCENT, "cap": {"default": 0.0, "minimum": 0},
                 "gate": {"default": 0.0, "minimum": 0}}  # fmt: skip


class CrmImportCommissionPlan(models.AbstractModel):
    """The columns of plans, called as in the forms."""

    # one file for each purpose
    _inherit = "crm.import.commission.plan"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_columns(self):
        return [
            Column(
                "code",
                (self.env._("Plan code"),),
                required=True,
                help=self.env._(
                    "Your own short name of the plan, the same in all of its lines. The same code "
                    "the next time changes the same plan."
                ),
                example="REPS",
            ),
            *self._get_head_columns(),
            *self._get_rule_columns(),
            *self._get_step_columns(),
            *self._get_goal_columns(),
        ]

    @api.model
    def _get_head_columns(self):
        model = "crm.commission.plan"
        name = Column(
            "name",
            (self.env._("Plan"),),
            help=self.env._(
                "What is said of the plan itself may stand in one of its lines or in all. Empty in "
                "all: it stays as it is."
            ),
            example=self.env._("Reps"),
        )
        columns = [
            self._get_field_column(
                model,
                field,
                example=_EXAMPLES.get(field, ""),
                **(_DAYS if field == "unpaid_days" else {}),
                **({"minimum": 0} if self._is_figure(model, field) else {}),
            )
            for field in HEAD[1:]
        ]
        return [name, *columns]

    @api.model
    def _is_figure(self, model, field):
        return self.env[model]._fields[field].type in ("float", "monetary")

    @api.model
    def _get_rule_columns(self):
        several = self.env._("Name or code. Several with semicolons; empty: all.")
        columns = []
        for field in RULE.fields:
            options = dict(_RULE_OPTIONS.get(field, {}))
            if field in _REFERENCES:
                options["help"] = several
            if field == "name":
                options["example"] = self.env._("Wine")
            columns.append(
                self._get_field_column(
                    RULE.model, field, RULE.prefix + field, self.env._("Rule: %s"), **options
                )
            )
        return columns

    @api.model
    def _get_step_columns(self):
        header = self.env._("Step: %s")
        return [
            self._get_field_column(STEP.model, field, STEP.prefix + field, header, minimum=0)
            for field in STEP.fields
        ]

    @api.model
    def _get_goal_columns(self):
        header = self.env._("Goal: %s")
        return [
            self._get_field_column(
                GOAL.model, field, GOAL.prefix + field, header, **_GOAL_OPTIONS.get(field, {})
            )
            for field in GOAL.fields
        ]

    @api.model
    def _get_lookups(self):
        tags = "product.tag"
        look_ups = {
            "currency_id": self._look_up_currencies,
            "goal_metric_id": self._look_up_metrics,
            "goal_categ_id": self._look_up_categories,
            "goal_zone_id": self._look_up_zones,
        }
        several = {
            "category_ids": self._look_up_categories,
            "product_ids": self._look_up_products,
            "product_tag_ids": lambda texts: self._look_up_names(tags, "no_product_tag", texts),
            "partner_category_ids": self._look_up_tags,
            "zone_ids": self._look_up_zones,
            "pricelist_ids": lambda texts: self._look_up_names(
                "product.pricelist", "no_pricelist", texts
            ),
        }
        return {
            **look_ups,
            **{RULE.prefix + name: self._several(each) for name, each in several.items()},
        }
