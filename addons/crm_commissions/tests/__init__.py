from . import (
    test_participant,
    test_period,
    test_plan,
    test_security,
    test_split,
)
