from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, TransactionCase, tagged

from .common_links import LinksCase


@tagged("-at_install", "post_install")
class TestLinks(LinksCase, TransactionCase):
    """What a request is about, and what comes back because of it."""

    def setUp(self):
        super().setUp()
        self.ticket = self.make_ticket(
            "2026-10-05 10:00", user_id=self.ana.id, order_id=self.order.id,
            picking_ids=self.picking.ids,
        )  # fmt: skip

    def line(self, quantity, unit, **values):
        return self.env["crm.helpdesk.ticket.line"].create(
            {
                "ticket_id": self.ticket.id,
                "product_id": self.tomato.id,
                "quantity": quantity,
                "uom_id": unit.id,
                **values,
            }
        )

    def test_one_box_is_twelve_units(self):
        line = self.line(2, self.box)
        self.assertEqual((line.delivered_quantity, self.picking.state), (10, "done"))
        line.write({"uom_id": self.tomato.uom_id.id, "quantity": 120})
        self.assertEqual(line.delivered_quantity, 120)
        with self.assertRaisesRegex(ValidationError, "120 .* were delivered"):
            line.quantity = 121
        with self.assertRaisesRegex(ValidationError, "is not counted in"):
            line.uom_id = self.env.ref("uom.product_uom_hour")

    def test_the_return_of_what_is_affected(self):
        # Given two and a half of ten boxes of twelve came broken,
        self.line(2.5, self.box)
        # when Ana opens the return from the request,
        action = self.ticket.with_user(self.ana).action_return()
        wizard = Form(self.env[action["res_model"]].with_user(self.ana).with_context(
            **action["context"])).save()  # fmt: skip
        # then they are filled in, and what she makes is linked
        self.assertEqual(wizard.product_return_moves.quantity, 30)
        wizard.action_create_returns()
        made = self.ticket.return_ids
        self.assertEqual(made.return_id, self.picking)
        self.assertEqual(sum(made.move_ids.mapped("product_qty")), 30)
        self.assertIn(made.name, self.ticket.message_ids[0].body)

    def test_no_delivery_no_return(self):
        ticket = self.make_ticket("2026-10-05 10:00", user_id=self.ana.id)
        with self.assertRaisesRegex(UserError, "add the delivery that is to come back"):
            ticket.with_user(self.ana).action_return()

    def test_the_refund_of_an_invoice(self):
        invoice = self.order._create_invoices()
        invoice.action_post()
        self.ticket.move_ids = invoice
        action = self.ticket.with_user(self.ana).action_refund()
        form = Form(self.env["account.move.reversal"].with_user(self.ana).with_context(
            **action["context"]))  # fmt: skip
        form.reason = "Broken"
        wizard = form.save()
        wizard.refund_moves()
        self.assertEqual(self.ticket.refund_ids.reversed_entry_id, invoice)
        self.assertEqual(self.ticket.refund_ids.move_type, "out_refund")

    def test_documents_of_another_customer_are_refused(self):
        bar = self.env["res.partner"].create({"name": "Bar Ñandú", "is_company": True})
        other = self._sell(bar, 1)
        for values in (
            {"order_id": other.id},
            {"picking_ids": [Command.link(other.picking_ids.id)]},
        ):
            with self.assertRaisesRegex(ValidationError, "is of another customer"):
                self.ticket.write(values)

    def test_what_was_made_nobody_writes_by_hand(self):
        with self.assertRaises(UserError):
            self.ticket.return_ids = self.picking

    def test_each_document_counts_its_requests(self):
        self.make_ticket("2026-10-05 11:00", order_id=self.order.id)
        order = self.order.with_user(self.ana)
        self.assertEqual((order.helpdesk_ticket_count, order.helpdesk_open_count), (2, 2))
        self.assertEqual(self.picking.with_user(self.ana).helpdesk_ticket_count, 1)
        self.assertEqual(
            order.action_open_helpdesk_tickets()["domain"], [("order_id", "in", order.ids)]
        )

    def test_a_new_request_from_a_delivery(self):
        action = self.picking.with_user(self.ana).action_new_helpdesk_ticket()
        form = Form(self.env["crm.helpdesk.ticket"].with_user(self.ana).with_context(
            **action["context"]))  # fmt: skip
        form.name, form.team_id = "Broken", self.support
        ticket = form.save()
        self.assertEqual(
            (ticket.partner_id, ticket.order_id, ticket.picking_ids),
            (self.contact, self.order, self.picking),
        )

    def test_the_same_delivery_is_a_duplicate(self):
        other = self.make_ticket(
            "2026-10-05 11:00", name="Tomato everywhere", picking_ids=self.picking.ids
        )
        self.assertEqual(other.duplicate_ids, self.ticket)

    def test_a_merge_takes_them_along(self):
        other = self.make_ticket("2026-10-05 11:00")
        line = self.line(1, self.box)
        self.ticket.action_merge(other)
        self.assertEqual((other.picking_ids, other.line_ids), (self.picking, line))

    def test_who_may_not_read_deliveries_opens_the_form_all_the_same(self):
        berta = Form(self.ticket.with_user(self.berta))
        self.assertNotIn("picking_ids", berta._view["fields"])
        with self.assertRaises(AccessError):
            self.picking.with_user(self.berta).read(["name"])
