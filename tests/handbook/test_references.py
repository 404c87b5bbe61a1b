from __future__ import annotations

from handbook.markdown.documents import read_document
from handbook.markdown.references import Index, Kind, Target, find_references
from handbook.pages.links import href, link, linked_lines, site_url

CLAUSE = Target(Kind.CLAUSE, "KH-204", "KH-204 出差天数", "rules/travel.md", "KH-204")
TERM = Target(Kind.TERM, "大客户", "大客户", "glossary.md", "大客户")
INDICATOR = Target(Kind.INDICATOR, "完成率", "完成率", "kpi/indicators/completion.md")
TERM_TOO = Target(Kind.TERM, "完成率", "完成率", "glossary.md", "完成率")


def index() -> Index:
    known = Index()
    known.add(CLAUSE)
    known.add(TERM, "关键客户")
    known.add(INDICATOR)
    known.add(TERM_TOO)
    return known


def rendered(body: str, path: str = "rules/other.md") -> str:
    document, findings = read_document(path, f"---\ntitle: x\n---\n{body}")
    assert findings == []
    return "\n".join(linked_lines(document, index())[3:])


def test_clauses_show_id_and_title_everything_else_what_was_written() -> None:
    assert rendered("按[[KH-204]]，[[关键客户]]除外。") == (
        '按[<span class="clause-ref">KH-204</span> 出差天数](travel.md#KH-204)，[关键客户](../glossary.md#大客户)除外。'
    )


def test_a_label_replaces_the_text_also_in_a_table() -> None:
    assert rendered("[[KH-204|天数]]") == "[天数](travel.md#KH-204)"
    assert rendered("| a |\n| --- |\n| [[KH-204\\|天数]] |").endswith("| [天数](travel.md#KH-204) |")


def test_a_kind_before_the_name_tells_two_apart() -> None:
    assert rendered("[[指标：完成率]]、[[词条:完成率]]") == (
        "[完成率](../kpi/indicators/completion.md)、[完成率](../glossary.md#完成率)"
    )


def test_what_stands_in_code_or_front_matter_is_no_reference() -> None:
    document, _ = read_document(
        "rules/a.md", "---\ntitle: '[[x]]'\n---\n`[[a]]` [[b]]\n\n```\n[[c]]\n```\n\n    [[d]]\n"
    )
    assert [(reference.name, reference.line, reference.column) for reference in find_references(document)] == [
        ("b", 4, 9)
    ]


def test_links_work_from_any_depth_and_within_a_page() -> None:
    assert href(CLAUSE, "rules/other.md") == "travel.md#KH-204"
    assert href(CLAUSE, "rules/travel.md") == "#KH-204"
    assert href(CLAUSE, "glossary.md") == "rules/travel.md#KH-204"
    assert href(CLAUSE, "kpi/schemes/am.md") == "../../rules/travel.md#KH-204"
    assert site_url(CLAUSE) == "rules/travel/#KH-204"
    assert site_url(Target(Kind.PAGE, "x", "x", "kpi/index.md")) == "kpi/"


def test_titles_cannot_break_out_of_a_link() -> None:
    target = Target(Kind.PAGE, "a", "a](http://x) <b> | `c`", "a.md")
    assert link(target, "index.md") == "[a\\](http://x) &lt;b> \\| \\`c\\`](a.md)"


def test_blocks_get_the_blank_line_that_the_site_needs_and_lines_still_count() -> None:
    document, _ = read_document("rules/a.md", "---\ntitle: x\n---\n须：\n- 一\n    - 二\n\n表：\n| a |\n| --- |\n")
    assert linked_lines(document, Index()) == [
        "",
        "",
        "",
        "须：",
        "\n- 一",
        "    - 二",
        "",
        "表：",
        "\n| a |",
        "| --- |",
        "",
    ]
