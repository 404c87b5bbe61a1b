"""Dates as people and Excel write them (SPEC 1), and the periods in which a scheme scores."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from calculators.text import fold, squeeze

EXCEL_DAY_ZERO = date(1899, 12, 30)
EXCEL_SERIALS = range(20_000, 80_000)
"""Serial numbers taken for dates: 1954 to 2119; other numbers are no dates."""
HOW_TO_WRITE_DATES = "写成 2026-03-01、2026/3/1、2026年3月1日 或 20260301"

_SEPARATED = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})(?:[-/.月]([0-9]{1,2})日?|月)?(?:[ T]+[0-9:.]+)?")
HOW_TO_WRITE_MONTHS = "写成 2027年3月、2027-03、202703 或 3月"

_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_MONTHS = range(1, 13)
_CHINESE_MONTHS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_ENGLISH_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def read_date(text: str) -> date | None:
    """Return the day that a cell names (the first of the month where it names only a month); None for anything else."""
    written = fold(text)
    match = _COMPACT.fullmatch(written) or _SEPARATED.fullmatch(written)
    if match:
        year, month, day = match.groups()
        try:
            return date(int(year), int(month), int(day or 1))
        except ValueError:
            return None
    serial = re.fullmatch(r"([0-9]{5})(?:\.[0-9]+)?", written)
    if serial and int(serial[1]) in EXCEL_SERIALS:
        return EXCEL_DAY_ZERO + timedelta(days=int(serial[1]))
    return None


def read_month(text: str) -> "Period | None":
    """Return the month that a cell names, or in which its day lies; None for anything else.

    Without a year (`3月`, `三月份`, `3`) the year is 0. `Mar-26` is how Excel shows 2026-3 once it has taken it for a
    date.
    """
    written = squeeze(text)
    bare = re.fullmatch(r"([0-9]{1,2}|[一二三四五六七八九十]{1,2})(?:月份?)?", written)
    if bare and (bare[1].isdigit() or written != bare[1]):
        number = int(bare[1]) if bare[1].isdigit() else [*_CHINESE_MONTHS, bare[1]].index(bare[1]) + 1
        return Period(0, number, "月") if number in _MONTHS else None
    compact = re.fullmatch(r"([0-9]{4})([0-9]{2})|([0-9]{2})年([0-9]{1,2})月份?", written)
    if compact:
        year, number = int(compact[1] or f"20{compact[3]}"), int(compact[2] or compact[4])
        return Period(year, number, "月") if number in _MONTHS else None
    english = re.fullmatch(r"([A-Za-z]{3})-([0-9]{2})", written)
    if english and english[1].title() in _ENGLISH_MONTHS:
        return Period(2000 + int(english[2]), _ENGLISH_MONTHS.index(english[1].title()) + 1, "月")
    day = read_date(text.strip().removesuffix("份"))
    return Period(day.year, day.month, "月") if day else None


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A month, quarter or year."""

    year: int
    """0 where only the month is known."""
    part: int
    """Number of the month or quarter; 0 for the whole year."""
    kind: str
    """月, 季度 or 年."""

    def __str__(self) -> str:
        """Return what people call it."""
        match self.kind:
            case "月":
                return f"{self.year}年{self.part}月" if self.year else f"{self.part}月"
            case "季度":
                return f"{self.year}年第{self.part}季度"
            case _:
                return f"{self.year}年"


def period_of(day: date, scheme_period: str) -> Period:
    """Return the period of `day` in which a scheme with this 考核周期 scores; quarters unless it says else."""
    if "季" not in scheme_period and "月" in scheme_period:
        return Period(day.year, day.month, "月")
    if "季" not in scheme_period and "年" in scheme_period:
        return Period(day.year, 0, "年")
    return Period(day.year, (day.month + 2) // 3, "季度")
