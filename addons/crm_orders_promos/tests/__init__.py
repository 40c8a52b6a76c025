from . import (
    test_discount_chain,
    test_discount_limit,
    test_discount_survives,
    test_orders_security,
    test_promo_date,
    test_signing,
    test_signing_concurrency,
    test_signing_portal,
)
