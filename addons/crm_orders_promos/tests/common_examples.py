"""How rows of this addon's models are made that point at a contact and carry a text."""

from odoo import Command


def _make_special_price(env, partner, text):
    product = env["product.product"].search([("sale_ok", "=", True)], limit=1)
    product = product or env["product.product"].create({"name": "Olives"})
    price = env["crm.special.price"].create(
        {"partner_id": partner.id, "product_id": product.id, "value": 8.4, "reason": text}
    )
    price.message_post(body=text)
    return price


def _make_application(env, partner, text):
    """Nobody writes a word on it: what is written there is worked out."""
    promotion = env["crm.promotion"].create(
        {
            "name": "Autumn",
            "tier_ids": [Command.create({"threshold": 12, "effect": "free_goods", "qty": 1})],
        }
    )
    order = env["sale.order"].create({"partner_id": partner.id, "user_id": env.uid})
    return env["crm.promotion.application"].create(
        {
            "order_id": order.id,
            "promotion_id": promotion.id,
            "tier_id": promotion.tier_ids.id,
            "state": "provisional",
        }
    )


EXAMPLES = {
    "crm.special.price": _make_special_price,
    "crm.promotion.application": _make_application,
}
