"""A newcomer's path: ticks and answers stay, right and wrong are said in words, one page goes to the manager."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.conftest import NewPage

pytestmark = pytest.mark.browser

PATH = "onboarding/office/"
TOTAL = 36
"""Fifteen readings, ten tasks, eleven questions: the path of 内勤."""


def question(page: Page, words: str) -> Locator:
    return page.get_by_role("group", name=words)


def words(page: Page) -> Locator:
    return page.locator(".path-words")


def export(page: Page) -> None:
    page.get_by_text("导出给主管").click()


def walk(page: Page) -> None:
    """Tick one reading, answer one question right and one wrong."""
    page.get_by_role("checkbox").first.check()
    question(page, "同事领办公用品").get_by_label("个人账户").check()
    question(page, "当天往返外地算几天").get_by_label("半天").check()
    expect(words(page)).to_have_text(f"已完成 2/{TOTAL}：阅读 1/15，任务 0/10，小测答对 1/11")


def test_right_and_wrong_are_said_in_words_with_a_way_to_the_clause(page: Page) -> None:
    page.goto(PATH)
    expect(words(page)).to_have_text(f"已完成 0/{TOTAL}：阅读 0/15，任务 0/10，小测答对 0/11")
    asked = question(page, "当天往返外地算几天")
    asked.get_by_label("半天").check()
    expect(asked.get_by_role("status")).to_have_text("不对。先读 KH-204 出差天数，再选一次。")
    asked.get_by_label("一天").check()
    expect(asked.get_by_role("status")).to_have_text("答对了。依据：KH-204 出差天数")
    expect(words(page)).to_contain_text("小测答对 1/11")
    expect(page.locator(".path-progress")).to_have_accessible_name(f"已完成 1/{TOTAL}")
    asked.get_by_role("status").get_by_role("link").click()
    expect(page).to_have_url(re.compile("rules/general/#KH-204$"))
    expect(page.locator("#KH-204")).to_be_visible()


def test_ticks_and_answers_are_there_after_a_reload_and_on_coming_back(page: Page) -> None:
    page.goto(PATH)
    walk(page)
    page.reload()
    expect(words(page)).to_contain_text(f"已完成 2/{TOTAL}")
    expect(page.get_by_role("checkbox").first).to_be_checked()
    expect(question(page, "当天往返外地算几天").get_by_role("status")).to_contain_text("不对")
    # Instant navigation: to another path, which has marks of its own, and back.
    page.locator(".md-nav a", has_text="客服新人路径").first.click()
    expect(page.get_by_role("heading", name="客服新人路径")).to_be_visible()
    expect(words(page)).to_contain_text("已完成 0/")
    page.go_back()
    expect(page.get_by_role("heading", name="内勤新人路径")).to_be_visible()
    expect(words(page)).to_contain_text(f"已完成 2/{TOTAL}")
    page.get_by_role("checkbox").first.uncheck()
    expect(words(page)).to_contain_text(f"已完成 1/{TOTAL}")


def test_without_storage_marks_hold_for_the_visit_and_the_page_says_so(page: Page) -> None:
    page.add_init_script(  # ours alone: the theme's own script does not expect it
        """for (const name of ["getItem", "setItem", "removeItem"]) {
          const method = Storage.prototype[name];
          Storage.prototype[name] = function (key, ...rest) {
            if (key.startsWith("handbook.")) throw new DOMException("refused", "SecurityError");
            return method.call(this, key, ...rest);
          };
        }"""
    )
    page.goto(PATH)
    walk(page)
    export(page)
    expect(page.locator(".path-export")).to_contain_text("只在这次打开期间有效")
    page.locator(".md-nav a", has_text="客服新人路径").first.click()
    expect(page.get_by_role("heading", name="客服新人路径")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="内勤新人路径")).to_be_visible()
    expect(words(page)).to_contain_text(f"已完成 2/{TOTAL}")


def test_what_is_stored_by_something_else_does_no_harm(page: Page) -> None:
    page.goto(PATH)
    page.evaluate("localStorage.setItem('handbook.onboarding.N04', '{\"x\": \"<b>\", broken')")
    page.reload()
    expect(words(page)).to_contain_text(f"已完成 0/{TOTAL}")


def test_the_manager_gets_lines_of_text_and_a_name_is_text(page: Page) -> None:
    page.goto(PATH)
    walk(page)
    export(page)
    page.get_by_label("姓名").fill("<img src=x>张三")
    page.get_by_role("button", name="复制文字").click()
    expect(page.locator(".path-export")).to_contain_text("已复制")
    lines = page.evaluate("navigator.clipboard.readText()").splitlines()
    assert lines[:2] == ["内勤新人路径", "姓名：<img src=x>张三"]
    assert re.fullmatch(r"日期：\d{4}-\d\d-\d\d", lines[2])
    assert lines[3] == f"已完成 2/{TOTAL}：阅读 1/15，任务 0/10，小测答对 1/11"
    assert "- 同事领办公用品，先要有什么？ 答：个人账户，对（KH-501 办公用品领用）" in lines
    assert "- 统计出差时，当天往返外地算几天？ 答：半天，不对（KH-204 出差天数）" in lines
    assert sum(line.startswith("【") for line in lines) == 5
    assert "张三" not in page.evaluate("JSON.stringify(localStorage)")


@pytest.mark.parametrize("path", ["account-manager", "specialist", "director", "office", "service"])
def test_the_manager_s_page_is_one_page(page: Page, path: str) -> None:
    page.goto(f"onboarding/{path}/")
    export(page)
    page.get_by_label("姓名").fill("<b>李四</b>")
    page.evaluate("window.print = () => {}")
    page.get_by_role("button", name="打印一页").click()
    page.emulate_media(media="print")
    expect(page.locator(".path-report")).to_contain_text("姓名：<b>李四</b>")
    expect(page.locator(".path-report")).to_contain_text("未答")
    expect(page.locator("h1")).to_be_hidden()
    paper = page.pdf(prefer_css_page_size=True)
    assert paper.count(b"/Type /Page\n") + paper.count(b"/Type /Page ") + paper.count(b"/Type /Page/") == 1
    expect(page.locator("body[data-print]")).to_have_count(0)


def test_clearing_asks_first(page: Page) -> None:
    page.goto(PATH)
    walk(page)
    export(page)
    page.get_by_role("button", name="清空", exact=True).click()
    page.locator("dialog").get_by_role("button", name="取消").click()
    expect(page.locator("dialog")).to_have_count(0)
    expect(words(page)).to_contain_text(f"已完成 2/{TOTAL}")
    page.get_by_role("button", name="清空", exact=True).click()
    page.get_by_role("button", name="确定清空").click()
    expect(words(page)).to_contain_text(f"已完成 0/{TOTAL}")
    expect(page.locator("article input:checked")).to_have_count(0)
    page.reload()
    expect(words(page)).to_contain_text(f"已完成 0/{TOTAL}")


def test_without_javascript_the_answers_unfold(new_page: NewPage) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(PATH)
    asked = question(page, "当天往返外地算几天")
    answer = asked.get_by_text("答案：一天。")
    expect(answer).to_be_hidden()
    asked.get_by_text("看答案").click()
    expect(answer).to_be_visible()
    asked.get_by_label("一天").check()
    expect(page.locator(".path-desk")).to_contain_text("可以打印本页")


def test_a_newcomer_finds_the_path_from_home_and_from_the_role(page: Page) -> None:
    page.goto("")
    page.locator(".ways").get_by_role("link", name="新人路径").click()
    page.locator("article").get_by_role("link", name="内勤", exact=True).click()
    expect(page.get_by_role("heading", name="内勤", exact=False).first).to_be_visible()
    page.locator("article").get_by_role("link", name="内勤新人路径").click()
    expect(words(page)).to_contain_text(f"已完成 0/{TOTAL}")


@pytest.mark.parametrize("path", ["onboarding/", PATH])
@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_is_wider_than_its_window(new_page: NewPage, path: str, width: int) -> None:
    page = new_page(viewport={"width": width, "height": 844})
    page.goto(path)
    expect(page.locator("h1").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
