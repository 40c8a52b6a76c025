from odoo import api, fields, models
from odoo.exceptions import UserError


class CrmCommissionControl(models.TransientModel):
    """Whether the commissions of a month hold together: the invariants with a light and a sentence
    each, and the coverage, which accounts for every line that was invoiced.

    The checks are in ``crm_commission_control_checks.py``; they read, and write nothing.
    """

    _name = "crm.commission.control"
    _description = "Commission Control"
    _rec_name = "period_id"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    period_id = fields.Many2one(
        "crm.commission.period",
        required=True,
        ondelete="cascade",
        check_company=True,
        domain="[('company_id', '=', company_id)]",
    )
    period_state = fields.Selection(related="period_id.state", related_sudo=False)
    checked_at = fields.Datetime(readonly=True)
    row_ids = fields.One2many("crm.commission.control.row", "control_id", readonly=True)
    line_ids = fields.One2many("crm.commission.control.line", "control_id", readonly=True)
    green_count = fields.Integer(compute="_compute_counts")
    red_count = fields.Integer(compute="_compute_counts")
    line_count = fields.Integer(compute="_compute_counts")
    posted_count = fields.Integer(string="Invoiced lines", readonly=True)
    posted = fields.Monetary(string="Invoiced", readonly=True)
    credited = fields.Monetary(readonly=True)
    excluded = fields.Monetary(readonly=True, help="A rule of a plan says that it pays nothing.")
    uncredited = fields.Monetary(readonly=True)
    difference = fields.Monetary(readonly=True)

    @api.depends("row_ids.light", "line_ids")
    def _compute_counts(self):
        for control in self:
            lights = control.row_ids.mapped("light")
            control.green_count = lights.count("green")
            control.red_count = lights.count("red")
            control.line_count = len(control.line_ids)

    @api.model
    def action_open(self):
        """Check the earliest month that is not closed yet, or the last one of all, and show it.

        :raise UserError: there are no months yet
        """
        Period = self.env["crm.commission.period"]
        own = [("company_id", "=", self.env.company.id)]
        period = Period.search([*own, ("state", "!=", "closed")], order="date_from", limit=1)
        period = period or Period.search(own, order="date_from desc", limit=1)
        if not period:
            raise UserError(
                self.env._(
                    "There is nothing to check yet: activate a plan and run the commissions."
                )
            )
        control = self.create({"period_id": period.id})
        control.action_check()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Commission Control"),
            "res_model": self._name,
            "res_id": control.id,
            "views": [(False, "form")],
        }

    def action_check(self):
        """Check the month anew.

        :raise AccessError: it is somebody else's, of a company that is not chosen, or of a role
            that has no control
        :raise UserError: the commissions are being run at this moment
        """
        self.ensure_one()
        self.check_access("write")
        # sudo: whoever may open the control sees whether all of it holds, not only the own part
        control = self.sudo()
        probe = control.env["crm.commission.engine"]._probe(control.company_id, control.period_id)
        coverage = probe.coverage
        rows = control._get_rows(probe)
        control.row_ids.unlink()
        control.line_ids.unlink()
        control.env["crm.commission.control.row"].create(
            [{"control_id": self.id, **row} for row in rows]
        )
        control.env["crm.commission.control.line"].create(
            [{"control_id": self.id, **line} for line in coverage.rows]
        )
        control.write(
            {
                "checked_at": fields.Datetime.now(),
                "posted_count": coverage.lines,
                "posted": coverage.invoiced,
                "credited": coverage.credited,
                "excluded": coverage.excluded,
                "uncredited": coverage.uncredited,
                "difference": coverage.difference,
            }
        )
