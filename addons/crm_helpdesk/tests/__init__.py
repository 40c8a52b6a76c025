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
