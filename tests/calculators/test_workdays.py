"""Working days agree with the library that keeps the State Council's notices, day by day."""

from datetime import date
from pathlib import Path

import holidays
import pytest

from calculators import workday_table
from calculators.stateless import CalculationError
from calculators.workdays import YEARS, check_year, is_workday, provisional_note, weeks, workdays
from tests.calculators.workday_source import days_of, generated


def test_the_table_is_what_the_library_gives_today() -> None:
    assert Path(workday_table.__file__).read_text("utf-8") == generated()


@pytest.mark.parametrize("year", YEARS)
def test_every_day_agrees_with_the_library(year: int) -> None:
    calendar = holidays.country_holidays("CN", years=year)
    assert [day for day in days_of(year) if is_workday(day) != calendar.is_working_day(day)] == []


def test_days_named_in_the_notice_of_2026() -> None:
    # 国务院办公厅关于2026年部分节假日安排的通知: 2月15日至23日放假，2月14日、2月28日上班.
    assert not is_workday(date(2026, 2, 23))
    assert is_workday(date(2026, 2, 14))
    assert is_workday(date(2026, 2, 28))
    assert [workdays(2026, month) for month in (1, 2, 10)] == [21, 16, 18]


def test_weeks_cut_a_month_into_days_that_belong_to_it() -> None:
    found = weeks(2026, 2)
    assert [str(week) for week in found][:2] == ["2月1日–2月1日", "2月2日–2月8日"]
    assert [week.workdays for week in found] == [0, 5, 6, 0, 5]
    assert sum(week.workdays for week in found) == workdays(2026, 2)


def test_an_unknown_year_is_refused_and_a_provisional_one_is_said() -> None:
    with pytest.raises(CalculationError, match="1999 年的节假日没有收录"):
        check_year(1999)
    assert provisional_note(2026) == ""
    assert all(str(year) in provisional_note(year) for year in workday_table.PROVISIONAL)
