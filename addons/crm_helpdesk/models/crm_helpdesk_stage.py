from odoo import fields, models

from ..engine.readings import BREACHED, PAUSED

STATES = [
    ("new", "New"),
    ("open", "In progress"),
    ("pending_customer", "Waiting for the customer"),
    ("pending_third", "Waiting for others"),
    ("resolved", "Resolved"),
    ("closed", "Closed"),
    ("cancelled", "Cancelled"),
]
WAITING = ("pending_customer", "pending_third")
ACTIVE = ("new", "open", *WAITING)
"""States in which somebody still owes something."""
ENDED = ("closed", "cancelled")


def light_of(state, sla_state, deadline, warn_at, now):
    """How a request stands: ``ok``, ``soon``, ``late``, ``paused``, ``done`` or ``none``.

    :param state: of its stage; ``sla_state`` of its promises
    """
    if state not in ACTIVE:
        return "late" if sla_state == BREACHED else "done"
    if deadline and deadline < now:
        return "late"
    if sla_state in (BREACHED, PAUSED):
        return "late" if sla_state == BREACHED else "paused"
    if not deadline:
        return "none"
    return "soon" if warn_at and warn_at <= now else "ok"


class CrmHelpdeskStage(models.Model):
    """A column of the board. What it means is its state; its name and place are free.

    Clocks, mails and rights go by the state, so that stages are renamed and moved at any time.
    """

    _name = "crm.helpdesk.stage"
    _description = "Stage of Requests"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    state = fields.Selection(
        STATES, string="Means", required=True, help="What clocks, mails and rights go by."
    )
    fold = fields.Boolean(string="Folded", help="Shown as a narrow column.")
    team_ids = fields.Many2many(
        "crm.helpdesk.team", string="Departments", help="Empty for all departments."
    )

    def _get_for(self, state, team):
        """The first stage of a state that a department has, of these or of all."""
        stages = self or self.search([])  # pylint: disable=no-search-all
        fitting = stages.filtered(
            lambda stage: stage.state == state and (not stage.team_ids or team in stage.team_ids)
        )
        return fitting[:1]
