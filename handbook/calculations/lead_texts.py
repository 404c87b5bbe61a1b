"""`handbook leads` and `handbook project` as plain text: every figure, how it came about, and every fault."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calculators.lead_explanations import (
    apart_notes,
    explain_from_new,
    explain_hot,
    explain_leads,
    explain_warm,
    sample_text,
    spread_text,
    thin_levels,
)
from calculators.leads import hot_from_new
from calculators.numbers import decimal_text
from handbook.calculations.table_files import faults_text, shown_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from calculators.chain_tables import ChainTables
    from calculators.lead_tables import LeadPlan
    from calculators.pasted import CellError
    from calculators.projection import Outlook, Projection
    from calculators.records import Records

ASSUMED = "级别的含义是示例，待企业核定（QC-201）。"


def leads_text(table: Records, plans: list[LeadPlan], file: str) -> str:
    """Return the targets of every model, each with its formula, then what could not be read."""
    lines = [table.summary, *(f"注意：{note}" for note in table.notes)]
    for plan in plans:
        lines += ["", *_plan_lines(plan)]
    return "\n".join([*lines, *_faults(table.errors, file)])


def _plan_lines(plan: LeadPlan) -> list[str]:
    if plan.leads is None:
        return [f"{plan.name}：集客目标未算出"]
    lines = [f"{plan.name}：集客目标 {plan.leads.needed} 个（QC-403）　{explain_leads(plan)}"]
    if sample := sample_text(plan):
        lines.append(f"  {sample}")
    if plan.hot is not None:
        lines.append(f"  新增 H/A {plan.hot.new} 个（QC-404）　{explain_hot(plan)}")
    if plan.warm is not None:
        lines.append(f"  B/C 转 H/A {plan.warm} 个（QC-405）　{explain_warm(plan)}")
    if plan.hot is not None and plan.warm is not None:
        lines.append(f"  新集客补足 H/A {hot_from_new(plan.hot, plan.warm)} 个（QC-406）　{explain_from_new(plan)}")
    return lines


def projection_text(
    projection: Projection, tables: ChainTables, files: Sequence[str], target: tuple[str, str, str] | None
) -> str:
    """Return every month's deals and the total; `target` is the target, its probability, and what would secure it."""
    lines = [f"{shown_name(file)}：{table.summary}" for file, table in zip(files, tables.tables, strict=False)]
    lines += [f"注意：{note}" for table in tables.tables for note in table.notes]
    lines += ["", "（括号里是这一个整数区间实际含的可能）"]
    for month, outlook in enumerate(projection.months, 1):
        lines.append(_outlook_line(f"第 {month} 个月", outlook))
    lines.append(_outlook_line("合计", projection.total))
    lines += [f"注意：{note}。" for note in apart_notes(projection)]
    if target:
        wanted, probability, help_text = target
        lines += ["", f"成交至少 {wanted} 的可能：{probability}。{help_text}"]
    samples = [f"{level} {projection.history.seen(level)}" for level in projection.history.levels]
    used = {group.level for group in projection.groups}
    lines += ["", f"历史样本（客户·月）：{'，'.join(samples) or '没有'}。{spread_text(projection)}。{ASSUMED}"]
    lines += thin_levels(projection.history, used)
    for file, table in zip(files, tables.tables, strict=False):
        lines += _faults(table.errors, file)
    return "\n".join(lines)


def _outlook_line(label: str, outlook: Outlook) -> str:
    spans = [
        f"{share}% 区间 {interval.low}–{interval.high}（{decimal_text(interval.held * 100, 1)}%）"
        for share, interval in outlook.intervals.items()
    ]
    return f"{label}：预计成交 {decimal_text(outlook.expected, 1)}，{'，'.join(spans)}"


def _faults(errors: list[CellError], table: str) -> list[str]:
    return ["", *faults_text(errors, table)] if errors else []
