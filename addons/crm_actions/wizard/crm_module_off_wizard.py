from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..models.ir_module_module import BASE, SCREEN


class CrmModuleOffWizard(models.TransientModel):
    """Before a module is switched off: what is lost, and a copy of it to take along."""

    _name = "crm.module.off.wizard"
    _description = "Switch Off a Module"

    module_id = fields.Many2one(
        "ir.module.module", required=True, readonly=True, ondelete="cascade"
    )
    along_ids = fields.Many2many("ir.module.module", string="Goes along", readonly=True)
    line_ids = fields.One2many(
        "crm.module.off.wizard.line", "wizard_id", string="What is lost", readonly=True
    )
    is_base = fields.Boolean(string="All of Pilares goes", compute="_compute_is_base")
    is_partial = fields.Boolean(string="Not all is exported", compute="_compute_is_partial")
    confirmed = fields.Boolean(string="I have what I need of this")

    @api.depends("module_id")
    def _compute_is_base(self):
        for wizard in self:
            wizard.is_base = wizard.module_id.name == BASE

    @api.depends("line_ids")
    def _compute_is_partial(self):
        for wizard in self:
            wizard.is_partial = any(line.readable < line.total for line in wizard.line_ids)

    @api.model_create_multi
    def create(self, vals_list):
        """Look at once at what would be lost, so that nobody is shown an empty list."""
        wizards = super().create(vals_list)
        for wizard in wizards:
            module = wizard.module_id
            module._crm_check_switch()
            module._crm_check_is_on()
            losses = module._crm_get_losses()
            wizard.write(
                {
                    "along_ids": [Command.set((module._crm_get_going() - module).ids)],
                    "line_ids": [Command.create(loss) for loss in losses],
                }
            )
        return wizards

    def action_export(self):
        """Download a copy of what would be lost."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/crm/modules/export/{self.module_id.id}",
            "target": "download",
        }

    def action_switch_off(self):
        """Uninstall the module and what goes along.

        :raise UserError: not confirmed, off already, or another module has come that would go too
        """
        self.ensure_one()
        module = self.module_id
        module._crm_check_switch()
        module._crm_check_is_on()
        if not self.confirmed:
            raise UserError(
                self.env._(
                    "Look at what is lost, download a copy if you need one, and tick the box."
                )
            )
        if module._crm_get_going() != module | self.along_ids:
            raise UserError(
                self.env._("Other modules would go along by now: close this and look again.")
            )
        # nothing of the addon may be asked once it is gone
        url = "/odoo" if self.is_base else SCREEN
        module.button_immediate_uninstall()
        return {"type": "ir.actions.act_url", "url": url, "target": "self"}
