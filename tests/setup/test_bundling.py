"""The site's scripts joined into a few files."""

from pathlib import Path

import pytest

from handbook.browser import node
from handbook.browser.bundling import ENTRIES, bundle
from handbook.browser.downloads import Store
from handbook.browser.node import NodeError

PAGE = {
    "site.js": b'import { a } from "./kit/a.js";\nconst later = () => import("./later.js");\na(later);\n',
    "kit/a.js": b'import Search from "../../vendor/search.js";\nexport const a = (next) => Search(next);\n',
    "later.js": b'import { a } from "./kit/a.js";\na();\nexport const place = 1;\n',
    "early.js": b"start();\n",
}


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A cache without joined scripts, that has what has been fetched."""
    get = Store.from_environment().get
    cache = tmp_path / "cache"
    cache.mkdir()
    monkeypatch.setattr(Store, "get", lambda _, part: get(part))
    return Store(cache)


def test_what_a_page_begins_with_is_one_file(store: Store) -> None:
    made = bundle(PAGE, store)
    assert set(made) == {"site.js", "parts/later.js", "early.js"}
    assert b"Search(next)" in made["site.js"]


def test_what_is_wanted_later_and_libraries_stay_apart_and_are_found(store: Store) -> None:
    made = bundle(PAGE, store)
    assert b'import("./parts/later.js")' in made["site.js"].replace(b"'", b'"')
    assert b'from "../vendor/search.js"' in made["site.js"].replace(b"'", b'"')
    assert b'from "../site.js"' in made["parts/later.js"].replace(b"'", b'"')


def test_a_file_that_no_entry_imports_is_left_as_it_is(store: Store) -> None:
    assert bundle(PAGE, store)["early.js"] == PAGE["early.js"]
    assert bundle({"own.js": b"mine();\n"}, store) == {"own.js": b"mine();\n"}


def test_scripts_are_joined_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    first = bundle(PAGE, store)
    monkeypatch.setattr(node, "find_node", lambda: None)
    assert bundle(PAGE, store) == first
    with pytest.raises(NodeError, match="没有找到 Node"):
        bundle({**PAGE, "early.js": b"other();\n"}, store)


def test_an_import_of_what_is_not_there_is_said_with_both_names(store: Store) -> None:
    with pytest.raises(NodeError, match=r"(?s)gone\.js.*site\.js|site\.js.*gone\.js"):
        bundle({"site.js": b'import "./gone.js";\n'}, store)


def test_what_is_wrong_is_said_however_many_modules_there_are(store: Store) -> None:
    modules = {f"part{number}.js": b"export {};\n" for number in range(40)}
    page = "".join(f'import "./{name}";\n' for name in modules) + 'import "./gone.js";\n'
    with pytest.raises(NodeError, match=r'Could not resolve "\./gone\.js" from'):
        bundle({**modules, "site.js": page.encode()}, store)


def test_every_module_that_a_page_or_a_worker_begins_with_is_joined(site: Path) -> None:
    (folder,) = site.glob("assets/js-*")
    for entry in ENTRIES:
        lines = (folder / entry).read_text(encoding="utf-8").splitlines()
        imported = [line for line in lines if line.startswith(("import ", "export * from")) and "vendor/" not in line]
        assert imported == [], entry
