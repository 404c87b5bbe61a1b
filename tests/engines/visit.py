"""A visit as a person makes it: what can be seen, pressed and typed, and expectations that wait."""

import time
from dataclasses import dataclass, field
from typing import Any

from tests.engines.engine import CONTROL, ENTER, Engine

START = 90
"""Seconds that a cold start of the interpreter may take on a busy machine, in the slowest engine."""
SEEN = """(selector) => [...document.querySelectorAll(selector)]
    .filter((node) => node.getClientRects().length && getComputedStyle(node).visibility !== "hidden")"""

ELSEWHERE = """(text) => {
    const elsewhere = document.body.appendChild(document.createElement("textarea"));
    elsewhere.id = "elsewhere";
    elsewhere.value = text;
    elsewhere.focus();
    elsewhere.select();
}"""


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

    def press(self, name: str) -> None:
        """Press the button of exactly this name with the keyboard, which counts as a person's own doing."""
        self.until(
            f"""(name) => {{
                const named = ({SEEN})("button").find((node) => node.innerText.trim() === name && !node.disabled);
                named?.focus();
                return Boolean(named);
            }}""",
            name,
        )
        self.engine.press(ENTER)

    def paste(self, selector: str, text: str) -> None:
        """Copy a text elsewhere and paste it with the keyboard."""
        self.until(f"(selector) => ({SEEN})(selector).length", selector)
        self.run(ELSEWHERE, text)
        self.engine.press(f"{CONTROL}c")
        self.run(
            f"""(selector) => {{
                document.getElementById("elsewhere").remove();
                const [box] = ({SEEN})(selector);
                box.focus();
                box.select();
            }}""",
            selector,
        )
        self.engine.press(f"{CONTROL}v")

    def search(self, query: str) -> None:
        """Open the search with its key, as soon as the page listens to it, and type."""
        while not self.run("() => document.activeElement.matches('[data-search] input')"):
            self.engine.press("/")
            self.run("() => new Promise(requestAnimationFrame)")
        self.run("() => document.activeElement.select()")  # the key again, where the page answered to it late
        self.engine.press(query)

    def clipboard(self) -> str:
        """Paste what was copied elsewhere, and give it."""
        self.run(ELSEWHERE, "")
        self.engine.press(f"{CONTROL}v")
        return self.until(
            """() => {
                const elsewhere = document.getElementById("elsewhere");
                if (elsewhere.value) elsewhere.remove();
                return elsewhere.value;
            }"""
        )

    def leave(self) -> None:
        """End the visit: nothing goes on running in the tab, and nothing is kept."""
        self._note()
        self.run("() => { localStorage.clear(); sessionStorage.clear(); }")
        self.engine.go("about:blank")

    def _note(self) -> None:
        self.faults += self.run("() => globalThis.faults ?? []")


WORDS = """() => {
    const nodes = [...document.querySelectorAll("[role=status], [role=alert], .kpi-progress")];
    const said = nodes.map((node) => node.innerText).filter(Boolean);
    const text = (document.querySelector("main") ?? document.body).innerText.slice(0, 1500);
    return { faults: globalThis.faults, address: location.href, said, text };
}"""
