from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_list


class CrmHandoverWizard(models.TransientModel):
    """A person leaves: choose who takes over what is still open."""

    _name = "crm.handover.wizard"
    _description = "Hand Over the Work of a Person"

    user_id = fields.Many2one(
        "res.users",
        string="Who leaves",
        required=True,
        domain="[('share', '=', False)]",
        context={"active_test": False},
    )
    to_user_id = fields.Many2one(
        "res.users",
        string="Who takes over",
        domain="[('share', '=', False), ('id', '!=', user_id)]",
    )
    date = fields.Date(
        string="From", required=True, default=lambda self: self.env.company._crm_today()
    )
    line_ids = fields.One2many(
        "crm.handover.wizard.line",
        "wizard_id",
        string="What is open",
        compute="_compute_line_ids",
        compute_sudo=False,  # what the person may not see is not handed over, nor counted
        store=True,
        readonly=False,
    )
    open_count = fields.Integer(string="Records", compute="_compute_open_count")
    left_text = fields.Char(compute="_compute_left_text", export_string_translation=False)

    @api.depends("user_id", "date")
    def _compute_line_ids(self):
        for wizard in self:
            lines = [Command.clear()]
            if wizard.user_id and wizard.date:
                user = wizard.user_id._origin._crm_in_all_companies()
                lines += [
                    Command.create(
                        {
                            "key": item["key"],
                            "name": item["label"],
                            "count": user._crm_count_handover(item),
                            "to_user_id": wizard.to_user_id.id,
                        }
                    )
                    for item in user._crm_handover_items(wizard.date)
                ]
            wizard.line_ids = lines

    @api.depends("line_ids.count")
    def _compute_open_count(self):
        for wizard in self:
            wizard.open_count = sum(wizard.line_ids.mapped("count"))

    @api.depends("user_id")
    @api.depends_context("uid", "lang")
    def _compute_left_text(self):
        for wizard in self:
            others = wizard.user_id._origin._crm_get_companies_of_others()
            wizard.left_text = wizard._word_left(others) if others else False

    def _word_left(self, companies):
        return self.env._(
            "%(user)s also works in %(companies)s, where you do not: the work there stays as it is "
            "until somebody of that company hands it over.",
            user=self.user_id.name,
            companies=format_list(self.env, companies.mapped("name")),
        )

    @api.onchange("to_user_id")
    def _onchange_to_user_id(self):
        self.line_ids.to_user_id = self.to_user_id

    def action_apply(self):
        """Give it all to those who were chosen; lines without anybody stay as they are."""
        self.ensure_one()
        receivers = {
            line.key: line.to_user_id.id for line in self.line_ids if line.to_user_id and line.count
        }
        if not receivers:
            raise UserError(self.env._("Choose at least one person who takes something over."))
        counts = self.user_id.crm_hand_over(receivers, self.date)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "%(count)s records of %(user)s changed hands.",
                    count=sum(counts.values()),
                    user=self.user_id.name,
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
