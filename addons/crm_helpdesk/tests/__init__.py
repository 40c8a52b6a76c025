from . import (
    test_clocks,
    test_customer_360,
    test_demo,
    test_explain,
    test_figures,
    test_flow,
    test_js,
    test_recount,
    test_screens,
    test_side,
)
