from . import (
    test_discount_chain,
    test_discount_limit,
    test_discount_survives,
    test_special_price,
)
