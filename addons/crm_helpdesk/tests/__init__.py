from . import (
    test_clocks,
    test_flow,
    test_matrix,
    test_matrix_steps,
    test_phone,
    test_phone_concurrency,
    test_portal,
    test_portal_write,
    test_request_form,
)
