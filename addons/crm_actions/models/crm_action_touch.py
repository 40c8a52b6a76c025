from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class CrmAction(models.Model):
    # one file for each purpose
    _inherit = "crm.action"  # pylint: disable=consider-merging-classes-inherited

    touch_key = fields.Char(
        copy=False,
        readonly=True,
        help="What the action was logged from, so that telling it twice logs it once.",
        export_string_translation=False,
    )
    touch_direction = fields.Selection(
        [("in", "From the customer"), ("out", "To the customer")],
        string="Direction",
        copy=False,
        readonly=True,
    )

    _touch_key_unique = models.UniqueIndex(
        "(touch_key) WHERE touch_key IS NOT NULL", "This contact was already logged."
    )

    @api.model
    def _update_contacted(self, name, records):
        """Say anew of done actions whether they reached the customer, and judge by it.

        By SQL: nobody changed these reports, only what their words mean.

        :param str name: ``outcome_id`` or ``type_id``
        :param records: outcomes or types that mean something else now
        """
        if not records:
            return
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                UPDATE crm_action action
                   SET contacted = outcome.contacted AND kind.counts_as_touch
                  FROM crm_action_outcome outcome, crm_action_type kind
                 WHERE action.state = 'done'
                   AND outcome.id = action.outcome_id AND kind.id = action.type_id
                   AND action.contacted IS DISTINCT FROM
                       (outcome.contacted AND kind.counts_as_touch)
                   AND %s = ANY(%s)
                """,
                SQL.identifier("action", name),
                records.ids,
            )
        )
        self.invalidate_model(["contacted"])
        concerned = Domain("state", "=", "done") & Domain(name, "in", records.ids)
        self.env["crm.lead"]._expire_followup(Domain("crm_action_ids", "any", concerned))
