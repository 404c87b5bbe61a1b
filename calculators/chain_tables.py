"""Stock, transitions and new leads as people keep them, into what the projection needs (SPEC 4 and 5).

Stock comes long (级别, 数量) or wide as in form T05 (车型, H/A存量, B/C存量, D级存量). Levels may have any name, as
long as stock, transitions and new leads use the same.
"""

from dataclasses import dataclass, field

from calculators.chain import Group, History
from calculators.lead_tables import count_in
from calculators.levels import DEAL, FINALS, FUNNEL, LOST, ORDERED, in_funnel_order, level_name
from calculators.records import ColumnSpec, Record, Records, TableSpec
from calculators.tables import TableError

LEVEL, COUNT, MODEL, MONTH, FROM, TO, AHEAD = "级别", "数量", "车型", "月份", "月初级别", "月末级别", "第几个月"
_LEVEL_ALIASES = ("客户级别", "潜客级别", "等级", "level")
_COUNT_ALIASES = ("客户数", "人数", "个数", "客户数量", "存量", "存量客户", "count")
_MODEL_COLUMN = ColumnSpec(MODEL, "text", ("车系", "车款", "型号", "产品", "model"), repeats=True)
_COUNT_COLUMN = ColumnSpec(COUNT, aliases=_COUNT_ALIASES, required=True)

STOCK = TableSpec(
    (
        _MODEL_COLUMN,
        ColumnSpec(LEVEL, "text", _LEVEL_ALIASES),
        ColumnSpec(COUNT, aliases=_COUNT_ALIASES),
        *(
            ColumnSpec(f"{level}存量", aliases=tuple(f"{level}{ending}" for ending in ("级存量", "级客户", "级客户数")))
            for level in FUNNEL
        ),
    ),
    title="月初存量",
)
TRANSITIONS = TableSpec(
    (
        ColumnSpec(MONTH, "text", ("年月", "月", "期间", "month"), repeats=True),
        ColumnSpec(
            FROM, "text", ("起始级别", "原级别", "变化前级别", "期初级别", "从", "from"), required=True, repeats=True
        ),
        ColumnSpec(
            TO, "text", ("结束级别", "新级别", "现级别", "变化后级别", "期末级别", "去向", "到", "to"), required=True
        ),
        _COUNT_COLUMN,
        _MODEL_COLUMN,
    ),
    title="历史转化",
)
NEW_LEADS = TableSpec(
    (
        ColumnSpec(
            AHEAD,
            aliases=("第几月", "月序", "今后第几个月", "月份", "月", "monthahead", "month", "ahead"),
            required=True,
            summed=False,
        ),
        ColumnSpec(LEVEL, "text", _LEVEL_ALIASES, required=True),
        ColumnSpec(COUNT, aliases=(*_COUNT_ALIASES, "新增", "新集客", "集客数", "新增客户数"), required=True),
        _MODEL_COLUMN,
    ),
    title="今后新集客",
)
LAST_MONTH = 36
"""Months ahead at most: further out the rates of today say nothing."""


@dataclass(slots=True)
class ChainTables:
    """The three tables as they were understood, and what the projection is made from."""

    stock: Records
    transitions: Records
    new: Records | None
    history: History = field(default_factory=lambda: History({}))
    groups: list[Group] = field(default_factory=list[Group])
    models: list[str] = field(default_factory=list[str])
    """Models that both stock and transitions name: the projection can be made for one of them."""

    @property
    def tables(self) -> list[Records]:
        """The tables that were given."""
        return [self.stock, self.transitions, *([self.new] if self.new else [])]


def chain_tables(stock: Records, transitions: Records, new: Records | None, model: str = "") -> ChainTables:
    """Put the three tables together; faults are added to each table's. `model` keeps the rows of one model only.

    A level without history cannot be projected: its stock and its new leads are left out, and that is a fault in their
    rows; the prior alone is never taken for a rate. Customers who moved to such a level are counted as never ordering.
    Raises `TableError` where stock is neither long nor wide.
    """
    if not (stock.has(LEVEL) and stock.has(COUNT)) and not _wide_levels(stock):
        read = "、".join(column.text.strip() for column in stock.columns if column.text.strip())
        raise TableError(
            f"存量表里没有找到“{LEVEL}”和“{COUNT}”；读到的表头是：{read}", "也可以用表单 T05 的表头，如 H/A存量"
        )
    tables = ChainTables(stock, transitions, new)
    if stock.has(MODEL) and transitions.has(MODEL):
        named = {record.text(MODEL) for record in stock.records}
        models = dict.fromkeys(record.text(MODEL) for record in transitions.records)
        tables.models = [text for text in models if text and text in named]
    tables.history = _history(transitions, model)
    tables.groups = _stock_groups(stock, tables.history, model)
    if new:
        tables.groups += _new_groups(new, tables.history, model)
    return tables


def _wide_levels(stock: Records) -> list[str]:
    return [level for level in FUNNEL if stock.has(f"{level}存量")]


def _of_model(record: Record, model: str) -> bool:
    return not model or record.text(MODEL) == model


def _history(table: Records, model: str) -> History:
    moves: dict[str, dict[str, int]] = {}
    rows: list[tuple[Record, str, str]] = []
    for record in table.records:
        count = count_in(table, record, COUNT)
        if record.bad or count is None or not _of_model(record, model):
            continue
        start, end = level_name(record.text(FROM)), level_name(record.text(TO))
        if start in FINALS:
            if end != start:
                table.fault(
                    record, FROM, f"{start}是终点，客户不会从这里再走", "月初级别填还在跟进的级别，如 H、A、B、C"
                )
            continue
        rows.append((record, start, end))
        moves.setdefault(start, {})
        moves[start][end] = moves[start].get(end, 0) + count
    known = {level: None for level, row in moves.items() if any(row.values())}
    for record, _, end in rows:
        if end not in known and end not in FINALS and record.number(COUNT):
            hint = f"补上从 {end} 出发的历史；" + (
                f"{end} 若指已下订单，请写成{DEAL}" if end in ORDERED else f"已有历史的级别：{'、'.join(known)}"
            )
            table.fault(record, TO, f"级别 {end} 没有自己的历史，到了那里的客户按以后不成交计", hint)
    levels = in_funnel_order(known)
    return History(
        {
            level: {to: moves[level][to] for to in (DEAL, LOST, *levels) if to in moves[level]} | moves[level]
            for level in levels
        }
    )


def _stock_groups(table: Records, history: History, model: str) -> list[Group]:
    groups: list[Group] = []
    wide = [] if table.has(LEVEL) and table.has(COUNT) else _wide_levels(table)
    for record in table.records:
        cells = [(level, f"{level}存量") for level in wide] or [(level_name(record.text(LEVEL)), COUNT)]
        for level, column in cells:
            count = count_in(table, record, column)
            if not wide and not level:
                table.fault(record, LEVEL, "这一格不能空着", "补上级别，或删去这一行")
            elif count is None and column not in record.bad and not wide:
                table.fault(record, column, "这一格不能空着", "没有就填 0")
            elif count and column not in record.bad and _of_model(record, model):
                groups += _group(table, record, history, Group(level, 1, count), column if wide else LEVEL)
    return groups


def _new_groups(table: Records, history: History, model: str) -> list[Group]:
    groups: list[Group] = []
    for record in table.records:
        month, count = count_in(table, record, AHEAD), count_in(table, record, COUNT)
        if month is not None and not 1 <= month <= LAST_MONTH:
            table.fault(record, AHEAD, f"月序须从 1 到 {LAST_MONTH}", "第一个要推算的月写 1")
        if month and count and not record.bad and _of_model(record, model):
            groups += _group(table, record, history, Group(level_name(record.text(LEVEL)), month, count), LEVEL)
    return groups


def _group(table: Records, record: Record, history: History, group: Group, column: str) -> list[Group]:
    if group.level in history.levels:
        return [group]
    if group.level in FINALS or group.level in ORDERED:
        note = f"{group.level} 的 {group.count} 个客户已有结果，不参加推算"
        table.notes.append(note)
        return []
    known = f"已有历史的级别：{'、'.join(history.levels)}" if history.levels else "历史转化表里还没有可用的行"
    reason = f"级别 {group.level} 没有历史，推不出去向，这 {group.count} 个客户没有计入"
    table.fault(record, column, reason, f"补上从 {group.level} 出发的历史，或核对级别的写法；{known}")
    return []
