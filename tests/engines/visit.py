"""A visit as a person makes it: what can be seen, pressed and typed, and expectations that wait."""

import time
from dataclasses import dataclass, field
from typing import Any

from tests.engines.engine import Engine

START = 90
"""Seconds that a cold start of the interpreter may take on a busy machine, in the slowest engine."""
SEEN = """(selector) => [...document.querySelectorAll(selector)]
    .filter((node) => node.getClientRects().length && getComputedStyle(node).visibility !== "hidden")"""


@dataclass
class Visit:
    """One tab, on one site."""

    engine: Engine
    site: str
    """The address of the site; no slash at the end."""
    faults: list[str] = field(default_factory=list[str])
    """What the pages noted that were left."""

    def go(self, path: str) -> None:
        """Open a page of the site."""
        self._note()
        self.engine.go(f"{self.site}/{path}")

    def run(self, function: str, *arguments: Any) -> Any:
        """Call a JavaScript function in the page."""
        return self.engine.run(function, *arguments)

    def until(self, function: str, *arguments: Any) -> Any:
        """Wait for a JavaScript function to give something, and return it."""
        end = time.monotonic() + START
        while not (found := self.run(function, *arguments)):
            assert time.monotonic() < end, f"{function} {arguments}: not in {START} s; {self.run(WORDS)}"
            time.sleep(0.1)
        return found

    def expect(self, selector: str, text: str) -> None:
        """Wait for something that can be seen to say this."""
        self.until(
            f"(selector, text) => ({SEEN})(selector).some((node) => node.innerText.includes(text))", selector, text
        )

    def click(self, name: str) -> None:
        """Press the button, tab or link of exactly this name, as soon as it can be seen."""
        self.until(
            f"""(name) => {{
                const named = ({SEEN})("button, a, [role=tab], label").find((node) =>
                    [node.innerText.trim(), node.title, node.getAttribute("aria-label")].includes(name));
                named?.click();
                return Boolean(named);
            }}""",
            name,
        )

    def fill(self, selector: str, text: str) -> None:
        """Put text where there may be some already, in one go as a paste does."""
        self.until(
            f"""(selector, text) => {{
                const [box] = ({SEEN})(selector);
                if (!box) return false;
                box.focus();
                box.select();
                return document.execCommand("insertText", false, text);
            }}""",
            selector,
            text,
        )

    def leave(self) -> None:
        """End the visit: nothing goes on running in the tab, and nothing is kept."""
        self._note()
        self.run("() => { localStorage.clear(); sessionStorage.clear(); }")
        self.engine.go("about:blank")

    def _note(self) -> None:
        self.faults += self.run("() => globalThis.faults ?? []")


WORDS = "() => document.querySelector('main')?.innerText.slice(0, 1500) ?? document.body.innerText.slice(0, 1500)"
