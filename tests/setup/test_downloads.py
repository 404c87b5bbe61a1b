"""The cache: fetched once, checked always, and one message that says all where a part cannot be had."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from handbook.browser.downloads import DownloadError, Store, default_folder, mirror_from
from handbook.browser.part_sources import CarrierSource, FolderSource, NpmSource, PipSource, WebSource
from handbook.browser.parts import Digest, Part, Source, SourceError
from tests.site_server import serving

CONTENT = b"a wheel, for all the cache knows"


@dataclass(frozen=True, slots=True)
class FakeSource:
    """Delivers one content, and counts how often it was asked; None: it has nothing."""

    title: str
    content: bytes | None
    asked: list[str] = field(default_factory=list[str])

    def fetch(self, part: Part, folder: Path) -> Path:
        self.asked.append(part.title)
        if self.content is None:
            raise SourceError("没有这个文件")
        path = folder / part.file_names[0]
        path.write_bytes(self.content)
        return path


def part(*sources: Source) -> Part:
    return Part("demo 1.0", ("demo-1.0.whl",), frozenset({Digest.of(CONTENT)}), sources)


def silent(_: str) -> None:
    pass


def test_a_part_is_fetched_once_and_then_comes_from_the_cache(tmp_path: Path) -> None:
    source = FakeSource("甲", CONTENT)
    store = Store(tmp_path, report=silent)
    first = store.get(part(source))
    assert (store.get(part(source)), source.asked) == (first, ["demo 1.0"])
    assert first.read_bytes() == CONTENT


def test_the_cache_names_folders_by_digest(tmp_path: Path) -> None:
    path = Store(tmp_path, report=silent).get(part(FakeSource("甲", CONTENT)))
    assert path == tmp_path / f"sha256-{Digest.of(CONTENT).value}" / "demo-1.0.whl"


def test_a_source_with_other_content_is_passed_over_and_leaves_nothing(tmp_path: Path) -> None:
    wrong, right = FakeSource("甲", b"tampered"), FakeSource("乙", CONTENT)
    path = Store(tmp_path, report=silent).get(part(wrong, right))
    assert path.read_bytes() == CONTENT
    assert [entry.name for entry in tmp_path.iterdir()] == [path.parent.name]


def test_a_file_damaged_in_the_cache_is_fetched_again(tmp_path: Path) -> None:
    source = FakeSource("甲", CONTENT)
    store = Store(tmp_path, report=silent)
    store.get(part(source)).write_bytes(b"half a fi")
    assert store.get(part(source)).read_bytes() == CONTENT
    assert len(source.asked) == 2


def test_the_mirror_is_asked_first(tmp_path: Path) -> None:
    mirror, source = FakeSource("镜像", CONTENT), FakeSource("甲", CONTENT)
    Store(tmp_path, mirror, silent).get(part(source))
    assert (len(mirror.asked), len(source.asked)) == (1, 0)


def test_the_failure_names_the_part_every_source_and_what_to_do(tmp_path: Path) -> None:
    store = Store(tmp_path, FakeSource("镜像", None), silent)
    with pytest.raises(DownloadError) as caught:
        store.get(part(FakeSource("甲", b"tampered"), FakeSource("乙", None)))
    message = str(caught.value)
    assert message.splitlines()[0] == "浏览器运行环境缺少 demo 1.0，下列来源都没有取到："
    assert "  - 镜像：没有这个文件" in message
    assert f"  - 甲：内容不符（8 字节，sha256 {Digest.of(b'tampered').value}）" in message
    assert f"请把 demo-1.0.whl（sha256 {Digest.of(CONTENT).value}）放进" in message
    assert "HANDBOOK_MIRROR" in message


def test_a_folder_serves_as_mirror(tmp_path: Path) -> None:
    (tmp_path / "mirror").mkdir()
    (tmp_path / "mirror" / "demo-1.0.whl").write_bytes(CONTENT)
    store = Store(tmp_path / "cache", mirror_from(str(tmp_path / "mirror")), silent)
    assert store.get(part()).read_bytes() == CONTENT
    assert (tmp_path / "mirror" / "demo-1.0.whl").exists()


@pytest.mark.parametrize(
    ("location", "mirror"),
    [
        (None, None),
        ("", None),
        ("https://mirror.example/pyodide/", WebSource("https://mirror.example/pyodide")),
        ("/srv/mirror", FolderSource(Path("/srv/mirror"))),
    ],
)
def test_a_mirror_is_a_folder_or_an_address(location: str | None, mirror: Source | None) -> None:
    assert mirror_from(location) == mirror


def test_an_address_serves_as_mirror(tmp_path: Path) -> None:
    served = tmp_path / "served"
    served.mkdir()
    (served / "demo-1.0.whl").write_bytes(CONTENT)
    with serving(served, {}) as address:
        store = Store(tmp_path / "cache", mirror_from(address), silent)
        assert store.get(part()).read_bytes() == CONTENT


def test_an_address_without_the_file_says_so(tmp_path: Path) -> None:
    with serving(tmp_path, {}) as address, pytest.raises(SourceError, match=r"没有 demo-1\.0\.whl（HTTP 404）"):
        WebSource(address).fetch(part(), tmp_path)


def test_an_address_that_is_no_web_address_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="不是 http"):
        WebSource("file:///srv").fetch(part(), tmp_path)


def test_an_unreachable_address_gives_its_reason(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="连不上"):
        WebSource("http://127.0.0.1:9").fetch(part(), tmp_path)


def test_a_wheel_that_does_not_carry_the_file_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def not_a_wheel(_source: PipSource, _part: Part, folder: Path) -> Path:
        path = folder / "carrier.whl"
        path.write_bytes(b"no zip")
        return path

    monkeypatch.setattr(PipSource, "fetch", not_a_wheel)
    with pytest.raises(SourceError, match=r"carrier\.whl 里没有 demo-1\.0\.whl"):
        CarrierSource(PipSource("carrier==1 --hash=sha256:00"), "assets").fetch(part(), tmp_path)


def test_a_package_client_that_fails_gives_its_own_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    with pytest.raises(SourceError, match="No matching distribution found for demo==1"):
        PipSource("demo==1 --hash=sha256:00").fetch(part(), tmp_path)


def test_sources_are_called_by_what_a_person_knows() -> None:
    titles = [PipSource("six==1 --hash=sha256:00").title, NpmSource("pyodide@0.27.7").title]
    assert titles == ["pip（six==1）", "npm（pyodide@0.27.7）"]


@pytest.mark.parametrize(
    ("environment", "folder"),
    [
        ({"HANDBOOK_CACHE": "/srv/cache", "XDG_CACHE_HOME": "/xdg"}, "/srv/cache"),
        ({"XDG_CACHE_HOME": "/xdg"}, "/xdg/handbook-runtime"),
        ({"HOME": "/home/someone"}, "/home/someone/.cache/handbook-runtime"),
    ],
)
def test_the_cache_lies_where_the_environment_says(
    environment: dict[str, str], folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HANDBOOK_CACHE", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert default_folder() == Path(folder)


def test_npm_and_browsers_write_digests_in_the_same_form() -> None:
    digest = Digest.of(CONTENT, "sha512")
    assert Digest.from_integrity(digest.integrity) == digest
