from odoo import api, models

from odoo.addons.crm_actions.models.crm_import_template import differs

from .crm_import_commission_plan import HEAD
from .crm_import_commission_plan_parts import PARTS, RANGES, RULE


class CrmImportCommissionPlan(models.AbstractModel):
    """What cannot be, line by line; a plan with such a line is left out whole."""

    # one file for each purpose
    _inherit = "crm.import.commission.plan"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _check_rows(self, work):
        for row in work.good():
            self._check_parts(row, work)
        index = self._index_parts(work)
        for rows in self._group_rows(work.good()).values():
            self._check_repeated(rows, work)
            self._check_known(rows, work, index)
        named = {row.values.get("code") for row in [*work.rows, *work.unread]
                 if row.values.get("name")}  # fmt: skip
        for code, rows in self._group_rows(work.good()).items():
            self._check_head(rows, work)
            if code not in named and rows[0].line not in work.records:
                work.refuse(rows[0], "name", "plan_unnamed")
        self._check_in_force(work, index)
        self._check_whole(work)

    @api.model
    def _check_parts(self, row, work):
        """A rule, step or goal of which there is only a half."""
        for part in PARTS:
            first = part.prefix + part.fields[0]
            filled = [field for field in part.fields[1:] if row.texts.get(part.prefix + field)]
            if filled and not row.texts.get(first):
                work.refuse(row, first, "part_unnamed")
                return
        for column, needs in (("step_rate", "step_bound_from"), ("goal_weight", "goal_metric_id")):
            if row.values.get(needs) is not None and row.values.get(column) is None:
                work.refuse(row, column, "required")
                return
        if row.values.get("goal_weight") == 0:
            work.refuse(row, "goal_weight", "no_weight")
        elif row.values.get("rule_name"):
            self._check_rule(row, work)
        self._check_metric(row, work)

    @api.model
    def _check_rule(self, row, work):
        given = row.values
        pays = given.get("rule_effect", "rate") in ("rate", "fixed")
        if pays and "rule_value" in given and given["rule_value"] is None:
            work.refuse(row, "rule_value", "required")
        elif given.get("rule_factor") == 0:
            work.refuse(row, "rule_factor", "no_factor")
        for name, last in RANGES.items():
            span = self._prepare_range(row, name, last)
            if span.get(f"by_{name}") and span[f"{name}_from"] > span[f"{name}_to"]:
                work.refuse(row, f"{RULE.prefix}{name}_to", "range_backwards")

    @api.model
    def _check_metric(self, row, work):
        metric = self.env["crm.sales.metric"].browse(work.found.get((row.line, "goal_metric_id")))
        divided = row.values.get("goal_categ_id") or row.values.get("goal_zone_id")
        if metric and divided and not metric._get_rows_method():
            work.refuse(row, "goal_metric_id", "metric_whole", metric=metric.name)

    @api.model
    def _check_repeated(self, rows, work):
        """A rule, step or goal that two lines of a plan say."""
        said = {}
        for row in rows:
            for part, values in self._get_parts(row, work):
                place = part.name, self._get_identity(part, values)
                if said.setdefault(place, row.line) != row.line:
                    column = part.prefix + part.fields[0]
                    work.refuse(row, column, "repeated", first=said[place])
                    break

    @api.model
    def _check_known(self, rows, work, index):
        """A rule that cannot be known again, since the plan has two of that name."""
        for row in rows:
            for part, values in self._get_parts(row, work):
                identity = self._get_identity(part, values)
                own = index.get((work.records.get(row.line), part.name, identity), ())
                if len(own) > 1:
                    work.refuse(row, part.prefix + part.fields[0], "several_named", count=len(own))

    @api.model
    def _check_head(self, rows, work):
        """What lines of a plan say of it has to be the same."""
        said = {}
        for row in rows:
            for name in HEAD:
                value = self._get_head_value(row, work, name)
                if value is None:
                    continue
                first, line = said.setdefault(name, (value, row.line))
                if first != value:
                    work.refuse(row, name, "other_head", first=line)
        first, last = (said.get(name) for name in ("date_from", "date_to"))
        if first and last and last[0] < first[0]:
            work.refuse(next(row for row in rows if row.line == last[1]), "date_to", "ends_before")

    @api.model
    def _check_in_force(self, work, index):
        """What was paid by a plan stays explained by it: its lines may only say what it says."""
        plans = self._get_plans(work)
        for row in work.good():
            plan = plans.get(row.line)
            if plan and plan.state != "draft" and self._changes(row, work, plan, index):
                work.refuse(row, "code", "plan_in_force", plan=plan.display_name)

    @api.model
    def _changes(self, row, work, plan, index):
        head = {name: self._get_head_value(row, work, name) for name in HEAD}
        return any(
            value is not None and differs(plan, name, value) for name, value in head.items()
        ) or bool(self._get_commands([row], work, plan, index))

    @api.model
    def _check_whole(self, work):
        """With one line wrong the plan is not written: half a plan pays something else."""
        plans = self._get_plans(work)
        wrong = {problem.line for problem in work.problems}
        groups = self._group_rows([*work.rows, *work.unread])
        good = self._group_rows(work.good())
        for code, rows in good.items():
            first = min((row.line for row in groups[code] if row.line in wrong), default=None)
            for row in rows if first else ():
                # in a plan in force nothing is written anyway
                if row.line not in plans or plans[row.line].state == "draft":
                    work.refuse(row, "code", "plan_line_wrong", first=first)

    # -- words -----------------------------------------------------------------------------------

    def _word_part_unnamed(self, _value, _args):
        return self.env._("Other cells of this line need it: fill it in, or empty them.")

    def _word_no_weight(self, _value, _args):
        return self.env._("A weight is above 0 % and at most 100 %.")

    def _word_no_factor(self, _value, _args):
        return self.env._("A factor is above 0.")

    def _word_range_backwards(self, _value, _args):
        return self.env._("It ends before it begins.")

    def _word_other_head(self, _value, args):
        return self.env._("Line %(line)s of this plan says something else.", line=args["first"])

    def _word_plan_unnamed(self, _value, _args):
        return self.env._("The plan is new: one of its lines has to say its name.")

    def _word_plan_of_another_code(self, _value, args):
        return self.env._("Line %(line)s means the same plan by another code.", line=args["first"])

    def _word_plan_in_force(self, _value, args):
        return self.env._(
            "%(plan)s is in force, or was: what was paid by it stays explained by it. Press Revise "
            "in the plan and import again, then the line changes the draft.",
            plan=args["plan"],
        )

    def _word_plan_line_wrong(self, _value, args):
        return self.env._(
            "Line %(line)s of this plan has an error: a plan comes in whole or not at all.",
            line=args["first"],
        )

    def _word_no_product_tag(self, _value, _args):
        return self.env._("No tag of products has this name.")

    def _word_no_pricelist(self, _value, _args):
        return self.env._("No pricelist has this name.")
