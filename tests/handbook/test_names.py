"""The page of names: one Chinese term, one English identifier, and each is really used."""

import re
from pathlib import Path

from handbook.markdown.documents import read_document

ROOT = Path(__file__).parents[2]
DOCUMENT, _ = read_document("names.md", (ROOT / "docs" / "maintain" / "names.md").read_bytes())
PAIRS = [(row[0].text, row[1].text.strip("`")) for table in DOCUMENT.tables() for row in table.rows]
ONE_THING = {"条", "依据"}
"""依据 is the 条 that a row rests on: two words that people use, one thing in the program."""


def test_a_term_and_an_identifier_are_each_listed_once() -> None:
    terms = [term for term, _ in PAIRS]
    identifiers = [identifier for term, identifier in PAIRS if term not in ONE_THING]
    assert sorted(set(terms)) == sorted(terms)
    assert sorted(set(identifiers)) == sorted(identifiers)


def test_every_identifier_is_used_in_the_program() -> None:
    files = [path for package in ("calculators", "handbook") for path in (ROOT / package).rglob("*.py")]
    words = {word for path in files for word in re.findall(r"[A-Za-z_]+", f"{path.stem} {path.read_text('utf-8')}")}
    assert [identifier for _, identifier in PAIRS if identifier not in words] == []
