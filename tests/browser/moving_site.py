"""A site that is published anew while people have it open, with a browser that stores it."""

import shutil
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from handbook.browser.parts import Digest
from handbook.hosting.offline import write_offline
from tests.page_watch import PageWatch
from tests.site_server import script_address, serving, shipped_headers

STORED = """async () => {
    const names = await caches.keys();
    const files = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return files.flat().map(({ url }) => url.split("/").at(-1));
}"""
SCORING = {"interpreter.js", "interpreter.wasm", "core.image"}
RUNTIME = SCORING | {"pandas.image", "libraries.wasm", "core.zip", "pandas.zip", "stdlib.zip"}


@dataclass(frozen=True, slots=True)
class MovingSite:
    """One address, behind which the site can be another one the next moment."""

    url: str
    """With a slash at the end."""
    watch: PageWatch
    browser: Browser
    _folder: Path

    def publish(self, site: Path) -> None:
        """Put a site behind the address, at once."""
        link = self._folder / "next"
        link.symlink_to(site)
        link.replace(self._folder / "current")

    def visitor(self, **options: Any) -> BrowserContext:
        """Open a browser that has never been here."""
        context = self.browser.new_context(
            base_url=self.url,
            locale="zh-CN",
            viewport={"width": 1280, "height": 800},
            permissions=["clipboard-read", "clipboard-write"],
            **options,
        )
        self.watch.attach(context)
        return context


@contextmanager
def moving_site(site: Path, folder: Path, browser: Browser, below: str = "") -> Generator[MovingSite]:
    """Serve a site, at the root or below a path such as `handbook/`; faults of its pages fail at the end."""
    top = folder / "top" / below
    top.parent.mkdir(parents=True, exist_ok=True)
    top.symlink_to(folder / "current")
    with serving(folder / "top", shipped_headers(site)) as address:
        moving = MovingSite(f"{address}/{below}", PageWatch(address), browser, folder)
        moving.publish(site)
        moving.watch.allow("Blocked attempt to show a 'beforeunload'")  # when a test ends in the middle of something
        yield moving
        for context in browser.contexts:
            context.close()
        assert moving.watch.faults == [], moving.watch.faults


def published_again(site: Path, folder: Path, mark: str) -> Path:
    """Copy a site with the words of its pages and a script changed a little, as another publication of 2027-01-15."""
    again = folder / mark
    shutil.copytree(site, again, ignore=shutil.ignore_patterns("runtime"))
    (again / "assets" / "runtime").symlink_to(site / "assets" / "runtime")
    for path in [*again.glob("rules/**/*.html"), again / "index.html", *again.glob("calculators/**/*.html")]:
        _rewrite(path, "<h1", f'<p class="mark">{mark}</p><h1')
    _rewrite(again / script_address(again, "site.js"), "/**", f'globalThis.mark = "{mark}";\n/**')
    scripts = Path(script_address(again, "site.js")).parent
    renamed = scripts.with_name(f"js-{Digest.of(mark.encode()).value[:10]}")
    (again / scripts).rename(again / renamed)
    for path in again.rglob("*.html"):
        path.write_text(path.read_text(encoding="utf-8").replace(scripts.name, renamed.name), encoding="utf-8")
    worker = (renamed / "offline" / "service-worker.js").as_posix()
    assert write_offline(again, "2027-01-15", shipped_headers(site), worker)
    return again


def until(page: Page, condition: str, argument: object = None) -> None:
    """Wait until an asynchronous function gives true: Playwright's own waiting takes the promise for an answer."""
    page.evaluate(
        f"""async (argument) => {{
            for (const end = Date.now() + 60_000; Date.now() < end;) {{
                if (await ({condition})(argument)) return;
                await new Promise((resolve) => setTimeout(resolve, 100));
            }}
            throw new Error("waited in vain");
        }}""",
        argument,
    )


def stored(page: Page, files: set[str]) -> None:
    """Wait until these files are on the device; the handbook's is `pack-` and the build."""
    condition = f"""async (files) => {{
        const stored = await ({STORED})();
        return files.every((file) => stored.some((name) => name.startsWith(file)));
    }}"""
    until(page, condition, sorted(files))


def _rewrite(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
