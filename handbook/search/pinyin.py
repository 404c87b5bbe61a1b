"""How Chinese is read aloud, without tones: to search without an input method, for homophones, for A-to-Z lists."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from pypinyin import lazy_pinyin

if TYPE_CHECKING:
    from collections.abc import Iterable

_FIRST, _LAST = 0xB0, 0xD7
"""Rows of GB 2312 that hold the 3,755 common characters, in the order of their readings."""


def syllables(text: str) -> list[str]:
    """Return the reading of each character, phrases taken into account; what is not Chinese is left out.

    >>> syllables("出差 15 天")
    ['chu', 'chai', 'tian']
    """
    return list(_read(text, "ignore"))


def dictionary_order(text: str) -> list[str]:
    """Return what a text is sorted by among Chinese ones: its readings, letters and figures as they are.

    >>> dictionary_order("KPI 考核")
    ['kpi ', 'kao', 'he']
    """
    return [part.lower() for part in _read(text, "default")]


def readings(texts: Iterable[str]) -> dict[str, str]:
    """Return characters by syllable: the common ones and those of the texts, each in every reading that it has there.

    >>> table = readings(["出差", "偏差率"])
    >>> ["差" in table[syllable] for syllable in ("cha", "chai", "lv")]
    [True, True, False]
    """
    found = set(_common_readings())
    for text in set(texts):
        han = "".join(character for character in text if "\u4e00" <= character <= "\u9fff")
        found |= set(zip(syllables(han), han, strict=True))
    table: dict[str, list[str]] = {}
    for syllable, character in sorted(found):
        table.setdefault(syllable, []).append(character)
    return {syllable: "".join(characters) for syllable, characters in table.items()}


@lru_cache(maxsize=32768)  # names stay the same from one build to the next while somebody writes
def _read(text: str, errors: str) -> tuple[str, ...]:
    return tuple(lazy_pinyin(text, errors=errors, v_to_u=False))


@cache
def _common_readings() -> frozenset[tuple[str, str]]:
    common = _common()
    # Asked for as a list, each is looked up alone, at a third of the time of a call for each.
    return frozenset(zip(lazy_pinyin(common, v_to_u=False), common, strict=True))


def _common() -> list[str]:
    pairs = (bytes((row, cell)) for row in range(_FIRST, _LAST + 1) for cell in range(0xA1, 0xFF))
    return [pair.decode("gb2312", errors="ignore") for pair in pairs if pair.decode("gb2312", errors="ignore")]
