"""Walk Python's own roads: call every method of the built-in types, and what the calculators import, with arguments of many
kinds. Most calls fail, as they should: the road to the error is one of those that are looked for."""

import codecs
import contextlib
import copy
import dataclasses
import datetime
import decimal
import enum
import fractions
import gc
import importlib
import io
import itertools
import operator
import pickle
import random
import sys
import time
import traceback
import types
import weakref
from collections.abc import Callable
from typing import Any

VALUES: tuple[Any, ...] = (
    0, 1, -7, 12345678901234567890123, True, 2.5, -0.0, float("inf"), float("nan"), 1 + 2j, None, "", "ab c", "大客户，部Ａ", "12.5",
    "a\u0301\U0001f600", b"", b"ab\xff", bytearray(b"xyz"), memoryview(b"abc"), [], [3, 1, 2], ["b", "甲"], (1, "a"), (), {}, {"a": 1, "甲": [2]},
    set(), {1, 2}, frozenset({"x"}), range(5), slice(1, 2), fractions.Fraction(7, 3), decimal.Decimal("1.25"), decimal.Decimal("NaN"),
    datetime.date(2026, 3, 1), datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC), datetime.timedelta(1, 2), int, str, len,
)  # fmt: skip
ARGUMENTS: tuple[Any, ...] = (0, 2, -1, 2.5, None, "a", "甲", "utf-8", b"a", [1, 2], ("a", "b"), {"a": 2}, {1}, slice(0, 2), str, fractions.Fraction(1, 2))
PAIRS: tuple[tuple[Any, ...], ...] = ((1, 2), ("a", "b"), ("a", 3), (None, None), ("utf-8", "replace"), (0, "x"))
MODULES = (
    "_bisect", "_codecs", "_collections", "_csv", "_datetime", "_decimal", "_functools", "_heapq", "_json", "_operator", "_random", "_sre",
    "_statistics", "_string", "_struct", "_weakref", "array", "binascii", "errno", "itertools", "math", "unicodedata", "zlib",
    "base64", "bisect", "collections", "copy", "csv", "dataclasses", "datetime", "decimal", "enum", "fractions", "functools", "hashlib", "heapq",
    "json", "operator", "pickle", "re", "statistics", "string", "struct", "textwrap", "urllib.parse",
)  # fmt: skip
SKIPPED = frozenset({
    "breakpoint", "call", "cycle", "count", "dump", "exit", "input", "lcm", "main", "partial", "perm", "print", "repeat", "rounds", "sleep", "test",
    "_test", "_debugmallocstats", "pow", "ipow", "__pow__", "__rpow__", "shift", "__class__",
    "lshift", "ilshift", "__lshift__", "__rlshift__", "__init_subclass__", "__subclasshook__",
})  # fmt: skip
"""Ask the outside, never end, or make numbers too large."""
TEXTS = ("2026年3月", "１２，３４５.６万元", "a,b;c\td", "  x  ", "(12.5)", "张三　　李四", "\ufeff姓名", "-12.50%", "x" * 300, "ÀÉß", "ｶﾞｷﾞ", "\u202eabc")
PATTERNS = (r"\d+(?:\.\d*)?", r"(?P<sign>[-+−])?\s*(\w+?)(?=年|月|$)", r"[^\W\d_]{2,}|(x){3,}?", r"(?i)^a.*?(b|c)\b", r"(?s)(?<!\d)[，,；;\t]+", r"(\w)\1", "[")
CODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-32", "gb18030", "gbk", "gb2312", "ascii", "latin-1", "cp1252", "idna", "unicode_escape", "utf-7", "nichts")
FORMATS = (",", ".2f", "+.3e", "g", ">8", "^8.3", "#x", "b", "08.2f", "%", "n", "d", "s", "c", "=+9", "_", "z")


def walk() -> None:
    """Go down all of them."""
    for value in VALUES:
        _methods(value)
    for name in MODULES:
        module = importlib.import_module(name)
        for each in dir(module):
            if each not in SKIPPED and callable(getattr(module, each)):
                _calls(getattr(module, each))
    for first, second in itertools.product(VALUES, VALUES):
        for name in ("add", "sub", "mul", "truediv", "floordiv", "mod", "and_", "or_", "xor", "eq", "lt", "le", "gt", "contains", "getitem", "concat", "iadd"):
            if name != "mul" or not isinstance(first, int) or abs(first) < 99:
                _try(getattr(operator, name), _fresh(first), second)
        _try(divmod, first, second)
    _words()
    _language()
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


def _calls(function: Callable[..., Any]) -> None:
    for arguments in ((), *((each,) for each in (*ARGUMENTS, *TEXTS[:3])), *PAIRS, *(((text, text)) for text in TEXTS[:2])):
        _try(function, *arguments)


def _words() -> None:
    """Texts, numbers and times: read, formatted, encoded, taken apart."""
    import json  # noqa: PLC0415
    import re  # noqa: PLC0415
    import unicodedata  # noqa: PLC0415

    for text in TEXTS:
        for pattern in PATTERNS:
            for name in ("match", "search", "fullmatch", "split", "findall"):
                _try(getattr(re, name), pattern, text)
            _try(re.sub, pattern, lambda found: found[0].upper(), text)
            _try(lambda pattern=pattern, text=text: [found.groupdict() for found in re.finditer(pattern, text)])
        for form in ("NFC", "NFD", "NFKC", "NFKD"):
            _try(unicodedata.normalize, form, text)
        for coding, errors in itertools.product(CODINGS, ("strict", "replace", "ignore", "surrogateescape", "xmlcharrefreplace", "backslashreplace")):
            _try(lambda text=text, coding=coding, errors=errors: text.encode(coding, errors).decode(coding, errors))
            _try(lambda text=text, coding=coding, errors=errors: text.encode("utf-8").decode(coding, errors))
        _try(json.loads, text)
        _try(lambda text=text: json.loads(json.dumps({text: [text, 1.5, None, True, {"a": 2**70}]}, ensure_ascii=len(text) > 4, indent=1, sort_keys=True)))
        for length in (1, 1000, 100000):
            _try(lambda text=text, length=length: [io.StringIO((text + "\n") * length).readlines(), (text + "\t").join([text] * length).split("\t")])
    for value, form in itertools.product(VALUES, FORMATS):
        _try(format, value, form)
        _try(lambda value=value, form=form: f"%{form}" % value)
    for number in ("1e400", "0x1F", "-1_000", "１２", "1.5e-7", "3" * 60, "7/3", "nan", "1,2"):
        for kind in (int, float, fractions.Fraction, decimal.Decimal, complex):
            _try(kind, number)
    big, bigger = 3**400, 7**5000
    for function in (operator.mul, operator.floordiv, operator.mod, divmod, operator.add, operator.sub, operator.and_):
        for first, second in ((big, bigger), (bigger, big), (bigger, bigger + 1), (-big, 7), (bigger, 10**9)):
            _try(function, first, second)
    _try(lambda: (str(bigger), float(big), round(big, -5), hash(big), pow(big, 3, 997), int("9" * 3000), bigger.bit_length(), big.to_bytes(100, "little")))
    for pattern in ("%Y-%m-%d", "%Y年%m月%d日", "%H:%M:%S", "%A %B %j %U"):
        _try(time.strftime, pattern, time.gmtime(0))
        _try(lambda pattern=pattern: datetime.datetime.strptime("2026-03-01", pattern))  # noqa: DTZ007
    chance = random.Random(7)
    for name in ("random", "gauss", "getrandbits", "betavariate", "gammavariate", "choice", "choices", "shuffle", "sample", "randrange", "expovariate"):
        for arguments in ((), (5,), ([1, 2, 3],), (2.5, 0.5), (0.4, 1.0), ([1, 2, 3], 2), (1000,)):
            _try(getattr(chance, name), *arguments)
    for protocol in range(6):
        _try(lambda protocol=protocol: pickle.loads(pickle.dumps([*VALUES[:34]], protocol)))
    for size in (10, 200, 5000):
        rows = [chance.randrange(size) for _ in range(size)]
        _try(lambda rows=rows: [sorted(rows), sorted(map(str, rows)), sorted(map(float, rows), reverse=True), sorted(zip(rows, rows, strict=True))])
        _try(lambda rows=rows: [sorted(rows, key=str), dict.fromkeys(rows), set(rows) ^ {1, 2}, {str(row): row for row in rows}, sum(rows), max(rows)])
    for error in (codecs.lookup_error("strict"), codecs.getincrementaldecoder("utf-8")()):
        _methods(error)


SOURCE = '''
import asyncio
from dataclasses import dataclass
@dataclass(frozen=True, slots=True, order=True)
class Point:
    x: int = 1
    y: "list[int] | None" = None
    def __post_init__(self): pass
    @property
    def both(self) -> str: return f"{self.x!r:>5} {self.y=} {1:.2f}"
class Odd(Point):
    def __init__(self, *a, k=2, **kw): super().__init__(*a, **kw)
    def __getattr__(self, name): raise AttributeError(name)
async def wait():
    async with Lock() as lock: return [x async for x in lock]
def kinds(value):
    match value:
        case {"a": [x, *rest], **more} if x > 1: return x, rest, more
        case Point(x=0) | (1 | 2): return "p"
        case [str() as s, (float() | None)]: return s
        case _: return None
def odd(a, /, b=1, *c, d, e=2, **f):
    global g
    g = lambda q: (yield q)
    try:
        with open(a) as x, open(b): pass
    except* (ValueError, TypeError) as h:
        raise RuntimeError from h
    else: del a
    finally: assert b, "no"
    for i, *j in c:
        while i: i -= 1; continue
        else: break
    return [*c, *{k: v for k, v in f.items() if k if v}] or (z := {1, *d}) and not e
def gen():
    try:
        x = yield 1
        yield from [x, 2]
    finally: yield 3
'''


class _Kind(enum.Enum):
    ONE = "一"
    TWO = enum.auto()


def _language() -> None:
    """Compile, run, fail, and tell of it."""
    space: dict[str, Any] = {"__name__": __name__}
    exec(compile(SOURCE, "<roads>", "exec"), space)  # noqa: S102 -- our own text
    point = space["Point"]
    for each in ({"a": [2, 3], "b": 1}, point(0), 1, ["x", None], "none"):
        _try(space["kinds"], each)
    _try(lambda: (sorted([point(2), point(1)]), {point(1): 1}, point(3).both, copy.deepcopy([point(1)]), dataclasses.replace(point(1), x=5)))
    _try(lambda: (_Kind("一"), list(_Kind), _Kind["TWO"], _Kind("x")))
    _try(lambda: space["Odd"](1, k=3))
    _try(lambda: space["Odd"]().missing)
    generator = space["gen"]()
    for step in (lambda: next(generator), lambda: generator.send("s"), lambda: generator.throw(ValueError("x")), generator.close):
        _try(step)
    for text in ("def", "a b", "1 +", "f'{x'", "  x", "'", "x = = 1", "\u3002", "lambda: (yield)", "class A: x: int = 1"):
        _try(compile, text, "<roads>", "exec")
    for fail in (lambda: 1 / 0, lambda: {}["甲"], lambda: [][3], lambda: None.x, lambda: int("x"), lambda: missing, lambda: "a" + 1, lambda: _deep(0)):  # noqa: F821
        try:
            fail()
        except Exception as error:  # noqa: BLE001 -- any of them
            traceback.format_exception(error)
            with contextlib.suppress(Exception):
                raise ExceptionGroup("both", [error, RuntimeError("x")]) from error
    referent = point(4)
    _try(lambda: (weakref.ref(space["Odd"]), weakref.WeakValueDictionary(a=space["Odd"]), referent, sys.getsizeof([]), sys.exc_info()))


def _deep(level: int) -> int:
    return _deep(level + 1) + 1
