"""The search leads to the answer: held to in a real browser, through the box, as a person types."""

import pytest
from playwright.sync_api import Page

from tests.search.recall import FIRST, FOLDER, measure, read_cases, recall, table

pytestmark = pytest.mark.browser


def test_the_first_three_results_answer_and_mostly_the_first(page: Page) -> None:
    page.goto("")
    outcomes = measure(page, read_cases(FOLDER / "queries.yaml"))
    shown = table(outcomes)
    assert recall(outcomes, FIRST) >= 0.97, shown
    assert recall(outcomes, 1) >= 0.85, shown
