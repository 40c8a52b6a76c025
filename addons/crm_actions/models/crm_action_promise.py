from odoo import api, fields, models

from ..engine import days


class CrmAction(models.Model):
    """The day for which an action was first planned: who moves it has not kept it."""

    # one file for each purpose
    _inherit = "crm.action"  # pylint: disable=consider-merging-classes-inherited

    promised_on = fields.Date(
        string="First planned for",
        compute="_compute_promised_on",
        store=True,
        precompute=True,
        copy=False,
        help="By it the plan adherence is measured. A plan that moves its own visit promises "
        "another day; a person does not.",
    )

    @api.depends()
    def _compute_promised_on(self):
        """Once, when the action is made: the date on its company's clock."""
        for action in self:
            if not action.start or action.allday:
                action.promised_on = action.start and action.start.date()
            else:
                company = action.company_id or self.env.company
                action.promised_on = days.to_wall(action.start, company._crm_tz()).date()

    def _promise_again(self):
        """For the plan, before anybody has touched the visit."""
        self.env.add_to_compute(self._fields["promised_on"], self)
