"""Watch what a browser's pages do behind the test's back: errors on the console, requests to other origins."""

import re
from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, WebError


@dataclass
class PageWatch:
    """Collects faults of every page in a context, workers included; a test ends with `assert watch.faults == []`."""

    origin: str
    """The only origin that may be asked, as `http://127.0.0.1:8000`."""
    allowed: list[re.Pattern[str]] = field(default_factory=list[re.Pattern[str]])
    requests: list[str] = field(default_factory=list[str])
    """Every address asked for, in order."""
    _faults: list[str] = field(default_factory=list[str])

    def allow(self, pattern: str) -> None:
        """Let faults that match pass: for tests of a page whose files are missing on purpose."""
        self.allowed.append(re.compile(pattern))

    @property
    def faults(self) -> list[str]:
        """What went wrong and was not allowed."""
        return [fault for fault in self._faults if not any(pattern.search(fault) for pattern in self.allowed)]

    def attach(self, context: BrowserContext) -> None:
        """Listen to a context's pages, those still to be opened too."""
        context.on("console", self._on_console)
        context.on("weberror", self._on_error)
        context.on("request", self._on_request)

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self._faults.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _on_error(self, error: WebError) -> None:
        self._faults.append(f"uncaught: {error.error}")

    def _on_request(self, request: Request) -> None:
        self.requests.append(request.url)
        if not request.url.startswith((f"{self.origin}/", "data:", "blob:")):
            self._faults.append(f"other origin: {request.url}")
