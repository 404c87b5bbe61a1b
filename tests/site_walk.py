"""Walk a built site as a reader could: every address in it, and how many clicks each page is from the home page.

A click counts along links in a page's own content and along the tabs at the top, which every page has. The menu at the
side and the drawer on a phone are left out: they unfold, and what they hold is meant as a second way. So a page within
three clicks here is within three clicks for everybody. As a command it prints the figures:

    python -m tests.site_walk site
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, override
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

CONTENT, TABS, FOOTER, ELSEWHERE = "content", "tabs", "footer", "elsewhere"
NOT_FOUND = "404.html"
_ADDRESSES = ("href", "src", "action", "poster", "data-scheme", "data-root", "data-src")
"""Attributes that hold an address; the `data-` ones are written by the handbook's own code for its scripts."""
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


@dataclass(frozen=True, slots=True)
class Link:
    """An address as it stands on a page, and in which part of it."""

    address: str
    part: str


class PageReader(HTMLParser):
    """Collects what a page links to and which places on it can be linked to."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[Link] = []
        self.anchors: set[str] = set()
        self.canonical = ""
        self._open: list[tuple[str, str]] = []
        """Open elements with the part of the page that they are in."""

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        classes = values.get("class", "").split()
        part = self._open[-1][1] if self._open else ELSEWHERE
        if tag == "article" and "md-content__inner" in classes:
            part = CONTENT
        elif "md-tabs" in classes:
            part = TABS
        elif tag == "footer":
            part = FOOTER
        self.anchors.update(values[name] for name in ("id", "name") if name in values)
        if tag == "link" and values.get("rel") == "canonical":
            self.canonical = values["href"]
        self.links += [Link(values[name], part) for name in _ADDRESSES if values.get(name)]
        if tag not in _VOID:
            self._open.append((tag, part))

    @override
    def handle_endtag(self, tag: str) -> None:
        if any(name == tag for name, _ in self._open):
            while self._open.pop()[0] != tag:
                pass


@dataclass(slots=True)
class Site:
    """A built site: its pages by path below the root (`rules/general/`), and every file."""

    root: str
    """Public address of the home page, as the site itself gives it."""
    pages: dict[str, PageReader]
    files: set[str]
    data: dict[str, list[str]]
    """Addresses in JSON files and the sitemap, by file; those of JSON files are relative to the root."""
    elsewhere: Counter[str] = field(default_factory=Counter[str])
    """Hosts of addresses outside the site."""

    def resolve(self, page: str, address: str) -> tuple[str, str] | None:
        """Return the (path below the root, anchor) that an address means on a page; None when it leaves the site."""
        whole, anchor = urldefrag(urljoin(self.root + page, address))
        if not whole.startswith(self.root):
            return None
        path = unquote(urlsplit(whole.removeprefix(self.root)).path)
        return "" if path == "." else path, unquote(anchor)

    def fault(self, page: str, address: str) -> str:
        """Return what is wrong with an address on a page, "" when it leads somewhere."""
        if page == NOT_FOUND and not address.startswith(("/", "#", self.root)):
            return "relative, on the page that is shown at any address"
        target = self.resolve(page, address)
        if target is None:
            own_host = urlsplit(urljoin(self.root + page, address)).netloc == urlsplit(self.root).netloc
            self.elsewhere[urlsplit(address).netloc or address] += 1
            return "leads above the site" if own_host else ""
        path, anchor = target
        if path in self.pages:
            known = not anchor or anchor in self.pages[path].anchors or anchor == "__top"
            return "" if known else f"no place #{anchor}"
        folder = path == "" or path.endswith("/")
        return "" if path in self.files or (folder and any(name.startswith(path) for name in self.files)) else "no file"

    def dead(self) -> list[str]:
        """Return every address that leads nowhere, with where it stands."""
        stands = [(page or "home", page, link.address) for page, reader in self.pages.items() for link in reader.links]
        stands += [(name, "", address) for name, addresses in self.data.items() for address in addresses]
        faults = ((f"{where}: {address}", self.fault(page, address)) for where, page, address in stands)
        return sorted({f"{where}: {fault}" for where, fault in faults if fault})

    def clicks(self) -> dict[str, int]:
        """Return how many clicks each page is from the home page; pages that no click leads to are not in it."""
        found = {"": 0}
        queue = [""]
        for page in queue:
            for link in self.pages[page].links:
                target = self.resolve(page, link.address) if link.part in {CONTENT, TABS, FOOTER} else None
                if target and target[0] in self.pages and target[0] not in found:
                    found[target[0]] = found[page] + 1
                    queue.append(target[0])
        return found

    def orphans(self) -> list[str]:
        """Return the pages that no click leads to; the page for addresses that do not exist is none."""
        return sorted(set(self.pages) - set(self.clicks()) - {NOT_FOUND})


def read_site(folder: Path) -> Site:
    """Read every page and data file of a built site."""
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    pages: dict[str, PageReader] = {}
    for name in sorted(name for name in files if name.endswith(".html")):
        reader = PageReader()
        reader.feed((folder / name).read_text(encoding="utf-8"))
        pages[name.removesuffix("index.html")] = reader
    texts = {name: (folder / name).read_text(encoding="utf-8") for name in _data_files(files)}
    data = {name: list(_addresses(json.loads(text))) for name, text in texts.items()}
    if "sitemap.xml" in files:
        data["sitemap.xml"] = re.findall("<loc>([^<]*)</loc>", (folder / "sitemap.xml").read_text(encoding="utf-8"))
    return Site(pages[""].canonical, pages, files, data)


def _data_files(files: set[str]) -> list[str]:
    """Return the JSON files that hold addresses of pages; those of the interpreter have their own test."""
    return sorted(name for name in files if name.endswith(".json") and not name.startswith("assets/runtime/"))


def _addresses(value: Any, key: str = "") -> Iterator[str]:
    """Return the addresses in a JSON value: texts called `url` or `location`, and those listed under `indicators`."""
    if isinstance(value, dict):
        for name, entry in value.items():
            yield from _addresses(entry, "url" if key == "indicators" else str(name))
    elif isinstance(value, list):
        for entry in value:
            yield from _addresses(entry, key)
    elif isinstance(value, str) and key in {"url", "location"}:
        yield value


def figures(site: Site) -> list[str]:
    """Return what there is, how far it is from the home page, and everything that is wrong, a line each."""
    dead, orphans, clicks = site.dead(), site.orphans(), site.clicks()
    links = sum(len(page.links) for page in site.pages.values())
    listed = sum(map(len, site.data.values()))
    return [
        f"{len(site.pages)} pages, {links} links, {listed} addresses in {len(site.data)} data files",
        f"dead: {len(dead)}; orphans: {len(orphans)}; links elsewhere: {sum(site.elsewhere.values())}",
        *(
            f"{away} clicks from the home page: {pages} pages"
            for away, pages in sorted(Counter(clicks.values()).items())
        ),
        *(f"dead: {fault}" for fault in dead),
        *(f"orphan: {page}" for page in orphans),
    ]


if __name__ == "__main__":
    sys.stdout.write("\n".join([*figures(read_site(Path(sys.argv[1]))), ""]))
