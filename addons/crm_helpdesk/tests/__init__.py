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
from . import (
    test_clocks,
    test_flow,
    test_quality_figures,
    test_quality_flow,
    test_quality_proposals,
    test_quality_rights,
    test_quality_verify,
)
