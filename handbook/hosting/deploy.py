"""Lock the built site down: one content security policy, in every page and in ready-made server configurations.

The policy allows scripts from the site itself, WebAssembly, and those inline scripts (the theme's and ours)
whose hash it names.
It has no `unsafe-eval` and no `unsafe-inline` for scripts, and nothing may be fetched from another origin.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from handbook.errors import HandbookError
from handbook.hosting import server_configs

# What a script element's type may be for its text to run, or to steer what runs: the policy must name its hash.
_EXECUTABLE_TYPES = frozenset(
    {"", "module", "importmap", "speculationrules", "text/javascript", "application/javascript", "text/ecmascript"}
)
_SCRIPT = re.compile(r"<script\b.*?</script\s*>", re.IGNORECASE | re.DOTALL)
_SUSPECT = re.compile(
    r"""[\s/"']on[a-z]+\s*=|script\s*:|=\s*["']?[^"'<>\s]*&(?!amp;|quot;|lt;|gt;)|<!--[^>]*<script|<script[^<]*$""",
    re.IGNORECASE,
)
"""What may be an event handler, a `javascript:` address however it is written, or a script that does not end."""
_REFERRER = '<meta name="referrer" content="no-referrer">'
"""A host that cannot send headers still tells no other site where its readers come from."""
_META = re.compile(rf'<meta http-equiv="Content-Security-Policy" content="[^"]*">\n{_REFERRER}\n?')
_HEAD = re.compile(r"<head\b[^>]*>", re.IGNORECASE)
_CHARSET = re.compile(r"<meta\s+charset=[^>]*>", re.IGNORECASE)


class DeployError(HandbookError):
    """A page cannot be held to the policy; the message says which, and what on it."""


@dataclass(frozen=True, slots=True)
class PageScripts:
    """What a page runs by itself, apart from files."""

    inline: tuple[str, ...]
    """The text of every inline script that a browser would run, in order."""
    handlers: tuple[str, ...]
    """`tag attribute` of every event handler and `javascript:` address: no hash allows these."""


class _ScriptReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.inline: list[str] = []
        self.handlers: list[str] = []
        self._open: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name.startswith("on") or (value or "").strip().lower().startswith("javascript:"):
                self.handlers.append(f"{tag} {name}")
        given = dict(attrs)
        kind = (given.get("type") or "").split(";")[0].strip().lower()
        if tag == "script" and "src" not in given and kind in _EXECUTABLE_TYPES:
            self._open = []

    def handle_data(self, data: str) -> None:
        if self._open is not None:
            self._open.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "script" and self._open is not None:
            self.inline.append("".join(self._open))
            self._open = None


def page_scripts(page: str) -> PageScripts:
    """Read what a page runs by itself.

    >>> page_scripts('<script>a()</script><script type="application/json">{}</script><p onclick="b()">').inline
    ('a()',)
    """
    reader = _ScriptReader()
    # A browser reads every line end as \n before it hashes.
    page = page.replace("\r\n", "\n").replace("\r", "\n")
    # Reading a page whole takes a hundred times as long as its scripts alone, and few pages have reason for it.
    reader.feed(page if _SUSPECT.search(page) else "".join(_SCRIPT.findall(page)))
    reader.close()
    return PageScripts(tuple(reader.inline), tuple(reader.handlers))


def script_hash(text: str) -> str:
    """Give the source expression that allows one inline script.

    >>> script_hash("alert(1)")
    "'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='"
    """
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def policy(hashes: Iterable[str]) -> str:
    """Write the policy that allows the inline scripts with these hashes, each as `script_hash` gives it."""
    scripts = " ".join(["'self' 'wasm-unsafe-eval'", *sorted(set(hashes))])
    return (
        f"default-src 'self'; script-src {scripts}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        "connect-src 'self'; worker-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'"
    )


def with_policy(page: str, text: str) -> str:
    """Put the policy into a page's head, before anything that it governs; an earlier one is replaced."""
    page = _META.sub("", page)
    head = _HEAD.search(page)
    if head is None:
        raise DeployError("页面没有 <head>，无处写入内容安全策略")
    charset = _CHARSET.search(page, head.end())
    place = charset.end() if charset and not page[head.end() : charset.start()].strip() else head.end()
    meta = f'<meta http-equiv="Content-Security-Policy" content="{html.escape(text)}">'
    return f"{page[:place]}\n{meta}\n{_REFERRER}\n{page[place:].lstrip()}"


def secure(site: Path, prefix: str = "/") -> str:
    """Write one policy into every page of a built site, and the server configurations beside it.

    `prefix` is the path of the site's address, "/" or like `/handbook/`.

    The policy names the inline scripts of all pages, and is the same everywhere: with instant navigation a page keeps
    the policy of the one that the visit began with, and a second, different one would be added to it.

    The configurations go to `build/deploy` beside the site's folder, and `_headers` also into the site, where static
    hosts look for it. Gives the policy.

    Raises DeployError, naming every page that has an event handler in its HTML or a `javascript:` address.
    """
    pages = sorted(site.rglob("*.html"))
    hashes: set[str] = set()
    faults: list[str] = []
    for path in pages:
        scripts = page_scripts(path.read_text(encoding="utf-8"))
        hashes |= {script_hash(text) for text in scripts.inline}
        faults += [f"  - {path.relative_to(site).as_posix()}：{handler}" for handler in scripts.handlers]
    if faults:
        raise DeployError("\n".join(["这些页面带有内容安全策略不允许的事件属性或 javascript: 地址：", *faults]))

    whole = policy(hashes)
    for path in pages:
        path.write_text(with_policy(path.read_text(encoding="utf-8"), whole), encoding="utf-8")
    folder = site.parent / "build" / "deploy"
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in server_configs.all_configurations(whole, prefix).items():
        (folder / name).write_text(text, encoding="utf-8")
    (site / "_headers").write_text(server_configs.static_host(whole, prefix), encoding="utf-8")
    return whole
