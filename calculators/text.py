"""Folding of what Chinese input methods, Excel and chat windows do to text."""

import re
import unicodedata

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_SAME_MEANING = {
    "　": " ",  # ideographic space
    "\xa0": " ",
    "\u2009": " ",
    "\u202f": " ",
    "−": "-",  # U+2212, the typographic minus
    "‐": "-",
    "–": "-",  # en dash: Word and chats put it for a minus
    "￥": "¥",
    "’": "'",
    "‘": "'",
    "【": "[",
    "】": "]",
    "〔": "(",
    "〕": ")",
}
_FOLD = _FULL_WIDTH | {ord(written): meant for written, meant in _SAME_MEANING.items()}


def fold(text: str) -> str:
    """Return `text` with full-width ASCII made half-width, odd spaces made plain and invisible marks dropped.

    Not NFKC: that would read `5²` as 52 and `①` as 1. Only forms that mean the same are folded.
    """
    if text.isascii():
        return text.strip()
    folded = text.translate(_FOLD)
    return "".join(char for char in folded if unicodedata.category(char) != "Cf").strip()


def squeeze(text: str) -> str:
    """Return `text` folded, without any white space."""
    return re.sub(r"\s+", "", fold(text))


def comparable(text: str) -> str:
    """Return the form in which names are compared: folded, without white space, in lower case."""
    return squeeze(text).casefold()


_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
"""Characters that no cell needs: controls, invisible ones, those that turn the direction of writing (a name could be
made to read as another), halves of surrogate pairs. Tab and line ends are no part of it."""


def without_hidden(text: str) -> tuple[str, int]:
    r"""Return `text` without characters that nobody can see, and how many there were.

    >>> without_hidden("张\u202e三\x00")
    ('张三', 2)
    """
    return _HIDDEN.subn("", text)
