"""Data of the interpreter that its pages can do without, each with the only function that leads to it.

Runs in an interpreter of its own, before any image is made:

- The bytecode of frozen modules, as bytes. Python 3.12 holds the same code as objects and takes those.
- The tables of the encodings of Japan, Korea, Taiwan and Hong Kong. C keeps them to their modules, so without a
  module's first function nothing comes near them.
- musl's tables for `iconv`, which Python never calls.
"""

import importlib
import json
from typing import Any

imp: Any = importlib.import_module("_imp")

MODULES = ("_codecs_hk", "_codecs_jp", "_codecs_kr", "_codecs_tw")
MAP = "__map_"
"""How a module names the tables that it lends to others."""
PAIRS = "__map_jisx0213_pair"
"""The one that is built in another way; it is small."""
TRAILS = {
    "gb18030": (*range(0x40, 0x7F), *range(0x80, 0xFF)),
    "big5": (*range(0x40, 0x7F), *range(0xA1, 0xFF)),
    "euc_jp": tuple(range(0xA1, 0xFF)),
    "euc_kr": tuple(range(0xA1, 0xFF)),
}
"""The second bytes of two-byte characters. `iconv` has a table for each of these encodings, with a row of code points
for each first byte; a few rows differ from Python's."""


def found() -> str:
    """Give all of it as JSON: contents as hexadecimal digits, and the addresses of the objects that point at tables."""
    imp._override_frozen_modules_for_tests(1)
    frozen = [imp.find_frozen(name, withdata=True) for name in imp._frozen_module_names()]
    modules = {name: vars(importlib.import_module(name)) for name in MODULES}
    rows = {name: [_row(name, first).hex() for first in range(0x81, 0xFF)] for name in TRAILS}
    return json.dumps(
        {
            "frozen": sorted({bytes(each[0]).hex() for each in frozen if each}),
            "maps": {
                module: [id(value) for name, value in names.items() if name.startswith(MAP) and name != PAIRS]
                for module, names in modules.items()
            },
            "rows": rows,
        }
    )


def _row(encoding: str, first: int) -> bytes:
    return b"".join(_code_point(bytes([first, second]), encoding).to_bytes(2, "little") for second in TRAILS[encoding])


def _code_point(character: bytes, encoding: str) -> int:
    """Give 0 for what is no character, or none of two bytes."""
    text = character.decode(encoding, "ignore")
    return ord(text) if len(text) == 1 and ord(text) < 0x10000 else 0
