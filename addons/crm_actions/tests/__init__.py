from . import (
    test_action,
    test_bad_input,
    test_calendar_mirror,
    test_check_in,
    test_close,
    test_concurrency,
    test_close_wizard,
    test_customer_location,
    test_query_counts,
    test_security,
)
