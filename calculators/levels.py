"""Levels of customers: how they are written, in what order they stand, and the handbook's example time limits.

What a level means is for the department to say (QC-201); any name will do as long as stock and history use the same.
"""

import re

from calculators.text import comparable, squeeze

DEAL, LOST = "成交", "战败"
"""The two final states: every customer ends in one of them, or is still in a level."""
FINALS = {
    DEAL: ("成交", "已成交", "成单", "订单", "已下订单", "签约", "已签约"),
    LOST: ("战败", "已战败", "战败客户", "流失", "已流失", "输单", "失败", "放弃"),
}
FUNNEL = ("C", "B/C", "B", "A", "H/A", "H", "O", "D")
"""The handbook's levels from the widest to the narrowest, QC-201 and QC-202; others stay as they come."""
ORDERED = ("O", "D")
"""Levels of customers who have ordered or received the goods: in a log of levels they are deals."""
DAYS_IN_LEVEL = {"H": 7, "A": 30, "B": 90}
"""Days until a customer should have bought, by the example table of QC-201: who stays longer is to be judged again."""
DAYS_BETWEEN_CONTACTS = {"H": 2, "A": 7, "B": 15, "C": 30, "O": 7, "D": 90}
"""Days between two contacts at most, by the example of QC-204."""

_FINAL_WORDS = {comparable(word): name for name, words in FINALS.items() for word in words}


def level_name(text: str) -> str:
    """Return the one spelling of a level: `ｈ 级`, `H级客户` and `h` are `H`, `已成交` is `成交`.

    >>> [level_name(text) for text in ("ｈ 级", "a/h", "H／A", "已成交")]
    ['H', 'H/A', 'H/A', '成交']
    """
    word = re.sub(r"(?:级客户|级别|级)$", "", squeeze(text)) or squeeze(text)
    final = _FINAL_WORDS.get(comparable(word))
    if final:
        return final
    word = word.upper() if word.isascii() else word
    return {"A/H": "H/A", "HA": "H/A", "C/B": "B/C", "BC": "B/C"}.get(word, word)


def in_funnel_order(levels: dict[str, None]) -> tuple[str, ...]:
    """Order levels from the narrowest, nearest to a deal, to the widest; unknown names follow as they came."""
    known = [level for level in reversed(FUNNEL) if level in levels]
    return (*known, *(level for level in levels if level not in FUNNEL))
