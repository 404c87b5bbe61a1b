"""After one visit, reading, searching and calculating need no network in any engine that has service workers."""

import shutil
import socket
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from threading import Event
from typing import BinaryIO, override

import pytest

from handbook.hosting.offline import write_offline
from tests.browser.moving_site import RUNTIME, STORED
from tests.engines.engine import ENTER, Engine
from tests.engines.visit import Visit
from tests.engines.watched_site import NOTES, write
from tests.site_server import SiteHandler, answering, shipped_headers

pytestmark = pytest.mark.browser

TABLE = "姓名\t实际完成销售额\t计划完成销售额\n张三\t1056万\t1200万\n"

ARE_STORED = f"""async (files) => {{
    const stored = await ({STORED})();
    return files.every((file) => stored.includes(file));
}}"""


class CutOff(SiteHandler):
    """Hangs up without a word once the network is gone."""

    def __init__(self, *arguments: object, gone: Event, **options: object) -> None:
        self._gone = gone
        super().__init__(*arguments, **options)  # pyright: ignore[reportArgumentType] - the server's own arguments

    @override
    def send_head(self) -> BinaryIO | None:
        if not self._gone.is_set():
            return super().send_head()  # pyright: ignore[reportReturnType] - a file, read as bytes
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)
        return None


@pytest.fixture
def gone() -> Event:
    """Set it, and there is no network."""
    return Event()


@pytest.fixture
def stored_visit(engine: Engine, watched: Path, tmp_path: Path, gone: Event) -> Iterator[Visit]:
    """A visit to the watched site, with an offline copy of its own."""
    copy = Path(shutil.copytree(watched, tmp_path / "site"))  # no links: its copy is written into it
    write(copy / "faults.js", NOTES.encode())
    write_offline(copy, "2026-12-01", shipped_headers(copy))
    with answering(partial(CutOff, site=copy, headers=shipped_headers(copy), gone=gone)) as address:
        visit = Visit(engine, address)
        engine.resize(1280, 800)
        yield visit
        visit.leave()


def test_after_one_visit_everything_works_without_a_network(stored_visit: Visit, gone: Event) -> None:
    visit = stored_visit
    visit.go("")
    visit.until("() => navigator.serviceWorker.controller !== null")
    visit.until(ARE_STORED, sorted(RUNTIME))
    gone.set()
    assert not visit.run("() => fetch('/nothing', { cache: 'no-store' }).then(() => true, () => false)")
    visit.go("rules/general/")
    visit.expect("h1", "大客户部管理制度")
    visit.expect(".site-bar__line", "2026-12-01 的一版")
    visit.search("KH-204")
    visit.until("() => document.querySelector('#search-results a')?.textContent.includes('出差天数')")
    visit.engine.press(ENTER)
    visit.until("() => location.hash === '#KH-204' && location.search === ''")  # the page it led to has come
    visit.go("kpi/schemes/am-quarter/")
    visit.paste(".kpi-paste", TABLE)
    visit.until("() => document.querySelectorAll('[aria-label=各人得分] tbody tr').length === 1")
    visit.go("calculators/team/")
    visit.click("填入示例")
    visit.until("() => document.querySelectorAll('[aria-label=排名] tbody tr').length === 5")
