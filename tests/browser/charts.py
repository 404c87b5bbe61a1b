"""Charts as they are drawn: marks measured on the screen and read back as numbers by the axis beside them."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, expect

from tests.browser.calculator_page import START

_DRAWN = """figure => {
    const svg = [...figure.querySelectorAll("svg")].at(-1);
    const all = (mark, tag) => [...svg.querySelectorAll(`g[aria-label="${mark}"] ${tag}`)];
    const number = (node, name) => Number(node.getAttribute(name));
    const moved = (node) => node.getAttribute("transform").match(/-?[0-9.]+/g).map(Number);
    return {
        ticks: all("y-axis tick label", "text").map((node) => [moved(node)[1], node.textContent]),
        bars: all("bar", "rect").map((node) => ["x", "y", "width", "height"].map((name) => number(node, name))),
        lines: all("tick", "line").map((node) => number(node, "y1")),
        dots: all("dot", "circle").map((node) => number(node, "cy")),
        spans: all("rule", "line").map((node) => [number(node, "y1"), number(node, "y2")]),
        fills: all("bar", "rect").map((node) => node.getAttribute("fill")),
        areas: all("area", "path").map((node) => node.getAttribute("d").match(/-?[0-9.]+/g).map(Number)),
    };
}"""


def chart(place: Locator, caption: str) -> Locator:
    """Return the figure whose caption begins so, once it is drawn."""
    figure = place.locator("figure.chart").filter(has=place.page.locator("figcaption", has_text=caption))
    expect(figure.locator("svg").last).to_be_visible(timeout=START)
    return figure


def written(figure: Locator) -> Locator:
    """Return the figures that are written at the marks."""
    return figure.locator('svg g[aria-label="text"] text')


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a chart shows; heights and places as numbers of its axis."""

    marks: dict[str, Any]

    @classmethod
    def of(cls, figure: Locator) -> "Drawn":
        """Measure a figure that is drawn."""
        return cls(figure.evaluate(_DRAWN))

    def _value(self, height: float) -> float:
        """Read a place on the screen by the lowest and the highest tick of the axis."""
        ticks = [(place, float(text.replace(",", "").replace("\u2212", "-"))) for place, text in self.marks["ticks"]]
        (low_at, low), (high_at, high) = ticks[0], ticks[-1]
        return round(low + (height - low_at) * (high - low) / (high_at - low_at), 1)

    @property
    def bars(self) -> list[tuple[float, float]]:
        """From where to where each column reaches."""
        return [(self._value(y + height), self._value(y)) for _, y, _, height in self.marks["bars"]]

    @property
    def widths(self) -> list[float]:
        """How wide lying bars are, the widest of them being 1."""
        widths = [width for _, _, width, _ in self.marks["bars"]]
        return [round(width / max(widths), 2) for width in widths]

    @property
    def lines(self) -> list[float]:
        """Where the short lines lie."""
        return [self._value(place) for place in self.marks["lines"]]

    @property
    def dots(self) -> list[float]:
        """Where the dots lie."""
        return [self._value(place) for place in self.marks["dots"]]

    @property
    def spans(self) -> list[tuple[float, float]]:
        """From where to where the upright lines reach; lying ones begin where they end."""
        reached = [sorted(map(self._value, span)) for span in self.marks["spans"]]
        return [(low, high) for low, high in reached]

    @property
    def areas(self) -> list[list[float]]:
        """Heights at the corners of the areas, there and back."""
        return [[self._value(place) for place in path[1::2]] for path in self.marks["areas"]]
