from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..by_flow import BY_FLOW
from .crm_helpdesk_capa import QUALITY, SUPERVISOR


class CrmHelpdeskNonconformityProposal(models.Model):
    """Requests that call for a nonconformity, until somebody opens one or says why not.

    How they are found is in ``crm_helpdesk_nonconformity_proposal_find.py``. Why is kept as code
    and numbers, and worded in the language of whoever reads it.
    """

    _name = "crm.helpdesk.nonconformity.proposal"
    _description = "Proposed Nonconformity"
    _order = "id desc"
    _rec_name = "summary"
    _check_company_auto = True

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    family = fields.Char(
        required=True, readonly=True, help="What the requests have in common, as codes."
    )
    why = fields.Selection(
        [
            ("recurrence", "It comes back"),
            ("severe_complaint", "Complaint of high priority"),
            ("low_score", "Low score of a customer"),
            ("asked", "An agent asks for it"),
        ],
        required=True,
        readonly=True,
    )
    category_id = fields.Many2one("crm.helpdesk.category", readonly=True, ondelete="set null")
    cause_id = fields.Many2one("crm.helpdesk.cause", readonly=True, ondelete="set null")
    product_id = fields.Many2one("product.product", readonly=True, ondelete="set null")
    ticket_ids = fields.Many2many(
        "crm.helpdesk.ticket", "crm_helpdesk_proposal_ticket_rel", "proposal_id", "ticket_id",
        string="Requests", readonly=True,
    )  # fmt: skip
    days = fields.Integer(readonly=True, help="Of the window in which they came in.")
    since = fields.Date(readonly=True)
    until = fields.Date(readonly=True)
    summary = fields.Char(string="What it is about", compute="_compute_summary", compute_sudo=True)
    state = fields.Selection(
        [("open", "To be decided"), ("opened", "Opened"), ("dismissed", "Not now")],
        string="Status", required=True, readonly=True, default="open", index=True,
    )  # fmt: skip
    nonconformity_id = fields.Many2one(
        "crm.helpdesk.nonconformity", readonly=True, index="btree_not_null", ondelete="set null"
    )
    reason = fields.Char(string="Not now, because", readonly=True)
    decided_by_id = fields.Many2one("res.users", string="Decided by", readonly=True)
    decided_at = fields.Datetime(string="Decided on", readonly=True)

    _open_once = models.UniqueIndex(
        "(company_id, family) WHERE state = 'open'", "This is proposed already."
    )

    @api.depends("why", "ticket_ids", "days", "category_id", "cause_id", "product_id")
    @api.depends_context("lang")
    def _compute_summary(self):
        for each in self:
            each.summary = each._get_words()

    def _get_words(self):
        """ "Broken packaging · Packing: 3 requests in 90 days" """
        about = " · ".join(
            filter(
                None,
                (self.category_id.name, self.cause_id.name, self.product_id.display_name),
            )
        )
        if self.why == "recurrence":
            return self.env._(
                "%(about)s: %(count)s requests in %(days)s days",
                about=about,
                count=len(self.ticket_ids),
                days=self.days,
            )
        why = dict(self._fields["why"]._description_selection(self.env))[self.why]
        numbers = ", ".join(self.ticket_ids.mapped("number"))
        return self.env._("%(why)s: %(requests)s", why=why, requests=numbers)

    # -- steps -------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        if self.env.context.get("crm_helpdesk_flow") is not BY_FLOW:
            raise UserError(self.env._("Proposals follow from requests."))
        return super().create(vals_list)

    def write(self, vals):
        if self.env.context.get("crm_helpdesk_flow") is not BY_FLOW:
            raise UserError(self.env._("Open a nonconformity, or say why not."))
        return super().write(vals)

    def _by_flow(self):
        """These proposals, for a step to write on.

        sudo: who may decide has been checked, and may do nothing else by it.
        """
        return self.sudo().with_context(crm_helpdesk_flow=BY_FLOW)

    def _begin_step(self):
        """
        :raise AccessError: the person opens no nonconformities
        :raise UserError: it is decided already
        """
        self.check_access("read")
        if not self.env.su and not any(
            self.env.user.has_group(group) for group in (QUALITY, SUPERVISOR)
        ):
            raise AccessError(
                self.env._("Nonconformities are opened by the quality department or a supervisor.")
            )
        # sudo: a lock is no change
        if len(self.sudo().try_lock_for_update()) < len(self):
            raise UserError(self.env._("Somebody else is deciding it right now. Look at it again."))
        self.invalidate_recordset(["state"])
        for each in self:
            if each.state != "open":
                raise UserError(
                    self.env._("“%(proposal)s” is decided already.", proposal=each.summary)
                )

    def action_open(self):
        """Open a nonconformity for these requests.

        :return: its form
        """
        self.ensure_one()
        self._begin_step()
        found = self.env["crm.helpdesk.nonconformity"]._open_for(
            # sudo: all that it is about, whichever department has it
            self.sudo().ticket_ids,
            {"cause_id": self.cause_id.id, "product_id": self.product_id.id},
        )
        if self.state == "open":  # all of its requests have another one by now
            self._decide("opened", nonconformity_id=found.id)
        return found._get_form()

    def dismiss(self, reason):
        """Not now. What made it stays known: it takes as many new requests to propose it again.

        :raise UserError: no reason
        """
        self._begin_step()
        reason = (reason or "").strip()
        if not reason:
            raise UserError(self.env._("Say why not: somebody will ask."))
        self._decide("dismissed", reason=reason)

    def _decide(self, state, **values):
        now = fields.Datetime.now()
        self._by_flow().write(
            {"state": state, "decided_by_id": self.env.uid, "decided_at": now, **values}
        )

    @api.model
    def _settle(self, tickets, nonconformity):
        """These requests have a nonconformity now: what was proposed for them has happened."""
        # sudo: whoever opens one, and wherever it was proposed
        waiting = self.sudo().search([("state", "=", "open"), ("ticket_ids", "in", tickets.ids)])
        # of those of which nothing is left
        done = waiting.filtered(
            lambda each: all(ticket.nonconformity_id for ticket in each.ticket_ids)
        )
        done._decide("opened", nonconformity_id=nonconformity.id)
