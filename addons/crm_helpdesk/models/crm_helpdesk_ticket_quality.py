from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .crm_helpdesk_capa import QUALITY, SUPERVISOR
from .crm_helpdesk_capa_verify import case_of

_TELLS = {"category_id", "cause_id", "product_id", "kind", "priority"}
"""What a change of may call for a nonconformity."""


class CrmHelpdeskTicket(models.Model):
    """What a request has to do with quality: its nonconformity, or that one is proposed."""

    # one file for each purpose
    _inherit = "crm.helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    product_id = fields.Many2one(
        "product.product", tracking=True, index="btree_not_null", check_company=True
    )
    nonconformity_id = fields.Many2one(
        "crm.helpdesk.nonconformity", readonly=True, copy=False, tracking=True,
        index="btree_not_null", ondelete="set null",
    )  # fmt: skip
    requires_capa = fields.Boolean(
        string="Asks for an action", copy=False, tracking=True,
        compute="_compute_requires_capa", store=True, readonly=False, precompute=True,
        help="It is resolved once a nonconformity has contained it, and closed once that was "
        "verified.",
    )  # fmt: skip
    proposal_ids = fields.Many2many(
        "crm.helpdesk.nonconformity.proposal", "crm_helpdesk_proposal_ticket_rel",
        "ticket_id", "proposal_id", string="Proposals", readonly=True, copy=False,
    )  # fmt: skip
    proposal_id = fields.Many2one(
        "crm.helpdesk.nonconformity.proposal",
        string="Waiting proposal",
        compute="_compute_proposal_id",
        compute_sudo=True,
    )
    proposal_summary = fields.Char(compute="_compute_proposal_id", compute_sudo=True)

    @api.depends("category_id")
    def _compute_requires_capa(self):
        for ticket in self:
            ticket.requires_capa = ticket.requires_capa or ticket.category_id.requires_capa

    @api.depends("proposal_ids.state", "nonconformity_id")
    @api.depends_context("lang")
    def _compute_proposal_id(self):
        for ticket in self:
            waiting = ticket.proposal_ids.filtered(lambda each: each.state == "open")
            ticket.proposal_id = not ticket.nonconformity_id and waiting[:1]
            ticket.proposal_summary = ticket.proposal_id.summary

    # -- create, write -----------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        if not self._is_by_flow():
            for vals in vals_list:
                vals.pop("nonconformity_id", None)
        tickets = super().create(vals_list)
        tickets._look_for_causes()
        return tickets

    def write(self, vals):
        if not self._is_by_flow():
            if "nonconformity_id" in vals:
                raise UserError(
                    self.env._("Add a request to a nonconformity by its button, or there.")
                )
            if "requires_capa" in vals and not vals["requires_capa"]:
                self._check_waiver()
        result = super().write(vals)
        if _TELLS & set(vals):
            self._look_for_causes()
        return result

    def _check_waiver(self):
        """Who has to act does not decide that nothing has to be done."""
        may = self.env.su or any(self.env.user.has_group(each) for each in (QUALITY, SUPERVISOR))
        if not may and any(self.mapped("requires_capa")):
            raise UserError(
                self.env._("Whether a request asks for an action is waived by a supervisor.")
            )

    # -- what comes back ---------------------------------------------------------------------

    @api.model
    def _get_case_domain(self):
        """Which requests tell of a cause: not those that were spam, or written twice."""
        return Domain("state", "!=", "cancelled") & Domain("merged_into_id", "=", False)

    def _to_cases(self):
        """These requests as the engine reads them.

        :return: list of :class:`~..engine.recurrence.Case`
        """
        zones = {company: company._crm_tz() for company in self.company_id}
        return [case_of(ticket, zones[ticket.company_id]) for ticket in self]

    def _look_for_causes(self):
        """Propose at once what these requests call for; the night looks at the rest."""
        proposals = self.env["crm.helpdesk.nonconformity.proposal"]
        # sudo: what comes back is counted over all departments
        telling = self.sudo().filtered(
            lambda ticket: ticket.category_id or ticket.cause_id or ticket.product_id
        )
        for company, tickets in telling.grouped("company_id").items():
            domain = Domain("category_id", "in", [*tickets.category_id.ids, False])
            proposals._find(company, domain)

    def _propose_nonconformity(self, reason):
        """Propose a nonconformity for each of these requests, whatever else there is.

        Proposed twice it is there once; once dismissed for that reason it stays so.

        :param reason: ``low_score``, ``severe_complaint`` or ``asked``
        :return: the proposals that are open now
        """
        proposals = self.env["crm.helpdesk.nonconformity.proposal"]
        for company, tickets in self.sudo().grouped("company_id").items():  # sudo: see above
            proposals |= proposals._keep_alone(
                company, tickets.filtered(lambda one: not one.nonconformity_id), reason
            )
        return proposals

    # -- what waits for it -------------------------------------------------------------------

    def _is_capa_required(self):
        return self.requires_capa or self.category_id.requires_capa

    def _check_resolvable(self):
        result = super()._check_resolvable()
        for ticket in self.filtered(lambda one: one._is_capa_required()):
            # sudo: whether it is contained, whoever may read how
            if not ticket.sudo().nonconformity_id.contained_at:
                raise UserError(
                    self.env._(
                        "%(request)s: it is resolved once a containment action of its "
                        "nonconformity is done.",
                        request=ticket.number,
                    )
                )
        return result

    def _check_closable(self):
        result = super()._check_closable()
        for ticket in self.filtered(lambda one: one._is_capa_required()):
            found = ticket.sudo().nonconformity_id  # sudo: see _check_resolvable
            if found.state != "closed":
                raise UserError(
                    self.env._(
                        "%(request)s is closed once its nonconformity %(number)s was verified.",
                        request=ticket.number,
                        number=found.number or "",
                    ).replace("  ", " ")
                )
        return result

    # -- buttons -----------------------------------------------------------------------------

    def action_open_nonconformity(self):
        """Open a nonconformity for this request, and for those that are proposed with it."""
        self.ensure_one()
        if self.proposal_id:
            return self.proposal_id.action_open()
        found = self.env["crm.helpdesk.nonconformity"]._open_for(self, {})
        return found._get_form()

    def action_ask_for_nonconformity(self):
        """An agent who may not open one lets the quality department know."""
        self._check_agent()
        if self._propose_nonconformity("asked") or self.nonconformity_id:
            return
        # sudo: what was answered is told to whoever asks again
        former = self.sudo().proposal_ids.filtered(lambda each: each.reason)
        raise UserError(self.env._("Not now, because: %(reason)s", reason=former[:1].reason))
