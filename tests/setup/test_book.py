"""The whole handbook as one PDF: every page of the menu on A4, contents with numbers, bookmarks, links that lead."""

import re
from pathlib import Path
from typing import Any

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config  # pyright: ignore[reportUnknownVariableType] -- MkDocs leaves **kwargs untyped
from pypdf import PdfReader

from handbook.compiler import compile_files, compile_handbook
from handbook.printing.book import BookError, bind
from handbook.printing.pdf import NO_BROWSER, print_book
from tests import chromium
from tests.conftest import PROJECT
from tests.handbook.drawing import write
from tests.handbook.test_findings import EXAMPLE
from tests.paper import A4, read_sheets

CONFIGURATION = """
site_name: 试验手册
site_url: https://handbook.example/
theme: {name: material, language: zh, font: false}
plugins: [search, handbook: {shell: true}]
markdown_extensions:
  [admonition, attr_list, md_in_html, pymdownx.details, tables, {toc: {permalink: true}}, handbook.pages.clause_blocks]
extra_css: [assets/css/site.css, assets/css/print.css]
"""


@pytest.fixture(scope="module")
def small_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with the looks of the program and little in it."""
    folder = tmp_path_factory.mktemp("book")
    files = {f"handbook_src/{path}": text for path, text in EXAMPLE.items()}
    write(folder, {**files, "mkdocs.yml": CONFIGURATION, "docs/index.md": "# 首页\n"})
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HANDBOOK_RUNTIME", "skip")
        patch.chdir(folder)
        build(load_config(str(folder / "mkdocs.yml")))
    return folder / "site"


@pytest.fixture(scope="module")
def small_book(small_site: Path) -> Path:
    """Its book, printed."""
    target = small_site.parent / "手册.pdf"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CHROMIUM", chromium.require())
        print_book(bind(small_site, compile_files(EXAMPLE)), target)
    return target


def outline(reader: PdfReader, entries: list[Any] | None = None, depth: int = 0) -> list[tuple[int, str, int]]:
    """Return every bookmark with its depth and its page, counted from 1."""
    found: list[tuple[int, str, int]] = []
    for entry in reader.outline if entries is None else entries:
        if isinstance(entry, list):
            found += outline(reader, entry, depth + 1)
        else:
            found.append((depth, str(entry.title), (reader.get_destination_page_number(entry) or 0) + 1))
    return found


def test_every_address_in_the_whole_handbook_s_book_leads_to_a_place_in_it_or_out_of_it(site: Path) -> None:
    text = bind(site, compile_handbook(PROJECT / "handbook_src")).html({})
    places = re.findall(r'<[a-z][^<>]* id="([^"]+)"', text)
    assert sorted(set(places)) == sorted(places)
    inside = set(re.findall(r' href="#([^"]+)"', text))
    assert "KH-204" in inside
    assert sorted(inside - set(places)) == []
    others = set(re.findall(r' href="([^"#][^"]*)"', text))
    assert [each for each in others if not re.match(r"(https?|file|mailto):", each)] == []


@pytest.mark.browser
def test_the_whole_handbook_is_printed_with_nothing_cut(site: Path, tmp_path: Path) -> None:
    target = tmp_path / "all.pdf"
    handbook = compile_handbook(PROJECT / "handbook_src")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CHROMIUM", chromium.require())
        count = print_book(bind(site, handbook), target)
    sheets = read_sheets(target)
    assert count == len(sheets)
    assert [number for number, sheet in enumerate(sheets, 1) if sheet.outside] == []
    text = "".join(sheet.text for sheet in sheets)
    assert [clause.id for clause in handbook.clauses.values() if clause.title.replace(" ", "") not in text] == []


def test_without_the_site_s_pages_it_is_said_what_to_do_first(tmp_path: Path) -> None:
    with pytest.raises(BookError, match="make site"):
        bind(tmp_path, compile_files(EXAMPLE))


def test_without_a_browser_it_is_said_what_to_install(
    small_site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr("handbook.printing.chromium.MAC_APPS", ())
    with pytest.raises(BookError, match=re.escape(NO_BROWSER)):
        print_book(bind(small_site, compile_files(EXAMPLE)), tmp_path / "a.pdf")


@pytest.mark.browser
def test_the_bookmarks_name_every_page_chapter_and_clause_in_order(small_book: Path) -> None:
    reader = PdfReader(small_book)
    marks = outline(reader)
    handbook = compile_files(EXAMPLE)
    titles = [title for _, title, _ in marks]
    assert [title for title in titles if title in {article.title for article in handbook.articles}] == [
        article.title for article in handbook.articles
    ]
    for article in handbook.articles:
        at = titles.index(article.title)
        named = [f"{clause.number} {clause.title}" for clause in article.clauses]
        assert [title for title in titles[at : at + len(named) + len(article.chapters) + 1] if title in named] == named
    sheets = [sheet for _, _, sheet in marks]
    assert sheets == sorted(sheets)


@pytest.mark.browser
def test_the_contents_give_the_pages_on_which_things_are(small_book: Path) -> None:
    sheets = read_sheets(small_book)
    marks = outline(PdfReader(small_book))
    contents = "".join(sheet.text for sheet in sheets[1 : min(number for _, _, number in marks) - 1])
    for depth, title, number in marks:
        if depth == 1:
            assert title.replace(" ", "") in sheets[number - 1].text
            assert re.search(rf"{re.escape(title.replace(' ', ''))}(\w+，自[-\d]+起)?{number}(?!\d)", contents), title


@pytest.mark.browser
def test_a_reference_leads_to_the_sheet_of_its_clause(small_book: Path) -> None:
    reader = PdfReader(small_book)
    texts = [sheet.text for sheet in read_sheets(small_book)]
    for clause in compile_files(EXAMPLE).clauses.values():
        number = reader.get_destination_page_number(reader.named_destinations[f"/{clause.id}"])
        assert number is not None
        assert f"{clause.number}{clause.title}".replace(" ", "") in texts[number]
    led = [
        annotation.get_object()["/Dest"]
        for page in reader.pages
        for annotation in page.get("/Annots", [])
        if "/Dest" in annotation.get_object()
    ]
    assert led.count("/KH-202") > 1, "by its own badge, and by what refers to it"


@pytest.mark.browser
def test_every_sheet_is_a4_and_says_what_it_is_with_nothing_over_an_edge(small_book: Path) -> None:
    first, *sheets = read_sheets(small_book)
    assert "试验手册" in first.text
    assert "第1页" not in first.text
    for number, sheet in enumerate(sheets, 2):
        assert sheet.size in {A4, A4[::-1]}
        assert f"第{number}页，共{len(sheets) + 1}页" in sheet.text
        assert "试验手册" in sheet.text
        assert sheet.outside == ""


@pytest.mark.browser
def test_every_font_is_in_the_file(small_book: Path) -> None:
    used: list[Any] = [page["/Resources"].get_object() for page in PdfReader(small_book).pages]
    fonts = [font.get_object() for resources in used for font in resources.get("/Font", {}).values()]
    assert fonts
    for font in fonts:
        inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
        embedded = {"/FontFile", "/FontFile2", "/FontFile3"} & set(inner.get("/FontDescriptor", {}).get_object())
        assert font["/Subtype"] == "/Type3" or embedded, font
        assert "/ToUnicode" in font


@pytest.mark.browser
def test_headings_of_tables_are_numbered_by_the_book_and_not_by_what_the_browser_did_before(small_book: Path) -> None:
    named = sorted(set(re.findall(rb"\(node(\d+)\)", small_book.read_bytes())))
    assert named
    assert [int(number) for number in named] == list(range(1, len(named) + 1))


@pytest.mark.browser
def test_the_same_handbook_gives_the_same_bytes(small_site: Path, small_book: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.pdf"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CHROMIUM", chromium.require())
        print_book(bind(small_site, compile_files(EXAMPLE)), again)
    assert again.read_bytes() == small_book.read_bytes()
