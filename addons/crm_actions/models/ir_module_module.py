from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

BASE = "crm_actions"
ON_STATES = ("installed", "to upgrade")
SCREEN = "/odoo/pilares-modules"


class IrModuleModule(models.Model):
    """Switches for the modules of the suite, whichever are there: none is known by name."""

    _inherit = "ir.module.module"

    crm_in_suite = fields.Boolean(
        string="Module of Pilares",
        compute="_compute_crm_in_suite",
        search="_search_crm_in_suite",
    )
    crm_is_on = fields.Boolean(string="On", compute="_compute_crm_is_on")
    crm_version = fields.Char(string="Version", compute="_compute_crm_is_on")
    crm_switch_note = fields.Text(string="What a switch brings", compute="_compute_crm_switch_note")

    def _compute_crm_in_suite(self):
        suite = self._crm_get_suite()
        for module in self:
            module.crm_in_suite = module in suite

    def _search_crm_in_suite(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("id", "in", self._crm_get_suite().ids)

    @api.depends("state", "latest_version")
    def _compute_crm_is_on(self):
        for module in self:
            module.crm_is_on = module.state in ON_STATES
            # core's names are the wrong way round: latest_version is the one in the database
            module.crm_version = (
                module.latest_version if module.crm_is_on else module.installed_version
            )

    @api.depends("state")
    @api.depends_context("lang")
    def _compute_crm_switch_note(self):
        for module in self:
            real = module._origin  # on the page of settings they are copies
            words = real._crm_get_words_on() if real.crm_is_on else real._crm_get_words_off()
            module.crm_switch_note = "\n".join(words)

    def action_crm_look_for_new(self):
        """Read the folders of addons anew, and say what was found.

        :raise AccessError: the user does not administer Odoo
        """
        self._crm_check_switcher()
        before = self._crm_get_suite()
        self.update_list()
        found = self._crm_get_suite() - before
        if found:
            message = self.env._("Found: %(modules)s", modules=", ".join(found.mapped("shortdesc")))
        else:
            message = self.env._("No new module is there.")
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if found else "info",
                "message": message,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def action_crm_switch_on(self):
        """Install the module and what it stands on, and come back.

        :raise AccessError: the user does not administer Odoo
        :raise UserError: not one of ours, on already, or something that it needs is not there
        """
        self._crm_check_switch()
        if self.crm_is_on:
            raise UserError(self.env._("%(module)s is on already.", module=self.shortdesc))
        following = self.button_immediate_install()
        if following.get("type") == "ir.actions.act_window":
            return following  # a module asks for its set-up
        return {"type": "ir.actions.act_url", "url": SCREEN, "target": "self"}

    def action_crm_switch_off(self):
        """Say what would be lost; nothing happens yet.

        :raise AccessError: the user does not administer Odoo
        :raise UserError: not one of ours, or off already
        """
        self._crm_check_switch()
        self._crm_check_is_on()
        wizard = self.env["crm.module.off.wizard"].create({"module_id": self.id})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Switch off %(module)s", module=self.shortdesc),
            "res_model": wizard._name,
            "res_id": wizard.id,
            "view_mode": "form",
            "target": "new",
        }

    # -- which modules -----------------------------------------------------------------------

    @api.model
    def _crm_get_suite(self):
        """This module and all that stand on it, directly or not, and have the same author."""
        base = self.search(Domain("name", "=", BASE))
        others = base.downstream_dependencies(exclude_states=("uninstallable",))
        return base | others.filtered(lambda module: module.author == base.author).sorted("name")

    def _crm_get_going(self):
        """These modules and all, of whatever author, that go along when they are switched off."""
        return self | self.downstream_dependencies().sorted("name")

    def _crm_check_switcher(self):
        if not self.env.user.has_group("base.group_system"):
            raise AccessError(
                self.env._("Modules are switched by those who administer the settings of Odoo.")
            )

    def _crm_check_switch(self):
        self._crm_check_switcher()
        if len(self) != 1 or not self.exists() or not self.crm_in_suite:
            raise UserError(self.env._("Choose one of the modules of Pilares."))

    def _crm_check_is_on(self):
        if not self.crm_is_on:
            raise UserError(self.env._("%(module)s is off already.", module=self.shortdesc))

    # -- words of a row ----------------------------------------------------------------------

    def _crm_get_words_on(self):
        along = self._crm_get_going() - self
        words = []
        if along:
            names = ", ".join(along.mapped("shortdesc"))
            words.append(self.env._("Switching it off takes along: %(modules)s", modules=names))
        if self.name == BASE:
            words.append(self.env._("All of Pilares stands on it: without it the app is gone."))
            if self._crm_get_suite() == self:
                words.append(
                    self.env._(
                        "No other module of Pilares was found. Copy its folder to where this one "
                        "is and press “Look for new modules”."
                    )
                )
        return words

    def _crm_get_words_off(self):
        if self.state != "uninstalled":
            return [self.env._("It is being changed at this moment.")]
        needed = self.upstream_dependencies()
        lacking = (self | needed).dependencies_id.filtered(
            lambda dependency: dependency.state in ("unknown", "uninstallable")
        )
        if lacking:
            names = ", ".join(sorted(set(lacking.mapped("name"))))
            return [self.env._("It cannot be switched on: it needs %(modules)s.", modules=names)]
        if needed:
            names = ", ".join(needed.sorted("name").mapped("shortdesc"))
            return [self.env._("Switching it on also switches on: %(modules)s", modules=names)]
        return []
