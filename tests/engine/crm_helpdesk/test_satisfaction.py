"""What customers say, as shares that name what they are a share of."""

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crm_helpdesk.engine.satisfaction import (
    calls_back,
    ces,
    csat,
    nps,
    publish,
    response_rate,
)
from odoo.addons.crm_helpdesk.engine.shares import Share


@pytest.mark.parametrize(
    ("scores", "share", "percent"),
    [
        ([5, 5, 4, 3, 1], Share(3, 5), "60"),  # H20
        ([5], Share(1, 1), "100"),
        ([3, 3], Share(0, 2), "0"),
        ([4, 3, 3], Share(1, 3), "33.3"),
        ([4, 4, 3], Share(2, 3), "66.7"),
        ([], Share(0, 0), None),
    ],
)
def test_csat_is_the_share_of_four_and_five(scores, share, percent):
    assert csat(scores) == share
    assert csat(scores).percent == (None if percent is None else D(percent))


@pytest.mark.parametrize(
    ("scores", "score"),
    [
        ([10, 9, 9, 8, 7, 6, 3], 14),  # H20: (3 - 2) / 7
        ([10], 100),
        ([0, 6], -100),
        ([7, 8], 0),
        ([9, 0], 0),
        ([9, *[8] * 7], 13),  # 12.5: half goes away from zero
        ([0, *[8] * 7], -13),
        ([], None),
    ],
)
def test_nps_is_promoters_less_detractors(scores, score):
    assert nps(scores).score == score


def test_nps_names_its_parts():
    found = nps([10, 9, 9, 8, 7, 6, 3])
    assert (found.promoters, found.passives, found.detractors, found.answers) == (3, 2, 2, 7)


@pytest.mark.parametrize(
    ("scores", "mean"),
    [([1, 7], "4.0"), ([5, 6, 6], "5.7"), ([1, 2], "1.5"), ([7, 7, 7, 6], "6.8"), ([], None)],
)
def test_ces_is_the_mean(scores, mean):
    assert ces(scores) == (None if mean is None else D(mean))


@pytest.mark.parametrize(
    ("count", "scores"),
    [(csat, [0]), (csat, [6]), (nps, [11]), (nps, [-1]), (ces, [0]), (ces, [8])],
)
def test_a_score_beyond_its_scale_is_refused(count, scores):
    with pytest.raises(ValueError, match="scale"):
        count(scores)


@pytest.mark.parametrize(
    ("sent", "bounced", "answered", "share"),
    [(100, 20, 40, Share(40, 80)), (0, 0, 0, Share(0, 0)), (3, 3, 0, Share(0, 0))],
)
def test_who_could_not_answer_is_not_counted(sent, bounced, answered, share):
    assert response_rate(sent, bounced, answered) == share


@pytest.mark.parametrize(
    ("sent", "bounced", "answered"), [(1, 2, 0), (5, 1, 5), (-1, 0, 0), (1, -1, 0)]
)
def test_more_answers_than_questions_are_refused(sent, bounced, answered):
    with pytest.raises(ValueError, match="answered"):
        response_rate(sent, bounced, answered)


@pytest.mark.parametrize(("score", "back"), [(0, True), (2, True), (3, False), (5, False)])
def test_who_is_unhappy_is_called(score, back):
    assert calls_back(score) is back


@pytest.mark.parametrize(
    ("cells", "shown", "total"),
    [
        ({"a": 4}, {"a": None}, None),  # H20: n < 5
        ({"a": 5}, {"a": 5}, 5),
        ({"a": 5, "b": 9}, {"a": 5, "b": 9}, 14),
        # one hidden alone could be read off the total: the smallest other goes with it
        ({"a": 4, "b": 9, "c": 7}, {"a": None, "b": 9, "c": None}, 20),
        ({"a": 4, "b": 9}, {"a": None, "b": None}, 13),
        ({"a": 3, "b": 3, "c": 9}, {"a": None, "b": None, "c": 9}, 15),
        ({"a": 1, "b": 1, "c": 9, "d": 8}, {"a": None, "b": None, "c": 9, "d": None}, 19),
        ({"a": 2, "b": 2}, {"a": None, "b": None}, None),
        ({"a": 0, "b": 9}, {"a": 0, "b": 9}, 9),  # nobody is nobody's secret
        ({}, {}, 0),
    ],
)
def test_small_cells_are_hidden(cells, shown, total):
    found = publish({key: [5] * count for key, count in cells.items()})
    assert {key: scores and len(scores) for key, scores in found.cells.items()} == {
        key: count if count != 0 else [] for key, count in shown.items()
    }
    assert (None if found.total is None else len(found.total)) == total


cells_ = st.dictionaries(st.integers(0, 9), st.lists(st.integers(1, 5), max_size=12), max_size=6)


@given(cells_, st.integers(1, 6))
def test_no_subtraction_reveals_a_small_group(cells, least):
    found = publish(cells, least)
    hidden = sum(len(scores) for key, scores in cells.items() if found.cells[key] is None)
    everybody = sum(len(scores) for scores in cells.values())
    assert all(
        scores is None or not scores or len(scores) >= least for scores in found.cells.values()
    )
    if found.total is None:
        assert 0 < everybody < least
    else:
        assert len(found.total) == everybody
        assert hidden == 0 or hidden >= least


@given(st.lists(st.integers(0, 10)))
def test_parts_of_nps_add_up(scores):
    found = nps(scores)
    assert found.promoters + found.passives + found.detractors == found.answers == len(scores)
    assert found.score is None or -100 <= found.score <= 100


@given(st.lists(st.integers(1, 5)), st.lists(st.integers(1, 5)))
def test_shares_of_two_groups_add_up(some, others):
    assert csat(some) + csat(others) == csat(some + others)
    assert csat(some).numerator <= csat(some).denominator
