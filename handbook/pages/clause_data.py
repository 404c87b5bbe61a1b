"""What the site's scripts read of the clauses, as JSON: to find one, to know which revision applies, to quote it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from handbook.revisions.clause_history import History

CLAUSES_JSON = "assets/clauses.json"


def clause_entry(history: History) -> dict[str, Any]:
    """Return a clause without its text; `days` are the numbers of its revisions with their days."""
    latest = history.latest
    return {
        "id": history.id,
        "title": latest.title,
        "document": history.standing.document,
        "chapter": history.standing.chapter,
        "number": history.standing.number,
        "revision": latest.number,
        "date": latest.date,
        "repealed": latest.repealed,
        "days": [[revision.number, revision.date] for revision in history.revisions],
        "audience": list(history.standing.audience),
        "context": history.context,
    }


def json_text(data: object) -> str:
    """Return JSON without a blank that could be spared."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"
