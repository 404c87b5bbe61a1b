"""The phrases of 计分规则: one table of what authors may write (SPEC 2).

Each phrase is matched after folding and without spaces. Amounts (`S`, `P`, `N` …) are written like any number of the
handbook (5%, 5 个百分点, 2 万元, 1 次); points end in 分.
"""

import difflib
import re
from dataclasses import dataclass
from fractions import Fraction

from calculators.numbers import read_number
from calculators.text import squeeze


class RuleError(ValueError):
    """A rule cannot be read or contradicts its row; `read` quotes the author, `hint` says what would work."""

    def __init__(self, reason: str, read: str, hint: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.read = read
        self.hint = hint


class UnknownPhraseError(RuleError):
    """The grammar does not cover the phrase; the hint names the nearest that would work."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A number in a rule, with whether it was written as a percentage."""

    value: Fraction
    """Base units; 5% is 1/20."""
    percent: bool
    text: str
    """As written, for explanations."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """One kind of phrase."""

    kind: str
    """The identifier that `rules` dispatches on."""
    pattern: re.Pattern[str]
    """Matches the squeezed text; groups named `amount`, `points`, `sign`."""
    example: str
    """What authors write; also what is offered when a phrase is not understood."""
    meaning: str
    """One sentence for the authors' page."""


_amount = r"(?P<amount>-?[0-9.,'%‰wW万亿千百元]+(?:个百分点|[\u4e00-\u9fff]{1,2})??)"
_points = r"(?P<points>[0-9.]+)分"


def _phrase(kind: str, pattern: str, example: str, meaning: str) -> Phrase:
    return Phrase(kind, re.compile(pattern), example, meaning)


PHRASES = (
    _phrase("below_deduct", f"每低于{_amount}扣{_points}", "每低于 5% 扣 1 分", "比标准每低一整档扣一次分"),
    _phrase("above_deduct", f"每高于{_amount}扣{_points}", "每高于 5% 扣 1 分", "比标准每高一整档扣一次分"),
    _phrase(
        "above_add", f"每高于{_amount}加{_points}", "每高于 5% 加 1 分", "比标准每高一整档加一次分，须写最多加几分"
    ),
    _phrase("add_limit", f"最多加{_points}", "最多加 5 分", "加分的上限"),
    _phrase("count_deduct", f"每发生{_amount}扣{_points}", "每发生 1 次扣 2 分", "每满这么多次扣一次分"),
    _phrase("proportional", "按比例得分", "按比例得分", "权重 × 实际 ÷ 标准，最多得权重分"),
    _phrase("cap", f"封顶{_amount}", "封顶 120%", "按比例得分时最多得权重的这个百分比"),
    _phrase("reach", "达标得满分", "达标得满分，否则不得分", "达到标准得权重分，否则 0 分"),
    _phrase("reach_else", "否则不得分", "达标得满分，否则不得分", "与达标得满分连用"),
    _phrase("lower_is_better", "越低越好", "越低越好", "达标指不高于标准，与达标得满分连用"),
    _phrase(
        "band", f"(?P<sign>[≥≤><]|>=|<=|大于等于|小于等于){_amount}得{_points}", "≥90% 得 20 分", "第一个成立的分段"
    ),
    _phrase("otherwise", f"其余得{_points}", "其余得 0 分", "各分段都不成立时的得分，分段计分必写"),
    _phrase("round_up", "不足一档按一档", "不足一档按一档", "零头也算一整档"),
    _phrase("floor", f"最低得{_points}", "最低得 5 分", "这一项的保底分；不写则为 0 分"),
    _phrase("negative", "可倒扣", "可倒扣", "不设保底，可以扣成负分"),
    _phrase("below_zero", f"低于{_amount}不得分", "低于 60% 不得分", "低于这个数，这一项 0 分"),
    _phrase("above_zero", f"高于{_amount}不得分", "高于 120% 不得分", "高于这个数，这一项 0 分"),
    _phrase("below_veto", f"低于{_amount}(?:的)?一票否决", "低于 60% 一票否决", "低于这个数，总分为 0"),
    _phrase("above_veto", f"高于{_amount}(?:的)?一票否决", "高于 3 次一票否决", "高于这个数，总分为 0"),
    _phrase("count_veto", f"每?发生{_amount}(?:的)?一票否决", "每发生 1 次一票否决", "发生满这么多次，总分为 0"),
    _phrase("veto", "一票否决", "低于 60% 不得分；一票否决", "紧跟在低于、高于或每发生之后：同样的情形，总分为 0"),
)


@dataclass(frozen=True, slots=True)
class Spoken:
    """One phrase as found in a rule."""

    kind: str
    text: str
    amount: Amount | None = None
    points: Fraction | None = None
    sign: str = ""


def split_phrases(text: str) -> list[str]:
    """Cut a rule at `；` and `，`; a comma inside a number (1,000) does not cut."""
    return [
        part.strip()
        for part in re.split(r"[;；，]|(?<![0-9]),|,(?![0-9]{3}(?![0-9]))", text.rstrip("。. "))
        if part.strip()
    ]


def read_phrase(text: str) -> Spoken:
    """Recognise one phrase; raise `RuleError` with the nearest phrase that would work."""
    squeezed = squeeze(text)
    for phrase in PHRASES:
        match = phrase.pattern.fullmatch(squeezed)
        if match:
            found = match.groupdict()
            return Spoken(
                phrase.kind,
                text,
                _amount_of(found["amount"], text) if found.get("amount") else None,
                _points_of(found["points"], text) if found.get("points") else None,
                _SIGNS.get(found.get("sign") or "", found.get("sign") or ""),
            )
    raise UnknownPhraseError("这句计分规则看不懂", text, f"最接近的写法：{nearest_phrase(squeezed)}")


_SIGNS = {">=": "≥", "<=": "≤", "大于等于": "≥", "小于等于": "≤"}


def nearest_phrase(squeezed: str) -> str:
    """Return the example of the phrase that `squeezed` is most like, figures left aside."""
    shape = re.sub(r"[0-9.]+", "1", squeezed)

    def likeness(phrase: Phrase) -> float:
        return difflib.SequenceMatcher(None, shape, re.sub(r"[0-9.]+", "1", squeeze(phrase.example))).ratio()

    return max(PHRASES, key=likeness).example


def _amount_of(written: str, phrase: str) -> Amount:
    percent_points = written.endswith("个百分点")
    reading = read_number(written.removesuffix("个百分点") + ("%" if percent_points else ""))
    if reading.value is None:
        raise RuleError(
            reading.reason or f"“{written}”不是数", phrase, "档距和界限写成 5%、5 个百分点、2 万元、1 次 这样的数"
        )
    return Amount(reading.value, reading.unit in ("%", "‰"), written)


def _points_of(written: str, phrase: str) -> Fraction:
    try:
        return Fraction(written)
    except ValueError:
        raise RuleError(f"“{written}”不是分数", phrase, "分数写成 1 分、0.5 分 这样的数") from None
