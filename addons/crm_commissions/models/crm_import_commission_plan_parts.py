from typing import NamedTuple

from odoo import Command, api, models

from odoo.addons.crm_actions.engine.import_cells import normal
from odoo.addons.crm_actions.models.crm_import_template import differs


class Part(NamedTuple):
    """Something of which a plan has several.

    :param name: the field of the plan
    :param prefix: of the columns, before the fields
    :param fields: those that a line says; the first one is never empty
    """

    name: str
    model: str
    prefix: str
    fields: tuple[str, ...]


RULE = Part(
    "rule_ids",
    "crm.commission.rule",
    "rule_",
    (
        "name", "sequence", "effect", "value", "factor", "sign", "category_ids", "product_ids",
        "product_tag_ids", "partner_category_ids", "zone_ids", "pricelist_ids", "discount_from",
        "discount_to", "margin_from", "margin_to", "new_customer_days", "delay_from", "delay_to",
    ),
)  # fmt: skip
STEP = Part("tier_ids", "crm.commission.tier", "step_", ("bound_from", "rate"))
GOAL = Part(
    "goal_ids",
    "crm.commission.goal",
    "goal_",
    ("metric_id", "categ_id", "zone_id", "weight", "cap", "gate"),
)
PARTS = (RULE, STEP, GOAL)
# Where a range ends of which only the beginning is said.
RANGES = {"discount": 100.0, "margin": 100.0, "delay": 30}
_OF_RANGES = {f"{name}_{end}" for name in RANGES for end in ("from", "to")}


class CrmImportCommissionPlan(models.AbstractModel):
    """Rules, steps and goals: a line says one of each at most.

    A rule is known again by its name, a step by where it begins, a goal by metric, family and zone.
    What is not in the file stays: taking something out of a plan is done by hand.
    """

    # one file for each purpose
    _inherit = "crm.import.commission.plan"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_parts(self, row, work):
        """What a line says beside the plan itself: pairs of a part and its values."""
        return [
            (part, getattr(self, f"_prepare_{part.prefix}values")(row, work))
            for part in PARTS
            if row.values.get(part.prefix + part.fields[0]) is not None
        ]

    @api.model
    def _prepare_rule_values(self, row, work):
        values = {}
        for field in RULE.fields:
            column = RULE.prefix + field
            if column not in row.values or field in _OF_RANGES:
                continue
            value = row.values[column]
            if field.endswith("_ids"):
                value = [Command.set(work.found.get((row.line, column), []))]
            if field == "sequence" and value is None:
                continue  # where it stands in the file, or stood before
            values[field] = 0.0 if value is None else value
        for name, last in RANGES.items():
            values.update(self._prepare_range(row, name, last))
        return values

    @api.model
    def _prepare_range(self, row, name, last):
        """A range of a rule, if the file has a column of it."""
        columns = [f"{RULE.prefix}{name}_{end}" for end in ("from", "to")]
        if not any(column in row.values for column in columns):
            return {}
        begins, ends = (row.values.get(column) for column in columns)
        if begins is None and ends is None:
            return {f"by_{name}": False}
        return {
            f"by_{name}": True,
            f"{name}_from": begins or 0,
            f"{name}_to": last if ends is None else ends,
        }

    @api.model
    def _prepare_step_values(self, row, _work):
        return {"bound_from": row.values["step_bound_from"], "rate": row.values["step_rate"]}

    @api.model
    def _prepare_goal_values(self, row, work):
        values = {
            field: work.found.get((row.line, GOAL.prefix + field), False)
            for field in ("metric_id", "categ_id", "zone_id")
        }
        for field in ("weight", "cap", "gate"):
            if GOAL.prefix + field in row.values:
                values[field] = row.values[GOAL.prefix + field]
        return values

    @api.model
    def _get_identity(self, part, values):
        """By what a part is known again: something that can be compared.

        :param values: of a line, or of :meth:`_read_identity`
        """
        if part == RULE:
            return normal(values["name"])
        if part == STEP:
            return round(values["bound_from"], 2)
        return values["metric_id"], values["categ_id"] or False, values["zone_id"] or False

    @api.model
    def _index_parts(self, work):
        """All that the plans of these lines consist of: lists by plan, part and identity."""
        index = {}
        plans = self._get_target().browse(set(work.records.values()))
        for part in PARTS:
            for record in plans[part.name]:
                identity = self._get_identity(part, _read_identity(part, record))
                place = record.plan_id.id, part.name, identity
                index.setdefault(place, []).append(record)
        return index

    @api.model
    def _get_commands(self, rows, work, plan, index):
        """What the lines change in rules, steps and goals of their plan: values of the plan."""
        commands = {}
        for row in rows:
            for part, values in self._get_parts(row, work):
                command = self._get_command(part, values, plan, index)
                if command:
                    commands.setdefault(part.name, []).append(command)
        self._put_in_order(commands.get(RULE.name, ()), plan)
        return commands

    @api.model
    def _get_command(self, part, values, plan, index):
        place = plan.id if plan else None, part.name, self._get_identity(part, values)
        if place not in index:
            return Command.create(values)
        [record] = index[place]
        changed = {name: new for name, new in values.items() if differs(record, name, new)}
        return Command.update(record.id, changed) if changed else None

    @api.model
    def _put_in_order(self, commands, plan):
        """New rules come one after the other as in the file, behind those that are there."""
        last = max(plan.rule_ids.mapped("sequence"), default=0) if plan else 0
        for command, _id, values in commands:
            if command == Command.CREATE:
                last = values.setdefault("sequence", last + 10)


def _read_identity(part, record):
    if part == GOAL:
        return {name: record[name].id for name in GOAL.fields[:3]}
    return {part.fields[0]: record[part.fields[0]]}
