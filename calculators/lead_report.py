"""Lead targets and projections as JSON-safe data (SPEC 5): what `--json` prints. Numbers are decimal strings.

A rate that no decimal ends is rounded half-up at 12 places, as every exact number is; so is `expected`.
"""

from dataclasses import replace
from typing import Any

from calculators.chain_tables import ChainTables
from calculators.lead_tables import LeadPlan
from calculators.numbers import decimal_text
from calculators.projection import Outlook, Projection
from calculators.records import Records
from calculators.report import error_report


def leads_report(table: Records, plans: list[LeadPlan]) -> dict[str, Any]:
    """Return the object of `leads --json`; a model that cannot be worked out has null."""
    return {
        "models": [
            {
                "name": plan.name,
                "leads_needed": None if plan.leads is None else str(plan.leads.needed),
                "rate": None if plan.rate is None else decimal_text(plan.rate),
            }
            for plan in plans
        ],
        "errors": [error_report(error) for error in table.errors],
    }


def projection_report(projection: Projection, tables: ChainTables, probability: str | None) -> dict[str, Any]:
    """Return the object of `project --json`; the reason of every error begins with the name of its table."""
    return {
        "months": [{"month": month} | outlook_report(outlook) for month, outlook in enumerate(projection.months, 1)],
        "total": outlook_report(projection.total),
        "probability_of_target": probability,
        "errors": [
            error_report(replace(error, reason=f"{table.spec.title}：{error.reason}"))
            for table in tables.tables
            for error in table.errors
        ],
    }


def outlook_report(outlook: Outlook) -> dict[str, Any]:
    """Return the expected deals and the intervals."""
    return {"expected": decimal_text(outlook.expected)} | {
        f"interval{level}": [str(interval.low), str(interval.high)] for level, interval in outlook.intervals.items()
    }
