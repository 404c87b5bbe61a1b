"""Raw logs into inputs, with pandas: the only module that imports it.

An order log has a row an event: date, person, amount, kind. It becomes the inputs of a scheme, and every row is
accounted for: counted, or left out with the reason.
"""

from fractions import Fraction
from typing import Any

import pandas as pd

from calculators.arrangement import money_unit_of, skipped_text
from calculators.dates import Period
from calculators.headings import Settings, heading_key
from calculators.numbers import decimal_text, shown
from calculators.order_logs import MAX_DECIMALS, ROLES, LogReader, Source, find_headings, log_sources
from calculators.people import NAME, Roster
from calculators.schemes import Scheme
from calculators.tables import Grid, Row, TableError

ROWS_NAMED = 20
"""Row numbers listed for each reason."""


def aggregate(log: pd.DataFrame) -> pd.DataFrame:
    """Add up a log: DataFrame in, DataFrame out, so that it runs unchanged on parts of a larger log.

    Columns in: person (str), period (Period), kind (str), units (int64: amount in 10^-4 元).
    Columns out: person, period, kind, rows (count), units (sum), one row for each combination, in order of first use.
    """
    grouped = log.groupby(["person", "period", "kind"], sort=False, observed=True)
    return grouped.agg(rows=("units", "size"), units=("units", "sum")).reset_index()


class OrderLog:
    """An order log that has been read, and what each scheme input becomes from it."""

    def __init__(self, scheme: Scheme, headings: list[dict[str, Any]], rows: pd.DataFrame, missing: list[str]) -> None:
        self.scheme = scheme
        self.headings = headings
        self.said: list[str] = []
        """What stood above the headings, and what was done with it."""
        self.missing = missing
        """Roles without a column; as long as there are any, no row has been read."""
        self.rows = rows
        """number, person, period, kind, units, reason ('' where the row counts)."""
        self.sums = aggregate(rows[rows["reason"] == ""])
        occurring = set(self.sums["kind"])
        self.sources = [source for source in log_sources(scheme) if occurring & set(source.expression.names)]
        """Inputs of which at least one kind occurs: a log without a single 投诉 does not say that there were none."""

    @classmethod
    def read(cls, grid: Grid, scheme: Scheme, settings: Settings) -> "OrderLog":
        """Understand a grid as an order log; without a column for date, person or amount nothing is added up yet."""
        if not log_sources(scheme):
            raise TableError("这个方案没有写明流水怎么取数", "在方案的 inputs 里给输入项加 log，例如：log: 销售 - 退货")
        start, places = find_headings(grid.rows, settings)
        headings = [
            {
                "index": index,
                "text": text.strip(),
                "role": next((role for role, at in places.items() if at == index), ""),
            }
            for index, text in enumerate(grid.rows[start])
        ]
        heading, *rows = grid.rows[start:]
        missing = [role for role in ("日期", NAME, "金额") if role not in places]
        above = grid.rows[:start]
        said = [*grid.notes, *([skipped_text(above)] if above else [])]
        unit = "" if missing else heading_key(heading[places["金额"]])[1]
        if not unit and (unit := money_unit_of(above)):
            said.append(f"金额没有写单位，按表头上方写的“{unit}”读")
        reader = None if missing else LogReader(unit, places, scheme, len(rows))
        read_rows = [reader.read(number, row) for number, row in enumerate(rows, 1)] if reader else []
        columns = ["number", "person", "day", "period", "kind", "units", "reason"]
        frame = pd.DataFrame([[getattr(row, column) for column in columns] for row in read_rows], columns=columns)
        log = cls(scheme, headings, frame.astype({"units": "int64"}), missing)
        log.said = said
        return log

    @property
    def periods(self) -> list[Period]:
        """Periods in which rows count, the latest first."""
        return sorted(set(self.sums["period"]), reverse=True)

    def view(self, period: str | None) -> dict[str, Any]:
        """Describe the log: what counts, what is left out and why, and what each person's inputs become."""
        counted = int((self.rows["reason"] == "").sum())
        left_out = len(self.rows) - counted
        chosen = self._period(period)
        known = self.sums.groupby("kind", sort=False)["rows"].sum() if counted else pd.Series(dtype="int64")
        return {
            "summary": f"{len(self.rows)} 行流水，{counted} 行计入，{left_out} 行未计入"
            if not self.missing
            else f"还不能汇总：没有找到{'、'.join(self.missing)}，请在“取作”里指定",
            "headings": self.headings,
            "roles": list(ROLES),
            "periods": [str(each) for each in self.periods],
            "period": str(chosen) if chosen else None,
            "kinds": [
                {"name": kind, "rows": int(rows), "used_by": self._used_by(str(kind))} for kind, rows in known.items()
            ],
            "account": self._account(),
            "counted": counted,
            "left_out": left_out,
            "notes": [*self.said, *self._elsewhere(chosen), *self._notes()],
            "people": [
                {"name": name, "values": [self._value_view(source, kinds) for source in self.sources]}
                for name, kinds in self._people(chosen)
            ],
        }

    def merged(self, period: str, roster: Roster | None) -> Grid:
        """Return a wide table with this period's figures put in: into the table read before, by name, or a new one.

        A person whom the log names has 0 for a kind that occurs only with others; a person whom it does not name
        keeps what the table said. Figures that this log cannot give (plans, kinds that nobody has) stay empty.
        """
        if self.missing:
            raise TableError(f"流水里没有找到：{'、'.join(self.missing)}", "在“取作”里指定是哪一列")
        inputs = list(self.scheme.inputs)
        headings = [NAME, *inputs]
        rows: dict[str, Row] = {}
        for person in roster.people if roster else ():
            values = [person.values.get(name) for name in inputs]  # noqa: PD011 -- a dict, not a frame
            rows.setdefault(
                person.name, [person.name, *("" if value is None else decimal_text(value) for value in values)]
            )
        known, changed, added = set(rows), 0, list[str]()
        for name, kinds in self._people(self._period(period)):
            row = rows.setdefault(name, [name, *[""] * len(inputs)])
            if name not in known:
                added.append(name)
            for source in self.sources:
                place, text = inputs.index(source.name) + 1, decimal_text(self._value(source, kinds))
                changed += row[place] not in ("", text)
                row[place] = text
        notes = [f"填入的是{self._period(period)}的流水" + (f"，改了表中原有的 {changed} 个数" if changed else "")]
        if known and added:
            notes.append(f"流水里有、原表里没有的 {len(added)} 人已加在后面：{'、'.join(added[:10])}")
        return Grid([headings, *rows.values()], "订单流水", tuple(notes))

    def _period(self, text: str | None) -> Period | None:
        if not self.periods:
            return None
        fullest = max(self.periods, key=lambda period: (self._rows_in(period), period))
        return next((each for each in self.periods if str(each) == text), fullest)

    def _people(self, period: Period | None) -> list[tuple[str, dict[str, tuple[int, int]]]]:
        """Return (person, kind → (rows, units)) for one period."""
        people: dict[str, dict[str, tuple[int, int]]] = {}
        sums = self.sums[self.sums["period"] == period]
        for person, kind, rows, units in zip(sums["person"], sums["kind"], sums["rows"], sums["units"], strict=True):
            people.setdefault(str(person), {})[str(kind)] = (int(rows), int(units))
        return list(people.items())

    def _value(self, source: Source, kinds: dict[str, tuple[int, int]]) -> Fraction:
        values = {
            kind: Fraction(units, 10**MAX_DECIMALS) if source.money else Fraction(rows)
            for kind in source.expression.names
            for rows, units in [kinds.get(kind, (0, 0))]
        }
        return source.expression.evaluate(values)

    def _value_view(self, source: Source, kinds: dict[str, tuple[int, int]]) -> dict[str, Any]:
        value = self._value(source, kinds)
        rows = sum(kinds.get(kind, (0, 0))[0] for kind in source.expression.names)
        how = "金额合计" if source.money else "行数"
        unit = self.scheme.unit(source.name)
        return {
            "input": source.name,
            "shown": shown(value, unit),
            "rows": rows,
            "how": f"{source.expression.text}的{how}",
        }

    def _used_by(self, kind: str) -> list[str]:
        return [source.name for source in self.sources if kind in source.expression.names]

    def _account(self) -> list[dict[str, Any]]:
        out = self.rows[self.rows["reason"] != ""]
        return [
            {"reason": reason, "count": len(part), "rows": [int(number) for number in part["number"].head(ROWS_NAMED)]}
            for reason, part in out.groupby("reason", sort=False)
        ]

    def _rows_in(self, period: Period | None) -> int:
        return int(self.sums[self.sums["period"] == period]["rows"].sum())

    def _elsewhere(self, period: Period | None) -> list[str]:
        """Say how many of the rows that count lie in other periods than the one shown."""
        inside = self._rows_in(period)
        outside = int(self.sums["rows"].sum()) - inside
        return [f"{period}有 {inside} 行；另有 {outside} 行在其他考核期，没有算进下面的数"] if outside else []

    def _notes(self) -> list[str]:
        counted = self.rows[self.rows["reason"] == ""]
        same = int(counted.duplicated(["person", "day", "kind", "units"], keep=False).sum())
        return [f"有 {same} 行的日期、姓名、金额、类别与别的行完全相同，都已计入，请确认不是重复登记"] if same else []
