"""Which reps are planned together: those who share customers, directly or through others."""

from __future__ import annotations

from collections.abc import Hashable, Iterable


def pools(reps: Iterable[Hashable], shared: Iterable[Iterable[Hashable]]) -> list[tuple]:
    """The reps in groups, each in the order in which they came.

    :param shared: for each customer that is nobody's, who may go there
    """
    ranked = list(dict.fromkeys(reps))
    leader = {rep: rep for rep in ranked}

    def first(rep):
        while leader[rep] != rep:
            leader[rep] = rep = leader[leader[rep]]
        return rep

    for group in shared:
        known = [rep for rep in group if rep in leader]
        for other in known[1:]:
            leader[first(other)] = first(known[0])
    found: dict[Hashable, list] = {}
    for rep in ranked:
        found.setdefault(first(rep), []).append(rep)
    return [tuple(group) for group in found.values()]
