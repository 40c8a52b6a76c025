"""How rows of this addon's models are made that point at a contact and carry a text."""


def _make_special_price(env, partner, text):
    product = env["product.product"].search([("sale_ok", "=", True)], limit=1)
    product = product or env["product.product"].create({"name": "Olives"})
    price = env["crm.special.price"].create(
        {"partner_id": partner.id, "product_id": product.id, "value": 8.4, "reason": text}
    )
    price.message_post(body=text)
    return price


EXAMPLES = {"crm.special.price": _make_special_price}
