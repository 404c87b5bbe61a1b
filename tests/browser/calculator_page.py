"""The calculator as a person uses it: only what can be seen and pressed, and expectations that wait."""

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

START = 60_000
"""Milliseconds that a cold start of the interpreter may take on a busy machine."""


@dataclass(frozen=True, slots=True)
class CalculatorPage:
    """A scheme's page with its calculator."""

    page: Page

    @classmethod
    def open(cls, page: Page, scheme: str = "am-quarter") -> "CalculatorPage":
        """Go to a scheme's page and wait for the calculator to be there."""
        page.goto(f"kpi/schemes/{scheme}/")
        calculator = cls(page)
        expect(calculator.box).to_be_visible()
        return calculator

    @property
    def root(self) -> Locator:
        """Everything that the calculator shows."""
        return self.page.locator(".kpi")

    @property
    def box(self) -> Locator:
        """The box to paste a table into."""
        return self.page.get_by_role("textbox", name="考核数据")

    @property
    def grid(self) -> Locator:
        """The preview's table."""
        return self.page.get_by_role("region", name="读到的表格")

    @property
    def sheet(self) -> Locator:
        """The open score sheet."""
        return self.page.locator(".kpi-sheet")

    @property
    def people(self) -> Locator:
        """The lines of the list of people."""
        return self.page.get_by_role("region", name="各人得分").locator("tbody tr")

    @property
    def card(self) -> Locator:
        """What the calculator says about its own doings."""
        return self.page.locator(".kpi-message")

    def paste(self, text: str) -> None:
        """Put text on the clipboard and paste it with the keyboard."""
        self.page.evaluate("text => navigator.clipboard.writeText(text)", text)
        self.box.focus()
        self.page.keyboard.press("Control+v")

    def paste_event(self, text: str) -> None:
        """Paste a text that is too large for the clipboard of a test browser."""
        self.box.evaluate(
            """(box, text) => {
                const clipboardData = new DataTransfer();
                clipboardData.setData("text/plain", text);
                box.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
            }""",
            text,
        )

    def press(self, name: str) -> None:
        """Press the button of exactly this name."""
        self.page.get_by_role("button", name=name, exact=True).click()

    def choose(self, label: str, value: str) -> None:
        """Come to a select of the preview, which has its choices from then on, and choose one."""
        select = self.page.get_by_label(label, exact=True)
        select.focus()
        select.select_option(value)

    def tab(self, name: str) -> None:
        """Choose a way in."""
        self.page.get_by_role("tab", name=name).click()

    def cell(self, row: int, column: int) -> Locator:
        """Return a cell of the preview; both count from 1, columns as pasted."""
        return self.grid.locator("tbody tr").nth(row - 1).locator("td").nth(column - 1)

    def expect_scored(self, people: int) -> None:
        """Wait for the list of people; the first time, the interpreter starts meanwhile."""
        expect(self.people).to_have_count(people, timeout=START)

    def expect_summary(self, text: str | re.Pattern[str]) -> None:
        """Wait for the line that says what was read."""
        expect(self.page.locator(".kpi-summary").filter(has_text=text)).to_be_visible(timeout=START)

    def open_person(self, name: str) -> None:
        """Open somebody's sheet from the list."""
        self.press(name)
        expect(self.sheet.get_by_role("heading", name=name)).to_be_visible()

    def total(self) -> str:
        """Return the total on the open sheet."""
        return self.sheet.locator(".kpi-score__total").inner_text()


def starts_of(requests: list[str]) -> int:
    """Count how often an interpreter was asked for, from the addresses that a visit requested."""
    return sum(address.endswith("/runtime.json") for address in requests)
