"""The content security policy: which scripts it names, where it is written, and that a real browser keeps to it."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from handbook.hosting import server_configs
from handbook.hosting.deploy import DeployError, page_scripts, policy, script_hash, secure, with_policy
from tests.page_watch import PageWatch
from tests.site_server import serving, shipped_headers

PAGE = """<!doctype html>
<html lang="zh">
  <head>
    <meta charset="utf-8">
    <title>页</title>
    <script>document.documentElement.dataset.inline = "ran"</script>
  </head>
  <body><p>正文</p></body>
</html>
"""


def site_of(folder: Path, **pages: str) -> Path:
    site = folder / "site"
    site.mkdir()
    for name, page in pages.items():
        (site / f"{name}.html").write_text(page, encoding="utf-8")
    return site


@contextmanager
def visiting(site: Path, browser: Browser) -> Generator[tuple[Page, PageWatch]]:
    """Open a site's first page; faults are for the test to judge."""
    with serving(site) as address, browser.new_context() as context:
        watch = PageWatch(address)
        watch.attach(context)
        page = context.new_page()
        page.goto(f"{address}/")
        yield page, watch


@pytest.mark.parametrize(
    ("page", "inline"),
    [
        ("<script>a()</script>", ("a()",)),
        ("<script>\n a('<b>&amp;')\n</script>", ("\n a('<b>&amp;')\n",)),
        ("<script>a()\r\nb()</script>", ("a()\nb()",)),
        ('<SCRIPT TYPE="Module">a()</SCRIPT>', ("a()",)),
        ('<script type="text/javascript; charset=utf-8">a()</script>', ("a()",)),
        ('<script type="importmap">{}</script>', ("{}",)),
        ("<script></script>", ("",)),
        ('<script src="a.js"></script>', ()),
        ('<script id="__config" type="application/json">{"a": 1}</script>', ()),
        ('<script type="application/ld+json">{}</script>', ()),
        ("<p>&lt;script&gt;a()&lt;/script&gt;</p>", ()),
        ("<script>a()</script><p>b</p><script>c()</script>", ("a()", "c()")),
    ],
)
def test_inline_scripts_are_those_that_a_browser_would_run(page: str, inline: tuple[str, ...]) -> None:
    assert page_scripts(page).inline == inline


@pytest.mark.parametrize(
    ("page", "handlers"),
    [
        ('<p onclick="a()">b</p>', ("p onclick",)),
        ('<a href=" JavaScript:a()">b</a>', ("a href",)),
        ('<img src="a.png" onerror="a()"/>', ("img onerror",)),
        ('<a href="#on" title="onclick=">b</a>', ()),
    ],
)
def test_what_no_hash_can_allow_is_found(page: str, handlers: tuple[str, ...]) -> None:
    assert page_scripts(page).handlers == handlers


def test_the_policy_allows_own_scripts_webassembly_and_named_hashes_only() -> None:
    text = policy([script_hash("b"), script_hash("a"), script_hash("b")])
    directives = dict(part.split(" ", 1) for part in text.split("; "))
    names = sorted([script_hash("a"), script_hash("b")])
    assert directives["script-src"] == " ".join(["'self' 'wasm-unsafe-eval'", *names])
    assert directives["default-src"] == directives["connect-src"] == directives["worker-src"] == "'self'"
    assert directives["object-src"] == "'none'"
    assert "'unsafe-eval'" not in text


def test_the_policy_comes_before_everything_that_it_governs() -> None:
    page = with_policy(PAGE, policy([]))
    assert page.index("charset") < page.index("Content-Security-Policy") < page.index("<title>")


def test_a_page_tells_no_other_site_where_its_readers_come_from() -> None:
    assert '<meta name="referrer" content="no-referrer">' in with_policy(PAGE, policy([]))


def test_writing_the_policy_again_replaces_it() -> None:
    once = with_policy(PAGE, policy([script_hash("old")]))
    assert with_policy(once, policy([])) == with_policy(PAGE, policy([]))


def test_a_page_without_a_head_is_refused() -> None:
    with pytest.raises(DeployError, match="<head>"):
        with_policy("<p>a</p>", policy([]))


def test_every_page_gets_the_same_policy_with_the_scripts_of_all(tmp_path: Path) -> None:
    site = site_of(tmp_path, index=PAGE, other=PAGE.replace('"ran"', '"other"'))
    whole = secure(site)
    metas = {
        line
        for path in site.glob("*.html")
        for line in path.read_text(encoding="utf-8").splitlines()
        if "Content-Security-Policy" in line
    }
    assert len(metas) == 1
    assert whole.count("'sha256-") == 2


def test_securing_a_site_twice_changes_nothing(tmp_path: Path) -> None:
    site = site_of(tmp_path, index=PAGE)
    first = secure(site), (site / "index.html").read_bytes()
    assert (secure(site), (site / "index.html").read_bytes()) == first


def test_a_page_with_an_event_handler_is_refused_by_name(tmp_path: Path) -> None:
    site = site_of(tmp_path, index=PAGE, bad=PAGE.replace("<p>", '<p onclick="a()">'))
    with pytest.raises(DeployError, match=r"bad\.html：p onclick"):
        secure(site)


def test_configurations_are_written_for_every_server(tmp_path: Path) -> None:
    whole = secure(site_of(tmp_path, index=PAGE))
    folder = tmp_path / "build" / "deploy"
    assert sorted(path.name for path in folder.iterdir()) == ["Caddyfile", "_headers", "nginx.conf"]
    for path in folder.iterdir():
        text = path.read_text(encoding="utf-8")
        assert f"{whole}; frame-ancestors 'self'" in text
        said = ("nosniff", "no-referrer", "SAMEORIGIN", "immutable", "application/wasm")
        assert [words for words in said if words not in text] == []


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/assets/runtime/pyodide-0.27.7-acfb0fb5db/pyodide.asm.wasm", server_configs.IMMUTABLE),
        ("/assets/runtime/wheels/0a10eec6e1/tzdata-2026.6-py2.py3-none-any.whl", server_configs.IMMUTABLE),
        ("/assets/javascripts/bundle.79ae519e.min.js", server_configs.IMMUTABLE),
        ("/assets/stylesheets/main.484c7ddc.min.css", server_configs.IMMUTABLE),
        ("/assets/runtime/runtime.json", server_configs.REVALIDATE),
        ("/assets/js-9d4a0d88c8/calculator.js", server_configs.IMMUTABLE),
        ("/assets/stylesheets/handbook.9d4a0d88.css", server_configs.IMMUTABLE),
        ("/assets/js/calculator.js", server_configs.REVALIDATE),
        ("/kpi/schemes/am-quarter/", server_configs.REVALIDATE),
    ],
)
def test_only_addresses_with_a_hash_are_kept_for_ever(path: str, kept: str) -> None:
    assert server_configs.cache_control(path) == kept


def test_the_shipped_headers_hold_for_every_path(tmp_path: Path) -> None:
    site = site_of(tmp_path, index=PAGE)
    whole = secure(site)
    assert shipped_headers(site) == server_configs.headers(whole)


@pytest.mark.browser
def test_a_browser_runs_the_named_script_and_no_other(tmp_path: Path, browser: Browser) -> None:
    site = site_of(tmp_path, index=PAGE)
    secure(site)
    page_path = site / "index.html"
    smuggled = '<script>document.documentElement.dataset.smuggled = "ran"</script>'
    page_path.write_text(
        page_path.read_text(encoding="utf-8").replace("</body>", f"{smuggled}</body>"), encoding="utf-8"
    )
    with visiting(site, browser) as (page, watch):
        data = page.evaluate("({...document.documentElement.dataset})")
    assert data == {"inline": "ran"}
    assert [fault for fault in watch.faults if "violates the following Content Security Policy" in fault] != []


@pytest.mark.browser
def test_a_request_to_another_origin_is_refused_and_noticed(tmp_path: Path, browser: Browser) -> None:
    site = site_of(tmp_path, index=PAGE)
    secure(site)
    with visiting(site, browser) as (page, watch):
        reached = page.evaluate("fetch('https://cdn.example/a.js').then(() => true, () => false)")
    assert reached is False
    assert watch.faults != []


@pytest.mark.browser
def test_a_request_of_a_worker_is_watched_too(tmp_path: Path, browser: Browser) -> None:
    site = site_of(tmp_path, index=PAGE)
    (site / "worker.js").write_text("fetch('data.json').then((r) => r.json()).then(postMessage)", encoding="utf-8")
    (site / "data.json").write_text('{"answer": 42}', encoding="utf-8")
    secure(site)
    ask = "new Promise((done) => { new Worker('worker.js').onmessage = (event) => done(event.data.answer); })"
    with visiting(site, browser) as (page, watch):
        answer = page.evaluate(ask)
    assert answer == 42
    assert f"{watch.origin}/data.json" in watch.requests
