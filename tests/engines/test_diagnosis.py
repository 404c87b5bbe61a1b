"""The page /diag/ in every engine: what the browser can do, how Python came up and why so, as a text for support."""

import re

import pytest

from tests.engines.conftest import SpoiltVisit
from tests.engines.visit import Visit
from tests.engines.watched_site import Spoilt

pytestmark = pytest.mark.browser

SLOW_LOCK = """{
    const { request } = LockManager.prototype;
    LockManager.prototype.request = async function (...asked) {
        await new Promise((resolve) => setTimeout(resolve, 1500));
        return request.apply(this, asked);
    };
}"""
DEADLY_WORD = """{
    const { postMessage } = self;
    self.postMessage = (...said) => {
        postMessage.apply(self, said);
        close();
    };
}"""
FACTS = """() => [...document.querySelectorAll(".local-table tr")]
    .map((row) => [...row.cells].map((cell) => cell.innerText))"""
NO_CLIPBOARD = """Object.defineProperty(navigator, "clipboard", { value: undefined });
Document.prototype.execCommand = () => false;"""
TRIALS = ("算分", "流水汇总")


def diagnosed(visit: Visit) -> dict[str, str]:
    """Run the trials, and give what they showed."""
    visit.go("diag/")
    visit.press("开始检测")
    visit.expect("[role=status]", "检测完成")
    return dict(visit.run(FACTS))


def test_it_shows_what_the_browser_can_do_and_how_both_images_came_up(visit: Visit) -> None:
    facts = diagnosed(visit)
    assert facts["浏览器"] == visit.run("() => navigator.userAgent")
    for ability in ("WebAssembly", "DecompressionStream", "crypto.subtle", "Web Locks"):
        (said,) = (value for name, value in facts.items() if ability in name)
        assert said == "有", ability
    for trial in TRIALS:
        assert facts[f"{trial}：方式"] == "快速启动"
        assert f"{trial}：没有快速启动的原因" not in facts
        assert facts[f"{trial}：用时"].endswith(" 秒")
        assert re.fullmatch(r"[1-9] 个，(压缩后 .+，其中这次从网络取得 .+|这个浏览器不报大小)", facts[f"{trial}：文件"])
        assert "MB" in facts[f"{trial}：占用内存"]
        assert "自检通过" in facts[f"{trial}：各步（毫秒）"]
    visit.press("复制结果")
    visit.expect("[role=status]", "已复制")
    copied = visit.clipboard().splitlines()
    assert copied[1] == visit.site
    assert copied[2:] == [f"{name}：{value}" for name, value in facts.items()]


def test_it_gives_the_reason_for_the_ordinary_way_and_a_text_to_copy_by_hand(spoilt_visit: SpoiltVisit) -> None:
    visit = spoilt_visit(Spoilt(worker="delete globalThis.DecompressionStream;", page=NO_CLIPBOARD))
    facts = diagnosed(visit)
    for trial in TRIALS:
        assert facts[f"{trial}：方式"] == "普通启动"
        assert "DecompressionStream" in facts[f"{trial}：没有快速启动的原因"]
    visit.press("复制结果")
    visit.expect("dialog", "请按 Ctrl+C")
    selected = visit.run(
        "() => { const { value, selectionEnd } = document.activeElement; return value.slice(0, selectionEnd); }"
    )
    assert selected.splitlines()[2:] == [f"{name}：{value}" for name, value in facts.items()]


def test_it_says_why_nothing_starts(spoilt_visit: SpoiltVisit) -> None:
    visit = spoilt_visit(Spoilt(page="delete globalThis.WebAssembly;"))
    facts = diagnosed(visit)
    assert facts["运行计算程序的能力（WebAssembly）"] == "没有"
    for trial in TRIALS:
        assert facts[f"{trial}：方式"] == "没有启动"
        assert "不支持 WebAssembly" in facts[f"{trial}：原因"]


def test_a_worker_that_gets_its_lock_late_is_not_taken_for_dead(spoilt_visit: SpoiltVisit) -> None:
    facts = diagnosed(spoilt_visit(Spoilt(worker=SLOW_LOCK)))
    assert [facts[f"{trial}：方式"] for trial in TRIALS] == ["快速启动", "快速启动"]


def test_a_worker_that_dies_during_the_trial_is_reported(spoilt_visit: SpoiltVisit) -> None:
    facts = diagnosed(spoilt_visit(Spoilt(worker=DEADLY_WORD)))
    for trial in TRIALS:
        assert facts[f"{trial}：方式"] == "没有启动"
        assert facts[f"{trial}：原因"] == "计算进程意外停止。"
