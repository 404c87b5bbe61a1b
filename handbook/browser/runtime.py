"""Put the browser's Python together: interpreter, libraries and the calculators, as plain files beside the site.

Everything lies in folders that are named after the content, so that a browser may keep it for ever and an update never
mixes with what came before. Only `runtime.json`, which lists it all with sizes and hashes, keeps its name.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import logging
import shutil
import tarfile
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from handbook import __version__
from handbook.browser.downloads import Store
from handbook.browser.images import READERS, Images, Inputs, get_images, read_package
from handbook.browser.npm_tools import BINARYEN, ROLLUP, tool_folder
from handbook.browser.parts import Digest
from handbook.browser.pins import PACKAGE_SETS, Pins, read_pins
from handbook.shipping import PROJECT

# What `loadPyodide` asks for, by these names, beside each other.
CORE_FILES = ("pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")
MANIFEST = "runtime.json"

_WHEELS = "wheels"
_IMAGES = "images"
_DIGITS = 10
"""Of a sha256, enough to tell contents apart in a folder's name."""
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip can hold: wheels built from the same files are the same bytes."""

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RuntimeFile:
    """One file of the runtime, as the worker fetches it."""

    url: str
    """Relative to runtime.json."""
    sha256: str
    """Base64, as `fetch(…, {integrity: 'sha256-' + …})` takes it."""
    bytes: int


@dataclass(frozen=True, slots=True)
class RuntimeWheel(RuntimeFile):
    """A package for `pyodide.unpackArchive(buffer, format)`."""

    format: str = "wheel"


@dataclass(frozen=True, slots=True)
class RuntimeImage:
    """An image and what belongs to it alone."""

    image: RuntimeFile
    rest: RuntimeFile
    """A zip of what it can import later."""


@dataclass(frozen=True, slots=True)
class RuntimeInterpreter:
    """What brings an image to life: Pyodide's own two files without what no image needs."""

    script: RuntimeFile
    wasm: RuntimeFile


@dataclass(frozen=True, slots=True)
class RuntimeImages:
    """The images of the interpreter."""

    build: str
    """What they were made from; each says it too."""
    interpreter: RuntimeInterpreter
    core: RuntimeImage
    pandas: RuntimeImage
    libraries: RuntimeFile
    """The shared libraries that the pandas image has loaded, in one module."""
    stdlib: RuntimeFile
    """The standard library for what an image does not hold."""


@dataclass(frozen=True, slots=True)
class RuntimeManifest:
    """What is in runtime.json."""

    pyodide: str
    """Version."""
    build: str
    """Changes whenever any file changes."""
    index: str
    """Folder of the interpreter's files, relative to runtime.json, with a slash at the end: Pyodide's `indexURL`."""
    core: tuple[RuntimeFile, ...]
    packages: dict[str, tuple[RuntimeWheel, ...]]
    """By the set's name; the files of a set in the order in which to unpack them."""
    images: RuntimeImages | None = None
    """None where the site does without: the worker then takes the ordinary way."""


type MakeImages = Callable[[Inputs, Path, Callable[[str], None]], Images]


def assemble(
    out: Path,
    store: Store | None = None,
    report: Callable[[str], None] = _logger.info,
    project: Path = PROJECT,
    make_images: MakeImages | None = get_images,
) -> RuntimeManifest:
    """Fill a folder with the runtime, and give what runtime.json says.

    `out` is the runtime's own folder, `assets/runtime` of the built site. Files that are right already are left alone,
    those of earlier builds are removed. What is not in the cache is fetched: DownloadError where that fails.
    """
    store = store or Store.from_environment(report)
    pins = read_pins(project)
    core = _interpreter(store.get(pins.pyodide).read_bytes())
    sets = _wheels(store, pins, core["pyodide-lock.json"].decode(), project)
    images = make_images(_inputs(pins, core, sets, project, store), store.folder, report) if make_images else None
    core["pyodide-lock.json"] = _without_packages(core["pyodide-lock.json"])

    index = f"pyodide-{pins.pyodide_version}-{_short(b''.join(core.values()))}/"
    files = {index + name: content for name, content in core.items()}
    urls: dict[str, list[str]] = {}
    for set_name, wheels in sets.items():
        urls[set_name] = [f"{_WHEELS}/{_short(content)}/{name}" for name, content in wheels.items()]
        files |= dict(zip(urls[set_name], wheels.values(), strict=True))

    listed = _listed_images(images) if images else None
    if images and listed:
        files |= {_image_url(name, content): content for name, content in images.files.items()}

    manifest = RuntimeManifest(
        pyodide=pins.pyodide_version,
        build=_short("\n".join(f"{url} {Digest.of(files[url]).value}" for url in sorted(files)).encode()),
        index=index,
        core=tuple(RuntimeFile(index + name, *_facts(core[name])) for name in CORE_FILES),
        packages={name: tuple(RuntimeWheel(url, *_facts(files[url])) for url in urls[name]) for name in urls},
        images=listed,
    )
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1) + "\n"
    for url, content in files.items():
        _put(out / url, content)
    # Last, so that it never names a file that is not there yet.
    _put(out / MANIFEST, text.encode())
    _remove_earlier(out, files)
    return manifest


def build_wheel(package: Path, version: str) -> tuple[str, bytes]:
    """Pack a pure Python package into a wheel, and give its file name and content.

    The same files give the same bytes: entries are sorted, times and permissions are fixed.
    """
    files = {
        f"{package.name}/{path.relative_to(package).as_posix()}": path.read_bytes()
        for path in package.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith(".")
    }
    info = f"{package.name}-{version}.dist-info"
    files[f"{info}/METADATA"] = f"Metadata-Version: 2.1\nName: {package.name}\nVersion: {version}\n".encode()
    files[f"{info}/WHEEL"] = b"Wheel-Version: 1.0\nGenerator: handbook\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    record = "".join(f"{name},sha256={_record_hash(files[name])},{len(files[name])}\n" for name in sorted(files))
    files[f"{info}/RECORD"] = f"{record}{info}/RECORD,,\n".encode()

    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _ZIP_TIME)
            entry.create_system = 3  # Unix, whatever the build runs on
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name], zipfile.ZIP_DEFLATED, compresslevel=9)
    return f"{package.name}-{version}-py3-none-any.whl", buffer.getvalue()


def _interpreter(archive: bytes) -> dict[str, bytes]:
    """Take the files that the browser needs out of the npm package."""
    with tarfile.open(fileobj=io.BytesIO(archive), mode="r:gz") as package:
        members = {name: package.extractfile(f"package/{name}") for name in CORE_FILES}
        return {name: member.read() for name, member in members.items() if member is not None}


def _wheels(store: Store, pins: Pins, pyodide_lock: str, project: Path) -> dict[str, dict[str, bytes]]:
    """Give the wheels of every package set, as content by file name."""
    parts = {**pins.wheels, "numpy": pins.numpy(pyodide_lock)}
    name, content = build_wheel(project / "calculators", __version__)
    sets = {"calculators": {name: content}}
    for set_name, packages in PACKAGE_SETS.items():
        paths = [store.get(parts[package]) for package in packages]
        sets[set_name] = {path.name: path.read_bytes() for path in paths}
    return sets


def _inputs(
    pins: Pins, core: dict[str, bytes], sets: dict[str, dict[str, bytes]], project: Path, store: Store
) -> Inputs:
    """Say what images are made from."""
    return Inputs(
        pyodide_version=pins.pyodide_version,
        core=dict(core),
        wheels={name: sets[name] for name in PACKAGE_SETS},
        calculators=read_package(project / "calculators"),
        readers={path.name: path.read_bytes() for path in READERS},
        rollup=tool_folder(ROLLUP, store, project),
        binaryen=tool_folder(BINARYEN, store, project),
    )


def _listed_images(images: Images) -> RuntimeImages:
    """List the images as the manifest has them."""

    def file(name: str) -> RuntimeFile:
        content = images.files[name]
        return RuntimeFile(_image_url(name, content), *_facts(content))

    core, pandas = (RuntimeImage(file(f"{name}.image.gz"), file(f"{name}.zip")) for name in ("core", "pandas"))
    interpreter = RuntimeInterpreter(file("interpreter.js"), file("interpreter.wasm"))
    return RuntimeImages(images.build, interpreter, core, pandas, file("libraries.wasm"), file("stdlib.zip"))


def _image_url(name: str, content: bytes) -> str:
    # No name that a server takes for a compressed page: it must not be unpacked on the way.
    stem, _, ending = name.removesuffix(".gz").partition(".")
    return f"{_IMAGES}/{_short(content)}/{stem}.{ending or 'bin'}"


def _without_packages(lock: bytes) -> bytes:
    """Reduce Pyodide's lock to what `loadPyodide` checks: the site unpacks its own wheels and never asks for others."""
    return json.dumps({"info": json.loads(lock)["info"], "packages": {}}, sort_keys=True).encode()


def _facts(content: bytes) -> tuple[str, int]:
    return base64.b64encode(hashlib.sha256(content).digest()).decode(), len(content)


def _short(content: bytes) -> str:
    return Digest.of(content).value[:_DIGITS]


def _record_hash(content: bytes) -> str:
    """Hash as a wheel's RECORD has it: URL-safe base64 without padding."""
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()


def _put(path: Path, content: bytes) -> None:
    """Write a file in one step, unless it is there already."""
    if path.is_file() and path.stat().st_size == len(content) and path.read_bytes() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.part")
    unfinished.write_bytes(content)
    unfinished.replace(path)


def _remove_earlier(out: Path, files: Iterable[str]) -> None:
    """Remove the folders that earlier builds left, and nothing that this module did not make."""
    kept = {(out / url).parent for url in files}
    for folder in [*out.glob("pyodide-*/"), *out.glob(f"{_WHEELS}/*/"), *out.glob(f"{_IMAGES}/*/")]:
        if folder not in kept:
            shutil.rmtree(folder)
