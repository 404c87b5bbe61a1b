"""Scores as JSON-safe data (SPEC 5): what `handbook score --json` prints and what pages are drawn from."""

from typing import Any

from calculators.explanations import explain
from calculators.goals import next_point
from calculators.kpi import Item, Score, score
from calculators.numbers import decimal_text
from calculators.pasted import CellError, Progress
from calculators.people import Person, Roster
from calculators.schemes import Scheme

PROGRESS_PEOPLE = 100


def score_people(scheme: Scheme, roster: Roster) -> Progress[list[Score]]:
    """Score everybody, in the order of the roster; yields (people done, people)."""
    results: list[Score] = []
    for done, person in enumerate(roster.people):
        if done % PROGRESS_PEOPLE == 0:
            yield done, len(roster.people)
        results.append(score(scheme, person.values))
    return results


def score_report(scheme: Scheme, roster: Roster, results: list[Score]) -> Progress[dict[str, Any]]:
    """Return the object of SPEC 5 for a whole table; numbers are decimal strings, `value` is a fraction.

    Yields (people done, people).
    """
    people: list[dict[str, Any]] = []
    for done, (person, result) in enumerate(zip(roster.people, results, strict=True)):
        if done % PROGRESS_PEOPLE == 0:
            yield done, len(roster.people)
        people.append(person_report(person, result, scheme))
    return {
        "scheme": scheme.source.id,
        "title": scheme.source.title,
        "people": people,
        "errors": [error_report(error) for error in roster.errors],
    }


def all_judged(roster: Roster, results: list[Score]) -> bool:
    """Whether every row of every person was judged and no cell was bad."""
    return not roster.errors and all(result.complete for result in results)


def person_report(person: Person, result: Score, scheme: Scheme) -> dict[str, Any]:
    """Return one person's sheet."""
    return {
        "name": person.name,
        "total": decimal_text(result.total, 2),
        "judged": decimal_text(result.judged),
        "grade": result.grade,
        "vetoed_by": result.vetoed_by,
        "items": [item_report(item, person, scheme) for item in result.items],
    }


def item_report(item: Item, person: Person, scheme: Scheme) -> dict[str, Any]:
    """Return one row of the sheet; value and points are null where it was not judged."""
    change = next_point(scheme, item, person.values)
    return {
        "indicator": item.row.indicator,
        "weight": decimal_text(item.row.weight),
        "value": None if item.value is None else str(item.value),
        "points": None if item.points is None else decimal_text(item.points, 2),
        "explain": explain(item, person.values),
        "clause": item.row.clause,
        "next_point": change
        and {
            "input": change.input,
            "needs": decimal_text(change.needs),
            "gains": decimal_text(change.gains),
        },
    }


def error_report(error: CellError) -> dict[str, Any]:
    """Return one bad cell."""
    return {
        "row": error.row,
        "column": error.column,
        "read": error.read,
        "reason": error.reason,
        "hint": error.hint,
    }
