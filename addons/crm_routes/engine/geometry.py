"""Distances without a map: a road is 1.3 times as long as the line, faster the longer it is.

The great circle is the haversine on a sphere of 6,371 km (Sinnott, "Virtues of the Haversine",
Sky and Telescope 68, 1984). The factor and the speeds are averages of Spanish roads; finished
visits correct them (`calibrated`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from .instance import Matrix

EARTH_METRES = 6_371_000.0
SPAIN = (27.5, -18.3, 43.9, 4.5)


@dataclass(frozen=True, slots=True)
class Roads:
    """How the estimate turns a line on the globe into a drive.

    `speeds` are (up to metres, km/h): the part of a drive below the first bound goes at the first
    speed, and so on; the last has no bound. `parking` is added between different points.
    """

    factor: float = 1.3
    speeds: tuple[tuple[float, float], ...] = ((8_000, 28.0), (40_000, 60.0), (float("inf"), 85.0))
    parking: int = 180

    def calibrated(self, real_metres: Sequence[float], line_metres: Sequence[float]) -> Roads:
        """With the median of what was driven over the line; unchanged below 20 drives."""
        ratios = [
            real / line for real, line in zip(real_metres, line_metres, strict=True) if line > 0
        ]
        if len(ratios) < 20:
            return self
        return replace(self, factor=float(np.clip(np.median(ratios), 1.0, 2.5)))


DEFAULT_ROADS = Roads()


def line_metres(points: np.ndarray) -> np.ndarray:
    """Great circles between all (latitude, longitude) in degrees."""
    latitude, longitude = np.radians(np.asarray(points, float)).T
    half = (
        np.sin((latitude[:, None] - latitude[None, :]) / 2) ** 2
        + np.cos(latitude)[:, None]
        * np.cos(latitude)[None, :]
        * np.sin((longitude[:, None] - longitude[None, :]) / 2) ** 2
    )
    return 2 * EARTH_METRES * np.arcsin(np.sqrt(np.clip(half, 0, 1)))


def estimate(points: Sequence[tuple[float, float]], roads: Roads = DEFAULT_ROADS) -> Matrix:
    """The matrix of points (latitude, longitude) in degrees."""
    if not len(points):
        return Matrix(np.zeros((0, 0), np.int64), np.zeros((0, 0), np.int64))
    metres = np.rint(line_metres(np.asarray(points, float)) * roads.factor).astype(np.int64)
    seconds = np.zeros(metres.shape)
    below = 0.0
    for bound, speed in roads.speeds:
        seconds += (np.clip(metres, below, bound) - below) * 3.6 / speed
        below = bound
    seconds += roads.parking
    # In the same building nobody parks twice.
    seconds[metres == 0] = 0
    return Matrix(metres, np.ceil(seconds).astype(np.int64))


def is_located(
    latitude: float | None,
    longitude: float | None,
    box: tuple[float, float, float, float] | None = SPAIN,
) -> bool:
    """Whether a customer can be planned; (0, 0) is what an empty field looks like.

    :param box: south, west, north, east of the country in degrees, None for any
    """
    if latitude is None or longitude is None or (latitude == 0 and longitude == 0):
        return False
    south, west, north, east = box or (-90.0, -180.0, 90.0, 180.0)
    return south <= latitude <= north and west <= longitude <= east
