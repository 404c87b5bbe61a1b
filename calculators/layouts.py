"""The two layouts of a table read row by row: wide (a row a person) and long (a row an indicator)."""

from abc import ABC, abstractmethod
from collections.abc import Generator
from fractions import Fraction

from calculators.doubts import cell_doubt
from calculators.headings import Column, is_group_heading
from calculators.numbers import Reading, read_number
from calculators.pasted import CellError
from calculators.people import Person, Roster
from calculators.schemes import Scheme
from calculators.tables import Row
from calculators.text import comparable
from calculators.totals import AVERAGE_WORDS, HOW_TO_MEND, TotalRow, groups_of, labels_of, sum_fault, total_word

PROGRESS_ROWS = 1000


class TableReader(ABC):
    """What both layouts share: one cell read, its fault listed."""

    def __init__(self, roster: Roster, scheme: Scheme) -> None:
        self.roster, self.scheme = roster, scheme
        self.name = next((column for column in roster.columns if column.role == "name"), None)

    def read(self) -> Generator[tuple[int, int], None, None]:
        """Take in every row; yields (rows done, rows)."""
        for place, row in enumerate(self.roster.rows):
            if place % PROGRESS_ROWS == 0:
                yield place, len(self.roster.rows)
            if self.roster.kinds[place] == "total":
                self.total(place + 1, row)
            else:
                self.person(place + 1, row)

    @abstractmethod
    def person(self, number: int, row: Row) -> None:
        """Take in one row that is not a total."""

    @abstractmethod
    def total(self, number: int, row: Row) -> None:
        """Check one 合计 or 小计 row."""

    def cell(self, number: int, column: Column, row: Row, unit: str) -> Reading:
        """Read one cell, and list its fault."""
        reading = read_number(row[column.index], unit)
        if reading.reason:
            self.error(number, column, reading.text, reading.reason, reading.hint)
        return reading

    def error(self, number: int, column: Column, read: str, reason: str, hint: str) -> None:
        """List a fault."""
        shown = column.input or column.text.strip()
        self.roster.errors.append(CellError(number, shown, column.index, read.strip(), reason, hint))

    def row_name(self, row: Row) -> str:
        """Return what stands in the column of names."""
        return row[self.name.index].strip() if self.name else ""

    def column_unit(self, column: Column, name: str) -> str:
        """Return the unit of a column: the heading's, else the one that the scheme declares."""
        return column.unit or self.scheme.unit(name)


class WideReader(TableReader):
    """One row a person, one column an input."""

    def __init__(self, roster: Roster, scheme: Scheme) -> None:
        super().__init__(roster, scheme)
        self.inputs = [
            (column, column.input, self.column_unit(column, column.input))
            for column in roster.columns
            if column.role == "input" and column.input
        ]
        self.totals: list[TotalRow] = []

    def person(self, number: int, row: Row) -> None:
        """Read a person's inputs; a row without a name continues the person above."""
        name = self.row_name(row)
        continues = self.name is not None and not name and bool(self.roster.people)
        if continues:
            person = self.roster.people[-1]
            person.rows.append(number)
        else:
            person = Person(name or f"第 {number} 行", [number])
            self.roster.people.append(person)
        surplus = self.roster.surplus(number, row)
        if surplus:
            self.roster.errors.append(surplus)
            self.roster.refused += 1
            self._refuse(person)
            return
        for column, input_name, unit in self.inputs:
            reading = self.number(number, column, input_name, row, unit)
            if reading.reason:
                person.bad.add(input_name)
            if continues and reading.value is not None and person.values.get(input_name) is not None:
                reason = f"这一行没有姓名，接在{person.name}之后，而{person.name}的这一项已有数"
                self.error(number, column, reading.text, reason, "给这一行写上姓名，或删去多余的数")
            elif reading.value is not None or input_name not in person.values:
                person.values[input_name] = reading.value

    def number(self, number: int, column: Column, name: str, row: Row, unit: str) -> Reading:
        """Read the cell of an input, and say so where it can hardly be meant."""
        reading = self.cell(number, column, row, unit)
        doubt = cell_doubt(reading, self.scheme.unit(name))
        if doubt:
            self.roster.doubts.append(f"第 {number} 行“{name}”读到“{reading.text.strip()}”，{doubt}")
        return reading

    def _refuse(self, person: Person) -> None:
        """Take no number from a row."""
        for _, input_name, _ in self.inputs:
            person.values.setdefault(input_name, None)
            person.bad.add(input_name)

    def read(self) -> Generator[tuple[int, int], None, None]:
        """Take in every row, then check the totals, which may stand above or below their rows."""
        yield from super().read()
        roster = self.roster
        dividing = [column.index for column in roster.columns if is_group_heading(column.text)]
        labels = labels_of(roster.rows, [person.rows[0] for person in roster.people], dividing)
        for total, groups in groups_of(self.totals, roster.people, labels):
            self._check_total(total, groups)

    def total(self, number: int, row: Row) -> None:
        """Keep a 合计 or 小计 for the end; 平均 is left alone."""
        word = total_word(row, self.name.index if self.name else None)
        if word in AVERAGE_WORDS:
            self.roster.averages += 1
        else:
            self.totals.append(TotalRow(number, row, len(self.roster.people), word))

    def _check_total(self, total: TotalRow, groups: list[list[Person]]) -> None:
        """Compare a row of totals with the sums of its rows; ratios are not summed, nor are rows with a bad cell."""
        faults: list[bool] = []
        for column, input_name, unit in self.inputs:
            reading = self.number(total.number, column, input_name, total.row, unit)
            fault = sum_fault(reading, input_name, groups)
            if fault:
                self.error(total.number, column, reading.text, fault, HOW_TO_MEND)
            faults += [] if fault is None else [bool(fault)]
        self.roster.count_total(faults)


class LongReader(TableReader):
    """Rows of 姓名, 指标, 目标, 实际."""

    def __init__(self, roster: Roster, scheme: Scheme) -> None:
        super().__init__(roster, scheme)
        by_role = {column.role: column for column in reversed(roster.columns)}
        self.indicator, self.actual, self.target = by_role["indicator"], by_role["actual"], by_role.get("target")
        self.rows = {comparable(row.indicator): row for row in scheme.rows}
        self.inputs = {comparable(name): name for name in scheme.inputs}
        self.people: dict[str, Person] = {}
        self.current = ""
        self.filled = 0

    def person(self, number: int, row: Row) -> None:
        """Read one indicator of a person; an empty name repeats the one above (merged cells)."""
        name = self.row_name(row)
        if name:
            self.current = name
        elif self.current:
            self.filled += 1
        person = self.people.get(self.current)
        if person is None:
            person = Person(self.current or f"第 {number} 行", [])
            self.people[self.current] = person
            self.roster.people.append(person)
        person.rows.append(number)
        self._indicator(number, row, person)

    def total(self, number: int, row: Row) -> None:
        """Rows of a long table are of different kinds; their sum means nothing and is not checked."""

    def read(self) -> Generator[tuple[int, int], None, None]:
        """Take in every row, then say how many names were filled in."""
        yield from super().read()
        if self.filled:
            self.roster.notes.append(f"{self.filled} 行没有姓名（合并单元格），沿用上一行的姓名")

    def _indicator(self, number: int, row: Row, person: Person) -> None:
        written = row[self.indicator.index]
        key = comparable(written)
        scheme_row = self.rows.get(key)
        names = list(scheme_row.expression.names) if scheme_row else [self.inputs[key]] if key in self.inputs else []
        if not names:
            known = "、".join(row.indicator for row in self.scheme.rows)
            self.error(number, self.indicator, written, "方案里没有这个指标", f"可用的指标：{known}")
            self.roster.refused += 1
            return
        if len(names) > 1 and not (scheme_row and scheme_row.expression.is_ratio):
            hint = f"改用一行一项：指标一栏分别写 {'、'.join(names)}"
            self.error(number, self.indicator, written, "这个指标要用的数不止实际和目标两个", hint)
            self.roster.refused += 1
            return
        actual = self.cell(number, self.actual, row, self.column_unit(self.actual, names[0]))
        target = self.cell(number, self.target, row, self.column_unit(self.target, names[-1])) if self.target else None
        if len(names) == 2 and actual.unit in ("%", "‰") and actual.value is not None:
            # A percentage against a target in another unit cannot be meant; without a target it is the ratio itself.
            if target and target.value is not None and target.unit not in ("%", "‰"):
                self.error(number, self.actual, actual.text, "实际是百分数，目标却不是", "两栏用同样的单位")
                actual = Reading(actual.text, reason="单位不一致")
            elif target is None or (target.value is None and not target.reason):
                target = Reading("", Fraction(1), "%")
        self._put(number, person, names[0], actual, self.actual)
        if len(names) == 2 and target is not None and self.target is not None:
            self._put(number, person, names[1], target, self.target)
        elif len(names) == 2 and target is not None:
            person.values.setdefault(names[1], target.value)

    def _put(self, number: int, person: Person, name: str, reading: Reading, column: Column) -> None:
        if reading.reason:
            person.bad.add(name)
        if person.values.get(name) is not None and reading.value is not None and person.values[name] != reading.value:
            self.error(number, column, reading.text, f"{person.name}的“{name}”前面已有不同的数", "同一人同一项只留一行")
            return
        if reading.value is not None or name not in person.values:
            person.values[name] = reading.value
