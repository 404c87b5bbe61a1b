"""A server for measurements: gzip for whatever shrinks, a slow line where asked, and a count of what went out."""

import gzip
import hashlib
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from typing import override

from handbook.hosting.server_configs import TYPES, cache_control
from tests.site_server import answering, shipped_headers

CHUNK = 16_384


@dataclass(frozen=True, slots=True)
class Answer:
    """A file as it goes over the line."""

    body: bytes
    is_packed: bool
    tag: str
    """What a browser that has it already shows, to be told that nothing changed."""


_answers: dict[tuple[Path, int], Answer] = {}


@dataclass
class Line:
    """The way between server and browser."""

    bytes_per_second: float | None = None
    delay_seconds: float = 0.0
    sent: dict[str, int] = field(default_factory=dict[str, int])
    """Bytes of answers' bodies by path, as they went over the line."""
    _free_at: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def wait_for(self, size: int) -> None:
        """Wait as long as this many bytes take, after those that others are sending."""
        if self.bytes_per_second is None:
            return
        with self._lock:
            now = time.monotonic()
            self._free_at = max(now, self._free_at) + size / self.bytes_per_second
            free_at = self._free_at
        time.sleep(max(0.0, free_at - now))


class BenchHandler(SimpleHTTPRequestHandler):
    """Files of several folders under one address, each by the first part of its path."""

    protocol_version = "HTTP/1.1"
    # An answer is written in two parts; the second would wait 40 ms for the browser to confirm the first.
    disable_nagle_algorithm = True
    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, **{f".{end}": kind for end, kind in TYPES.items()}}  # noqa: RUF012

    def __init__(self, *arguments: object, line: Line, site: Path, stock: Path, headers: dict[str, str]) -> None:
        self._line, self._site, self._stock, self._headers = line, site, stock, headers
        super().__init__(*arguments)  # pyright: ignore[reportArgumentType] - the server's own arguments

    @override
    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        is_stock = path.startswith("/stock/")
        file = self._stock / path.removeprefix("/stock/") if is_stock else self._site / path.lstrip("/")
        file = file / "index.html" if file.is_dir() else file
        time.sleep(self._line.delay_seconds)
        if not file.is_file():
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        answer = _answer(file)
        is_known = self.headers.get("If-None-Match") == answer.tag
        body = b"" if is_known else answer.body
        self.send_response(HTTPStatus.NOT_MODIFIED if is_known else HTTPStatus.OK)
        self.send_header("ETag", answer.tag)
        if not is_known:
            self.send_header("Content-Type", self.guess_type(file))
            self.send_header("Content-Length", str(len(body)))
            if answer.is_packed:
                self.send_header("Content-Encoding", "gzip")
        # Both may be kept for ever: what is compared is the start, not the asking.
        immutable = "public, max-age=31536000, immutable"
        self.send_header("Cache-Control", immutable if is_stock and path != "/stock/" else cache_control(path))
        for name, value in () if is_stock else self._headers.items():
            self.send_header(name, value)
        self.end_headers()
        self._line.sent[path] = self._line.sent.get(path, 0) + len(body)
        for start in range(0, len(body), CHUNK):
            part = body[start : start + CHUNK]
            self._line.wait_for(len(part))
            self.wfile.write(part)

    @override
    def log_message(self, format: str, *args: object) -> None:
        pass


def _answer(file: Path) -> Answer:
    """Give a file, compressed unless that saves nothing."""
    key = (file, file.stat().st_mtime_ns)
    if key not in _answers:
        content = file.read_bytes()
        packed = gzip.compress(content, 9, mtime=0)
        is_packed = len(packed) < 0.97 * len(content)
        body = packed if is_packed else content
        _answers[key] = Answer(body, is_packed, f'"{hashlib.sha256(body).hexdigest()[:16]}"')
    return _answers[key]


@contextmanager
def serving(site: Path, stock: Path, line: Line) -> Generator[str]:
    """Serve the built site, and the stock pages under `/stock/`; gives the address without a slash at the end."""
    handler = partial(BenchHandler, line=line, site=site, stock=stock, headers=shipped_headers(site))
    with answering(handler) as address:
        yield address
