"""Pages of the onboarding paths: lists to tick, questions to answer, the answers folded away.

Everything can be read and ticked without the script; `docs/assets/js/onboarding.js` remembers, counts and exports.
"""

from __future__ import annotations

from html import escape as html_escape
from typing import TYPE_CHECKING

from handbook.content.onboarding import PHASES
from handbook.markdown.prose import without_code
from handbook.markdown.references import Kind, Target
from handbook.pages.links import escape, link, link_line, linked_lines
from handbook.pages.markup import attribute, facts_line, front_matter, meta_line, table
from handbook.pages.work_links import to

if TYPE_CHECKING:
    from collections.abc import Iterable

    from handbook.content.onboarding import Item, Onboarding, Phase, Question
    from handbook.content.roles import Role
    from handbook.content.work import Work
    from handbook.markdown.references import Index

ONBOARDING = "onboarding/index.md"
TITLE = "新人路径"


def onboarding_link(onboarding: Onboarding, page: str) -> str:
    """Return a link to a path from any page."""
    return link(Target(Kind.PAGE, onboarding.title, onboarding.title, onboarding.path), page)


def onboarding_line(role: Role, work: Work) -> str:
    """Return the line on a role's page that leads to its path; "" when it has none."""
    onboarding = work.onboarding_of(role)
    return f"{TITLE}：{onboarding_link(onboarding, role.path)}，逐项打勾，做完小测，导出给主管。" if onboarding else ""


def onboarding_page(onboarding: Onboarding, index: Index) -> str:
    """Return a role's path: the phases with what to read and do, and the quiz of each."""
    headings = onboarding.document.headings()
    intro = linked_lines(onboarding.document, index)[: headings[0].line - 1]
    items = sum(len(phase.to_read) + len(phase.tasks) for phase in onboarding.phases)
    head = front_matter(
        onboarding.title, f"{onboarding.role}上岗头三个月读什么、做什么，{len(onboarding.questions)} 道小测题。"
    )
    parts = [
        f"{head}\n# {escape(onboarding.title)}",
        meta_line([("编号", onboarding.id), ("要读要做", f"{items} 项"), ("小测", f"{len(onboarding.questions)} 题")]),
        facts_line([("岗位", to(index, Kind.ROLE, onboarding.role, onboarding.path))]),
        "\n".join(intro).strip("\n"),
        _desk(onboarding),
    ]
    for number, phase in enumerate(onboarding.phases, 1):
        parts += _phase(onboarding, phase, number, index)
    return "\n\n".join(filter(None, parts)) + "\n"


def _desk(onboarding: Onboarding) -> str:
    """Return the place of progress and export, with what holds while no script has filled it."""
    hint = "这里的进度没有显示出来时，勾选和答案不会记住；可以打印本页，用笔勾。"
    return f'<div class="path-desk" data-path="{onboarding.id}" data-search-exclude>\n<p>{hint}</p>\n</div>'


def _phase(onboarding: Onboarding, phase: Phase, number: int, index: Index) -> list[str]:
    return [
        f"## {phase.name} {{: #phase-{number} }}",
        _ticks(onboarding, phase, phase.to_read, ("read", "阅读"), index),
        _ticks(onboarding, phase, phase.tasks, ("do", "任务"), index),
        "小测\n{: .path-part }",
        *(_question(onboarding, phase, question, index) for question in phase.quiz),
    ]


def _ticks(onboarding: Onboarding, phase: Phase, items: Iterable[Item], kind: tuple[str, str], index: Index) -> str:
    """Return a list to tick; `kind` is what the script calls it and what people do."""
    own, title = kind
    lines = [
        f'- <label><input type="checkbox" data-item="{item.key}" data-kind="{own}" data-phase="{phase.name}"> '
        f"<span>{link_line(item.text, without_code(item.text), index, onboarding.path)}</span></label>"
        for item in items
    ]
    group = f'<div class="path-list" role="group" aria-label="{title}" markdown="1">\n'
    return "\n".join([f"{title}\n{{: .path-part }}\n", group, *lines, "\n</div>"])


def _question(onboarding: Onboarding, phase: Phase, question: Question, index: Index) -> str:
    name = f"{onboarding.id}-{question.key}"
    choices = [
        f'- <label><input type="radio" name="{name}" value="{place}"> <span>{escape(choice)}</span></label>'
        for place, choice in enumerate(question.choices)
    ]
    clause = to(index, Kind.CLAUSE, question.clause, onboarding.path)
    quote = escape(attribute(question.quote))
    right = question.choices.index(question.answer)
    data = f'data-item="{question.key}" data-phase="{phase.name}" data-answer="{right}"'
    return "\n".join(
        [
            f'<fieldset class="path-question" {data} markdown="1">',
            f"<legend>{html_escape(question.text)}</legend>\n",
            *choices,
            '\n<details class="path-answer" markdown="1">\n<summary>看答案</summary>\n',
            f"答案：**{escape(question.answer)}**。依据{clause}，条文写的是“{quote}”。",
            "\n</details>\n\n</fieldset>",
        ]
    )


def onboarding_index(work: Work, index: Index) -> str:
    """Return the list of paths."""
    rows = [
        (
            onboarding_link(onboarding, ONBOARDING),
            to(index, Kind.ROLE, onboarding.role, ONBOARDING),
            str(sum(len(phase.to_read) for phase in onboarding.phases)),
            str(sum(len(phase.tasks) for phase in onboarding.phases)),
            str(len(onboarding.questions)),
        )
        for onboarding in work.onboardings
    ]
    parts = [
        f"{front_matter(TITLE, '各岗位的新人头三个月读什么、做什么，边学边测。')}\n# {TITLE}",
        (
            f"写给刚到岗的人和带新人的主管：点自己岗位的路径，按{'、'.join(PHASES)}逐项阅读、做事、答题。"
            "勾选和答案只记在自己的浏览器里，要交给主管时复制或打印一页。"
        ),
        table(("路径", "岗位", "阅读", "任务", "小测题"), rows),
        "小测的每道题都写明依据哪一条，条文里的数字一改，题目须跟着改。",
    ]
    return "\n\n".join(parts) + "\n"


def onboarding_pages(work: Work, index: Index) -> dict[str, str]:
    """Return the Markdown of every path and of their list; nothing where there is no path."""
    pages = {onboarding.path: onboarding_page(onboarding, index) for onboarding in work.onboardings}
    return pages | {ONBOARDING: onboarding_index(work, index)} if pages else {}
