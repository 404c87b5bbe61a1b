"""A planning calculator as a person uses it: what can be seen and pressed, and expectations that wait."""

from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from tests.browser.calculator_page import START


@dataclass(frozen=True, slots=True)
class PlanPage:
    """A calculator's page."""

    page: Page

    @classmethod
    def open(cls, page: Page, name: str) -> "PlanPage":
        """Go to a calculator and wait for it to be there."""
        page.goto(f"calculators/{name}/")
        calculator = cls(page)
        expect(page.locator(".calc")).to_be_visible()
        return calculator

    def box(self, label: str) -> Locator:
        """The box to paste a table into."""
        return self.page.get_by_role("textbox", name=label)

    def paste(self, label: str, text: str) -> None:
        """Put text on the clipboard and paste it with the keyboard."""
        self.page.evaluate("text => navigator.clipboard.writeText(text)", text)
        self.box(label).focus()
        self.page.keyboard.press("Control+v")

    def fill(self, label: str, text: str) -> None:
        """Type into a field beside the tables."""
        self.page.locator(".calc-options").get_by_label(label, exact=True).fill(text)

    def press(self, name: str) -> None:
        """Press the button of exactly this name."""
        self.page.get_by_role("button", name=name, exact=True).click()

    @property
    def result(self) -> Locator:
        """What was calculated."""
        return self.page.locator('[data-paper="result"]')

    @property
    def fault(self) -> Locator:
        """Why there is no result."""
        return self.page.get_by_role("alert")

    def part(self, name: str) -> Locator:
        """The line of one part of a divided total."""
        lines = self.result.get_by_role("region", name="分解结果").locator("tbody tr")
        return lines.filter(has=self.page.get_by_role("rowheader", name=name, exact=True))

    def expect_part(self, name: str, amount: str) -> None:
        """Wait for a part's amount; the first time, the interpreter starts meanwhile."""
        expect(self.part(name).locator("b")).to_have_text(amount, timeout=START)
