"""What a newcomer asks, answered by clicking alone: no search, three clicks at most, the answer in sight."""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


@dataclass(frozen=True, slots=True)
class Question:
    """A question, the names of the links that lead from the home page to its answer, and words of the answer."""

    asked: str
    clicks: tuple[str, ...]
    answer: str


QUESTIONS = [
    Question("每月最少出差几天？", ("大客户部管理制度", "出差天数"), "每月出差不少于 15 天"),
    Question("礼品多少钱以内？", ("开发与拜访办法", "限额"), "小型礼品，每件"),
    Question("能不能给政府的人送礼？", ("开发与拜访办法", "礼品与接待的合规规定"), "不得向国家工作人员"),
    Question("订单的价格谁审？", ("专项业务", "订单管理", "DD-302 谁审核价格和资质"), "内勤审核价格"),
    Question("投诉怎么处理，谁牵头？", ("流程", "投诉处理"), "意见和投诉从登记到关闭"),
    Question("完成率 88% 得几分？", ("目标与考核办法", "销售完成率"), "差 12 个百分点，2 档"),
    Question("得分不对找谁？", ("目标与考核办法", "申诉"), "可向人力资源部书面申诉"),
    Question("手机费报多少？", ("大客户部管理制度", "通讯费"), "大客户专员 150 元"),
    Question("集客目标怎么定？", ("专项业务", "汽车大用户潜客管理", "QC-403 集客目标"), "÷ 历史成交率"),
    Question("客户询价多久要报？", ("时限一览", "订单"), "48 小时"),
    Question("离职前要办什么？", ("流程", "离岗移交"), "三方签字"),
    Question("我要填哪些表？", ("我的岗位", "大客户专员", "要填和要收的表单"), "什么时候填"),
]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.asked)
def test_a_question_is_answered_within_three_clicks(page: Page, question: Question) -> None:
    page.goto("")
    for name in question.clicks:
        ending = re.compile(rf"(^|[条章 ]){re.escape(name)}$")
        before = page.url
        page.get_by_role("link", name=ending).filter(visible=True).first.click()
        page.wait_for_url(lambda address, before=before: address != before)
    expect(page.get_by_text(question.answer).filter(visible=True).first).to_be_in_viewport()
    assert len(question.clicks) <= 3
