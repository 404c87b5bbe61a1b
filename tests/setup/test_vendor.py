"""Libraries that the site serves itself: from npm's archives, as the lock pins them, with their licences."""

import io
import json
import tarfile
from pathlib import Path

import pytest
from playwright.sync_api import Page

from handbook.browser.downloads import DownloadError, Store
from handbook.browser.part_sources import FolderSource
from handbook.browser.parts import Digest, SourceError
from handbook.browser.pins import PinError
from handbook.browser.vendor import LIBRARIES, VendorError, provide


def archive_of(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for name, content in files.items():
            entry = tarfile.TarInfo(f"package/{name}")
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return buffer.getvalue()


def silent(_: str) -> None:
    pass


class Checkout:
    """A checkout in small with a mirror that has the libraries' archives."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.mirror = folder / "mirror"
        self.mirror.mkdir()
        self.packages: dict[str, dict[str, str]] = {}
        for library in LIBRARIES:
            self.lock(library.package, {library.script: b"code", library.licence: b"licence", "src/a.js": b"no"})

    def lock(self, package: str, files: dict[str, bytes], version: str = "1.0.0") -> None:
        content = archive_of(files)
        stem = package.removeprefix("@").replace("/", "-")
        (self.mirror / f"{stem}-{version}.tgz").write_bytes(content)
        integrity = Digest.of(content, "sha512").integrity
        self.packages[f"node_modules/{package}"] = {"version": version, "integrity": integrity}
        self.write()

    def write(self) -> None:
        (self.folder / "package-lock.json").write_text(json.dumps({"packages": self.packages}), encoding="utf-8")

    def provide(self) -> dict[str, bytes]:
        out = self.folder / "out"
        provide(out, Store(self.folder / "cache", FolderSource(self.mirror), silent), silent, self.folder)
        return {str(path.relative_to(out)): path.read_bytes() for path in out.rglob("*") if path.is_file()}


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


def test_each_library_lies_under_its_version_with_its_licence_and_a_module_that_loads_it(checkout: Checkout) -> None:
    assert sorted(checkout.provide()) == [
        "d3.js",
        "lean-qr.js",
        "minisearch.js",
        "packages/d3-1.0.0/LICENSE",
        "packages/d3-1.0.0/d3.min.js",
        "packages/lean-qr-1.0.0/LICENSE",
        "packages/lean-qr-1.0.0/index.mjs",
        "packages/minisearch-1.0.0/LICENSE.txt",
        "packages/minisearch-1.0.0/index.js",
        "packages/plot-1.0.0/LICENSE",
        "packages/plot-1.0.0/plot.umd.min.js",
        "plot.js",
    ]


def test_a_new_version_takes_the_place_of_the_earlier_one(checkout: Checkout) -> None:
    checkout.provide()
    checkout.lock("d3", {"dist/d3.min.js": b"newer", "LICENSE": b"licence"}, "2.0.0")
    files = checkout.provide()
    assert [name for name in files if "d3-" in name] == ["packages/d3-2.0.0/LICENSE", "packages/d3-2.0.0/d3.min.js"]
    assert b"./packages/d3-2.0.0/d3.min.js" in files["d3.js"]


def test_an_archive_with_other_content_is_refused(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_network(_: object) -> None:
        raise SourceError("没有网络")

    monkeypatch.setattr("handbook.browser.part_sources.run_client", no_network)
    (checkout.mirror / "observablehq-plot-1.0.0.tgz").write_bytes(b"tampered")
    with pytest.raises(DownloadError, match="内容不符"):
        checkout.provide()


def test_a_library_that_is_not_locked_is_named(checkout: Checkout) -> None:
    del checkout.packages["node_modules/d3"]
    checkout.write()
    with pytest.raises(PinError, match="没有锁定 d3"):
        checkout.provide()


def test_an_archive_without_the_browser_build_is_named_with_what_is_missing(checkout: Checkout) -> None:
    checkout.lock("d3", {"LICENSE": b"licence"})
    with pytest.raises(VendorError, match=r"d3-1\.0\.0\.tgz 里没有 dist/d3\.min\.js"):
        checkout.provide()


@pytest.mark.browser
def test_every_library_loads_in_a_page_under_the_site_s_policy(page: Page) -> None:
    page.goto("")
    names = page.evaluate(
        """async () => {
          const load = async (name) => (await import(new URL(`assets/vendor/${name}.js`, location.href).href)).default;
          const [MiniSearch, d3, Plot] = await Promise.all(["minisearch", "d3", "plot"].map(load));
          const index = new MiniSearch({ fields: ["text"] });
          index.add({ id: 7, text: "plain" });
          return [index.search("plain")[0].id, d3.max([1, 3, 2]), Plot.plot({ marks: [] }).tagName];
        }"""
    )
    assert names == [7, 3, "svg"]
