"""Satisfaction of customers: three scales, who answered, and what may be shown of few answers."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from .shares import Share, round_half_up, share_of

SCALES = {"csat": (1, 5), "nps": (0, 10), "ces": (1, 7)}
"""Lowest and highest score of each kind of question."""
LEAST = 5
"""Answers below which an anonymous group is not shown: so few are as good as named."""
UNHAPPY = 2


@dataclass(frozen=True, slots=True)
class PromoterScore:
    """Scores of 9 and 10 promote, 7 and 8 do not matter, up to 6 detract."""

    promoters: int
    passives: int
    detractors: int

    @property
    def answers(self) -> int:
        """All of them, the passive ones too."""
        return self.promoters + self.passives + self.detractors

    @property
    def score(self) -> int | None:
        """Per cent of promoters less per cent of detractors, from -100 to 100; None of nobody."""
        if not self.answers:
            return None
        lead = self.promoters - self.detractors
        return int(round_half_up(Fraction(100 * lead, self.answers), 0))


@dataclass(frozen=True, slots=True)
class Published:
    """Scores that may be shown.

    :param cells: None where too few have answered, or where showing would tell those
    :param total: None where all together are too few
    """

    cells: Mapping[Hashable, Sequence[int] | None]
    total: Sequence[int] | None


def csat(scores: Sequence[int]) -> Share:
    """Those who are satisfied, with 4 or 5 of 5.

    :raise ValueError: a score beyond the scale
    """
    _check("csat", scores)
    return share_of([score >= 4 for score in scores])


def nps(scores: Sequence[int]) -> PromoterScore:
    """Promoters, passives and detractors, of 0 to 10.

    :raise ValueError: a score beyond the scale
    """
    _check("nps", scores)
    promoters = sum(score >= 9 for score in scores)
    detractors = sum(score <= 6 for score in scores)
    return PromoterScore(promoters, len(scores) - promoters - detractors, detractors)


def ces(scores: Sequence[int]) -> Decimal | None:
    """The mean of 1 to 7 with one decimal; None of nobody.

    :raise ValueError: a score beyond the scale
    """
    _check("ces", scores)
    return round_half_up(Fraction(sum(scores), len(scores)), 1) if scores else None


def _check(kind: str, scores: Sequence[int]) -> None:
    low, high = SCALES[kind]
    beyond = [score for score in scores if not low <= score <= high]
    if beyond:
        raise ValueError(f"{beyond[0]} is beyond the scale of {kind}, {low} to {high}")


def response_rate(sent: int, bounced: int, answered: int) -> Share:
    """Those who answered, of those whom the question reached.

    :raise ValueError: more answered than it reached
    """
    if bounced < 0 or not 0 <= answered <= sent - bounced:
        raise ValueError(f"{answered} answered of {sent} sent, {bounced} bounced")
    return Share(answered, sent - bounced)


def calls_back(score: int) -> bool:
    """Whether a person calls a customer who gave that score, on whichever scale."""
    return score <= UNHAPPY


def publish(cells: Mapping[Hashable, Sequence[int]], least: int = LEAST) -> Published:
    """What may be shown of anonymous answers, so that no subtraction tells a small group.

    Where the hidden cells are fewer answers than ``least``, the total less the shown cells would
    tell them: the smallest shown one is hidden too. An empty cell is nobody's secret.
    """
    everybody = [score for scores in cells.values() for score in scores]
    hidden = {key for key, scores in cells.items() if 0 < len(scores) < least}
    shown = sorted(
        (key for key, scores in cells.items() if len(scores) >= least),
        key=lambda key: len(cells[key]),
    )
    count = sum(len(cells[key]) for key in hidden)
    if 0 < count < least and shown:
        hidden.add(shown[0])
    return Published(
        {key: None if key in hidden else scores for key, scores in cells.items()},
        None if 0 < len(everybody) < least else everybody,
    )
