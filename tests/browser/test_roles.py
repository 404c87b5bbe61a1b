"""A reader picks a role once; the home page then begins with what belongs to it, and nothing else goes away."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import NewPage
from tests.page_watch import PageWatch

pytestmark = pytest.mark.browser

ROLE = "大客户经理"
GROUPS = ("rules", "clauses", "processes", "forms", "schemes")
"""What a role brings together, in the order of the home page."""


@pytest.fixture
def role(site: Path) -> dict[str, Any]:
    """What the build published about the role."""
    roles = json.loads((site / "assets" / "roles.json").read_text(encoding="utf-8"))
    return next(role for role in roles if role["title"] == ROLE)


def home(page: Page) -> None:
    """Go to the home page as a reader does: without loading the site anew."""
    page.locator(".md-header a.md-logo").click()
    expect(page.locator("h1")).to_contain_text("运营手册")


def test_nothing_is_shown_before_a_role_is_picked(page: Page, watch: PageWatch) -> None:
    page.goto("")
    expect(page.locator(".ways")).to_be_visible()
    expect(page.locator(".my-role")).to_be_empty()
    assert not [address for address in watch.requests if address.endswith("roles.json")]


def test_a_role_picked_from_the_list_comes_first_on_the_home_page(page: Page, role: dict[str, Any]) -> None:
    page.goto("roles/")
    page.get_by_label("我的岗位", exact=True).select_option(ROLE)
    expect(page.locator(".my-role")).to_contain_text("已记住")
    home(page)
    block = page.get_by_role("region", name="我的岗位")
    expect(block.get_by_role("heading", level=2)).to_have_text(f"我的岗位：{ROLE}")
    assert [each["title"] for each in role["rules"][:2]] == ["汽车大用户潜客管理办法", "目标制定与分解办法"]
    pages = [role, *(page for group in GROUPS for page in role[group])]
    block.get_by_text("写明我的条").click()
    links = block.get_by_role("link")
    expect(links).to_have_text([each["title"] for each in pages])
    origin = page.url
    assert [link.evaluate("link => link.href") for link in links.all()] == [f"{origin}{each['url']}" for each in pages]
    expect(page.locator(".ways > div")).to_have_count(3)
    page.reload()
    expect(block).to_be_visible()
    block.get_by_role("link", name=role["schemes"][0]["title"]).click()
    expect(page.locator("#calculator")).to_be_visible()


def test_the_chart_of_the_department_does_not_end_instant_navigation(page: Page) -> None:
    page.goto("")
    page.evaluate("() => { window.visit = 'the same'; }")
    for tab in ("岗位", "流程"):
        page.locator(".md-tabs__link", has_text=tab).click()
        expect(page.locator("h1")).to_have_text(re.compile(tab))
    assert page.evaluate("() => window.visit") == "the same"
    page.go_back()
    page.locator(".drawing a", has_text=ROLE).click()
    expect(page.locator("h1")).to_have_text(re.compile(ROLE))


def test_every_published_address_is_a_page(site: Path) -> None:
    roles = json.loads((site / "assets" / "roles.json").read_text(encoding="utf-8"))
    pages = [page for role in roles for page in (role, *(page for group in GROUPS for page in role[group]))]
    assert [page["url"] for page in pages if not (site / page["url"].partition("#")[0] / "index.html").is_file()] == []


def test_a_role_page_sets_and_forgets_the_role(page: Page) -> None:
    page.goto("roles/account-manager/")
    page.get_by_role("button", name="设为我的岗位").click()
    expect(page.locator(".my-role")).to_contain_text("这是我的岗位")
    page.goto("roles/")
    expect(page.get_by_label("我的岗位", exact=True).locator("option:checked")).to_have_text(ROLE)
    page.goto("roles/account-manager/")
    page.get_by_role("button", name="不再记住").click()
    expect(page.get_by_role("button", name="设为我的岗位")).to_be_visible()
    home(page)
    expect(page.locator(".my-role")).to_be_empty()


def test_the_home_page_forgets_the_role(page: Page) -> None:
    page.goto("roles/account-manager/")
    page.get_by_role("button", name="设为我的岗位").click()
    home(page)
    page.get_by_role("button", name="不再记住").click()
    expect(page.locator(".my-role")).to_be_empty()
    assert page.evaluate("() => localStorage.getItem('handbook.role')") is None


def test_a_role_that_is_gone_shows_nothing(page: Page) -> None:
    page.add_init_script("localStorage.setItem('handbook.role', JSON.stringify('R99'))")
    with page.expect_response("**/assets/roles.json"):
        page.goto("")
    expect(page.locator(".ways")).to_be_visible()
    expect(page.locator(".my-role")).to_be_empty()


def test_where_nothing_can_be_stored_the_role_holds_for_the_visit(page: Page) -> None:
    page.add_init_script("Storage.prototype.setItem = () => { throw new DOMException('no', 'SecurityError'); }")
    page.goto("roles/account-manager/")
    page.get_by_role("button", name="设为我的岗位").click()
    home(page)
    expect(page.get_by_role("region", name="我的岗位")).to_be_visible()


def test_the_block_fits_a_phone(new_page: NewPage) -> None:
    page = new_page(viewport={"width": 390, "height": 844})
    page.add_init_script("localStorage.setItem('handbook.role', JSON.stringify('R02'))")
    page.goto("")
    expect(page.get_by_role("region", name="我的岗位")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
