"""The sketch of a route as a piece of a page."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from reportlab.platypus.flowables import Flowable

from . import sketch

_MARGIN = 11
_RADIUS = 6.2
_FONT = 6.4


class RouteSketch(Flowable):
    """Numbered points in the order of the route, and lines between them; a square at either end.

    :param kit: the document, for its colours and its font
    :param stops: (label, place) in the order of the way
    """

    def __init__(
        self, kit, stops: Sequence[tuple[str, sketch.Point]], start: sketch.Point | None,
        end: sketch.Point | None, height: float,
    ) -> None:  # fmt: skip
        super().__init__()
        self._kit, self._start, self._end = kit, start, end
        self._labels = [label for label, _place in stops]
        self._places = [place for _label, place in stops]
        self.height = height

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        self.width = width
        return width, self.height

    def draw(self) -> None:
        canvas, colours = self.canv, self._kit.colours
        ends = [place for place in (self._start, self._end) if place]
        points = sketch.project([*self._places, *ends], self.width, self.height, _MARGIN)
        count = len(self._places)
        first = points[count] if self._start else None
        last = points[-1] if self._end else None
        canvas.setFillColor(colours.zebra)
        canvas.setStrokeColor(colours.line)
        canvas.setLineWidth(0.5)
        canvas.roundRect(0, 0, self.width, self.height, 3, stroke=1, fill=1)
        self._draw_way([each for each in (first, *points[:count], last) if each])
        shown = sketch.spread(points[:count], 2 * _RADIUS + 1, self.width, self.height, _RADIUS + 1)
        self._draw_ends([each for each in (first, last) if each])
        self._draw_stops(points[:count], shown)

    def _draw_way(self, points: list[sketch.Point]) -> None:
        canvas = self.canv
        canvas.setStrokeColor(self._kit.colours.primary)
        canvas.setLineWidth(1.1)
        canvas.setLineJoin(1)
        for one, other in pairwise(points):
            canvas.line(*one, *other)

    def _draw_ends(self, points: list[sketch.Point]) -> None:
        canvas = self.canv
        canvas.setFillColor(self._kit.colours.ink)
        for x, y in points:
            canvas.rect(x - 3, y - 3, 6, 6, stroke=0, fill=1)

    def _draw_stops(self, points: list[sketch.Point], shown: list[sketch.Point]) -> None:
        canvas, colours = self.canv, self._kit.colours
        font = self._kit.typeface.main.bold
        for (x, y), (label_x, label_y) in zip(points, shown, strict=True):
            # where a label had to give way a thin line leads to its place
            canvas.setStrokeColor(colours.grey)
            canvas.setLineWidth(0.4)
            canvas.line(x, y, label_x, label_y)
            canvas.setFillColor(colours.grey)
            canvas.circle(x, y, 1.2, stroke=0, fill=1)
        for label, (x, y) in zip(self._labels, shown, strict=True):
            canvas.setFillColor(colours.primary)
            canvas.setStrokeColor("white")
            canvas.setLineWidth(0.7)
            canvas.circle(x, y, _RADIUS, stroke=1, fill=1)
            canvas.setFillColor(colours.on_primary)
            canvas.setFont(font, _FONT)
            canvas.drawCentredString(x, y - _FONT * 0.36, label)
