"""Chinese numerals, as articles and chapters are numbered."""

_DIGITS = "零一二三四五六七八九"
_LARGEST = 9999


def chinese_number(value: int) -> str:
    """Write a whole number from 1 to 9999 as article numbers are written; raise ValueError outside that.

    >>> [chinese_number(n) for n in (1, 10, 17, 20, 101, 110, 1001, 2026)]
    ['一', '十', '十七', '二十', '一百零一', '一百一十', '一千零一', '二千零二十六']
    """
    if not 1 <= value <= _LARGEST:
        raise ValueError(f"no Chinese numeral for {value}: only 1 to {_LARGEST}")
    written = ""
    gap = False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // unit % 10
        if digit:
            written += ("零" if gap else "") + _DIGITS[digit] + name
            gap = False
        elif written:
            gap = True
    return written.removeprefix("一") if 10 <= value < 20 else written


def article_number(value: int) -> str:
    """Write the number that people say for a clause: 第七条."""
    return f"第{chinese_number(value)}条"


def chapter_number(value: int) -> str:
    """Write the number of a chapter: 第二章."""
    return f"第{chinese_number(value)}章"
