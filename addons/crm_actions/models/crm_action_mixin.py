from datetime import datetime

from odoo import api, fields, models
from odoo.fields import Domain

from ..engine import days


class CrmActionMixin(models.AbstractModel):
    """Actions of a customer or an opportunity: count, last touch, next step.

    Heirs say which actions are theirs by ``_get_action_domain`` and ``_read_action_groups``, and
    whose mails concern them by ``_get_touch_customer``.
    """

    _name = "crm.action.mixin"
    _description = "Actions of a Record"

    crm_action_count = fields.Integer(
        string="Actions",
        compute="_compute_crm_action_count",
        groups="sales_team.group_sale_salesman",
    )
    last_inbound_at = fields.Datetime(
        string="Last heard from",
        readonly=True,
        copy=False,
        groups="sales_team.group_sale_salesman",
        help="When the customer last wrote or called.",
    )
    last_touch_at = fields.Datetime(
        string="Last touch",
        compute="_compute_touches",
        compute_sudo=True,
        groups="sales_team.group_sale_salesman",
        help="When one of us last reached the customer, or the customer wrote or called.",
    )
    next_step_at = fields.Datetime(
        string="Next step",
        compute="_compute_touches",
        compute_sudo=True,
        groups="sales_team.group_sale_salesman",
        help="The first planned action or activity, also if it is overdue.",
    )

    def _get_action_domain(self):
        """Domain of the actions of these records."""
        raise NotImplementedError

    def _read_action_groups(self, domain, aggregate):
        """Map each record to an aggregate of its actions, one query for all.

        :param domain: which actions count
        :param str aggregate: as in ``_read_group``, for example ``done_at:max``
        """
        raise NotImplementedError

    def _read_inbound(self):
        """Map records to the moment (UTC) at which their customer last wrote or called."""
        return {record: record.last_inbound_at for record in self if record.last_inbound_at}

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_crm_action_count(self):
        counts = self._read_action_groups([], "__count")
        for record in self:
            record.crm_action_count = counts.get(record._origin, 0)

    @api.depends_context("allowed_company_ids")
    def _compute_touches(self):
        # with full rights: the date of a colleague's visit is no secret, its contents are
        self._set_touches(Domain("company_id", "in", self.env.companies.ids))

    def _set_touches(self, which):
        """Fill last touch and next step from the actions in the domain ``which``."""
        touches, steps = (
            self._origin._read_last_touches(which),
            self._origin._read_next_steps(which),
        )
        for record in self:
            record.last_touch_at = touches.get(record._origin)
            record.next_step_at = steps.get(record._origin)

    def _read_last_touches(self, which):
        """Map records to the last moment (UTC) at which their customer was reached or wrote."""
        reached = self._read_action_groups(which & Domain("contacted", "=", True), "done_at:max")
        touches = dict(reached)
        for record, heard in self._read_inbound().items():
            touches[record] = max(touches.get(record) or heard, heard)
        return touches

    def _read_next_steps(self, which):
        """Map records to the moment (UTC) of their first open step.

        What has a day and no hour is due at 08:00 of the company's clock.
        """
        opened = which & Domain("state", "in", ("planned", "in_progress"))
        steps = dict(self._read_action_groups(opened & Domain("allday", "=", False), "start:min"))
        whole_days = self._read_action_groups(opened & Domain("allday", "=", True), "start:min")
        for dated in (whole_days, self._read_activity_deadlines()):
            for record, day in dated.items():
                due = datetime.combine(fields.Date.to_date(day), days.ALL_DAY_START)
                due = days.to_utc(due, record._get_touch_company()._crm_tz())
                steps[record] = min(steps.get(record) or due, due)
        return steps

    def _read_activity_deadlines(self):
        """Map records to the first deadline (date) of Odoo's own activities."""
        groups = self.env["mail.activity"]._read_group(
            [("res_model", "=", self._name), ("res_id", "in", self.ids), ("active", "=", True)],
            ["res_id"],
            ["date_deadline:min"],
        )
        return {self.browse(record_id): deadline for record_id, deadline in groups}

    def _get_touch_company(self):
        """The company whose calendar and clock count for this record."""
        return self.company_id or self.env.company

    def _get_touch_defaults(self):
        """Values of a new action with this record."""
        raise NotImplementedError

    def action_view_crm_actions(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("crm_actions.crm_action_action")
        defaults = {f"default_{key}": value for key, value in self._get_touch_defaults().items()}
        action["views"] = [
            (False, mode) for mode in ("list", "kanban", "calendar", "pivot", "graph", "form")
        ]
        return {
            **action,
            "display_name": self.env._("Actions"),
            "domain": self._get_action_domain(),
            "context": defaults,
        }

    def action_plan_visit(self):
        """Open a new visit to this customer, in a dialog with three fields."""
        return self._open_new_action("visit", "crm_actions.crm_action_view_form_quick")

    def action_log_call(self):
        """Open the sheet for a call that has just happened."""
        self.ensure_one()
        call = self._get_action_type("call")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_actions.crm_action_close_wizard_action"
        )
        defaults = self._get_touch_defaults()
        return {
            **action,
            "name": self.env._("Log a call"),
            "context": {
                **{f"default_{key}": value for key, value in defaults.items()},
                "default_type_id": call.id,
            },
        }

    def _open_new_action(self, code, view):
        self.ensure_one()
        defaults = {"type_id": self._get_action_type(code).id, **self._get_touch_defaults()}
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Plan a visit"),
            "res_model": "crm.action",
            "views": [(self.env.ref(view).id, "form")],
            "target": "new",
            "context": {f"default_{key}": value for key, value in defaults.items()},
        }

    def _get_action_type(self, code):
        return self.env["crm.action.type"].search([("code", "=", code)], limit=1)
