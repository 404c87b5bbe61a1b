"""One page of each kind that the site has, and what one does there before looking at it."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.browser.calculator_page import START


@dataclass(frozen=True, slots=True)
class PageKind:
    """A kind of page, by one of them."""

    name: str
    path: str
    """Relative to the site's root."""
    prepare: Callable[[Page], None] | None = None
    """Bring the page into the state in which it is looked at."""


def example(result: str) -> Callable[[Page], None]:
    """Fill in the page's first example and wait for what its result shows."""

    def fill(page: Page) -> None:
        page.get_by_role("button", name="填入示例").first.click()
        expect(page.locator(result).filter(visible=True).first).to_be_visible(timeout=START)

    return fill


def open_search(page: Page) -> None:
    """Look something up and wait for all that was found."""
    page.keyboard.press("/")
    page.keyboard.insert_text("出差")
    expect(page.locator("[data-search]")).to_have_attribute("data-shown", "出差")


def one_of_each_colour(page: Page) -> None:
    """Put a word of each kind that is coloured into the first code, whatever the pages' own code happens to hold."""
    page.locator(".highlight code").first.evaluate(
        "(code, kinds) => code.append(...kinds.map((kind) => Object.assign(document.createElement('span'),"
        " { className: kind, textContent: `${kind} ` })))",
        ["c1", "err", "gu", "k", "m", "n", "na", "nb", "nf", "no", "nv", "o", "p", "s1", "sr"],
    )


def score(page: Page) -> None:
    """Score the example's people, open one of them and ask for what a better grade takes."""
    example(".kpi-people tbody button")(page)
    page.locator(".kpi-people tbody button").nth(1).click()
    page.locator(".kpi-wish__form").get_by_role("button").nth(1).click()
    expect(page.locator(".kpi-wish__answer p").first).to_be_visible()


READING = (
    PageKind("首页", ""),
    PageKind("搜索", "", open_search),
    PageKind("全部制度", "rules/"),
    PageKind("制度", "rules/general/"),
    PageKind("条", "c/KP-107/"),
    PageKind("某一天的条", "c/KH-201/2026-12-01/"),
    PageKind("全部条款", "c/"),
    PageKind("考核与算分", "kpi/"),
    PageKind("考核方案", "kpi/schemes/am-quarter/"),
    PageKind("全部指标", "kpi/indicators/"),
    PageKind("指标", "kpi/indicators/travel-days/"),
    PageKind("岗位", "roles/account-manager/"),
    PageKind("流程", "process/complaints/"),
    PageKind("时限一览", "process/time-limits/"),
    PageKind("表单", "forms/gift-plan/"),
    PageKind("新人路径", "onboarding/specialist/"),
    PageKind("专项业务", "special/automotive/"),
    PageKind("修订记录", "changes/"),
    PageKind("公告", "announcements/"),
    PageKind("词汇表", "glossary/"),
    PageKind("索引", "a-z/"),
    PageKind("来源", "sources/"),
    PageKind("口径说明", "readings/"),
    PageKind("全部专项业务", "special/"),
    PageKind("用键盘", "keyboard/"),
    PageKind("给维护者", "maintain/scoring-rules/"),
    PageKind("给维护者的代码", "maintain/large-tables/", one_of_each_colour),
    PageKind("性能", "maintain/performance/"),
    PageKind("本机检测", "diag/"),
    PageKind("本机数据", "local-data/"),
    PageKind("离线使用", "offline/"),
    PageKind("开源许可", "licences/"),
    PageKind("没有这个页面", "404.html"),
)
CALCULATING = (
    PageKind("算分", "kpi/schemes/am-quarter/", score),
    PageKind("目标分解", "calculators/targets/", example('[data-paper="result"] table')),
    PageKind("按月", "calculators/months/", example('[data-paper="result"] table')),
    PageKind("目标矩阵", "calculators/matrix/", example('[data-paper="result"] table')),
    PageKind("滚动修订", "calculators/rolling/", example('[data-paper="result"] table')),
    PageKind("集客目标", "calculators/leads/", example('[data-paper="result"] table')),
    PageKind("转化推算", "calculators/projection/", example('[data-paper="result"] svg')),
    PageKind("线索流水", "calculators/lead-log/", example('[data-paper="result"] table')),
    PageKind("团队", "calculators/team/", example('[data-paper="result"] table')),
    PageKind("规则比较", "calculators/what-if/", example('[data-paper="result"] table')),
)
