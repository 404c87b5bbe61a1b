"""The bill of materials and the page 开源许可: all that is shipped, with its licence, and all that is pinned."""

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from handbook.browser.pins import PROJECT, parse_requirements
from handbook.hosting.software import LOCKS, SBOM, Component, bill_of_materials, shipped_components


@pytest.fixture(scope="module")
def bill(site: Path) -> dict[str, Any]:
    return json.loads((site / SBOM).read_text(encoding="utf-8"))


def test_the_bill_keeps_to_the_schema_of_cyclonedx(site: Path) -> None:
    faults = JsonStrictValidator(SchemaVersion.V1_5).validate_str((site / SBOM).read_text(encoding="utf-8"))
    assert faults is None


def test_a_bill_that_breaks_the_schema_would_be_found(bill: dict[str, Any]) -> None:
    broken = {**bill, "components": [{**bill["components"][0], "scope": "sometimes"}]}
    assert JsonStrictValidator(SchemaVersion.V1_5).validate_str(json.dumps(broken)) is not None


def test_the_bill_lists_every_package_once(bill: dict[str, Any]) -> None:
    assert (bill["bomFormat"], bill["specVersion"], bill["version"]) == ("CycloneDX", "1.5", 1)
    assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", bill["serialNumber"])
    references = [component["bom-ref"] for component in bill["components"]]
    assert len(references) == len(set(references))
    for component in bill["components"]:
        assert component["purl"].startswith(("pkg:pypi/", "pkg:npm/"))
        assert component["version"]
        assert all(re.fullmatch("[0-9a-f]{64}", each["content"]) for each in component.get("hashes", []))


def test_everything_that_is_pinned_is_in_the_bill(bill: dict[str, Any]) -> None:
    listed = {component["purl"].lower() for component in bill["components"]}
    texts = [(PROJECT / "requirements" / f"{name}.txt").read_text(encoding="utf-8") for name in LOCKS]
    pinned = {f"pkg:pypi/{entry.name}@{entry.version}" for text in texts for entry in parse_requirements(text).values()}
    packages = json.loads((PROJECT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    pinned |= {
        f"pkg:npm/{path.rpartition('node_modules/')[2].replace('@', '%40')}@{entry['version']}"
        for path, entry in packages.items()
        if path
    }
    assert pinned - listed == set()
    assert sorted(path.stem for path in (PROJECT / "requirements").glob("*.txt")) == sorted(LOCKS)


def test_every_wheel_of_the_site_is_in_the_bill_by_its_bytes(site: Path, bill: dict[str, Any]) -> None:
    hashes = {each["content"] for component in bill["components"] for each in component.get("hashes", [])}
    wheels = [path for path in (site / "assets" / "runtime").rglob("*.whl") if not path.name.startswith("calculators-")]
    assert len(wheels) >= 5
    assert [path.name for path in wheels if hashlib.sha256(path.read_bytes()).hexdigest() not in hashes] == []


def test_what_is_shipped_is_on_the_page_with_a_licence(site: Path) -> None:
    page = (site / "licences" / "index.html").read_text(encoding="utf-8")
    shipped = list(shipped_components(site))
    names = {component.name for component in shipped}
    assert {"pyodide", "numpy", "pandas", "openpyxl", "mkdocs-material", "minisearch", "d3"} <= names
    for component in shipped:
        assert component.licence, component.name
        assert f"<b>{component.name}</b> {component.version}：" in page
    for name in re.findall(r'<a href="([^"/]+\.txt)">全文', page):
        assert len((site / "licences" / name).read_text(encoding="utf-8")) > 300


def test_the_same_packages_give_the_same_bill() -> None:
    one = [Component("a", "1", "pypi", "MIT", ("0" * 64,), "搜索")]
    assert bill_of_materials(one) == bill_of_materials(list(one))
    assert bill_of_materials(one) != bill_of_materials([Component("a", "2", "pypi", "MIT", (), "搜索")])
