from collections import Counter

from odoo import models
from odoo.fields import Domain


class ResPartner(models.Model):
    """What devices sent about a person and could not be applied as it stood."""

    # one file for each purpose
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    def _crm_get_their_operations(self):
        # sudo: see _crm_get_people
        operations = self.env["crm.action.sync.op"].sudo()
        actions = self._crm_get_their_actions()
        return operations.search(
            Domain("partner_id", "in", self.ids) | Domain("action_id", "in", actions.ids)
        )

    def _crm_erase(self):
        operations = self._crm_get_people()._crm_get_their_operations()
        told = operations.filtered(lambda operation: operation.payload or operation.message)
        told.write({"payload": False, "message": False})
        return super()._crm_erase() + Counter(operations=len(told))

    def _crm_get_erasure_labels(self):
        return {
            **super()._crm_get_erasure_labels(),
            "operations": self.env._("messages of devices"),
        }

    def _crm_export(self):
        sections = super()._crm_export()
        operations = self._crm_get_people()._crm_get_their_operations().filtered("payload")
        rows = self._crm_to_plain(operations, ("at", "kind", "user_id", "message"))
        for row, operation in zip(rows, operations, strict=True):
            row["note"] = (operation.payload.get("vals") or {}).get("note") or None
        return {**sections, "operations": rows}
