"""What has to happen in SQL when the addon meets a database that is already full."""

from odoo.tools import SQL


def pre_init_hook(env):
    """Give the lines that are there the discount that they have, instead of working it out anew.

    It may have come from the pricelist or from a person; as core does, a new quantity asks the
    pricelist again. No order has a discount of the whole order yet.
    """
    env.cr.execute(
        SQL(
            """
            ALTER TABLE sale_order_line ADD COLUMN IF NOT EXISTS pricelist_discount numeric;
            UPDATE sale_order_line SET pricelist_discount = COALESCE(discount, 0)
             WHERE pricelist_discount IS NULL;
            ALTER TABLE sale_order ADD COLUMN IF NOT EXISTS header_discount_factor numeric;
            ALTER TABLE sale_order_line ADD COLUMN IF NOT EXISTS no_header_discount boolean;
            UPDATE sale_order SET header_discount_factor = 1 WHERE header_discount_factor IS NULL
            """
        )
    )


# Documents and what they rest on are the company's: they outlive the addon that brought them as
# examples; what is of models of ours goes with the models.
_EXAMPLES = (
    "sale.order", "sale.order.template", "account.payment.term", "product.product",
    "product.template", "res.partner", "crm.sale.clause", "crm.order.section", "crm.order.photo",
    "crm.discount.limit", "crm.special.price", "crm.promotion", "stock.warehouse", "stock.quant",
    "uom.uom",
)  # fmt: skip


def uninstall_hook(env):
    """Leave the documents, and take along names that nobody else would.

    Core gives the choices of its own fields on our models names of the addon that the field comes
    from.
    """
    names = env["ir.model.data"]
    names.search([("module", "=", "crm_orders_promos"), ("model", "in", _EXAMPLES)]).unlink()
    names.search(
        [
            ("model", "=", "ir.model.fields.selection"),
            ("module", "!=", "crm_orders_promos"),
            ("name", "=like", "selection__crm\\_special\\_price\\_\\_%"),
        ]
    ).unlink()
