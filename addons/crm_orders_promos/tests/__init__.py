from . import (
    test_discount_chain,
    test_discount_limit,
    test_discount_survives,
    test_special_price,
    test_special_price_approval,
    test_special_price_concurrency,
    test_special_price_customer,
    test_special_price_everywhere,
    test_special_price_import,
    test_special_price_queries,
    test_special_price_quota,
    test_special_price_security,
)
