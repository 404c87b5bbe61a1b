"""Images of the interpreter: what goes into one, when it is made anew, that it comes out the same."""

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from handbook.browser import images
from handbook.browser.downloads import Store
from handbook.browser.images import (
    BUILDER,
    IMAGE_FILES,
    Inputs,
    build_images,
    get_images,
    modules_by_set,
    read_package,
)
from handbook.browser.pins import read_pins
from handbook.browser.runtime import _inputs, _interpreter, _wheels
from handbook.shipping import PROJECT


@pytest.fixture(scope="module")
def inputs() -> Inputs:
    """What the project's own images are made from; the parts are in the cache since the site was built."""
    store, pins = Store.from_environment(), read_pins(PROJECT)
    core = _interpreter(store.get(pins.pyodide).read_bytes())
    return _inputs(pins, core, _wheels(store, pins, core["pyodide-lock.json"].decode(), PROJECT), PROJECT, store)


def small(calculators: Mapping[str, bytes]) -> Inputs:
    return Inputs(
        "0.27.7",
        {"pyodide.asm.js": b"js"},
        {"pandas": {"numpy.whl": b"numpy"}},
        calculators,
        {"image.js": b"reader"},
        Path("rollup-1.0.0"),
        Path("binaryen-1"),
    )


def header(content: bytes) -> dict[str, Any]:
    raw = gzip.decompress(content)
    return json.loads(raw[8 : 8 + int.from_bytes(raw[4:8], "little")])


@pytest.mark.parametrize(
    "other",
    [
        replace(small({"a.py": b"1"}), pyodide_version="0.27.8", core={"pyodide.asm.js": b"other"}),
        replace(small({"a.py": b"1"}), wheels={"pandas": {"numpy.whl": b"other"}}),
        small({"a.py": b"2"}),
        small({"b.py": b"1"}),
        replace(small({"a.py": b"1"}), readers={"image.js": b"other"}),
        replace(small({"a.py": b"1"}), rollup=Path("rollup-1.0.1")),
        replace(small({"a.py": b"1"}), binaryen=Path("binaryen-2")),
    ],
)
def test_images_are_named_by_everything_that_they_are_made_from(other: Inputs) -> None:
    assert small({"a.py": b"1"}).build == small({"a.py": b"1"}).build
    assert other.build != small({"a.py": b"1"}).build


def test_images_are_made_once_and_then_found_in_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def make(inputs: Inputs, work: Path) -> Path:
        made.append(inputs.build)
        out = work / "out"
        out.mkdir()
        for name in IMAGE_FILES:
            (out / name).write_bytes(name.encode())
        return out

    monkeypatch.setattr(images, "build_images", make)
    said: list[str] = []
    first = get_images(small({"a.py": b"1"}), tmp_path, said.append)
    assert get_images(small({"a.py": b"1"}), tmp_path, said.append) == first
    assert len(made) == len(said) == 1
    get_images(small({"a.py": b"2"}), tmp_path, said.append)
    assert len(made) == 2


def test_the_calculators_are_sorted_by_what_importing_them_takes() -> None:
    modules = modules_by_set("calculators", read_package(PROJECT / "calculators"))
    assert "calculators.desk" in modules[""]
    assert "calculators.frames" in modules["pandas"]
    assert "calculators.workbooks" in modules["openpyxl"]


def test_images_come_out_the_same_whatever_the_clock_and_the_environment(
    inputs: Inputs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = get_images(inputs, Store.from_environment().folder, lambda _: None)
    for name, value in {"TZ": "Asia/Shanghai", "LC_ALL": "zh_CN.UTF-8", "HOME": str(tmp_path)}.items():
        monkeypatch.setenv(name, value)
    out = build_images(inputs, tmp_path / "work")
    assert {name: (out / name).read_bytes() == first.files[name] for name in IMAGE_FILES} == dict.fromkeys(
        IMAGE_FILES, True
    )


@pytest.mark.parametrize("name", ["core", "pandas"])
def test_an_image_expects_of_its_probe_what_cpython_answers(inputs: Inputs, name: str) -> None:
    code = f"import probe; print(probe.answer(frames={name == 'pandas'}))"
    command = [sys.executable, "-c", code]
    environment = {**os.environ, "PYTHONPATH": f"{BUILDER}{os.pathsep}{PROJECT}"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    made = get_images(inputs, Store.from_environment().folder, lambda _: None)
    facts = header(made.files[f"{name}.image.gz"])
    assert facts["probe"] == done.stdout.strip()
    assert (facts["name"], facts["build"], facts["pyodide"]) == (name, inputs.build, inputs.pyodide_version)


@pytest.mark.parametrize(
    ("encoding", "kept"), [("gb2312", True), ("euc_jp", False), ("euc_kr", False), ("big5", False)]
)
def test_of_the_encodings_tables_only_the_chinese_ones_come_along(inputs: Inputs, encoding: str, *, kept: bool) -> None:
    made = get_images(inputs, Store.from_environment().folder, lambda _: None)
    row = b"".join(ord(bytes([0xB0, second]).decode(encoding)).to_bytes(2, "little") for second in range(0xA1, 0xF0))
    assert row in inputs.core["pyodide.asm.wasm"]
    assert (row in made.files["interpreter.wasm"]) is kept


def test_the_interpreters_script_throws_what_it_catches(inputs: Inputs) -> None:
    """Emscripten's own functions catch only numbers; Pyodide's throw WebAssembly's exceptions where a browser can."""
    made = get_images(inputs, Store.from_environment().folder, lambda _: None)
    assert b"new WebAssembly.Exception" in inputs.core["pyodide.asm.js"]
    assert b"new WebAssembly.Exception" not in made.files["interpreter.js"]
    assert b"if(e!==e+0)throw e" in made.files["interpreter.js"]
