"""What the browser is given: the right files, listed truly, the same bytes for the same input."""

import base64
import hashlib
import io
import json
import os
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from handbook.browser.downloads import Store
from handbook.browser.images import IMAGE_FILES, Images, Inputs
from handbook.browser.parts import Digest
from handbook.browser.pins import PACKAGE_SETS, PinError, parse_requirements, read_pins
from handbook.browser.runtime import CORE_FILES, RuntimeFile, RuntimeManifest, assemble, build_wheel
from handbook.shipping import PROJECT

WHEELS = {
    "et-xmlfile": "et_xmlfile-2.0.0-py3-none-any.whl",
    "openpyxl": "openpyxl-3.1.5-py2.py3-none-any.whl",
    "pandas": "pandas-3.1.1-cp312-cp312-pyemscripten_2024_0_wasm32.whl",
    "python-dateutil": "python_dateutil-2.9.0-py3-none-any.whl",
    "tzdata": "tzdata-2026.1-py3-none-any.whl",
}
NUMPY = "numpy-2.0.2-cp312-cp312-pyodide_2024_0_wasm32.whl"


def requirement(name: str, content: bytes) -> str:
    return (
        f"{name}=={WHEELS[name].split('-')[1]} \\\n    --hash=sha256:{Digest.of(content).value}\n    # via something\n"
    )


def npm_archive(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for name, content in files.items():
            entry = tarfile.TarInfo(f"package/{name}")
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return buffer.getvalue()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A checkout in small, and a mirror folder that has all its parts."""
    mirror = tmp_path / "mirror"
    mirror.mkdir()
    contents = {name: f"wheel of {name}".encode() for name in [*WHEELS, "numpy"]}
    for name, file_name in {**WHEELS, "numpy": NUMPY}.items():
        (mirror / file_name).write_bytes(contents[name])
    numpy = {"file_name": NUMPY, "version": "2.0.2", "sha256": Digest.of(contents["numpy"]).value}
    lock = {"info": {"python": "3.12.7"}, "packages": {"numpy": numpy, "scipy": {}}}
    core = {name: f"content of {name}".encode() for name in CORE_FILES}
    core["pyodide-lock.json"] = json.dumps(lock).encode()
    archive = npm_archive({**core, "README.md": b"not served"})
    (mirror / "pyodide-0.27.7.tgz").write_bytes(archive)

    checkout = tmp_path / "checkout"
    (checkout / "requirements").mkdir(parents=True)
    (checkout / "requirements" / "browser.txt").write_text(
        "".join(requirement(name, contents[name]) for name in WHEELS), encoding="utf-8"
    )
    (checkout / "requirements" / "carrier.txt").write_text("carrier==1 --hash=sha256:00\n", encoding="utf-8")
    rollup = npm_archive({"dist/es/rollup.js": b"export {};"})
    (mirror / "rollup-wasm-node-1.0.0.tgz").write_bytes(rollup)
    binaryen = npm_archive({"bin/wasm-merge": b"#!/usr/bin/env node"})
    (mirror / "binaryen-2.0.0.tgz").write_bytes(binaryen)
    packages = {
        "pyodide": ("0.27.7", archive),
        "@rollup/wasm-node": ("1.0.0", rollup),
        "binaryen": ("2.0.0", binaryen),
    }
    pinned = {
        f"node_modules/{name}": {"version": version, "integrity": Digest.of(content, "sha512").integrity}
        for name, (version, content) in packages.items()
    }
    (checkout / "package-lock.json").write_text(json.dumps({"packages": pinned}), encoding="utf-8")
    (checkout / "calculators").mkdir()
    (checkout / "calculators" / "__init__.py").write_text("ANSWER = 42\n", encoding="utf-8")
    return checkout


def silent(_: str) -> None:
    pass


def build(project: Path, out: Path) -> RuntimeManifest:
    mirror = project.parent / "mirror"
    from handbook.browser.part_sources import FolderSource  # noqa: PLC0415

    return assemble(out, Store(project.parent / "cache", FolderSource(mirror), silent), silent, project, fake_images)


def fake_images(inputs: Inputs, cache: Path, report: Callable[[str], None]) -> Images:
    """Images in name only: they say what they were made from."""
    report(f"images in {cache}")
    return Images(inputs.build, {name: f"{name} of {inputs.build}".encode() for name in IMAGE_FILES})


def listed(manifest: RuntimeManifest) -> list[RuntimeFile]:
    images = manifest.images
    assert images is not None
    own = [images.core.image, images.core.rest, images.pandas.image, images.pandas.rest]
    packages = [file for files in manifest.packages.values() for file in files]
    interpreter = [images.interpreter.script, images.interpreter.wasm]
    return [*manifest.core, *packages, *own, *interpreter, images.libraries, images.stdlib]


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_manifest_lists_every_file_with_its_size_and_hash(project: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    manifest = build(project, out)
    assert {file.url for file in listed(manifest)} | {"runtime.json"} == set(tree(out))
    for file in listed(manifest):
        content = (out / file.url).read_bytes()
        digest = base64.b64encode(hashlib.sha256(content).digest()).decode()
        assert (file.bytes, file.sha256) == (len(content), digest)


def test_the_manifest_says_where_the_interpreter_and_each_set_of_packages_lie(project: Path, tmp_path: Path) -> None:
    build(project, tmp_path / "out")
    manifest = json.loads((tmp_path / "out" / "runtime.json").read_text(encoding="utf-8"))
    assert list(manifest) == ["pyodide", "build", "index", "core", "packages", "images"]
    assert [file["url"] for file in manifest["core"]] == [manifest["index"] + name for name in CORE_FILES]
    names = {name: [file["url"].split("/")[-1] for file in files] for name, files in manifest["packages"].items()}
    assert names == {
        "calculators": ["calculators-0.1.0-py3-none-any.whl"],
        "openpyxl": [WHEELS["et-xmlfile"], WHEELS["openpyxl"]],
        "pandas": [NUMPY, WHEELS["pandas"], WHEELS["python-dateutil"], WHEELS["tzdata"]],
    }
    assert {file["format"] for files in manifest["packages"].values() for file in files} == {"wheel"}


def test_the_interpreter_knows_no_packages_but_those_that_the_site_unpacks(project: Path, tmp_path: Path) -> None:
    manifest = build(project, tmp_path / "out")
    lock = json.loads((tmp_path / "out" / manifest.index / "pyodide-lock.json").read_text(encoding="utf-8"))
    assert lock == {"info": {"python": "3.12.7"}, "packages": {}}


def test_a_second_run_writes_nothing(project: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(project, out)
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*")}
    build(project, out)
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*")} == before


def test_a_change_of_the_calculators_moves_their_wheel_and_the_images_alone(project: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    before = build(project, out)
    (project / "calculators" / "__init__.py").write_text("ANSWER = 43\n", encoding="utf-8")
    after = build(project, out)
    moved = {file.url for file in listed(before)} ^ {file.url for file in listed(after)}
    images = {"core.image", "core.zip", "libraries.wasm", "pandas.image", "pandas.zip", "stdlib.zip"}
    images |= {"interpreter.js", "interpreter.wasm"}
    assert {url.rsplit("/", 1)[-1] for url in moved} == {"calculators-0.1.0-py3-none-any.whl"} | images
    assert before.build != after.build
    assert set(tree(out)) == {file.url for file in listed(after)} | {"runtime.json"}


def test_files_that_the_build_did_not_make_are_left_alone(project: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "notes.txt").write_text("mine", encoding="utf-8")
    build(project, out)
    assert (out / "notes.txt").read_text(encoding="utf-8") == "mine"


def test_a_wheel_built_from_the_same_files_is_the_same_bytes(tmp_path: Path) -> None:
    wheels: list[bytes] = []
    for index, names in enumerate((["a.py", "b.py"], ["b.py", "a.py"])):
        package = tmp_path / str(index) / "demo"
        (package / "__pycache__").mkdir(parents=True)
        (package / "__pycache__" / "a.pyc").write_bytes(bytes([index]))
        for name in names:
            (package / name).write_text(f"# {name}\n", encoding="utf-8")
            os.utime(package / name, (index * 10**9, index * 10**9))
        (package / "a.py").chmod(0o600 if index else 0o755)
        wheels.append(build_wheel(package, "1.0")[1])
    assert wheels[0] == wheels[1]


def test_the_wheel_holds_the_package_and_a_true_record(tmp_path: Path) -> None:
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "a.py").write_text("x = 1\n", encoding="utf-8")
    name, content = build_wheel(tmp_path / "demo", "1.0")
    assert name == "demo-1.0-py3-none-any.whl"
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.read("demo/a.py") == b"x = 1\n"
        record = archive.read("demo-1.0.dist-info/RECORD").decode().splitlines()
        assert {line.split(",")[0] for line in record} == set(archive.namelist())


def test_a_lock_that_does_not_fit_the_package_sets_is_refused(project: Path) -> None:
    path = project / "requirements" / "browser.txt"
    path.write_text(path.read_text(encoding="utf-8") + "six==1.17.0 --hash=sha256:00\n", encoding="utf-8")
    with pytest.raises(PinError, match="six"):
        read_pins(project)


def test_a_line_without_a_hash_is_refused() -> None:
    with pytest.raises(PinError, match=r"six==1\.17\.0"):
        parse_requirements("six==1.17.0\n")


def test_the_project_s_own_locks_fit_its_package_sets() -> None:
    pins = read_pins(PROJECT)
    assert pins.pyodide_version == "0.27.7"
    assert set(pins.wheels) | {"numpy"} == {name for names in PACKAGE_SETS.values() for name in names}
