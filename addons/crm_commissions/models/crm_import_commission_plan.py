from odoo import api, models

from odoo.addons.crm_actions.engine.import_rows import Change
from odoo.addons.crm_actions.models.crm_import_template import differs

HEAD = (
    "name", "date_from", "date_to", "trigger", "cash_mode", "metric", "tier_mode", "tier_window",
    "rate", "target_amount", "on_target_pay", "cap_amount", "floor_amount", "currency_id",
    "epd_policy", "negative_policy", "unpaid_policy", "unpaid_days",
)  # fmt: skip
"""What a line says of the plan itself: columns and fields of the same name."""


class CrmImportCommissionPlan(models.AbstractModel):
    """Plans as a flat file: a line for each rule, step or goal, those of one plan with one code.

    What is said of the plan itself may stand in one of its lines or in all of them. A plan is
    written whole or not at all, as a draft; its code finds it again, or the draft of its next
    revision. What a line refuses is in ``crm_import_commission_plan_check.py``, rules, steps and
    goals in ``crm_import_commission_plan_parts.py``.
    """

    _name = "crm.import.commission.plan"
    _inherit = ["crm.import.commission"]
    _description = "Import of Commission Plans"
    _import_target = "crm.commission.plan"
    _import_sequence = 60

    @api.model
    def _get_title(self):
        return self.env._("Commission plans")

    @api.model
    def _get_order(self, row):
        return (row.values["code"],)

    @api.model
    def _group_rows(self, rows):
        """Rows of one plan, in the order of the file: lists by code."""
        groups = {}
        for row in rows:
            groups.setdefault(row.values.get("code"), []).append(row)
        return groups

    # -- which plan is meant ---------------------------------------------------------------------

    @api.model
    def _match(self, work):
        """Of each plan the draft, or else the last revision, which is in force."""
        groups = self._group_rows(work.good())
        roots = self._find_roots(groups, work)
        plans = self._get_target().search(
            [("root_id", "in", [root.id for root in roots.values()])], order="revision desc"
        )
        revisions = plans.grouped("root_id")
        for code, root in roots.items():
            own = revisions[root]
            plan = own.filtered(lambda each: each.state == "draft")[:1] or own[0]
            work.records.update({row.line: plan.id for row in groups[code]})

    @api.model
    def _find_roots(self, groups, work):
        """The plans that are there by code: as they were imported, or by the name that it says."""
        known = self._find_by_keys(set(groups))
        plans = self._get_target()
        keyed = {each.id: each.root_id for each in plans.browse(known.values())}
        names = {
            code: next(filter(None, (row.values.get("name") for row in rows)), None)
            for code, rows in groups.items()
        }
        named = plans.search(
            [("company_id", "=", self.env.company.id), ("name", "in", list(names.values()))]
        ).grouped("name")
        roots, taken = {}, {}
        for code, rows in groups.items():
            root = keyed[known[code]] if code in known else named.get(names[code], plans).root_id
            if len(root) > 1:
                self._refuse_all(rows, work, "name", "several_named", count=len(root))
            elif root and root in taken:
                self._refuse_all(rows, work, "code", "plan_of_another_code", first=taken[root])
            elif root:
                roots[code], taken[root] = root, rows[0].line
        return roots

    @api.model
    def _refuse_all(self, rows, work, column, problem, **args):
        for row in rows:
            work.refuse(row, column, problem, **args)

    @api.model
    def _get_plans(self, work):
        """The plans that are there, by line."""
        plans = self._get_target().browse(set(work.records.values())).grouped("id")
        return {line: plans[record_id] for line, record_id in work.records.items()}

    # -- what the file changes -------------------------------------------------------------------

    @api.model
    def _compare(self, work):
        """A change for each plan, with all of its lines."""
        groups = self._group_rows(work.good())
        known = self._find_by_keys(set(groups))
        plans, parts = self._get_plans(work), self._index_parts(work)
        changes = []
        for code, rows in groups.items():
            plan = plans.get(rows[0].line)
            values = {
                **self._get_head(rows, work, plan),
                **self._get_commands(rows, work, plan, parts),
            }
            lines = tuple(row.line for row in rows[1:])
            key = None if code in known else code
            changes.append(Change(rows[0], plan.id if plan else None, values, key, lines))
        return changes

    @api.model
    def _get_head(self, rows, work, plan):
        """What the lines say of the plan itself, as far as it is not so already."""
        head = {}
        for name in HEAD:
            said = (self._get_head_value(row, work, name) for row in rows)
            value = next((each for each in said if each is not None), None)
            if value is not None and not (plan and not differs(plan, name, value)):
                head[name] = value
        return head

    @api.model
    def _get_head_value(self, row, work, name):
        """What a line says, or None: an empty cell says what the other lines of the plan say."""
        if name == "currency_id":
            return work.found.get((row.line, name))
        return row.values.get(name)
