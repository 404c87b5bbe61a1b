"""Another department's site, begun from nothing: searched and scored in a browser, and changed by one row."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from handbook.cli import main
from tests.browser.calculator_page import CalculatorPage
from tests.conftest import NewPage
from tests.page_watch import PageWatch
from tests.site_server import serving

pytestmark = pytest.mark.browser

TABLE = "姓名\t完成任务数\t计划任务数\t按时完成数\t差错次数\n李小红\t36\t40\t30\t1\n王小明\t40\t40\t40\t0\n"


def build(folder: Path) -> Path:
    """Build the department's site, the browser's Python with it; return its folder."""
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env=os.environ)
    assert done.returncode == 0, done.stderr
    return folder / "site"


def score(page: Page, address: str) -> str:
    """Paste two people's figures; return the total of the first."""
    page.goto(f"{address}/kpi/schemes/quarter/")
    calculator = CalculatorPage(page)
    calculator.paste(TABLE)
    calculator.expect_scored(2)
    calculator.open_person("李小红")
    return calculator.total()


def test_a_department_s_site_is_searched_and_scores_by_its_own_rows(
    tmp_path: Path, new_page: NewPage, watch: PageWatch
) -> None:
    folder = tmp_path / "new"
    assert main(["init", str(folder)]) == 0
    with serving(build(folder)) as address:
        watch.origin = address
        page = new_page()
        page.goto(f"{address}/")
        expect(page.get_by_role("heading", name="客户服务部运营手册")).to_be_visible()
        page.wait_for_load_state("networkidle")
        page.keyboard.press("/")
        expect(page.get_by_role("textbox", name="搜索")).to_be_focused()
        page.keyboard.insert_text("答复时限")
        page.locator(".md-search-result__link").filter(has_text="FW-201").first.click()
        expect(page.locator("#FW-201")).to_be_in_viewport()
        assert score(page, address) == "80.00"
    scheme = folder / "handbook_src/kpi/schemes/quarter.md"
    text = scheme.read_text("utf-8").replace("每低于 5% 扣 5 分", "每低于 5% 扣 10 分")
    scheme.write_text(text.replace("| 1 | 40 | 80 | 良好 |", "| 1 | 30 | 70 | 合格 |"), "utf-8")
    with serving(build(folder)) as address:
        watch.origin = address
        assert score(new_page(), address) == "70.00"
