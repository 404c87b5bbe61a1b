"""Cells as people write them, read as exact numbers (SPEC 1, Cells).

A cell is a number, missing, or bad; never a float in between. Money is in 元, ratios are 0–1, counts are plain.
"""

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from calculators.text import fold

MONEY = "元"
COUNT_UNITS = (
    "小时",
    "台",
    "家",
    "次",
    "人",
    "天",
    "单",
    "件",
    "个",
    "辆",
    "户",
    "名",
    "份",
    "条",
    "项",
    "笔",
    "套",
    "位",
    "起",
    "分",
)
SCALES = {
    "万亿": 10**12,
    "千亿": 10**11,
    "百亿": 10**10,
    "亿": 10**8,
    "千万": 10**7,
    "百万": 10**6,
    "万": 10**4,
    "w": 10**4,
    "W": 10**4,
    "千": 10**3,
    "百": 10**2,
}
RATIOS = {"%": Fraction(1, 100), "‰": Fraction(1, 1000)}
MISSING = {"", "-", "—", "——", "--", "/", "无", "n/a", "na", "null"}
EXCEL_ERRORS = {
    "#DIV/0!": "除数为零",
    "#N/A": "查找不到",
    "#REF!": "引用的单元格已不在",
    "#VALUE!": "参与计算的不是数",
    "#NAME?": "公式名称写错",
    "#NUM!": "数值超出范围",
    "#NULL!": "区域没有交集",
}
HOW_TO_WRITE = "可以写 1234.5、1,234.5、88%、120万、1200元、35台；没有数就留空"
ABOUT = "≈"
"""Stands before a number that was rounded for reading."""
MAX_CELL_LENGTH = 60
MAX_EXPONENT = 30

_PLAIN = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,9})?")
_scale = "|".join(SCALES)
_unit = "|".join((MONEY, *COUNT_UNITS))
_digits = r"[0-9][0-9, ']*(?:\.[0-9]+)?|\.[0-9]+"
_PART = re.compile(rf"(?P<digits>{_digits})\s*(?P<scale>{_scale})")
_NUMBER = re.compile(
    rf"(?P<parts>(?:(?:{_digits})\s*(?:{_scale})\s*)*)(?P<tail>{_digits})?"
    rf"(?P<exponent>[eE][+-]?[0-9]{{1,4}})?\s*(?P<unit>%|‰|{_unit})?"
)
_CURRENCY = re.compile(r"¥|RMB|CNY|人民币", re.IGNORECASE)
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:(?:,[0-9]{3})+|(?: [0-9]{3})+|(?:'[0-9]{3})+)(?:\.[0-9]+)?")
_UNIT = re.compile(rf"(?P<scale>{_scale})?(?P<base>{_unit})?")


@dataclass(frozen=True, slots=True)
class Reading:
    """What one cell was taken for."""

    text: str
    """The cell as it was pasted."""
    value: Fraction | None = None
    """The exact number in base units (元, ratio 0–1, plain count); None when missing or bad."""
    unit: str = ""
    """The unit that decided the scale: the cell's own, else the column's, else empty."""
    reason: str = ""
    """Why the cell cannot be used; empty for numbers and missing cells."""
    hint: str = ""
    """How to write the cell instead; set together with `reason`."""

    @property
    def state(self) -> str:
        """`number`, `missing` or `bad`."""
        if self.reason:
            return "bad"
        return "missing" if self.value is None else "number"


class _BadNumberError(ValueError):
    """Carries the reason why a text is no number; never leaves this module."""


def is_currency(text: str) -> bool:
    """Whether a currency mark (¥, RMB) stands in a cell."""
    return bool(_CURRENCY.search(fold(text)))


def unit_scale(unit: str) -> Fraction | None:
    """Return what one `unit` (万元, %, 台, 亿 …) is in base units; 1 for no unit, None for no known unit."""
    unit = fold(unit).replace(" ", "")
    if unit in RATIOS:
        return RATIOS[unit]
    match = _UNIT.fullmatch(unit)
    return Fraction(SCALES[match["scale"]] if match["scale"] else 1) if match else None


@lru_cache
def base_unit(unit: str) -> str:
    """Return `unit` without its scale: 元 for 万元, 台 for 万台, % for %."""
    return re.sub(rf"^(?:{_scale})", "", unit)


@lru_cache(maxsize=1 << 16)
def read_number(text: str, column_unit: str = "") -> Reading:  # noqa: PLR0911 -- one kind of cell a line
    """Read one cell exactly.

    `column_unit` scales a bare number; a unit written in the cell wins. A currency mark in front (¥) says nothing of
    the scale, so `¥120` under 销售额(万元) is 1,200,000 元, while `120元` is 120 元. Texts repeat in tables, so the
    last readings are remembered.
    """
    if _PLAIN.fullmatch(text):
        scale = unit_scale(column_unit) if column_unit else 1
        return Reading(text, Fraction(text) * (scale or 1), column_unit)
    written = fold(text)
    if written.casefold() in MISSING:
        return Reading(text)
    if written.startswith("#"):
        return _excel_error(text, written)
    if written.startswith("="):
        hint = "在 Excel 里打开并保存一次，或把公式的结果复制成数值"
        return Reading(text, reason="这是公式，不是结果", hint=hint)
    try:
        value, own_unit = _parse(written)
    except _BadNumberError as error:
        return Reading(text, reason=str(error), hint=HOW_TO_WRITE)
    if not own_unit:
        return Reading(text, value * (unit_scale(column_unit) or 1), column_unit)
    return Reading(text, value, own_unit + base_unit(column_unit) if own_unit in SCALES else own_unit)


def _excel_error(text: str, written: str) -> Reading:
    name = written.upper()
    if set(written) == {"#"}:
        return Reading(text, reason="Excel 列太窄，只显示了 ####", hint="把 Excel 的列拉宽后重新复制，或直接填写这个数")
    if name in EXCEL_ERRORS:
        reason = f"Excel 错误值 {name}（{EXCEL_ERRORS[name]}）"
        return Reading(text, reason=reason, hint="在 Excel 里修好公式后重新复制，或直接填写这个数；没有就留空")
    return Reading(text, reason=f"“{written}”不是数", hint=HOW_TO_WRITE)


def _parse(written: str) -> tuple[Fraction, str]:
    if len(written) > MAX_CELL_LENGTH:
        raise _BadNumberError("内容太长，不是一个数")
    body, sign = _strip_sign(written)
    match = _NUMBER.fullmatch(body)
    if not match or not (match["parts"] or match["tail"]):
        raise _BadNumberError(f"“{written}”不是数")
    parts, tail, exponent, unit = match["parts"], match["tail"], match["exponent"], match["unit"] or ""
    if unit in RATIOS:
        if parts:
            raise _BadNumberError(f"“{written}”里万、亿和{unit}不能同用")
        return sign * _digits_value(tail, exponent) * RATIOS[unit], unit
    if not parts:
        return sign * _digits_value(tail, exponent), unit
    if exponent:
        raise _BadNumberError(f"“{written}”里科学计数法和万、亿不能同用")
    value, last_scale = _scaled_parts(written, parts, tail)
    return sign * value, last_scale + unit


def _strip_sign(written: str) -> tuple[str, int]:
    """Take signs, accountants' negatives and a leading currency mark off; at most one sign may be written."""
    body, marks, sign = written, 0, 1
    seen_currency = False
    while body:
        currency = _CURRENCY.match(body)
        if body[0] in "+-△▲":
            sign, marks, body = -1 if body[0] != "+" else 1, marks + 1, body[1:].strip()
        elif body.startswith("(") and body.endswith(")"):
            sign, marks, body = -1, marks + 1, body[1:-1].strip()
        elif currency and not seen_currency:
            seen_currency, body = True, body[currency.end() :].strip()
        else:
            break
    if marks > 1:
        raise _BadNumberError(f"“{written}”里正负号不止一个")
    return body, sign


def _digits_value(digits: str, exponent: str | None = None) -> Fraction:
    digits = digits.strip()
    if any(separator in digits for separator in ", '"):
        if not _GROUPED.fullmatch(digits):
            raise _BadNumberError(f"“{digits}”的千分位不对：逗号、空格或撇号之后须正好三位数字")
        digits = re.sub(r"[, ']", "", digits)
    value = Fraction(digits)
    if exponent:
        power = int(exponent[1:])
        if abs(power) > MAX_EXPONENT:
            raise _BadNumberError(f"“{digits}{exponent}”的指数超出 ±{MAX_EXPONENT}")
        value *= Fraction(10) ** power
    return value


def _scaled_parts(written: str, parts: str, tail: str | None) -> tuple[Fraction, str]:
    """Add up 1亿2000万, 3万4000; each part must be smaller than the scale before it, and whole."""
    found = [(_digits_value(part["digits"]), part["scale"]) for part in _PART.finditer(parts)]
    if tail:
        if tail.strip().isdigit() and len(tail.strip()) == 1:
            raise _BadNumberError(f"“{written}”说不清末位是个位还是省了的一级，请写全（如 3.4万 或 34000）")
        found.append((_digits_value(tail), ""))
    total = Fraction(0)
    for place, (number, scale) in enumerate(found):
        if place:
            above = SCALES[found[place - 1][1]]
            if found[place - 1][0].denominator != 1 or number * SCALES.get(scale, 1) >= above:
                raise _BadNumberError(f"“{written}”里万、亿各级对不上")
        total += number * SCALES.get(scale, 1)
    return total, found[0][1]


def half_up(value: Fraction, places: int = 2) -> Fraction:
    """Round half away from zero (四舍五入, as Excel's ROUND does) to `places` decimals."""
    if 10**places % value.denominator == 0:
        return value
    rounded = _rounded(value, places)
    return Fraction(rounded if value.numerator >= 0 else -rounded, 10**places)


def _rounded(value: Fraction, places: int) -> int:
    """Return how many units of the last place there are, without the sign."""
    return (2 * abs(value.numerator) * 10**places + value.denominator) // (2 * value.denominator)


def decimal_text(value: Fraction, places: int | None = None, *, group: bool = False) -> str:
    """Write `value` as a decimal string.

    With `places` it is rounded half-up and padded (`87.50`); without, it is exact where the decimal ends within 12
    places, else rounded there, and has no trailing zeros. `group` adds thousands separators.
    """
    digits = 12 if places is None else places
    rounded = _rounded(value, digits)
    whole, rest = divmod(rounded, 10**digits)
    fraction = f"{rest:0{digits}d}" if digits else ""
    if places is None:
        fraction = fraction.rstrip("0")
    sign = "-" if rounded and value.numerator < 0 else ""
    return sign + (f"{whole:,}" if group else str(whole)) + (f".{fraction}" if fraction else "")


def shown(value: Fraction, unit: str = "") -> str:
    """Write a number for reading: grouped, percent where `unit` is a ratio, at most 4 decimals (≈ when rounded)."""
    if unit in RATIOS:
        return _approximate(value / RATIOS["%"], 2) + "%"
    base = MONEY if unit in SCALES else base_unit(unit)
    return _approximate(value, 4) + (f" {base}" if base else "")


@lru_cache(maxsize=1 << 12)
def _approximate(value: Fraction, places: int) -> str:
    is_exact = value.numerator * 10**places % value.denominator == 0
    text = decimal_text(value, places, group=True)
    return ("" if is_exact else ABOUT) + (text.rstrip("0").rstrip(".") if places else text)


def receipt(reading: Reading) -> str:
    """Say what a cell was read as (`“1,100万”读作 11,000,000 元`); empty when it stands there as it was read."""
    if reading.value is None:
        return ""
    text = shown(reading.value, reading.unit)
    return "" if text == reading.text.strip() else f"“{reading.text.strip()}”读作 {text}"
