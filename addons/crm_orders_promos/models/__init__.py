from . import (
    account_move_line,
    account_payment_term,
    crm_discount_limit,
    crm_order_header_discount,
    product_template,
    res_partner,
    sale_order,
    sale_order_approval,
    sale_order_footer,
    sale_order_line,
)
