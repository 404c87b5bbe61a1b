"""The software that a site is made of: the page 开源许可, the licences' texts, and a bill of materials (CycloneDX).

What is shipped to readers is read from the built site itself: the wheels with their metadata, the libraries with their
licences. What only builds and tests it comes from the locks. Nothing depends on the clock or the machine: the same
locks give the same bytes.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.parser import HeaderParser
from importlib.metadata import metadata
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from handbook.browser.parts import Digest
from handbook.browser.pins import PROJECT, parse_requirements
from handbook.browser.vendor import LIBRARIES, PACKAGES
from handbook.pages.templating import render

PAGE = "licences/index.html"
SBOM = "sbom.cdx.json"
LOCKS = ("dev", "build", "uv", "browser", "carrier", "fuzz", "audit")
SPDX = {
    "BSD License": "BSD-3-Clause",
    "MIT License": "MIT",
    "Apache Software License": "Apache-2.0",
    "ISC License (ISCL)": "ISC",
}
"""What older packages say in a classifier, as SPDX writes it; numpy's and pandas' BSD is that of three clauses."""


@dataclass(frozen=True, slots=True)
class Component:
    """One package."""

    name: str
    version: str
    kind: str
    """`pypi` or `npm`."""
    licence: str
    """As SPDX writes it; empty where the lock does not say."""
    sha256: tuple[str, ...]
    """In hexadecimal; of one file that is shipped, or of every file that the lock allows."""
    use: str = ""
    """What readers get of it, in Chinese; empty for what only builds and tests the site."""
    text: str = ""
    """The licence's whole text, where the package has it."""

    @property
    def purl(self) -> str:
        """The package's address in every such list.

        >>> Component("@observablehq/plot", "0.6.17", "npm", "ISC", ()).purl
        'pkg:npm/%40observablehq/plot@0.6.17'
        """
        name = re.sub(r"[-_.]+", "-", self.name).lower() if self.kind == "pypi" else self.name.replace("@", "%40")
        return f"pkg:{self.kind}/{name}@{self.version}"


def write_software(site: Path, around: Mapping[str, Any], project: Path = PROJECT) -> None:
    """Write the page, the licences' texts and the bill of materials into a built site; `around` is for the page."""
    shipped = sorted(shipped_components(site, project), key=lambda component: component.name.lower())
    folder = site / PAGE.rpartition("/")[0]
    folder.mkdir(parents=True, exist_ok=True)
    for component in shipped:
        if component.text:
            (folder / text_name(component)).write_text(component.text, encoding="utf-8")
    page = render("licences.html", root="../", components=shipped, text_name=text_name, sbom=SBOM, **around)
    (site / PAGE).write_text(page, encoding="utf-8")
    known = {component.purl for component in shipped}
    others = [component for component in locked_components(project) if component.purl not in known]
    (site / SBOM).write_text(bill_of_materials([*shipped, *others]), encoding="utf-8")


def text_name(component: Component) -> str:
    """Name the file with a licence's text.

    >>> text_name(Component("@observablehq/plot", "0.6.17", "npm", "ISC", ()))
    'observablehq-plot.txt'
    """
    return f"{component.name.removeprefix('@').replace('/', '-')}.txt"


def shipped_components(site: Path, project: Path = PROJECT) -> Iterator[Component]:
    """Give what a built site holds of other people's work."""
    lock: dict[str, Any] = json.loads((project / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    for library in LIBRARIES:
        entry = lock[f"node_modules/{library.package}"]
        folder = site / "assets" / "vendor" / PACKAGES / f"{library.name}-{entry['version']}"
        script = (folder / Path(library.script).name).read_bytes()
        text = (folder / Path(library.licence).name).read_text(encoding="utf-8")
        digests = (Digest.of(script).value,)
        use = {"minisearch": "搜索", "lean-qr": "二维码"}.get(library.name, "图表")
        yield Component(library.package, entry["version"], "npm", entry["license"], digests, use, text)
    for wheel in sorted((site / "assets" / "runtime" / "wheels").rglob("*.whl")):
        component = wheel_component(wheel.read_bytes())
        if component.name != "calculators":
            yield component
    interpreter = next((site / "assets" / "runtime").glob("pyodide-*/pyodide.asm.wasm"), None)
    if interpreter:
        entry = lock["node_modules/pyodide"]
        digests = (Digest.of(interpreter.read_bytes()).value,)
        licence = f"{entry['license']} AND PSF-2.0"
        yield Component(
            "pyodide", entry["version"], "npm", licence, digests, "浏览器里的 Python（含 CPython 和标准库）"
        )
    theme = metadata("mkdocs-material")
    yield Component("mkdocs-material", theme["Version"], "pypi", _licence(theme), (), "版面、样式和图标")


def wheel_component(content: bytes) -> Component:
    """Describe a wheel by what it says of itself."""
    with zipfile.ZipFile(io.BytesIO(content)) as wheel:
        names = sorted(wheel.namelist())
        (facts,) = (name for name in names if name.endswith(".dist-info/METADATA") and name.count("/") == 1)
        info = HeaderParser().parsestr(wheel.read(facts).decode("utf-8"))
        folder = facts.removesuffix("METADATA")
        words = ("licen", "copying", "notice")
        inside = (name for name in names if name.startswith(folder) and any(word in name.lower() for word in words))
        texts = [wheel.read(name).decode("utf-8", "replace") for name in inside if not name.endswith("/")]
    use = "算分、流水汇总和读写 Excel"
    return Component(
        info["Name"], info["Version"], "pypi", _licence(info), (Digest.of(content).value,), use, "\n\n".join(texts)
    )


def _licence(info: Any) -> str:
    every: list[str] = info.get_all("Classifier") or []
    classifiers = [entry.rpartition(" :: ")[2] for entry in every if "License ::" in entry]
    said: str = info.get("License-Expression") or ""
    short = info.get("License") or ""
    # Some put the licence's whole text where its name belongs.
    return said or next((SPDX[name] for name in classifiers if name in SPDX), short if len(short) < 30 else "")


def locked_components(project: Path = PROJECT) -> list[Component]:
    """Give everything that the locks pin, each once, by its address."""
    found: dict[str, Component] = {}
    for name in LOCKS:
        text = (project / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
        for entry in parse_requirements(text).values():
            digests = tuple(sorted(digest.value for digest in entry.digests))
            component = Component(entry.name, entry.version, "pypi", "", digests)
            found.setdefault(component.purl, component)
    lock: dict[str, Any] = json.loads((project / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    for path, entry in lock.items():
        if path:
            name = path.rpartition("node_modules/")[2]
            component = Component(name, entry["version"], "npm", entry.get("license", ""), ())
            found.setdefault(component.purl, component)
    return [found[purl] for purl in sorted(found)]


def bill_of_materials(components: list[Component]) -> str:
    """Write components as CycloneDX 1.5."""
    listed = [_entry(component) for component in components]
    content = json.dumps(listed, ensure_ascii=False)
    bill = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{uuid5(NAMESPACE_URL, content)}",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "handbook", "bom-ref": "handbook"}},
        "components": listed,
    }
    return f"{json.dumps(bill, ensure_ascii=False, indent=1)}\n"


def _entry(component: Component) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "type": "library",
        "bom-ref": component.purl,
        "name": component.name,
        "version": component.version,
        "purl": component.purl,
        # CycloneDX: what is needed where it is used, and what was only there when it was made.
        "scope": "required" if component.use else "excluded",
    }
    if component.licence:
        entry["licenses"] = [{"expression": component.licence}]
    if component.sha256:
        entry["hashes"] = [{"alg": "SHA-256", "content": value} for value in component.sha256]
    return entry
