"""What the browser's search loads: records, synonyms and readings, as one JSON file.

The engine's own index is made from it in the browser's worker: that is quicker than fetching it ready-made, and a third
of the size (`make bench`).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from handbook.markdown.documents import read_document
from handbook.search.pinyin import readings
from handbook.search.records import Record, search_records

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from handbook.compiler import Handbook

SEARCH_JSON = "assets/search.json"


CALCULATORS = "calculators/"
"""Folder of the shell whose pages readers search for; the others lead to what is found anyway, or are for authors."""


def search_json(handbook: Handbook, shell: Mapping[str, str]) -> str:
    """Return the search's data; `shell` are the texts of the docs folder's pages by path."""
    calculators = {path: read_document(path, text)[0] for path, text in shell.items() if path.startswith(CALCULATORS)}
    records = search_records(handbook, calculators)
    groups = handbook.synonyms.groups if handbook.synonyms else ()
    return index_json(records, [(group.words, group.meant) for group in groups])


def index_json(records: Iterable[Record], synonyms: Iterable[tuple[tuple[str, ...], tuple[str, ...]]]) -> str:
    """Return records and synonyms, each group as (what is typed, what it finds), as the browser reads them."""
    listed = list(records)
    groups = [{"words": words, "meant": meant} for words, meant in synonyms]
    names = {name for record in listed for name in (record.title, record.section, *record.names)}
    names.update(word for group in groups for word in (*group["words"], *group["meant"]))
    data = {"records": [_short(record) for record in listed], "synonyms": groups, "readings": readings(names)}
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"


def _short(record: Record) -> dict[str, Any]:
    """Return a record's fields, those that are empty left out."""
    fields = {name: getattr(record, name) for name in Record.__slots__}
    return {name: value for name, value in fields.items() if value}
