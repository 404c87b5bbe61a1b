"""Every kind of page and every journey behind a real nginx as it is shipped: no fault, and nobody else is asked."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from handbook.hosting import server_configs
from tests import web_servers
from tests.browser.calculator_page import START, CalculatorPage
from tests.browser.tables import MESSY, workbook_of
from tests.conftest import NewPage
from tests.page_watch import PageWatch

pytestmark = pytest.mark.browser

VIOLATIONS = """addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
    console.error(`policy: ${violatedDirective} ${blockedURI}`));"""


@pytest.fixture(scope="module")
def site_url(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """In place of the test server: nginx, with the file that the build wrote."""
    configuration = site.parent / "build" / "deploy" / "nginx.conf"
    with web_servers.nginx(site, configuration, tmp_path_factory.mktemp("nginx")) as origin:
        yield origin


def kinds_of_pages(site: Path) -> list[str]:
    """Give the first page of each kind: of each folder at the top, and of each depth in it."""
    first: dict[tuple[str, int], str] = {}
    for path in sorted(site.rglob("*.html")):
        parts = path.relative_to(site).parts
        address = path.relative_to(site).as_posix().removesuffix("index.html")
        first.setdefault((parts[0], len(parts)), address)
        if parts[0] == "calculators":  # each is a program of its own
            first[address, 0] = address
    return list(dict.fromkeys(first.values()))


def test_every_kind_of_page_opens_without_fault_and_asks_nobody_else(
    new_page: NewPage, watch: PageWatch, site: Path, site_url: str
) -> None:
    page = new_page()
    page.add_init_script(VIOLATIONS)
    addresses = kinds_of_pages(site)
    assert len(addresses) > 25
    for address in addresses:
        answer = page.goto(address)
        assert answer is not None
        assert answer.ok, address
        expect(page.get_by_role("main")).to_be_visible()
    assert [asked for asked in watch.requests if not asked.startswith(f"{site_url}/")] == []


def test_journeys_ask_nobody_else_and_break_no_rule_of_the_policy(page: Page, watch: PageWatch, site_url: str) -> None:
    page.add_init_script(VIOLATIONS)
    page.goto("")
    page.keyboard.press("/")
    page.keyboard.type("回款率")
    expect(page.get_by_role("list", name="搜索结果").get_by_role("link").first).to_be_visible()
    calculator = CalculatorPage.open(page)
    calculator.paste(MESSY)
    calculator.expect_scored(3)
    with page.expect_download():
        calculator.press("下载结果 .xlsx")
    page.goto("calculators/team/")  # pandas
    page.get_by_role("button", name="填入示例", exact=True).click()
    expect(page.get_by_role("region", name="排名", exact=True).locator("tbody tr")).to_have_count(5, timeout=START)
    page.goto("calculators/leads/")  # charts
    page.get_by_role("button", name="填入示例").first.click()
    expect(page.locator(".calc svg").first).to_be_visible(timeout=START)
    kinds = {address.rsplit(".", 1)[-1] for address in watch.requests}
    assert {"wasm", "image", "mjs", "js", "css", "json"} - kinds <= {"mjs"}
    assert [asked for asked in watch.requests if not asked.startswith((f"{site_url}/", "data:", "blob:"))] == []


def test_a_dropped_workbook_is_read_in_the_page(page: Page, watch: PageWatch) -> None:
    calculator = CalculatorPage.open(page)
    page.add_init_script(VIOLATIONS)
    page.locator("input[type=file]").first.set_input_files(
        {"name": "考核.xlsx", "mimeType": "application/octet-stream", "buffer": workbook_of(MESSY)}
    )
    calculator.expect_scored(3)
    assert {request.partition("/")[0] for request in watch.requests} == {"http:"}


def test_under_a_path_pages_follow_each_other_and_calculate(browser: Browser, site: Path, tmp_path: Path) -> None:
    written = (site / "_headers").read_text(encoding="utf-8")
    policy = written.partition("Content-Security-Policy: ")[2].partition("; frame-ancestors")[0]
    configuration = tmp_path / "nginx.conf"
    configuration.write_text(server_configs.nginx(policy, "/handbook/"), encoding="utf-8")
    with web_servers.nginx(site, configuration, tmp_path) as origin:
        watch = PageWatch(f"{origin}/handbook")
        context = browser.new_context(base_url=f"{origin}/handbook/", permissions=["clipboard-read", "clipboard-write"])
        watch.attach(context)
        calculator = CalculatorPage.open(context.new_page())
        calculator.paste(MESSY)
        calculator.expect_scored(3)
        calculator.page.get_by_role("link", name="大客户部运营手册").first.click()
        expect(calculator.page).to_have_url(f"{origin}/handbook/")
        context.close()
    assert watch.faults == []
