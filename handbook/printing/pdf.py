"""Print the book with Chromium, and finish it with pypdf: page numbers in the contents, bookmarks, what the file says.

Chromium prints the site's own pages by the site's own style sheet for paper, Chinese fonts embedded and tagged for
readers' aids; it cannot know a page's number before it has printed it. So the book is printed until the numbers in its
contents are right, which is the second time.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import Destination, Fit

from handbook import __version__
from handbook.printing import chromium
from handbook.printing.book import BookError

if TYPE_CHECKING:
    from handbook.printing.book import Book, Heading

TURNS = 3
SECONDS = 900
"""How long one printing may take: three thousand clauses take a few minutes."""
FLAGS = (
    "--headless",
    "--disable-gpu",
    "--no-first-run",
    "--no-pdf-header-footer",
    # Nothing is fetched from anywhere.
    "--host-resolver-rules=MAP * ~NOTFOUND",
)
_CELL = re.compile(rb"\(node\d{8}\)")
"""Of eight figures whatever it is, so that everything in the file stays where it is."""
NO_BROWSER = (
    "做 PDF 要用 Chromium 或 Chrome，这台机器上没有找到。请安装（Debian、Ubuntu：apt-get install chromium；"
    f"macOS：brew install --cask chromium），或用环境变量 {chromium.VARIABLE} 指明它在哪里，再运行一次。"
)
NO_FONTS = (
    "这台机器没有中文字体，PDF 里会只有方框。请安装（Debian、Ubuntu：apt-get install fonts-noto-cjk），再运行一次。"
)


def print_book(book: Book, target: Path) -> int:
    """Print the book into a file; give the number of sheets.

    Raises BookError where there is no browser or no Chinese font, or where printing fails.
    """
    browser = os.environ.get(chromium.VARIABLE) or chromium.installed()
    if browser is None or not chromium.starts(browser):
        raise BookError(NO_BROWSER)
    if not chromium.has_chinese_fonts():
        raise BookError(NO_FONTS)
    numbers: dict[str, int] = {}
    with tempfile.TemporaryDirectory(prefix="book-") as name:
        folder = Path(name)
        for _ in range(TURNS):
            printed = PdfReader(_printed(browser, book.html(numbers), folder))
            places = {name.removeprefix("/"): place for name, place in printed.named_destinations.items()}
            before, numbers = numbers, {name: _sheet(printed, place) for name, place in places.items()}
            if numbers == before:
                break
        else:
            raise BookError(f"印了 {TURNS} 次，目录的页码还在变。")
        writer = PdfWriter(clone_from=printed)
        _add_bookmarks(writer, book, places, numbers)
        writer.add_metadata(_facts(book))
        target.parent.mkdir(parents=True, exist_ok=True)
        writer.compress_identical_objects()
        written = BytesIO()
        writer.write(written)
        target.write_bytes(_numbered_anew(written.getvalue()))
    return len(writer.pages)


def _printed(browser: str, text: str, folder: Path) -> Path:
    """Let the browser print a document."""
    page, pdf = folder / "book.html", folder / "book.pdf"
    page.write_text(text, encoding="utf-8")
    pdf.unlink(missing_ok=True)
    # As root, as in a container, Chromium starts without its sandbox only; what it opens here is our own.
    sandbox = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    command = [
        browser,
        *FLAGS,
        *sandbox,
        f"--user-data-dir={folder / 'profile'}",
        f"--print-to-pdf={pdf}",
        page.as_uri(),
    ]
    try:
        done = subprocess.run(  # noqa: S603 -- the browser, with our own page
            command, capture_output=True, text=True, errors="replace", check=False, timeout=SECONDS
        )
    except subprocess.TimeoutExpired as error:
        raise BookError(f"Chromium 印了 {SECONDS} 秒还没有印完，已停止。") from error
    if done.returncode or not pdf.is_file():
        raise BookError("\n".join(["Chromium 没有印成：", *done.stderr.splitlines()[-5:]]))
    return pdf


def _numbered_anew(written: bytes) -> bytes:
    """Number the cells that tables name as headings from 1: Chromium goes on from the pages that it had before."""
    names = {name: b"(node%08d)" % number for number, name in enumerate(sorted(set(_CELL.findall(written))), 1)}
    return _CELL.sub(lambda found: names[found[0]], written)


def _sheet(printed: PdfReader, place: Destination) -> int:
    """Return the number of the sheet on which a place is, counted from 1 as on the sheets themselves."""
    number = printed.get_destination_page_number(place)
    if number is None:
        raise BookError(f"PDF 里的 {place.title} 不在任何一页上。")
    return number + 1


def _add_bookmarks(writer: PdfWriter, book: Book, places: dict[str, Destination], numbers: dict[str, int]) -> None:
    """Name every part, page, chapter and clause in the list that readers show beside the pages."""

    def add(title: str, anchor: str, parent: Any = None) -> Any:
        fit = Fit.xyz(top=float(places[anchor].top or 0))
        return writer.add_outline_item(title=title, page_number=numbers[anchor] - 1, parent=parent, fit=fit)

    def add_all(heading: Heading, parent: Any) -> None:
        own = add(heading.title, heading.anchor, parent)
        for each in heading.inside:
            add_all(each, own)

    for part in book.parts:
        own = add(part.title, part.pages[0].heading.anchor)
        for page in part.pages:
            add_all(page.heading, own)
    writer.page_mode = "/UseOutlines"


def _facts(book: Book) -> dict[str, str]:
    """Return what the file says of itself; nothing of it depends on the clock."""
    day = f"D:{book.effective.replace('-', '')}000000Z"
    return {
        "/Title": book.title,
        "/Subject": book.edition,
        "/Creator": f"handbook {__version__}",
        "/CreationDate": day,
        "/ModDate": day,
    }
