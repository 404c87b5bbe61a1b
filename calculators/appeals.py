"""申诉单: one person's sheet with a code that says by what numbers and which scheme it came about.

The code holds the inputs and the result, not the scheme: that is named by its version, and whoever checks the code
brings the scheme of that version and today's. The fingerprint is SHA-256 over scheme, inputs and result in canonical
JSON. It shows that these numbers give this score by this scheme; it is no signature, and does not show who wrote it.
"""

import base64
import hashlib
import json
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import chain
from typing import Any

from calculators.explanations import NO_GRADE
from calculators.kpi import Score, score
from calculators.numbers import decimal_text, shown
from calculators.people import Person
from calculators.schemes import Scheme, SchemeSource, compile_scheme
from calculators.views import person_view

MARK = "SSD1"
"""Stands before every code; the digit is the version of its layout."""
MAX_CODE_LENGTH = 20_000
MAX_UNPACKED_BYTES = 200_000

_NUMBER = re.compile(r"-?[0-9]{1,60}(/[1-9][0-9]{0,59})?")
_POINTS = re.compile(r"-?[0-9]{1,200}\.[0-9]{2}")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_HALVES = re.compile("[\ud800-\udfff]")
"""Halves of characters, which cannot be written down."""
_CODE = re.compile(rf"{MARK}\.([A-Za-z0-9_-]+)\.([0-9a-f]{{16}})")


class CodeError(ValueError):
    """A code cannot be read; says why and what to do."""

    def __init__(self, reason: str, hint: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a code holds: whose sheet, by which scheme, from which numbers, with which result."""

    name: str
    scheme: str
    title: str
    version: str
    inputs: Mapping[str, str]
    """Input → exact number as a fraction in lowest terms (`22/25`, `3`); what is missing is left out."""
    points: Mapping[str, str]
    """Indicator → points with two decimals; empty where it was not judged."""
    total: str
    grade: str
    fingerprint: str

    @property
    def values(self) -> dict[str, Fraction | None]:
        """The inputs as numbers."""
        return {name: Fraction(text) for name, text in self.inputs.items()}


def canonical(data: Any) -> bytes:
    """Return JSON that is the same wherever it is made: keys sorted, no blanks, UTF-8."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def sheet_of(scheme: Scheme, name: str, values: Mapping[str, Fraction | None]) -> Sheet:
    """Score one person and fingerprint it."""
    inputs = {key: str(value) for key in scheme.inputs if (value := values.get(key)) is not None}
    result = score(scheme, values)
    points = _points(result)
    total, grade = decimal_text(result.total, 2), result.grade or ""
    hashed = {
        "scheme": scheme.source.to_json(),
        "name": name,
        "inputs": inputs,
        "points": points,
        "total": total,
        "grade": grade,
    }
    fingerprint = hashlib.sha256(canonical(hashed)).hexdigest()
    source = scheme.source
    return Sheet(name, source.id, source.title, source.version, inputs, points, total, grade, fingerprint)


def _points(result: Score) -> dict[str, str]:
    return {item.row.indicator: "" if item.points is None else decimal_text(item.points, 2) for item in result.items}


def code_of(sheet: Sheet) -> str:
    """Return the code: letters, digits, `-`, `_` and dots, which chats and mail leave alone."""
    held = [
        sheet.name, sheet.scheme, sheet.title, sheet.version, dict(sheet.inputs), dict(sheet.points), sheet.total,
        sheet.grade, sheet.fingerprint,
    ]  # fmt: skip
    packed = zlib.compress(canonical(held), 9)
    text = base64.urlsafe_b64encode(packed).decode().rstrip("=")
    return f"{MARK}.{text}.{hashlib.sha256(packed).hexdigest()[:16]}"


def read_code(text: str) -> Sheet:
    """Read a code as it was pasted, cut into lines or with words around it; raise `CodeError` where it is damaged."""
    if len(text) > MAX_CODE_LENGTH:
        raise CodeError("粘贴的内容太长，不是一张申诉单的代码", "只粘贴申诉单上以 SSD1. 开头的一段")
    match = _CODE.search(re.sub(r"\s+", "", text))
    if not match:
        raise CodeError("没有找到申诉单的代码", "从 SSD1. 开始，连同末尾一起复制；打印件上的代码要逐字输入")
    try:
        packed = base64.urlsafe_b64decode(match[1] + "=" * (-len(match[1]) % 4))
    except ValueError as error:
        raise _damaged() from error
    if hashlib.sha256(packed).hexdigest()[:16] != match[2]:
        raise _damaged()
    return _unpack(packed)


def _damaged() -> CodeError:
    return CodeError("代码缺了一段，或有字符抄错", "重新复制整段代码；聊天软件可能截断了它")


def _unpack(packed: bytes) -> Sheet:
    unpacker = zlib.decompressobj()
    try:
        name, scheme, title, version, inputs, points, total, grade, fingerprint = _flat(
            unpacker.decompress(packed, MAX_UNPACKED_BYTES).decode()
        )
        texts = [name, scheme, title, version, total, grade, fingerprint, *_pairs(inputs), *_pairs(points)]
    except (zlib.error, ValueError, TypeError, AttributeError) as error:
        raise _damaged() from error
    if not all(isinstance(each, str) and not _HALVES.search(each) for each in texts):
        raise _damaged()
    scored = [total, *filter(None, points.values())]
    if not all(map(_NUMBER.fullmatch, inputs.values())) or not all(map(_POINTS.fullmatch, scored)):
        raise _damaged()
    return Sheet(name, scheme, title, version, inputs, points, total, grade, fingerprint)


def _flat(text: str) -> Any:
    """Read a list of texts with two objects of texts in it; what is nested otherwise is never read, however deep."""
    between = _QUOTED.sub("", text)
    if between.count("[") != 1 or between.count("{") != 2:
        raise ValueError
    return json.loads(text)


def _pairs(held: dict[str, Any]) -> Iterator[Any]:
    return chain(held, held.values())


@dataclass(frozen=True, slots=True)
class Verdict:
    """A code calculated anew."""

    sheet: Sheet
    then: Sheet | None
    """The same numbers by the scheme that the sheet names; None where nobody has that version any more."""
    now: Sheet
    """The same numbers by today's scheme."""

    @property
    def scheme_changed(self) -> bool:
        """Whether today's scheme is another one than the sheet's."""
        return self.sheet.version != self.now.version

    @property
    def same_result(self) -> bool:
        """Whether points, total and grade by the sheet's own scheme are as on the sheet."""
        return self.then is not None and _result(self.then) == _result(self.sheet)

    @property
    def agrees(self) -> bool:
        """Whether everything, the fingerprint included, comes out as on the sheet."""
        return self.then is not None and self.same_result and self.sheet.fingerprint == self.then.fingerprint

    @property
    def text(self) -> str:
        """Say what came of it."""
        if self.then is None:
            return (
                f"没有单上那一版考核表（核对码 {self.sheet.version}），不能核对单上的得分；{self._today}。"
                "要核对，请向手册维护人要当时的考核表。"
            )
        by = f"单上那一版考核表（核对码 {self.sheet.version}）" if self.scheme_changed else "现行方案"
        later = f"方案后来改过：{self._today}。" if self.scheme_changed else ""
        if self.agrees:
            return f"一致：按单上的数和{by}重算，总分 {self.then.total} 分，与单上相同，校验码也相同。{later}"
        if self.same_result:
            return f"得分一致（{self.then.total} 分），但校验码不同：姓名或别的内容被改过。{later}"
        return (
            f"不一致：按单上的数和{by}重算得 {self.then.total} 分，单上是 {self.sheet.total} 分。"
            f"单上的数或得分被改过。{later}"
        )

    @property
    def _today(self) -> str:
        now, sheet = self.now, self.sheet
        change = Fraction(now.total) - Fraction(sheet.total)
        compared = f"比单上{'多' if change > 0 else '少'} {decimal_text(abs(change), 2)} 分" if change else "与单上同分"
        if now.grade != sheet.grade:
            compared += f"，等级由{sheet.grade or NO_GRADE}变为{now.grade or NO_GRADE}"
        return f"按现行方案（核对码 {now.version}）是 {now.total} 分，{compared}"


def _result(sheet: Sheet) -> tuple[object, ...]:
    return sheet.points, sheet.total, sheet.grade


def verify(now: Scheme, sheet: Sheet, then: SchemeSource | None = None) -> Verdict:
    """Calculate a sheet anew by today's scheme and, where it is given, by the version that the sheet names.

    Raises `CodeError` where the sheet is of another scheme. `then` may be any version: it counts only if it is the
    sheet's. A published revision calls itself 第几版 in its title; the sheet was printed under the title of its day.
    """
    if sheet.scheme != now.source.id:
        raise CodeError(f"这是《{sheet.title}》的申诉单，不是本页的方案", "请到那张考核表的页面核验")
    source = next((each for each in (now.source, then) if each and each.version == sheet.version), None)
    scheme = source and compile_scheme(replace(source, title=sheet.title))
    again = scheme and sheet_of(scheme, sheet.name, sheet.values)
    return Verdict(sheet, again, sheet_of(now, sheet.name, sheet.values))


def appeal_view(scheme: Scheme, index: int, person: Person) -> dict[str, Any]:
    """Return the page of an 申诉单: inputs, steps, clauses, version, fingerprint and code."""
    sheet = sheet_of(scheme, person.name, person.values)
    missing = [name for name in scheme.inputs if name not in sheet.inputs]
    return {
        "title": sheet.title,
        "period": scheme.source.period,
        "person": person_view(scheme, index, person),
        "inputs": [
            {"name": name, "shown": shown(Fraction(text), scheme.unit(name))} for name, text in sheet.inputs.items()
        ],
        "missing": [f"{name}（单元格有错误）" if name in person.bad else name for name in missing],
        "version": sheet.version,
        "fingerprint": sheet.fingerprint,
        "code": code_of(sheet),
    }


def sheet_view(sheet: Sheet) -> dict[str, Any]:
    """Return what a code says of itself: by it the page finds the version of the scheme."""
    return {"scheme": sheet.scheme, "title": sheet.title, "version": sheet.version}


def verdict_view(scheme: Scheme, verdict: Verdict) -> dict[str, Any]:
    """Return what came of a code: the verdict, and every row as on the sheet, by its own scheme and by today's."""
    sheet, then, now = verdict.sheet, verdict.then, verdict.now
    indicators = dict.fromkeys((*now.points, *sheet.points))
    return {
        "agrees": verdict.agrees,
        "scheme_changed": verdict.scheme_changed,
        "text": verdict.text,
        "name": sheet.name,
        "title": sheet.title,
        "version": sheet.version,
        "version_now": now.version,
        "fingerprint": sheet.fingerprint,
        "total": sheet.total,
        "total_now": now.total,
        "grade": sheet.grade,
        "grade_now": now.grade,
        "inputs": [
            {"name": name, "shown": shown(Fraction(text), scheme.unit(name))} for name, text in sheet.inputs.items()
        ],
        "rows": [
            {
                "indicator": name,
                "points": _told(sheet.points, name),
                "points_then": then and _told(then.points, name),
                "points_now": _told(now.points, name),
            }
            for name in indicators
        ],
    }


def _told(points: Mapping[str, str], indicator: str) -> str:
    return (points[indicator] or "未评") if indicator in points else "没有这一项"
