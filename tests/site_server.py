"""Serve a built site as a production server would: with the headers that its `_headers` file ships."""

import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import override

from handbook.hosting.server_configs import TYPES, cache_control


def shipped_headers(site: Path) -> dict[str, str]:
    """Read the headers for every path (`/*`) from the site's `_headers` file; Cache-Control depends on the path."""
    lines = (site / "_headers").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "/*"
    block: dict[str, str] = {}
    for line in lines[1:]:
        if not line.startswith("  "):
            break
        name, _, value = line.strip().partition(": ")
        block[name] = value
    return {name: value for name, value in block.items() if name != "Cache-Control"}


def script_address(site: Path, name: str) -> str:
    """Give the address of one of our scripts from the root of a built site: its folder's name has a hash in it."""
    (found,) = site.glob(f"assets/js-*/{name}")
    return found.relative_to(site).as_posix()


class SiteHandler(SimpleHTTPRequestHandler):
    """Files, the site's headers, right types, its own page for what is not there, and no log."""

    protocol_version = "HTTP/1.1"
    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, **{f".{end}": kind for end, kind in TYPES.items()}}  # noqa: RUF012

    def __init__(self, *arguments: object, site: Path, headers: dict[str, str]) -> None:
        self._site = site
        self._headers = headers
        super().__init__(*arguments, directory=str(site))  # pyright: ignore[reportArgumentType] - the server's own arguments

    @override
    def end_headers(self) -> None:
        for name, value in self._headers.items():
            self.send_header(name, value)
        self.send_header("Cache-Control", cache_control(self.path.partition("?")[0]))
        super().end_headers()

    @override
    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = self._site / "404.html"
        if code != HTTPStatus.NOT_FOUND or not page.exists():
            super().send_error(code, message, explain)
            return
        content = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    @override
    def log_message(self, format: str, *args: object) -> None:
        pass


class QuietServer(ThreadingHTTPServer):
    """A server that takes a browser's hanging up, as on leaving a page, for what it is."""

    daemon_threads = True

    @override
    def handle_error(self, request: object, client_address: object) -> None:
        pass


@contextmanager
def answering(handler: Callable[..., SimpleHTTPRequestHandler]) -> Generator[str]:
    """Answer requests on a free port of this machine; gives the address without a slash at the end."""
    with QuietServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def serving(site: Path, headers: dict[str, str] | None = None) -> Generator[str]:
    """Serve a site on a free port of this machine, and give its address without a slash at the end.

    The headers are those that the site ships, unless others are given.
    """
    handler = partial(SiteHandler, site=site, headers=shipped_headers(site) if headers is None else headers)
    with answering(handler) as address:
        yield address
