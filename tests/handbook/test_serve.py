"""What `make serve` shows after an edit is what a build from nothing would show; the rest is left alone."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config  # pyright: ignore[reportUnknownVariableType] -- MkDocs leaves **kwargs untyped
from mkdocs.exceptions import Abort

from tests.handbook.drawing import draw, write
from tests.handbook.test_findings import EXAMPLE
from tests.handbook.test_plugin import SITE

ADDRESS = "http://127.0.0.1:8000/"
TRAVEL = "handbook_src/rules/travel.md"


@pytest.fixture
def writing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of a site that somebody is writing, already shown once."""
    monkeypatch.setenv("HANDBOOK_RUNTIME", "skip")
    monkeypatch.chdir(tmp_path)
    write(tmp_path, draw(SITE) | {f"handbook_src/{path}": text for path, text in EXAMPLE.items()})
    config = load_config(str(tmp_path / "mkdocs.yml"), site_dir=str(tmp_path / "shown"))
    config.plugins.on_startup(command="serve", dirty=True)
    build(config, serve_url=ADDRESS, dirty=True)
    yield tmp_path
    config.plugins.on_startup(command="build", dirty=False)


def show_again(folder: Path) -> None:
    """Build as the server does when a file was saved."""
    build(load_config(str(folder / "mkdocs.yml"), site_dir=str(folder / "shown")), serve_url=ADDRESS, dirty=True)


def digests(site: Path) -> dict[str, str]:
    """Hash every file; the packed site map holds the time of day."""
    files = {path.relative_to(site).as_posix(): path for path in site.rglob("*") if path.is_file()}
    return {
        name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items() if "sitemap" not in name
    }


def from_nothing(folder: Path) -> dict[str, str]:
    """Build what the server would show if it were started now."""
    config = load_config(str(folder / "mkdocs.yml"), site_dir=str(folder / "fresh"))
    config.plugins.on_startup(command="serve", dirty=False)
    build(config, serve_url=ADDRESS)
    return digests(folder / "fresh")


def replaced(path: str, old: str, new: str) -> Callable[[Path], None]:
    """Return an edit of one file."""

    def edit(folder: Path) -> None:
        file = folder / path
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new), "utf-8")

    return edit


def removed(path: str) -> Callable[[Path], None]:
    """Return the deletion of one file."""
    return lambda folder: (folder / path).unlink()


EDITS = {
    "a clause's words": replaced(TRAVEL, "写明要见的人", "写清要见的人"),
    "a clause's title": replaced(TRAVEL, "### KH-202 出差报批", "### KH-202 外出报批"),
    "an article's title": replaced(TRAVEL, "title: 出差办法", "title: 外出办法"),
    "a row of a scheme": replaced(
        "handbook_src/kpi/schemes/am-quarter.md",
        "每低于 5% 扣 1 分 | KP-201",
        "每低于 5% 扣 1 分；最低得 2 分 | KP-201",
    ),
    "a page of the shell": replaced("docs/maintain/other.md", "# 别的", "# 别的\n\n新的一段。"),
    "a shell page's title": replaced("docs/maintain/other.md", "# 别的", "# 另外的"),
    "a deleted page": removed("docs/maintain/other.md"),
    "the site's name": replaced("mkdocs.yml", "site_name: 试验", "site_name: 正式"),
}


@pytest.mark.parametrize("name", EDITS)
def test_after_an_edit_the_site_is_as_if_built_from_nothing(writing: Path, name: str) -> None:
    before = digests(writing / "shown")
    EDITS[name](writing)
    show_again(writing)
    shown = digests(writing / "shown")
    assert shown != before
    assert shown == from_nothing(writing)


def test_a_page_that_does_not_depend_on_an_edit_is_not_written_again(writing: Path) -> None:
    pages = {
        name: writing / "shown" / name / "index.html" for name in ("rules/travel", "c/KH-202", "roles/outside", "forms")
    }
    before = {name: path.stat().st_mtime_ns for name, path in pages.items()}
    replaced(TRAVEL, "总经理", "总经理书面")(writing)
    show_again(writing)
    written = {name for name, path in pages.items() if path.stat().st_mtime_ns != before[name]}
    assert written == {"rules/travel", "c/KH-202"}


def test_a_faulty_edit_leaves_what_was_shown_and_the_next_good_one_is_shown(writing: Path) -> None:
    before = digests(writing / "shown")
    replaced(TRAVEL, "### KH-202 ", "### KH-２０２ ")(writing)
    with pytest.raises(Abort):
        show_again(writing)
    assert digests(writing / "shown") == before
    replaced(TRAVEL, "### KH-２０２ ", "### KH-202 新的")(writing)
    show_again(writing)
    assert digests(writing / "shown") == from_nothing(writing)
