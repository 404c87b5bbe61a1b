"""目标分解 by weights, over any levels: department → team → person, model → person (SPEC 3; clauses MB-203, MB-301).

A row of the table is a leaf: its names from the left say where it belongs; calculators.tree divides.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from calculators.amounts import Fixing, Total, read_fixed, read_total
from calculators.apportion import ZERO, ApportionError, Part, contradiction
from calculators.headings import SYNONYMS
from calculators.pasted import Progress
from calculators.record_tables import cannot_leave_out
from calculators.records import ColumnSpec, Record, Records, TableSpec
from calculators.stateless import CalculationError
from calculators.tree import Node, Path, divide

NAME = SYNONYMS["name"][0]
LAST_YEAR = "上年实绩"
MODEL, MONTH = "车型", "月份"
LEVELS = ("大区", "部门", "团队", MODEL, MONTH)
BOUNDS = ("下限", "上限", "锁定")
WEIGHTS = TableSpec(
    (
        ColumnSpec(NAME, "text", (*SYNONYMS["name"], "名称", "项目", "客户", "part", "name")),
        ColumnSpec("大区", "text", ("区域", "地区", "省区", "region"), repeats=True),
        ColumnSpec("部门", "text", ("事业部", "department"), repeats=True),
        ColumnSpec("团队", "text", ("小组", "组", "组别", "team"), repeats=True),
        ColumnSpec(MODEL, "text", ("型号", "产品", "品类", "产品线", "model", "product"), repeats=True),
        ColumnSpec(MONTH, "text", ("月", "month"), repeats=True),
        ColumnSpec(
            "权重", "number", ("比重", "系数", "基数", "weight"), required=True, may_be_empty=True, stand_in=LAST_YEAR
        ),
        ColumnSpec("下限", "number", ("最低", "最小", "最少", "最低值", "最小值", "min", "minimum"), amount=True),
        ColumnSpec("上限", "number", ("最高", "最大", "最多", "最高值", "最大值", "max", "maximum"), amount=True),
        ColumnSpec("锁定", "number", ("已锁定", "固定", "fixed"), amount=True),
        ColumnSpec(LAST_YEAR, "number", ("上年", "去年", "上年实际", "去年实绩", "同期", "上年同期"), amount=True),
        ColumnSpec("承担能力", "number", ("产能", "能力", "承载", "最大承担", "capacity"), amount=True),
    ),
    title="权重表",
    sole="权重",
)


class NoSplitError(CalculationError):
    """The total was read but cannot be divided over the rows."""

    def __init__(self, reason: str, hint: str, total: Total) -> None:
        super().__init__(reason, hint)
        self.total = total


@dataclass(frozen=True, slots=True)
class Split:
    """A total divided down to the rows of a table."""

    table: Records
    total: Total
    levels: tuple[str, ...]
    """What the levels below the whole are called."""
    root: Node
    notes: tuple[str, ...]

    def nodes(self) -> list[Node]:
        """Every node, each before its children, without the whole."""
        return self.root.below()

    def leaves(self) -> list[Node]:
        """The nodes that are rows, in the order of the tree."""
        return [node for node in self.nodes() if node.leaf]


def split(table: Records, total: str, unit: str = "", fixed: Mapping[str, Fixing] | None = None) -> Progress[Split]:
    """Divide `total` over the rows of a table of WEIGHTS; yields (rows done, rows).

    `fixed` holds parts that were fixed by hand, by `key_of`, over what the table says. Faults of single rows go to
    the table's list, and nothing is divided until they are mended: the others would get the share of a row that is
    left out. `NoSplitError` says so, CalculationError what else there is to mend first.
    """
    if table.missing:
        raise CalculationError("还没有“权重”一列", "在“取作”一行里为某一列选上权重")
    if not table.records:
        raise CalculationError("权重表里没有一行数据", "表头下面一行写一项：名称和权重")
    levels, repeated = _levels(table)
    _name_rows(table)
    bound_unit = next((column.unit for column in table.columns if column.input in BOUNDS and column.unit), "")
    amount = read_total(total, unit, bound_unit)
    by_hand = fixed or {}
    rows = [
        (path, part, record)
        for record, path in zip(table.records, _paths(table, levels), strict=True)
        if (part := _part(table, record, path, amount, by_hand.get(str(record.row))))
    ]
    if len(rows) < len(table.records):
        raise NoSplitError(*cannot_leave_out(table, "分"), amount)
    try:
        root = yield from divide(amount.value, amount.unit, rows, fixed_places(by_hand, amount))
    except ApportionError as error:
        raise NoSplitError(error.reason, error.hint, amount) from error
    notes = [
        *([amount.note] if amount.note else []),
        *_meant_in(table, amount),
        *([] if table.has("权重") else [f"没有权重一列，按{LAST_YEAR}分"]),
        *repeated,
        *_duplicates(rows),
    ]
    return Split(table, amount, levels, root, tuple(notes))


def fixed_places(fixed: Mapping[str, Fixing], total: Total) -> dict[Path, Fraction]:
    """Return what places above the rows were fixed at, by path."""
    places = {tuple(json.loads(key)): fixing for key, fixing in fixed.items() if key.startswith("[")}
    return {path: read_fixed(path[-1], fixing, total.unit, total.measure) for path, fixing in places.items()}


def key_of(node: Node) -> str:
    """Return what a part is called when it is fixed by hand: the number of its row, else its path."""
    record = node.leaf.record if node.leaf else None
    return str(record.row) if record else json.dumps(node.path, ensure_ascii=False)


def row_names(table: Records) -> list[str]:
    """Return what the rows of a table of WEIGHTS are called, in its order."""
    return [" ".join(path) for path in _paths(table, _levels(table)[0])]


def _levels(table: Records) -> tuple[tuple[str, ...], list[str]]:
    """Return the columns that name levels, from the left; one that says the same in every row only names the table."""
    columns = [column.input for column in table.columns if column.input in (NAME, *LEVELS)]
    names = [name for name in columns if name]
    told = {name: {record.text(name) for record in table.records} for name in names}
    varied = [name for name in names if name == NAME or len(told[name]) > 1]
    kept = tuple(varied) or tuple(names[-1:])
    constant = [f"{name}：{next(iter(told[name]))}" for name in names if name not in kept and told[name] != {""}]
    return kept, constant


def _name_rows(table: Records) -> None:
    """List rows without a name where others have one: a department alone would stand beside itself."""
    if not any(record.text(NAME) for record in table.records):
        return
    for record in table.records:
        if not record.text(NAME) and not record.bad:
            table.fault(record, NAME, "这一行没有名称", "补上名称；合并了单元格的先取消合并再逐行填上；多余的行删去")


def _meant_in(table: Records, total: Total) -> list[str]:
    """Say so where bounds without a unit are taken in that of the total."""
    label = total.bare
    bare = [column.input for column in table.columns if column.input in BOUNDS and not column.unit]
    meant = [
        name
        for name in bare
        if name and any(table.amount(record, name, label) != record.number(name) for record in table.records)
    ]
    return [f"{'、'.join(meant)}没有写单位，按总数的单位读作{label}"] if meant else []


def _weight_column(table: Records) -> str:
    return "权重" if table.has("权重") else LAST_YEAR


def _paths(table: Records, levels: Sequence[str]) -> list[tuple[str, ...]]:
    return [
        tuple(text for level in levels if (text := record.text(level))) or (f"第 {record.row} 行",)
        for record in table.records
    ]


def _part(table: Records, record: Record, path: Sequence[str], total: Total, fixed: Fixing | None) -> Part | None:
    """Return a row as a part; None, with the fault in the list, where it cannot be one."""
    if record.bad:
        return None
    unit = total.bare
    by_hand = None if fixed is None else read_fixed(path[-1], fixed, total.unit, total.measure)
    weight = record.number(_weight_column(table))
    locked = table.amount(record, "锁定", unit) if by_hand is None else by_hand
    if weight is None and locked is None:
        table.fault(record, _weight_column(table), "没有权重，也没有锁定的数", "写上权重；不参加分配的写 0")
        return None
    if weight is not None and weight < 0:
        table.fault(record, _weight_column(table), "权重是负数", "权重写 0 或更大的数")
        return None
    lower, upper = (table.amount(record, bound, unit) for bound in BOUNDS[:2])
    part = Part(path[-1], weight or ZERO, lower or ZERO, upper, locked)
    fault = contradiction(part, total.unit)
    if fault and by_hand is not None:
        raise CalculationError(f"{path[-1]}：{fault[1]}", "改成别的数，或松开这一项")
    if fault:
        hint = f"最小单位是 {total.measure.text(total.unit)}，下限 ≤ 锁定 ≤ 上限"
        table.fault(record, fault[0], fault[1], hint)
        return None
    return part


def _duplicates(rows: Sequence[tuple[Path, Part, Record]]) -> list[str]:
    places: dict[Path, list[int]] = {}
    for path, _, record in rows:
        places.setdefault(path, []).append(record.row)
    return [
        f"重名：{path[-1]} 出现 {len(numbers)} 次（第 {'、'.join(map(str, numbers[:10]))} 行），按不同的项分别计算"
        for path, numbers in places.items()
        if len(numbers) > 1
    ]
