from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class CrmHelpdeskTicket(models.Model):
    """What a request is about: order, deliveries, lot, invoices and products; and what comes back.

    Who may not read a document sees no field of it on the form.
    """

    # one file for each purpose
    _inherit = "crm.helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    order_id = fields.Many2one("sale.order", index="btree_not_null", check_company=True, copy=False)
    picking_ids = fields.Many2many(
        "stock.picking",
        "crm_helpdesk_ticket_picking_rel",
        string="Deliveries",
        check_company=True,
        copy=False,
    )
    return_ids = fields.Many2many(
        "stock.picking",
        "crm_helpdesk_ticket_return_rel",
        string="Returns",
        readonly=True,
        copy=False,
        help="Made from this request.",
    )
    lot_id = fields.Many2one(
        "stock.lot",
        string="Lot or serial number",
        index="btree_not_null",
        check_company=True,
        copy=False,
    )
    move_ids = fields.Many2many(
        "account.move",
        "crm_helpdesk_ticket_move_rel",
        string="Invoices",
        check_company=True,
        copy=False,
        domain="[('move_type', 'in', ('out_invoice', 'out_receipt'))]",
    )
    refund_ids = fields.Many2many(
        "account.move",
        "crm_helpdesk_ticket_refund_rel",
        string="Refunds",
        readonly=True,
        copy=False,
        help="Made from this request.",
    )
    line_ids = fields.One2many("crm.helpdesk.ticket.line", "ticket_id", string="Products")
    return_count = fields.Integer(
        compute="_compute_return_counts", compute_sudo=True, export_string_translation=False
    )
    refund_count = fields.Integer(
        compute="_compute_return_counts", compute_sudo=True, export_string_translation=False
    )

    @api.depends("return_ids", "refund_ids")
    def _compute_return_counts(self):
        for ticket in self:
            ticket.return_count = len(ticket.return_ids)
            ticket.refund_count = len(ticket.refund_ids)

    @api.constrains("partner_id", "order_id", "picking_ids", "move_ids")
    def _check_same_customer(self):
        """A request shows nobody the documents of somebody else."""
        for ticket in self.sudo():  # sudo: whose a document is, whoever links it
            customer = ticket.commercial_partner_id
            for document in ticket._get_documents() if customer else ():
                if not customer & _customers_of(document):
                    raise ValidationError(
                        self.env._(
                            "%(document)s is of another customer than %(request)s, which is of "
                            "%(customer)s.",
                            document=document.display_name,
                            request=ticket.number,
                            customer=customer.display_name,
                        )
                    )

    def _get_documents(self):
        return [*self.order_id, *self.picking_ids, *self.move_ids]

    def write(self, vals):
        result = super().write(vals)
        if "picking_ids" in vals:
            self.line_ids._check_quantity()
        return result

    def _get_duplicate_references(self):
        own = self.sudo()  # sudo: keys of documents, to be compared alone
        documents = [*own.order_id, *own.picking_ids, *own.lot_id]
        return [
            *super()._get_duplicate_references(),
            *(f"{document._name},{document.id}" for document in documents),
        ]

    def _merge_dependents(self, target):
        result = super()._merge_dependents(target)
        self.line_ids.write({"ticket_id": target.id})
        if self._is_of_same_customer(target):
            for name in ("picking_ids", "move_ids"):
                target[name] |= self[name]
        for name in ("return_ids", "refund_ids"):
            target._by_flow()[name] |= self[name]
        return result

    @api.model
    def _get_merged_fields(self):
        return [*super()._get_merged_fields(), "lot_id"]

    # -- what comes back -------------------------------------------------------------------------

    def action_return(self):
        """The return of the delivery that this is about, with what is affected filled in.

        :raise UserError: no delivery is linked that could come back
        """
        self.ensure_one()
        done = self.picking_ids.filtered(
            lambda picking: picking.state == "done" and picking.picking_type_code == "outgoing"
        )
        products = self.line_ids.product_id
        fitting = done.filtered(lambda picking: picking.move_ids.product_id & products) or done
        if not fitting:
            raise UserError(
                self.env._(
                    "%(request)s: add the delivery that is to come back; it has to be done.",
                    request=self.number,
                )
            )
        return self._open_return(fitting.sorted("date_done")[-1:])

    def _open_return(self, picking):
        self.ensure_one()
        self._check_agent()
        action = self.env["ir.actions.act_window"]._for_xml_id("stock.act_stock_return_picking")
        context = {
            "active_model": "stock.picking",
            "active_id": picking.id,
            "active_ids": picking.ids,
            "default_helpdesk_ticket_id": self.id,
        }
        return {**action, "context": context}

    def _get_affected(self, move):
        """How much of a move is affected, in its unit, and at most what was moved."""
        own = self.line_ids.filtered(lambda line: line.product_id == move.product_id)
        affected = sum(
            line.uom_id._compute_quantity(line.quantity, move.product_uom) for line in own
        )
        return min(affected, move.quantity)

    def action_refund(self):
        """The refund of the invoice that this is about.

        :raise UserError: no invoice is linked that could be refunded
        """
        self.ensure_one()
        self._check_agent()
        posted = self.move_ids.filtered(lambda move: move.state == "posted")
        if not posted:
            raise UserError(
                self.env._(
                    "%(request)s: add the invoice that is to be refunded; it has to be posted.",
                    request=self.number,
                )
            )
        action = posted[-1:].action_reverse()
        context = {
            "active_model": "account.move",
            "active_id": posted[-1:].id,
            "active_ids": posted[-1:].ids,
            "default_helpdesk_ticket_id": self.id,
        }
        return {**action, "context": context}

    def _keep_made(self, name, documents):
        """Link what was made from this request.

        :param name: ``return_ids`` or ``refund_ids``
        """
        self.ensure_one()
        self._check_agent()
        ticket = self._by_flow()
        ticket[name] |= documents.sudo()  # sudo: whoever has just made them
        for document in documents:
            ticket.message_post(
                body=self.env._("%(document)s was made.", document=document._get_html_link()),
                subtype_xmlid="mail.mt_note",
                author_id=self.env.user.partner_id.id,
            )

    def action_open_returns(self):
        return self._open_made("stock.action_picking_tree_all", self.return_ids)

    def action_open_refunds(self):
        return self._open_made("account.action_move_out_refund_type", self.refund_ids)

    def _open_made(self, action, documents):
        self.ensure_one()
        found = self.env["ir.actions.act_window"]._for_xml_id(action)
        return {**found, "domain": [("id", "in", documents.ids)], "context": {}}


def _customers_of(document):
    """Whose a document is; a delivery may go to an address of somebody else."""
    partners = document.partner_id
    if document._name == "stock.picking":
        partners |= document.sale_id.partner_id
    return partners.commercial_partner_id
