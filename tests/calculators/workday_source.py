"""Where calculators/workday_table.py comes from: the library `holidays`, which keeps the State Council's notices.

.venv/bin/python -m tests.calculators.workday_source > calculators/workday_table.py
"""

import sys
from datetime import date, timedelta

import holidays

YEARS = range(2020, 2028)


def days_of(year: int) -> list[date]:
    """Return every day of a year."""
    first = date(year, 1, 1)
    return [first + timedelta(days=count) for count in range((date(year + 1, 1, 1) - first).days)]


def moved(year: int) -> tuple[list[date], list[date]]:
    """Return the weekdays of a year that are days off, and the weekend days that are worked."""
    calendar = holidays.country_holidays("CN", years=year)
    differing = [day for day in days_of(year) if calendar.is_working_day(day) != (day.weekday() < 5)]
    return [day for day in differing if day.weekday() < 5], [day for day in differing if day.weekday() >= 5]


def generated() -> str:
    """Return the module's text."""
    # Every notice has weekend days worked in exchange for days off: a year without any is without its notice.
    provisional = ", ".join(str(year) for year in YEARS if not moved(year)[1])
    lines = [
        '"""Working days in China, made by tests/calculators/workday_source.py from `holidays`: do not edit.',
        "",
        "Each year lists the weekdays that are days off and the weekend days that are worked, as MMDD. For PROVISIONAL",
        "years there is no notice of the State Council yet: days off by law and ordinary weekends, nothing moved.",
        '"""',
        "",
        f"PROVISIONAL = frozenset({{{provisional}}})",
        "DAYS: dict[int, tuple[str, str]] = {",
    ]
    for year in YEARS:
        written = [" ".join(f"{day:%m%d}" for day in days) for days in moved(year)]
        lines += [f"    {year}: (", *(f'        "{text}",' for text in written), "    ),"]
    return "\n".join([*lines, "}", '"""Year → (weekdays off, weekend days worked)."""', ""])


if __name__ == "__main__":
    sys.stdout.write(generated())
