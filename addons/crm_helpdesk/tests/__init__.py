from . import test_clocks, test_flow, test_setup
from . import (
    test_assignment,
    test_clocks,
    test_duplicates,
    test_flow,
    test_hooks,
    test_merge,
    test_silence,
    test_watch,
    test_wizards,
)
