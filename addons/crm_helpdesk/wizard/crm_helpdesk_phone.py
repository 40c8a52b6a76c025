from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, plaintext2html

from ..models.crm_helpdesk_stage import ACTIVE

_SHOWN = 5
MODEL = "crm.helpdesk.ticket"


class CrmHelpdeskPhone(models.TransientModel):
    """A customer calls: who it is, what there is already, and what is the matter, on one screen."""

    _name = "crm.helpdesk.phone"
    _description = "Customer Call"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    call_id = fields.Many2one("crm.call", readonly=True)
    number = fields.Char(
        compute="_compute_from_call", store=True, readonly=False, help="From which it is called."
    )
    match_ids = fields.Many2many("res.partner", compute="_compute_match_ids")
    match_count = fields.Integer(compute="_compute_match_ids")
    partner_id = fields.Many2one(
        "res.partner", string="Contact",
        compute="_compute_partner_id", store=True, readonly=False,
    )  # fmt: skip
    customer_id = fields.Many2one(related="partner_id.commercial_partner_id", string="Customer")
    partner_name = fields.Char(
        string="Name", compute="_compute_from_call", store=True, readonly=False
    )
    partner_email = fields.Char(string="E-mail")
    glance = fields.Html(compute="_compute_glance", sanitize=False)
    open_count = fields.Integer(compute="_compute_glance")
    ticket_id = fields.Many2one(
        MODEL,
        string="Belongs to",
        domain="[('commercial_partner_id', '=', customer_id), ('state', 'in', "
        "('new', 'open', 'pending_customer', 'pending_third'))]",
        help="A request that is open already. Empty: it is a new one.",
    )
    name = fields.Char(string="Subject")
    text = fields.Text(string="What the customer says")
    category_id = fields.Many2one("crm.helpdesk.category")
    team_id = fields.Many2one(
        "crm.helpdesk.team", string="Department",
        compute="_compute_team_id", store=True, readonly=False,
        domain="[('company_id', '=', company_id)]",
    )  # fmt: skip
    outcome = fields.Selection(
        [
            ("answered", "Answered on the telephone"),
            ("solved", "Solved on the telephone"),
            ("open", "To be answered later"),
        ],
        string="How it stands",
        required=True,
        default="answered",
    )
    answer = fields.Text(string="What we said")

    # -- who it is -------------------------------------------------------------------------------

    @api.depends("call_id")
    def _compute_from_call(self):
        for intake in self.filtered("call_id"):
            intake.number = intake.call_id._get_shown_number()
            intake.partner_name = intake.call_id.caller_name

    @api.depends("number", "company_id", "call_id")
    def _compute_match_ids(self):
        for intake in self:
            number = intake.number
            found = self.env["crm.call"]._find_callers([number], intake.company_id)
            intake.match_ids = found[number]
            intake.match_count = len(found[number])

    @api.depends("number", "call_id")
    def _compute_partner_id(self):
        """Who has this number, if it is one; of several somebody has to ask."""
        for intake in self:
            told, found = intake.call_id.partner_id, intake.match_ids
            if told and not intake.partner_id:
                intake.partner_id = told
            elif len(found) == 1:
                intake.partner_id = found
            elif len(found) > 1 and intake.partner_id not in found:
                intake.partner_id = False

    @api.depends("category_id", "company_id")
    def _compute_team_id(self):
        for intake in self:
            tickets = self.env[MODEL].with_company(intake.company_id)
            intake.team_id = (
                intake.category_id._get_team(intake.company_id)
                or intake.team_id
                or tickets._default_team_id()
            )

    # -- what there is already -------------------------------------------------------------------

    @api.depends("partner_id")
    def _compute_glance(self):
        for intake in self:
            customer = intake.partner_id.commercial_partner_id
            tickets = intake._get_open_tickets(customer)
            intake.open_count = len(tickets)
            intake.glance = (
                self.env["ir.qweb"]._render(
                    "crm_helpdesk.phone_glance",
                    {
                        "customer": customer.display_name,
                        "tickets": [one._get_glance() for one in tickets[:_SHOWN]],
                        "more": len(tickets) - _SHOWN,
                        "orders": intake._get_orders(customer),
                    },
                )
                if customer
                else False
            )

    def _get_open_tickets(self, customer):
        if not customer:
            return self.env[MODEL]
        return self.env[MODEL].search(
            [("commercial_partner_id", "=", customer.id), ("state", "in", ACTIVE)]
        )

    def _get_orders(self, customer):
        """The last orders: number, day and how far they are, without prices.

        sudo: an agent who does not sell is asked about orders too.
        """
        orders = (
            self.env["sale.order"]
            .sudo()
            .search(
                [
                    ("partner_id", "child_of", customer.id),
                    ("company_id", "=", self.company_id.id),
                    ("state", "in", ("sent", "sale")),
                ],
                order="date_order desc, id desc",
                limit=_SHOWN,
            )
        )
        delivery = dict(orders._fields["delivery_status"]._description_selection(self.env))
        states = dict(orders._fields["state"]._description_selection(self.env))
        return [
            {
                "number": order.name,
                "date": format_date(self.env, order.date_order),
                "state": delivery.get(order.delivery_status) or states[order.state],
            }
            for order in orders
        ]

    # -- write it down ---------------------------------------------------------------------------

    def action_save(self):
        """Write it down, and open the request."""
        ticket = self._save()
        return {
            "type": "ir.actions.act_window",
            "res_model": MODEL,
            "res_id": ticket.id,
            "views": [(False, "form")],
        }

    def action_save_and_next(self):
        """Write it down, and wait for the next call."""
        self._save()
        return self.env["ir.actions.act_window"]._for_xml_id(
            "crm_helpdesk.crm_helpdesk_phone_action"
        )

    def _save(self):
        self.ensure_one()
        if self.ticket_id:
            ticket = self.ticket_id
            ticket._tell_on_phone(self.text or "")
        else:
            ticket = self._create_ticket()
        if self.outcome != "open":
            ticket._answer_live(self.answer or "")
        if self.outcome == "solved":
            ticket.action_resolve()
        self._keep_call(ticket)
        return ticket

    def _create_ticket(self):
        if not (self.name or "").strip():
            raise UserError(self.env._("Write in a few words what it is about."))
        if not self.partner_id and not (self.partner_name or self.number):
            raise UserError(self.env._("Write who calls: a contact, a name or a number."))
        values = {
            "name": self.name,
            "description": plaintext2html(self.text) if self.text else False,
            "team_id": self.team_id.id,
            "category_id": self.category_id.id,
            "partner_id": self.partner_id.id,
        }
        if not self.partner_id:
            values["partner_name"] = self.partner_name or self.number
            values["partner_email"] = self.partner_email
        if self.number:
            values["partner_phone"] = self.number
        return self.env[MODEL]._create_by_phone(values)

    def _keep_call(self, ticket):
        """The call is part of the request, and it is known who it was.

        sudo: a call of a phone system is written by that; the user reads this one.
        """
        if not self.call_id:
            return
        self.call_id.check_access("read")
        values = {"helpdesk_ticket_id": ticket.id}
        if self.partner_id and not self.call_id.partner_id:
            values["partner_id"] = self.partner_id.id
        self.call_id.sudo().write(values)
