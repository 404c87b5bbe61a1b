"""Order logs read row by row: what each row is, and why a row does not count. `frames` adds them up."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from calculators.dates import HOW_TO_WRITE_DATES, Period, period_of, read_date
from calculators.expressions import Expression, parse_expression
from calculators.headings import SYNONYMS, Settings, heading_key
from calculators.numbers import MONEY, Reading, read_number
from calculators.people import NAME
from calculators.schemes import Scheme
from calculators.tables import Row
from calculators.text import comparable
from calculators.totals import TOTAL_WORDS

ROLES: dict[str, tuple[str, ...]] = {
    "日期": (
        "日期",
        "时间",
        "订单日期",
        "下单日期",
        "签约日期",
        "成交日期",
        "业务日期",
        "发生日期",
        "到账日期",
        "date",
    ),
    NAME: SYNONYMS["name"],
    "金额": ("金额", "订单金额", "合同金额", "成交金额", "销售额", "发生额", "合同额", "amount"),
    "类别": ("类别", "类型", "种类", "业务类型", "业务类别", "订单类型", "kind", "type"),
    "状态": ("状态", "订单状态", "单据状态", "status"),
}
"""What a log's columns may be called; 类别 and 状态 may be missing."""
CANCELLED = ("取消", "作废", "无效", "关闭", "撤销", "草稿")
"""A row whose 状态 holds one of these does not count."""
MAX_DECIMALS = 4


@dataclass(frozen=True, slots=True)
class Source:
    """An input that the log can give."""

    name: str
    expression: Expression
    """Over kinds of rows."""
    money: bool
    """Amounts are added where the input is in 元; otherwise rows are counted."""


def log_sources(scheme: Scheme) -> list[Source]:
    """Return the inputs of a scheme that name kinds of an order log."""
    return [
        Source(name, parse_expression(entry.log), entry.unit == MONEY)
        for name in scheme.inputs
        if (entry := scheme.source.inputs.get(name)) and entry.log
    ]


@dataclass(frozen=True, slots=True)
class LogRow:
    """One row of a log."""

    number: int
    """Data rows count from 1."""
    person: str
    day: date | None
    period: Period | None
    kind: str
    units: int
    """Amount in 10^-4 元."""
    reason: str
    """Why the row does not count; empty where it does."""


def find_headings(rows: list[Row], settings: Settings) -> tuple[int, dict[str, int]]:
    """Find the heading row among the first ten, and the column of each role."""
    best: tuple[int, dict[str, int]] = (0, {})
    for start, row in enumerate(rows[:10]):
        places: dict[str, int] = {}
        keys = [heading_key(text)[0] for text in row]
        for role, words in ROLES.items():
            found = next((keys.index(word) for word in (heading_key(word)[0] for word in words) if word in keys), None)
            if found is not None and found not in places.values():
                places[role] = found
        if len(places) > len(best[1]):
            best = (start, places)
    chosen = {role: index for index, role in settings.columns.items() if role in ROLES}
    kept = {role: index for role, index in best[1].items() if index not in settings.columns}
    return best[0], kept | chosen


class LogReader:
    """Reads rows below the heading row; texts that repeat are read once."""

    def __init__(self, amount_unit: str, places: dict[str, int], scheme: Scheme, row_count: int) -> None:
        sources = log_sources(scheme)
        self.places = places
        self.kinds = {comparable(kind): kind for source in sources for kind in source.expression.names}
        self.money = {kind for source in sources if source.money for kind in source.expression.names}
        self.only_kind = sources[0].expression.names[0]
        self.amount_unit = amount_unit
        self.scheme_period = scheme.source.period
        self.row_count = row_count
        self._days: dict[str, date | None] = {}
        self._amounts: dict[str, Reading] = {}

    def read(self, number: int, row: Row) -> LogRow:
        """Read one row."""
        name, day_text, amount_text = (row[self.places[role]].strip() for role in (NAME, "日期", "金额"))
        # Without a column 类别 every row is of the first kind that the scheme names.
        kind_text = row[self.places["类别"]].strip() if "类别" in self.places else self.only_kind
        status = row[self.places["状态"]].strip() if "状态" in self.places else ""
        if day_text not in self._days:
            self._days[day_text] = read_date(day_text)
        if amount_text not in self._amounts:
            self._amounts[amount_text] = read_number(amount_text, self.amount_unit)
        day, amount, kind = self._days[day_text], self._amounts[amount_text], self.kinds.get(comparable(kind_text))
        units = self._units(amount.value)
        if comparable(name) in TOTAL_WORDS or comparable(day_text) in TOTAL_WORDS:
            reason = "合计行"
        elif not name:
            reason = "没有姓名"
        elif any(word in status for word in CANCELLED):
            reason = f"状态是“{status}”"
        elif day is None:
            reason = f"日期读不出（{HOW_TO_WRITE_DATES}）"
        elif kind is None:
            reason = f"类别“{kind_text}”方案里没有用到"
        elif kind in self.money:
            reason = self._amount_fault(amount, units)
        else:
            reason = ""
        period = period_of(day, self.scheme_period) if day else None
        return LogRow(number, name, day, period, kind or kind_text, units or 0, reason)

    def _units(self, value: Fraction | None) -> int | None:
        """Return an amount in 10^-4 元; None where it is no whole number or the sum of all rows might not fit int64."""
        scaled = (value or Fraction(0)) * 10**MAX_DECIMALS
        return int(scaled) if scaled.denominator == 1 and abs(scaled) * self.row_count < 2**63 else None

    def _amount_fault(self, amount: Reading, units: int | None) -> str:
        if amount.reason:
            return "金额读不出"
        if amount.value is None:
            return "没有金额"
        return f"金额的小数超过 {MAX_DECIMALS} 位或太大" if units is None else ""
