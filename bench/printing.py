"""Tables of two sides that did the same."""

from __future__ import annotations


def print_sides(title: str, figures: dict, ours: str, theirs: str, limit: float) -> None:
    """Print the readings of the two sides and their ratio.

    :param figures: ``{label: {seconds, queries, records}}``
    """
    print(f"{title}, median of the readings\n")
    print(f"{'screen':<34}{'records':>9}{'queries':>9}{'ms':>9}")
    for label in (ours, theirs):
        row = figures[label]
        print(f"{label:<34}{row['records']:>9}{row['queries']:>9}{row['seconds'] * 1000:>9.1f}")
    ratio = figures[ours]["seconds"] / figures[theirs]["seconds"]
    print(f"\n{ours} / {theirs} = {ratio:.2f} (at most {limit})\n")
