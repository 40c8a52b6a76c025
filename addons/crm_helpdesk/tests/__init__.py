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
from . import (
    test_clocks,
    test_flow,
    test_survey,
    test_survey_anonymous,
    test_survey_campaign,
    test_survey_page,
    test_survey_people,
    test_survey_rights,
)
