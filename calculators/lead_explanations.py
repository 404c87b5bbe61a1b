"""How each figure of the lead calculators came about, in words; and how far its history can be trusted."""

import math
from fractions import Fraction
from random import Random

from calculators.chain import History
from calculators.lead_tables import LeadPlan, Week
from calculators.leads import (
    ACTUAL,
    DEALS,
    HOT_RATE,
    HOT_STOCK,
    LEADS,
    MONTH_TARGET,
    TARGET,
    WARM_RATE,
    WARM_STOCK,
    WEEKS,
    WEEKS_GONE,
    hot_from_new,
)
from calculators.numbers import ABOUT, decimal_text, shown
from calculators.projection import JEFFREYS, Projection, seed_of

FEW_DEALS, FEW_MOVES = 10, 30
"""Below these a history is called thin: the interval of a rate is then about as wide as the rate itself."""
THIN_SHARE = Fraction(1, 2)
"""Above this share of the variance, more history narrows the interval more than anything else."""
RATE_DRAWS = 2000


def _percent(value: Fraction) -> str:
    return shown(value, "%")


def _number(record: LeadPlan | Week, name: str) -> Fraction:
    return record.record.number(name) or Fraction(0)


def explain_leads(plan: LeadPlan) -> str:
    """Say how the lead target came about: `（12 − 0）÷（24 ÷ 160 = 15%）= 80 个`."""
    if plan.leads is None:
        return ""
    target = f"{shown(_number(plan, TARGET))} − {shown(plan.from_stock)}"
    if not plan.leads.missing:
        return f"{target} 不大于 0，存量已够，集客目标为 0"
    rate = plan.rate or Fraction(1)
    history = f"{shown(_number(plan, DEALS))} ÷ {shown(_number(plan, LEADS))} {_equals(rate, '%')}"
    return f"（{target}）÷（{history}）{_rounded_up(plan.leads.missing / rate, plan.leads.needed)}"


def _rounded_up(exact: Fraction, whole: int) -> str:
    return f"= {whole} 个" if exact == whole else f"{_equals(exact)}，进为 {whole} 个"


def _equals(value: Fraction, unit: str = "") -> str:
    text = shown(value, unit)
    return text.replace(ABOUT, f"{ABOUT} ") if text.startswith(ABOUT) else f"= {text}"


def explain_hot(plan: LeadPlan) -> str:
    """Say how the target of new H/A customers came about."""
    if plan.hot is None:
        return ""
    rate, stock = _number(plan, HOT_RATE), _number(plan, HOT_STOCK)
    needed = "" if not rate else f"{shown(_number(plan, TARGET))} ÷ {_percent(rate)} "
    needed += _rounded_up(_number(plan, TARGET) / rate, plan.hot.needed) if rate else "订单目标为 0，不需要"
    less = f"{plan.hot.needed} − {shown(stock)}"
    return (
        f"{needed}；{less} = {plan.hot.new} 个" if plan.hot.needed > stock else f"{needed}；月初 {shown(stock)} 个已够"
    )


def explain_warm(plan: LeadPlan) -> str:
    """Say how the B/C → H/A target came about."""
    if plan.warm is None:
        return ""
    exact = _number(plan, WARM_STOCK) * _number(plan, WARM_RATE)
    product = f"{shown(_number(plan, WARM_STOCK))} × {_percent(_number(plan, WARM_RATE))} "
    return product + (f"= {plan.warm} 个" if exact == plan.warm else f"{_equals(exact)}，四舍五入为 {plan.warm} 个")


def explain_from_new(plan: LeadPlan) -> str:
    """Say what the new leads must bring."""
    if plan.hot is None or plan.warm is None:
        return ""
    need = hot_from_new(plan.hot, plan.warm)
    return f"{plan.hot.new} − {plan.warm} = {need} 个" if need else f"{plan.hot.new} 不多于 {plan.warm}，不须补足"


def explain_week(week: Week) -> str:
    """Say how gap and pace came about."""
    if week.progress is None:
        return ""
    target, actual = _number(week, MONTH_TARGET), _number(week, ACTUAL)
    gone, weeks = _number(week, WEEKS_GONE), _number(week, WEEKS)
    planned = f"{shown(target)} × {shown(gone)} ÷ {shown(weeks)}"
    text = f"{shown(actual)} − {planned} {_equals(week.progress.gap)}"
    if week.progress.pace is None:
        return f"{text}；本月已过完"
    if actual >= target:
        return f"{text}；月目标已完成"
    left = weeks - gone
    pace = (target - actual) / left
    return f"{text}；（{shown(target)} − {shown(actual)}）÷ {shown(left)} {_rounded_up(pace, week.progress.pace)}"


def rate_range(plan: LeadPlan) -> tuple[Fraction, Fraction] | None:
    """Return between what the deal rate lies with 80 %, by its Beta posterior under Jeffreys' prior; seeded."""
    deals, leads = _number(plan, DEALS), _number(plan, LEADS)
    if plan.rate is None or plan.rate > 1:
        return None
    random = Random(seed_of("rate", int(deals), int(leads)))  # noqa: S311 -- the same paste must give the same figures
    rates = sorted(random.betavariate(int(deals) + JEFFREYS, int(leads - deals) + JEFFREYS) for _ in range(RATE_DRAWS))
    low, high = rates[RATE_DRAWS // 10], rates[-RATE_DRAWS // 10]
    return Fraction(round(low * 1000), 1000), Fraction(round(high * 1000), 1000)


def sample_text(plan: LeadPlan) -> str:
    """Say on how much history a lead target rests, and what it would be at the ends of the rate's interval."""
    found = rate_range(plan)
    if found is None:
        return ""
    low, high = found
    deals = _number(plan, DEALS)
    text = f"成交率依据 {shown(_number(plan, LEADS))} 个集客、{shown(deals)} 个成交，"
    text += f"八成可能在 {_percent(low)} 到 {_percent(high)} 之间"
    if plan.leads and plan.leads.missing and low:
        most, least = math.ceil(plan.leads.missing / low), math.ceil(plan.leads.missing / high)
        text += f"，集客目标相应为 {least} 到 {most} 个"
    if deals < FEW_DEALS:
        text += "。历史偏少：取更长的月份，或与相近车型合并再算（QC-402），会更可靠"
    return text


def thin_levels(history: History, used: set[str]) -> list[str]:
    """Return a line for each level in use whose history is thin, with what would help."""
    return [
        f"级别 {level} 的历史只有 {history.seen(level)} 个客户·月，不到 {FEW_MOVES}："
        "再积累几个月，或与相近车型合并，区间会变窄"
        for level in history.levels
        if level in used and history.seen(level) < FEW_MOVES
    ]


def apart_notes(projection: Projection) -> list[str]:
    """Say so where history is so thin that the expected deals, by its rates alone, lie at the interval's edge."""
    if projection.thinness <= THIN_SHARE:
        return []
    outlooks = [("合计", projection.total), *((f"第 {n} 个月", month) for n, month in enumerate(projection.months, 1))]
    for label, outlook in outlooks:
        low, high = outlook.intervals[80].low, outlook.intervals[80].high
        if low < high and not low < outlook.expected < high:
            place = "边上" if outlook.expected in {low, high} else "外面"
            expected = decimal_text(outlook.expected, 1)
            text = f"历史不够：{label}预计成交 {expected}，在 80% 区间 {low} 到 {high} 的{place}。"
            text += "预计成交把历史比率当作准数；区间还算进了比率可能高些或低些。请按区间打算；"
            return [f"{text}多取几个月的历史，或与相近车型合并，两个数会靠近"]
    return []


def spread_text(projection: Projection) -> str:
    """Say what makes the total's interval wide."""
    share = round(projection.thinness * 100)
    text = f"合计区间的宽窄，约 {100 - share}% 出于客户各自的偶然，约 {share}% 出于历史数据有限"
    if projection.thinness > THIN_SHARE:
        return f"{text}；要让区间变窄，先补历史：多取几个月，或与相近车型合并"
    return text
