"""The site behind a real nginx and a real Caddy, each with the configuration file that the build writes."""

import gzip
import hashlib
import http.client
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from handbook.hosting import server_configs
from handbook.hosting.compression import compress
from handbook.hosting.deploy import page_scripts, policy, script_hash, secure
from handbook.hosting.server_configs import IMMUTABLE, REVALIDATE, TYPES
from tests import web_servers
from tests.site_server import script_address

SERVERS = {"nginx": (web_servers.nginx, "nginx.conf"), "caddy": (web_servers.caddy, "Caddyfile")}
BROTLI = {"nginx": False, "caddy": True}
"""Whether a server sends .br files without a module of its own."""
OUTSIDE = "not part of the site"
KINDS = ("html", "css", "js", "mjs", "json", "xml", "wasm", "image", "bin", "whl", "zip", "xlsx", "png")
"""One file of each is asked for; that these are in the site is part of the test."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Served:
    """A site under /handbook/."""

    origin: str
    site: Path


def ask(origin: str, path: str, method: str = "GET", **headers: str) -> Answer:
    """Ask for exactly this path: nothing is made tidy on the way."""
    connection = http.client.HTTPConnection(urlsplit(origin).netloc, timeout=30)
    connection.putrequest(method, path, skip_accept_encoding=True)
    for name, value in headers.items():
        connection.putheader(name.replace("_", "-"), value)
    connection.endheaders()
    response = connection.getresponse()
    given = response.getheaders()
    # Saying a header twice can undo it: a browser may take either.
    assert len(given) == len({name.lower() for name, _ in given})
    answer = Answer(response.status, {name.lower(): value for name, value in given}, response.read())
    connection.close()
    return answer


@pytest.fixture(scope="module", params=SERVERS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def origin(kind: str, site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The built site, served by the file that was written beside it."""
    serve, name = SERVERS[kind]
    with serve(site, site.parent / "build" / "deploy" / name, tmp_path_factory.mktemp(kind)) as origin:
        yield origin


@pytest.fixture(scope="module")
def subfolder(kind: str, site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A few of the site's files, compressed, and served under a path; beside their folder lies what is not served."""
    folder = tmp_path_factory.mktemp(f"{kind}-subfolder")
    (folder / "secret.txt").write_text(OUTSIDE, encoding="utf-8")
    for name in ("index.html", "404.html", script_address(site, "site.js"), "assets/images/favicon.png"):
        (folder / "site" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(site / name, folder / "site" / name)
    wheel = next((site / "assets" / "runtime" / "wheels").rglob("*.whl"))
    copy = folder / "site" / wheel.relative_to(site)
    copy.parent.mkdir(parents=True)
    shutil.copy(wheel, copy)
    secure(folder / "site", "/handbook/")
    compress(folder / "site")
    serve, name = SERVERS[kind]
    with serve(folder / "site", folder / "build" / "deploy" / name, tmp_path_factory.mktemp(kind)) as origin:
        yield Served(origin, folder / "site")


@pytest.fixture(scope="module")
def said(site: Path) -> dict[str, str]:
    """The headers of every answer, with the policy written anew from the scripts that the pages hold."""
    pages = [page_scripts(path.read_text(encoding="utf-8")) for path in site.rglob("*.html")]
    text = policy({script_hash(script) for page in pages for script in page.inline})
    return {name.lower(): value for name, value in server_configs.headers(text).items()}


def test_every_kind_of_file_of_the_site_has_its_type(site: Path) -> None:
    kinds = {path.suffix[1:] for path in site.rglob("*") if path.is_file()}
    assert kinds - set(TYPES) <= {""}


@pytest.mark.parametrize("ending", KINDS)
def test_each_kind_of_file_has_its_type_its_headers_and_its_time(
    origin: str, site: Path, said: dict[str, str], ending: str
) -> None:
    path = min(site.rglob(f"*.{ending}"))
    address = f"/{path.relative_to(site).as_posix()}"
    answer = ask(origin, address)
    assert answer.status == 200
    assert answer.body == path.read_bytes()
    kind, _, charset = answer.headers["content-type"].partition("; charset=")
    assert (kind, charset) == (TYPES[ending], "utf-8" if TYPES[ending].startswith("text/") else "")
    assert said.items() <= answer.headers.items()
    assert answer.headers["cache-control"] == server_configs.cache_control(address)


def test_the_policy_allows_no_script_but_files_and_named_ones(origin: str) -> None:
    answer = ask(origin, "/kpi/schemes/am-quarter/")
    directives = dict(
        part.strip().split(" ", 1) for part in answer.headers["content-security-policy"].split(";") if part.strip()
    )
    scripts = directives["script-src"].split()
    assert [word for word in scripts if not word.startswith("'sha256-")] == ["'self'", "'wasm-unsafe-eval'"]
    assert directives["connect-src"] == directives["worker-src"] == directives["default-src"] == "'self'"
    assert directives["frame-ancestors"] == "'self'"
    assert directives["object-src"] == "'none'"


def test_what_may_change_is_asked_for_again_and_costs_nothing_when_it_has_not(origin: str) -> None:
    for path in ("/", "/c/KH-204/", "/assets/clauses.json", "/assets/runtime/runtime.json"):
        first = ask(origin, path)
        assert first.headers["cache-control"] == REVALIDATE
        again = ask(origin, path, If_None_Match=first.headers["etag"])
        assert (again.status, again.body) == (304, b"")
        assert "content-security-policy" in again.headers


def test_a_service_worker_would_be_asked_for_again() -> None:
    assert server_configs.cache_control("/sw.js") == REVALIDATE


def test_what_has_a_hash_in_its_address_is_kept_for_ever_but_not_its_absence(origin: str, site: Path) -> None:
    wasm = next(site.rglob("pyodide.asm.wasm")).relative_to(site).as_posix()
    assert ask(origin, f"/{wasm}").headers["cache-control"] == IMMUTABLE
    assert ask(origin, f"/{script_address(site, 'site.js')}").headers["cache-control"] == IMMUTABLE
    missing = ask(origin, f"/{wasm}x")
    assert missing.status == 404
    assert missing.headers["cache-control"] == REVALIDATE


@pytest.mark.parametrize("path", ["/nothing/here/", "/assets/", "/assets/js-0a1b2c3d4e/nothing.js", "/c/XX-999/"])
def test_an_address_without_a_page_gives_the_site_s_own_with_its_headers(
    origin: str, site: Path, said: dict[str, str], path: str
) -> None:
    answer = ask(origin, path)
    assert answer.status == 404
    assert answer.body == (site / "404.html").read_bytes()
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert said.items() <= answer.headers.items()


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/../../../../etc/passwd",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/assets/..%2f..%2f..%2fsecret.txt",
        "/assets/../../secret.txt",
        "/..\\secret.txt",
        "/..%5csecret.txt",
        "/assets/%00/../../secret.txt",
        "../secret.txt",
        ".%2e/secret.txt",
    ],
)
def test_no_path_leads_out_of_the_site(subfolder: Served, path: str) -> None:
    for asked in (path, f"/handbook{path}"):
        answer = ask(subfolder.origin, asked)
        assert answer.status in {301, 302, 308, 400, 404, 500}
        assert OUTSIDE.encode() not in answer.body
        assert b"root:" not in answer.body


def test_nothing_can_be_sent_to_the_server(origin: str) -> None:
    assert {ask(origin, "/", method).status for method in ("POST", "PUT", "DELETE")} == {405}


def test_a_server_says_no_version_of_itself(origin: str) -> None:
    assert ask(origin, "/").headers.get("server") in {None, "nginx"}


def test_a_folder_s_address_without_its_slash_leads_to_it_without_naming_a_host(origin: str, subfolder: Served) -> None:
    answer = ask(origin, "/c/KH-204")
    assert answer.status in {301, 308}
    assert answer.headers["location"] == "/c/KH-204/"
    top = ask(subfolder.origin, "/")
    assert (top.status, top.headers["location"]) == (302, "/handbook/")


def test_under_a_path_pages_headers_and_times_are_the_same(subfolder: Served) -> None:
    origin = subfolder.origin
    page = ask(origin, "/handbook/")
    assert page.status == 200
    assert page.headers["cache-control"] == REVALIDATE
    assert "wasm-unsafe-eval" in page.headers["content-security-policy"]
    assert ask(origin, "/handbook/nothing/").body == ask(origin, "/handbook/404.html").body


def test_under_a_path_the_runtime_s_files_are_kept_for_ever(subfolder: Served, site: Path) -> None:
    wheel = next((site / "assets" / "runtime" / "wheels").rglob("*.whl")).relative_to(site).as_posix()
    answer = ask(subfolder.origin, f"/handbook/{wheel}")
    assert answer.headers["cache-control"] == IMMUTABLE


@pytest.mark.parametrize("name", ["index.html", "site.js", "404.html"])
def test_compressed_copies_go_out_as_they_lie_there(subfolder: Served, kind: str, name: str) -> None:
    path = f"/{script_address(subfolder.site, name) if name == 'site.js' else name.removeprefix('index.html')}"
    origin = subfolder.origin
    plain = ask(origin, f"/handbook{path}")
    packed = ask(origin, f"/handbook{path}", Accept_Encoding="gzip")
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.body == (subfolder.site / f"{path.strip('/') or 'index.html'}.gz").read_bytes()
    assert gzip.decompress(packed.body) == plain.body
    assert {answer.headers["vary"] for answer in (plain, packed)} == {"Accept-Encoding"}
    assert packed.headers["content-type"] == plain.headers["content-type"]
    smallest = ask(origin, f"/handbook{path}", Accept_Encoding="gzip, br")
    assert smallest.headers["content-encoding"] == ("br" if BROTLI[kind] else "gzip")


def test_files_without_a_copy_are_compressed_on_the_way(origin: str) -> None:
    plain = ask(origin, "/assets/clauses.json")
    packed = ask(origin, "/assets/clauses.json", Accept_Encoding="gzip")
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body


def test_what_is_compressed_already_is_left_alone(origin: str, site: Path) -> None:
    image = min(site.rglob("*.image"))
    answer = ask(origin, f"/{image.relative_to(site).as_posix()}", Accept_Encoding="gzip, br")
    assert "content-encoding" not in answer.headers
    assert answer.body == image.read_bytes()


def test_copies_are_the_same_each_time_and_those_of_gone_files_go(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "a.html").write_text("条款" * 2000, encoding="utf-8")
    (site / "b.js").write_text("let a;" * 2000, encoding="utf-8")
    (site / "small.css").write_text("a{}", encoding="utf-8")
    compress(site)
    first = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in site.iterdir()}
    assert sorted(first) == ["a.html", "a.html.br", "a.html.gz", "b.js", "b.js.br", "b.js.gz", "small.css"]
    (site / "b.js").unlink()
    compress(site)
    second = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in site.iterdir()}
    assert second == {name: first[name] for name in ("a.html", "a.html.br", "a.html.gz", "small.css")}
