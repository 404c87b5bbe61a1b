"""Working days in China: weekdays without the days off by law, with the weekend days worked in exchange.

From calculators/workday_table.py, for the years that it states; other years are refused, not guessed.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from calculators.stateless import CalculationError
from calculators.workday_table import DAYS, PROVISIONAL

YEARS = tuple(sorted(DAYS))
MONTHS = range(1, 13)


@dataclass(frozen=True, slots=True)
class Week:
    """The days of one calendar week (Monday to Sunday) that lie in one month."""

    first: date
    last: date
    workdays: int

    def __str__(self) -> str:
        """Return `1月4日–1月10日`."""
        return f"{self.first.month}月{self.first.day}日–{self.last.month}月{self.last.day}日"


def check_year(year: int) -> None:
    """Raise `CalculationError` for a year whose days off are not known."""
    if year not in DAYS:
        raise CalculationError(f"{year} 年的节假日没有收录", f"可用的年份：{YEARS[0]}–{YEARS[-1]}")


def provisional_note(year: int) -> str:
    """Say so where the year's exchanged weekends are not known yet; empty otherwise."""
    if year not in PROVISIONAL:
        return ""
    return f"{year} 年的调休通知还没有收录：按法定节假日和周末计工作日，通知公布后可能差一两天"


def is_workday(day: date) -> bool:
    """Whether a day is worked; its year must be one of YEARS."""
    off, worked = DAYS[day.year]
    written = f"{day:%m%d}"
    return written in worked.split() if day.weekday() >= 5 else written not in off.split()


def month_days(year: int, month: int) -> list[date]:
    """Return every day of a month."""
    first = date(year, month, 1)
    following = date(year + month // 12, month % 12 + 1, 1)
    return [first + timedelta(days=count) for count in range((following - first).days)]


def workdays(year: int, month: int) -> int:
    """Return how many days of a month are worked.

    >>> workdays(2026, 2)
    16
    """
    check_year(year)
    return sum(is_workday(day) for day in month_days(year, month))


def workday_weights(year: int) -> list[Fraction]:
    """Return the working days of the twelve months."""
    return [Fraction(workdays(year, month)) for month in MONTHS]


def weeks(year: int, month: int) -> list[Week]:
    """Return the weeks of a month: those at its edges hold only the days that lie in it."""
    check_year(year)
    found: list[list[date]] = []
    for day in month_days(year, month):
        if not found or day.weekday() == 0:
            found.append([])
        found[-1].append(day)
    return [Week(days[0], days[-1], sum(map(is_workday, days))) for days in found]
