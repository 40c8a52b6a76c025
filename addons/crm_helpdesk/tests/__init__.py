from . import (
    test_clocks,
    test_flow,
    test_intake,
    test_mail_acknowledge,
    test_mail_concurrency,
    test_mail_replies,
    test_mail_scenarios,
)
