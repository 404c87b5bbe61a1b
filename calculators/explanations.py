"""Words for a score: every row's formula with its numbers put in, the steps counted, the points lost."""

import re
from fractions import Fraction

from calculators.expressions import Values
from calculators.kpi import Item, Score
from calculators.numbers import ABOUT, decimal_text, shown
from calculators.phrases import Amount
from calculators.rules import Limit, Outcome, Rule, Step
from calculators.schemes import Scheme

NO_GRADE = "无等级"
"""Said where a total reaches no grade's bound."""


def points_text(points: Fraction) -> str:
    """Write points without trailing zeros: 23, 22.5."""
    return decimal_text(points)


def equals_text(value: Fraction) -> str:
    """Write `= 22.5`, or `≈ 33.3333` where the decimal does not end within four places."""
    text = shown(value)
    return text.replace(ABOUT, f"{ABOUT} ") if text.startswith(ABOUT) else f"= {text}"


def value_text(rule: Rule, value: Fraction) -> str:
    """Write a row's value: as a percentage where the rule compares percentages."""
    return shown(value, "%" if rule.percent else "")


def headline(scheme: Scheme, result: Score) -> str:
    """Say the total in one sentence; an incomplete one says out of how much, never a silent 0."""
    if result.vetoed_by:
        grade = f"，{result.grade}" if result.grade else ""
        return f"{result.vetoed_by}触发一票否决，总分 0 分{grade}"
    total = decimal_text(result.total, 2)
    if not result.complete:
        rest = points_text(scheme.weight - result.judged)
        return f"已评 {points_text(result.judged)} 分中得 {total} 分，还有 {rest} 分未评"
    return f"总分 {total} 分" + (f"，{result.grade}" if result.grade else "，未达到任何等级")


def explain(item: Item, values: Values) -> str:
    """Explain one row: how its value came about, what the rule makes of it, what it earns."""
    row = item.row
    if item.value is None or item.points is None or item.outcome is None:
        return f"{row.expression.text}：{item.unjudged}，本项未评"
    start = f"{row.expression.text} = {_formula(item, item.value, values)}"
    return "；".join([start, *_reasons(row.rule, item.outcome, item.value)]) + f"，得 {points_text(item.points)} 分"


def _formula(item: Item, value: Fraction, values: Values) -> str:
    """Write the numbers put in and what they come to; just the value where nothing was calculated."""
    expression, shown_value = item.row.expression, value_text(item.row.rule, value)
    if expression.is_name:
        return shown_value
    equals = "" if shown_value.startswith(ABOUT) else "= "
    return f"{expression.render(values)} {equals}{shown_value}"


def _reasons(rule: Rule, outcome: Outcome, value: Fraction) -> list[str]:
    reasons: list[str] = []
    if outcome.cut:
        reasons.append(f"{_limit_text(outcome.cut)}，本项不得分")
    elif rule.base == "full":
        reasons.append(
            "触发一票否决，本项不得分" if outcome.veto else f"没有触发一票否决，得满 {points_text(rule.weight)} 分"
        )
    else:
        reasons += _base_reasons(rule, value)
        reasons += [_step_text(rule, step, n, value) for step, n in zip(rule.steps, outcome.counts, strict=True)]
        reasons += _bound_reasons(rule, outcome)
    if outcome.veto:
        reasons.append(f"{_limit_text(outcome.veto)}，一票否决，总分为 0")
    return reasons


def _base_reasons(rule: Rule, value: Fraction) -> list[str]:
    weight, standard = points_text(rule.weight), rule.standard.text if rule.standard else ""
    match rule.base:
        case "proportional":
            exact = rule.weight * value / rule.s
            shown_value = value_text(rule, value).removeprefix(ABOUT)
            text = f"权重 {weight} × {shown_value} ÷ 标准 {standard} {equals_text(exact)}"
            if exact > rule.best_proportional:
                text += f"，最多得 {points_text(rule.best_proportional)} 分"
            return [text]
        case "reach":
            reached = value <= rule.s if rule.lower_is_better else value >= rule.s
            wanted = "不高于" if rule.lower_is_better else "不低于"
            return [f"标准是{wanted} {standard}，{'已达标' if reached else '未达标'}"]
        case "bands":
            band = next((band for band in rule.bands if band.holds(value)), None)
            return [f"落在“{band.sign}{band.bound.text}”一段" if band else "落在“其余”一段"]
        case _:
            return []


def _spaced(amount: Amount) -> str:
    """Write an amount of a rule with a blank before its unit: 1 次, 5 个百分点, 5%."""
    return re.sub(r"(?<=[0-9])(?=[\u4e00-\u9fff])", " ", amount.text)


def _step_text(rule: Rule, step: Step, count: int, value: Fraction) -> str:
    size, points = _spaced(step.size), points_text(step.points)
    verb = "加" if step.adds else "扣"
    whole = "够" if not rule.round_up else "按"
    suffix = f"{whole} {count} 档（每档 {size}{'，零头算一档' if rule.round_up else ''}）"
    change = f"{verb} {count} × {points} = {points_text(count * step.points)} 分"
    if step.side == "count":
        times = value_text(rule, value)
        return f"发生 {times} 次，每 {size}扣 {points} 分，{change}" if count else f"发生 {times} 次，不扣分"
    distance = step.distance(value, rule.s)
    side = "低" if step.side == "below" else "高"
    if not distance:
        return f"不比标准 {rule.standard.text if rule.standard else ''} {side}，不{verb}分"
    far = f"{shown(distance, '%').removesuffix('%')} 个百分点" if rule.percent else shown(distance)
    start = f"比标准 {rule.standard.text if rule.standard else ''} {side} {far}，{suffix}"
    return f"{start}，{change}" if count else f"{start}，不{verb}分"


def _bound_reasons(rule: Rule, outcome: Outcome) -> list[str]:
    """Say where the lower bound or the limit of additions decided."""
    reasons: list[str] = []
    added = sum((step.points * n for step, n in zip(rule.steps, outcome.counts, strict=True) if step.adds), Fraction(0))
    if added > rule.add_limit:
        reasons.append(f"最多加 {points_text(rule.add_limit)} 分")
    lost = sum(
        (step.points * n for step, n in zip(rule.steps, outcome.counts, strict=True) if not step.adds), Fraction(0)
    )
    if rule.lowest is not None and rule.base == "steps" and rule.weight - lost < rule.lowest:
        reasons.append(f"扣到最低 {points_text(rule.lowest)} 分为止")
    return reasons


def _limit_text(limit: Limit) -> str:
    match limit.side:
        case "below":
            return f"低于 {_spaced(limit.bound)}"
        case "above":
            return f"高于 {_spaced(limit.bound)}"
        case "count":
            return f"发生满 {_spaced(limit.bound)}"
