"""Sizes and colours on a page. Lengths are points; colours are three numbers from 0 to 1."""

from __future__ import annotations

import re

Colour = tuple[float, float, float]

MM = 72 / 25.4
WHITE: Colour = (1.0, 1.0, 1.0)
INK: Colour = (0.13, 0.15, 0.18)
GREY: Colour = (0.38, 0.41, 0.45)
_HEX = re.compile(r"#?([0-9a-fA-F]{6}|[0-9a-fA-F]{3})")
# What WCAG asks of small text.
READABLE = 4.5


def fit(width: float, height: float, box_width: float, box_height: float) -> tuple[float, float]:
    """The largest size of the same proportions that fits into the box."""
    scale = min(box_width / max(width, 1e-6), box_height / max(height, 1e-6))
    return width * scale, height * scale


def share(total: float, weights: list[float]) -> list[float]:
    """Parts of ``total`` in proportion to the weights; they add up to it."""
    whole = sum(weights)
    parts = [total * weight / whole for weight in weights[:-1]]
    return [*parts, total - sum(parts)]


def grid_columns(count: int) -> int:
    """How many pictures stand side by side."""
    return 1 if count <= 1 else 2 if count <= 6 else 3


def parse_colour(text: str | None, default: Colour) -> Colour:
    """The colour of ``#rgb`` or ``#rrggbb``; ``default`` for everything else."""
    match = _HEX.fullmatch((text or "").strip())
    if not match:
        return default
    digits = match[1] if len(match[1]) == 6 else "".join(digit * 2 for digit in match[1])
    red, green, blue = (int(digits[index : index + 2], 16) / 255 for index in (0, 2, 4))
    return red, green, blue


def luminance(colour: Colour) -> float:
    """Relative luminance as WCAG defines it: 0 for black, 1 for white."""
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: Colour, other: Colour) -> float:
    """Contrast of two colours, from 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def readable(colour: Colour) -> Colour:
    """The colour, darkened until it can be read as small text on white paper."""
    while contrast(colour, WHITE) < READABLE:
        colour = mix(colour, (0.0, 0.0, 0.0), 0.06)
    return colour


def ink_on(colour: Colour) -> Colour:
    """White or ink, whatever reads better on that colour."""
    return max((WHITE, INK), key=lambda ink: contrast(ink, colour))


def mix(colour: Colour, other: Colour, amount: float) -> Colour:
    """The colour with ``amount`` (0 to 1) of another one in it."""
    red, green, blue = (a + (b - a) * amount for a, b in zip(colour, other, strict=True))
    return red, green, blue
