import threading

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.crm_actions.tests.common_connections import ConnectionsCase

from .common_signing import SIGNATURE


@tagged("post_install", "-at_install")
class TestSigningConcurrency(ConnectionsCase):
    """S5: two connections to the database, as two people who press the button at once."""

    def setUp(self):
        super().setUp()
        with self._connection() as env:
            customer = env["res.partner"].create({"name": "Bar Concurrente"})
            product = env["product.product"].create(
                {"name": "Coffee", "list_price": 50, "type": "service"}
            )
            quote = env["sale.order"].create(
                {
                    "partner_id": customer.id,
                    "require_signature": True,
                    "require_payment": False,
                    "order_line": [Command.create({"product_id": product.id})],
                }
            )
            quote.action_quotation_sent()
            self.ids = (quote.id, customer.id, product.id)
            self.fingerprint = quote._get_content_hash()
        self.addCleanup(self._clean_up)

    def _clean_up(self):
        order_id, customer_id, product_id = self.ids
        with self._connection() as env:
            order = env["sale.order"].browse(order_id)
            attachments = order.crm_signature_ids.pdf_attachment_id
            env.cr.execute("DELETE FROM crm_order_signature WHERE order_id = %s", [order_id])
            env.invalidate_all()
            attachments.unlink()
            order._action_cancel()
            order.unlink()
            env["res.partner"].browse(customer_id).unlink()
            env["product.product"].browse(product_id).product_tmpl_id.unlink()

    def _sign(self, env, answers):
        order = env["sale.order"].browse(self.ids[0])
        try:
            order._sign("Elvira", SIGNATURE, self.fingerprint, method="portal")
        except UserError as error:
            answers.append(str(error))
        else:
            answers.append("signed")

    def test_two_at_once_sign_once(self):
        answers = []
        has_the_order, other_answered = threading.Event(), threading.Event()

        def first():
            with self._connection() as env:
                self._sign(env, answers)
                has_the_order.set()
                other_answered.wait(30)

        def second():
            has_the_order.wait(30)
            with self._connection() as env:
                self._sign(env, answers)
            other_answered.set()

        threads = [threading.Thread(target=target) for target in (first, second)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        # then one has signed, and the other is told so in words
        self.assertEqual(answers[0], "signed")
        self.assertRegex(answers[1], "Somebody is working on this quotation|está trabajando")
        with self._connection() as env:
            signatures = env["sale.order"].browse(self.ids[0]).crm_signature_ids
            self.assertEqual(signatures.mapped("state"), ["valid"])
