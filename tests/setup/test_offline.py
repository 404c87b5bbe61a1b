"""The offline copy as the build makes it: one file, named by what is in it, and a service worker that knows it."""

import gzip
import json
import re
from pathlib import Path
from typing import Any

import pytest

from handbook.browser.parts import Digest
from handbook.hosting.offline import SERVICE_WORKER, SERVICE_WORKER_SOURCE, OfflineError, write_offline
from handbook.hosting.server_configs import IMMUTABLE, cache_control
from tests.conftest import PROJECT

FILES = {
    "index.html": "<html><head></head><body>首页</body></html>",
    "rules/index.html": "<html><head></head><body>制度</body></html>",
    "assets/search.json": "{}",
    "assets/javascripts/lunr/min/lunr.zh.min.js": "theme's own",
    "assets/runtime/runtime.json": "{}",
    "assets/runtime/wheels/00/python.js": "stored apart",
    "assets/images/note.txt": "of no kind that is served",
    SERVICE_WORKER_SOURCE: "/** worker */\n",
}


def site_of(folder: Path, **changed: str) -> Path:
    for path, text in (FILES | changed).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def build_of(site: Path) -> dict[str, Any]:
    first, rest = (site / SERVICE_WORKER).read_text(encoding="utf-8").split("\n", 1)
    assert rest == FILES[SERVICE_WORKER_SOURCE]
    return json.loads(first.removeprefix("const BUILD = ").removesuffix(";"))


def test_everything_but_the_browsers_python_is_in_the_copy_as_it_is_served(tmp_path: Path) -> None:
    site = site_of(tmp_path)
    write_offline(site, "2026-12-01", {"X-Frame-Options": "SAMEORIGIN"})
    build = build_of(site)
    content = (site / build["pack"]).read_bytes()
    found = {path: gzip.decompress(content[start:end]).decode() for path, (start, end) in build["files"].items()}
    assert sorted(found) == ["", SERVICE_WORKER_SOURCE, "assets/runtime/runtime.json", "assets/search.json", "rules/"]
    assert found["rules/"] == (site / "rules/index.html").read_text(encoding="utf-8")
    assert build["integrity"] == Digest.of(content).integrity
    assert build["headers"] == {"X-Frame-Options": "SAMEORIGIN"}


def test_every_page_and_the_servers_file_name_the_build(tmp_path: Path) -> None:
    site = site_of(tmp_path)
    name = write_offline(site, "2026-12-01", {})
    meta = f'<meta name="handbook-build" content="{name}" data-version="2026-12-01">\n</head>'
    assert all(meta in (site / path).read_text(encoding="utf-8") for path in ("index.html", "rules/index.html"))
    facts = json.loads((site / "assets/build.json").read_text(encoding="utf-8"))
    assert facts == {"id": name, "version": "2026-12-01", "bytes": (site / build_of(site)["pack"]).stat().st_size}
    assert cache_control(f"/{build_of(site)['pack']}") == IMMUTABLE


def test_the_same_content_gives_the_same_build_and_any_change_another(tmp_path: Path) -> None:
    names = [
        write_offline(site_of(tmp_path / "one"), "2026-12-01", {}),
        write_offline(site_of(tmp_path / "same"), "2026-12-01", {}),
        write_offline(site_of(tmp_path / "one"), "2026-12-01", {}),
        write_offline(site_of(tmp_path / "text", **{"assets/search.json": "[]"}), "2026-12-01", {}),
        write_offline(site_of(tmp_path / "day"), "2026-12-02", {}),
        write_offline(site_of(tmp_path / "policy"), "2026-12-01", {"X-Frame-Options": "DENY"}),
        write_offline(site_of(tmp_path / "program", **{"assets/runtime/runtime.json": "[]"}), "2026-12-01", {}),
    ]
    assert names[0] == names[1] == names[2]
    assert len(set(names)) == 5
    assert len(list((tmp_path / "one" / "assets/offline").iterdir())) == 1


def test_a_page_without_a_head_is_named(tmp_path: Path) -> None:
    with pytest.raises(OfflineError, match=r"rules/index\.html"):
        write_offline(site_of(tmp_path, **{"rules/index.html": "<p>制度</p>"}), "2026-12-01", {})


def test_a_site_without_a_service_worker_is_left_as_it_is(tmp_path: Path) -> None:
    site = site_of(tmp_path)
    (site / SERVICE_WORKER_SOURCE).unlink()
    assert write_offline(site, "2026-12-01", {}) is None
    assert (site / "index.html").read_text(encoding="utf-8") == FILES["index.html"]
    assert not (site / SERVICE_WORKER).exists()


def test_the_readers_page_names_how_much_is_stored(site: Path) -> None:
    words = (PROJECT / "docs" / "offline.md").read_text(encoding="utf-8")
    pages, program = (int(figure) for figure in re.findall(r"（约 (\d+) MB）", words))
    copy = json.loads((site / "assets" / "build.json").read_text(encoding="utf-8"))
    images = json.loads((site / "assets" / "runtime" / "runtime.json").read_text(encoding="utf-8"))["images"]
    listed = str({name: part for name, part in images.items() if name != "build"})
    parts = sum(int(size) for size in re.findall(r"'bytes': (\d+)", listed))
    assert pages == pytest.approx(copy["bytes"] / 2**20, rel=0.15)
    assert program == pytest.approx(parts / 2**20, rel=0.15)
