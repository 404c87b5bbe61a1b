"""What a manager must weigh about targets: growth, the average a head and the load (SPEC 3, growth checks; MB-202).

Nothing is decided here: each check states the figures and, where it can, whether they lie in the range.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from calculators.amounts import Measure
from calculators.apportion import ZERO
from calculators.holders import Holder, has_names, holders
from calculators.numbers import decimal_text, read_number, shown
from calculators.splits import LAST_YEAR, Split
from calculators.stateless import CalculationError
from calculators.tree import Node

type Verdict = Literal["in", "out", "told"]
"""Within the range, outside of it, or only told."""

CAPACITY = "承担能力"
NO_HEADS = "表里没有姓名，算不出人均"
FACTORS = "MB-202"
SUMS = "MB-301"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to weigh, with its figures put in."""

    what: str
    text: str
    verdict: Verdict
    clause: str


@dataclass(frozen=True, slots=True)
class Factors:
    """The figures behind the four factors of MB-202, as far as they are given; amounts in base units."""

    policy: str
    """The company's sales policy, in words."""
    demand: Fraction | None
    """Expected change of the market's demand: 0.05 for 5% more."""
    peers: Fraction | None
    """Average a head of like companies."""
    recent: Fraction | None
    """This department's own recent average a head."""

    @classmethod
    def read(cls, policy: str, demand: str, peers: str, recent: str, unit: str) -> "Factors":
        """Read the factors as typed; bare amounts are in `unit`. Raises `CalculationError`."""
        return cls(
            policy.strip(),
            _figure("市场需求的变动", demand, "%"),
            _figure("同类企业人均", peers, unit),
            _figure("本部门近期人均", recent, unit),
        )


def _figure(name: str, written: str, unit: str) -> Fraction | None:
    reading = read_number(written, unit)
    if reading.reason:
        raise CalculationError(f"{name}：{reading.reason}", reading.hint)
    return reading.value


def checks(split: Split, factors: Factors) -> list[Check]:
    """Return what is to be weighed about a division: the whole first, then single parts that stand out."""
    held = holders(split)
    return [*_factors(split, factors, held), *_growth(split, held), *_load(split, held)]


def _factors(split: Split, factors: Factors, held: Sequence[Holder]) -> list[Check]:
    measure, demand = split.total.measure, factors.demand
    people = len({holder.person for holder in held}) if has_names(split) else 0
    head = split.total.value / people if people else None
    moved = "" if demand is None else f"预计{'增长' if demand >= 0 else '下降'} {shown(abs(demand), '%')}"
    recent = None if factors.recent is None else factors.recent * (1 + (demand or ZERO))
    found = [
        _told("公司的销售政策", factors.policy, "还没有写：写下用了哪一条政策"),
        _told("市场需求的变动", moved, "还没有填：预计增减百分之几"),
    ]
    for what, figure, why in (
        ("同类企业的人均", factors.peers, ""),
        ("本部门近期的人均", recent, _expected(factors, measure)),
    ):
        told = "" if figure is None else f"{why or measure.text(figure)}；{NO_HEADS}"
        if figure is not None and head is not None:
            per_head = f"本次人均 {measure.text(split.total.value)} ÷ {people} = {measure.text(head)}"
            told = f"{why or measure.text(figure)}；{per_head}，{_against(head, figure)}"
        found.append(_told(what, told, "还没有填"))
    if factors.peers is not None and recent is not None and head is not None:
        low, high = sorted((factors.peers, recent))
        inside = low <= head <= high
        between = f"两个参考数之间是 {measure.text(low)} 到 {measure.text(high)}"
        text = f"{between}，本次人均 {measure.text(head)} {'在其间' if inside else '不在其间'}"
        found.append(Check("人均指标", text, "in" if inside else "out", FACTORS))
    return found


def _told(what: str, told: str, missing: str) -> Check:
    return Check(what, told or missing, "told" if told else "out", FACTORS)


def _expected(factors: Factors, measure: Measure) -> str:
    if factors.recent is None or not factors.demand:
        return ""
    grown = 1 + factors.demand
    return f"{measure.text(factors.recent)} × {decimal_text(grown)} = {measure.text(factors.recent * grown)}"


def _against(value: Fraction, base: Fraction) -> str:
    if not base:
        return "对照数是 0，比不出高低"
    change = value / base - 1
    return "与之相等" if not change else f"{'高' if change > 0 else '低'} {shown(abs(change), '%')}"


def _growth(split: Split, held: Sequence[Holder]) -> list[Check]:
    """Compare with last year: the whole where every row has a figure, then each part."""
    measure = split.total.measure
    pairs = [
        (_called(holder, apart), leaf.value, _amount(leaf, LAST_YEAR, split))
        for holder in held
        for apart, leaf in holder.parts
    ]
    known = [figure for *_, figure in pairs if figure is not None]
    if known and len(known) == len(pairs):
        pairs.insert(0, ("合计", split.total.value, sum(known, ZERO)))
    found: list[Check] = []
    for name, value, figure in pairs:
        if figure is None:
            continue
        change = _against(value, figure) if figure else "上年没有实绩，比不出增长"
        text = f"上年 {measure.text(figure)}，今年 {measure.text(value)}，{change}"
        found.append(Check(f"{name}比上年", text, "told", FACTORS))
    return found


def _called(holder: Holder, apart: str = "") -> str:
    further = " ".join(text for text in (holder.month, apart) if text)
    return f"{holder.name}（{further}）" if further else holder.name


def _load(split: Split, held: Sequence[Holder]) -> list[Check]:
    """Compare what each person got, over all rows, with what the person can bear."""
    measure = split.total.measure
    found: list[Check] = []
    for holder in held:
        stated = [_amount(leaf, CAPACITY, split) for _, leaf in holder.parts]
        known = [figure for figure in stated if figure is not None]
        if not known:
            continue
        # The same figure in every row is the person's, written again; different ones are each model's.
        capacity = known[0] if len({*known}) == 1 else sum(known, ZERO)
        whole = _sum([leaf.value for _, leaf in holder.parts], holder.value, measure)
        bears = _sum([capacity] if capacity == known[0] else known, capacity, measure)
        load = f"，占 {shown(holder.value / capacity, '%')}" if capacity else ""
        over = holder.value > capacity
        text = f"分得 {whole}，承担能力 {bears}{load}"
        text += f"，超出 {measure.text(holder.value - capacity)}" if over else ""
        found.append(Check(f"{_called(holder)}的负荷", text, "out" if over else "in", SUMS))
    return found


def _sum(figures: Sequence[Fraction], whole: Fraction, measure: Measure) -> str:
    added = f"{' + '.join(measure.number(figure) for figure in figures)} = " if len(figures) > 1 else ""
    return f"{added}{measure.text(whole)}"


def _amount(leaf: Node, column: str, split: Split) -> Fraction | None:
    record = leaf.leaf.record if leaf.leaf else None
    return None if record is None else split.table.amount(record, column, split.total.measure.label)
