from . import (
    test_clocks,
    test_flow,
    test_quality_concurrency,
    test_quality_figures,
    test_quality_flow,
    test_quality_proposals,
    test_quality_rights,
    test_quality_verify,
)
