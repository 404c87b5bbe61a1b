"""Walk Python's own roads: call what the calculators import, and every method of the built-in types.

With arguments of many kinds: most calls fail, as they should, and the road to the error is one of those looked for.
"""

# pyright: basic

import contextlib
import copy
import dataclasses
import datetime as dt
import decimal
import enum
import fractions
import gc
import importlib
import io
import itertools
import json
import operator
import pickle
import random
import re
import time
import traceback
import types
import unicodedata
import weakref
from collections.abc import Callable
from typing import Any

NUMBERS = [0, 1, -7, 12345678901234567890123, True, 2.5, -0.0, float("inf"), float("nan"), 1 + 2j]
EXACT = [fractions.Fraction(7, 3), decimal.Decimal("1.25"), decimal.Decimal("NaN")]
DAYS = [dt.date(2026, 3, 1), dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC), dt.timedelta(1, 2)]
WORDS = ["", "ab c", "大客户，部Ａ", "12.5", "a\u0301\U0001f600", b"", b"ab\xff", bytearray(b"xyz"), memoryview(b"abc")]
BOXES: list[Any] = [[], [3, 1, 2], ["b", "甲"], (1, "a"), {}, {"a": 1, "甲": [2]}, {1, 2}, frozenset({"x"}), range(5)]
VALUES: list[Any] = [*NUMBERS, *EXACT, *DAYS, *WORDS, *BOXES, None, int, str, len]
ARGUMENTS: list[Any] = [
    0,
    2,
    -1,
    2.5,
    None,
    "a",
    "甲",
    "utf-8",
    b"a",
    [1, 2],
    ("a", "b"),
    {"a": 2},
    {1},
    slice(0, 2),
    str,
]
PAIRS: list[tuple[Any, ...]] = [(1, 2), ("a", "b"), ("a", 3), (None, None), ("utf-8", "replace"), (0, "x")]
MODULES = """
_bisect _codecs _collections _csv _datetime _decimal _functools _heapq _json _operator _random _sre _statistics
_string _struct _weakref array binascii errno itertools math unicodedata zlib base64 bisect collections copy csv
dataclasses datetime decimal enum fractions functools hashlib heapq json operator pickle re statistics string
struct textwrap urllib.parse
""".split()
SKIPPED = """
breakpoint call cycle count dump exit input lcm main partial perm print repeat rounds sleep test _test open
_debugmallocstats pow ipow __pow__ __rpow__ shift __class__ lshift ilshift __lshift__ __rlshift__
__init_subclass__ __subclasshook__
""".split()
"""Ask the outside, never end, or make numbers too large."""
OPERATORS = """
add sub mul truediv floordiv mod and_ or_ xor eq lt le gt contains getitem concat iadd
""".split()
TEXTS = [
    "2026年3月",
    "１２，３４５.６万元",
    "a,b;c\td",
    "  x  ",
    "(12.5)",
    "张三　　李四",
    "\ufeff姓名",
    "-12.50%",
    "x" * 300,
]
PATTERNS = [
    r"\d+(?:\.\d*)?",
    r"(?P<sign>[-+−])?\s*(\w+?)(?=年|月|$)",
    r"[^\W\d_]{2,}|(x){3,}?",
    r"(?i)^a.*?(b|c)\b",
    "[",
]
CODINGS = """
utf-8 utf-8-sig utf-16 utf-32 gb18030 gbk gb2312 ascii latin-1 cp1252 utf-7 nichts
""".split()
FAULTS = """
strict replace ignore surrogateescape backslashreplace
""".split()
FORMATS = """
, .2f +.3e g >8 ^8.3 #x b 08.2f % n d s c =+9 _ z
""".split()
NUMERALS = """
1e400 0x1F -1_000 １２ 1.5e-7 7/3 nan 1,2 333333333333333333333333333333333333333333
""".split()
CHANCES = """
random gauss getrandbits betavariate gammavariate choice choices shuffle sample randrange
""".split()


def walk() -> None:
    """Go down all of them."""
    for value in VALUES:
        _methods(value)
    for module in map(importlib.import_module, MODULES):
        for name in dir(module):
            if name not in SKIPPED and callable(getattr(module, name)):
                for arguments in ((), *((each,) for each in (*ARGUMENTS, *TEXTS[:3])), *PAIRS):
                    _try(getattr(module, name), *arguments)
    for first, second, name in itertools.product(VALUES, VALUES, OPERATORS):
        if name != "mul" or not isinstance(first, int) or abs(first) < 99:
            _try(getattr(operator, name), _fresh(first), second)
    _texts()
    _figures()
    _running()
    gc.collect()


def _fresh(value: Any) -> Any:
    with contextlib.suppress(Exception):
        return copy.copy(value)
    return value


def _try(function: Callable[..., Any], *arguments: Any) -> None:
    """Call it, and look at what it gives."""
    with contextlib.suppress(Exception):
        found = function(*arguments)
        repr(found)
        if isinstance(found, types.GeneratorType | map | filter | zip):
            list(itertools.islice(found, 9))


def _methods(value: Any) -> None:
    for name in dir(value):
        if name not in SKIPPED and callable(getattr(type(value), name, None)):
            for arguments in ((), *((each,) for each in ARGUMENTS), *PAIRS):
                _try(lambda name=name, arguments=arguments: getattr(_fresh(value), name)(*arguments))


def _running() -> None:
    """Stop and resume generators, raise, catch and tell of errors, make classes."""

    def resumed() -> Any:
        try:
            given = yield 1
            yield from [given, 2]
        finally:
            yield 3

    generator = resumed()
    for step in (lambda: next(generator), lambda: generator.send("s"), lambda: generator.throw(ValueError("x"))):
        _try(step)
    _try(generator.close)
    _try(resumed().throw, KeyError("y"))
    _try(next, resumed())

    def deep(level: int) -> int:
        return deep(level + 1) + 1

    for fail in (
        lambda: 1 / 0,
        lambda: {}["甲"],
        lambda: operator.attrgetter("x")(None),
        lambda: int("x"),
        lambda: [][NUMBERS[1]],
        lambda: deep(0),
    ):
        try:
            fail()
        except Exception as error:
            traceback.format_exception(error)
            with contextlib.suppress(Exception):
                raise ExceptionGroup("both", [error, RuntimeError("x")]) from error
    _try(lambda: dataclasses.make_dataclass("Point", ["x", "y"], frozen=True, slots=True, order=True)(1, 2) < 3)
    _try(lambda: enum.Enum("Kind", "ONE TWO")["ONE"])
    _try(lambda: copy.deepcopy([{1: {2}}, (3, [4])]))
    _try(lambda: [weakref.ref(gc), weakref.WeakValueDictionary(a=fractions)])


def _texts() -> None:
    """Search, encode and take apart."""
    for text in TEXTS:
        for pattern in PATTERNS:
            for name in ("match", "search", "fullmatch", "split", "findall"):
                _try(getattr(re, name), pattern, text)
            _try(re.sub, pattern, lambda found: found[0].upper(), text)
        for form in ("NFC", "NFD", "NFKC", "NFKD"):
            _try(unicodedata.normalize, form, text)
        for coding, faults in itertools.product(CODINGS, FAULTS):
            _try(lambda text=text, way=(coding, faults): text.encode(*way).decode(*way))
            _try(lambda text=text, way=(coding, faults): text.encode().decode(*way))
        holder = {text: [text, 1.5, None, True, {"a": 2**70}]}
        for plain in (False, True):
            _try(lambda holder=holder, plain=plain: json.loads(json.dumps(holder, ensure_ascii=plain, indent=1)))
        for length in (1, 1000, 100000):
            _try(lambda text=text, length=length: io.StringIO(f"{text}\n" * length).readlines())
            _try(lambda text=text, length=length: f"{text}\t".join([text] * length).split("\t"))
    for value, form in itertools.product(VALUES, FORMATS):
        _try(format, value, form)


def _figures() -> None:
    """Read numbers, reckon with large ones, draw lots, sort."""
    for numeral, kind in itertools.product(NUMERALS, (int, float, fractions.Fraction, decimal.Decimal, complex)):
        _try(kind, numeral)
    big, bigger = 3**400, 7**5000
    for first, second in ((big, bigger), (bigger, big), (bigger, bigger + 1), (-big, 7), (bigger, 10**9)):
        for function in (*(getattr(operator, name) for name in OPERATORS), divmod):
            _try(function, first, second)
    _try(lambda: (str(bigger), float(big), round(big, -5), hash(big), pow(big, 3, 997), int("9" * 3000)))
    for pattern in ("%Y-%m-%d", "%Y年%m月%d日", "%H:%M:%S"):
        _try(time.strftime, pattern, time.gmtime(0))
    chance = random.Random(7)  # noqa: S311 -- no secret
    for name, arguments in itertools.product(CHANCES, ((), (5,), ([1, 2, 3],), (2.5, 0.5), (0.4, 1.0), ([1, 2, 3], 2))):
        _try(getattr(chance, name), *arguments)
    for protocol in range(6):
        _try(lambda protocol=protocol: pickle.loads(pickle.dumps([*NUMBERS, *EXACT, *DAYS, *BOXES[:8]], protocol)))  # noqa: S301
    for size in (10, 200, 5000):
        rows = [chance.randrange(size) for _ in range(size)]
        for kind in (int, str, float, lambda row: (row, str(row))):
            _try(sorted, map(kind, rows))
        _try(lambda rows=rows: (sorted(rows, key=str, reverse=True), dict.fromkeys(rows), set(rows) ^ {1}, sum(rows)))
