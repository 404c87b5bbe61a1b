"""取数: arithmetic over named inputs (SPEC 2), parsed once and evaluated exactly.

expression := term (("+" | "-" | "−") term)*
term       := factor (("×" | "*" | "÷" | "/") factor)*
factor     := number | name | ("-" factor) | "(" expression ")" | 较小值(a, b) | 较大值(a, b)
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from calculators.numbers import read_number, shown
from calculators.text import fold

FUNCTIONS: dict[str, Callable[[Fraction, Fraction], Fraction]] = {"较小值": min, "较大值": max}
MAX_DEPTH = 40
MAX_TOKENS = 200

_TOKEN = re.compile(r"\s*(?:(?P<word>[\w.%‰]+)|(?P<operator>[-+*/×÷(),]))")

type Values = Mapping[str, Fraction | None]
type _Evaluate = Callable[[Values], Fraction]
type _Render = Callable[[Values], str]


class ExpressionError(ValueError):
    """The text is no expression; `offset` is the place of the fault in the text."""

    def __init__(self, reason: str, offset: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.offset = offset


class CannotJudgeError(ValueError):
    """The values do not give a result: an input is missing or a denominator is zero."""


@dataclass(frozen=True, slots=True)
class Expression:
    """A compiled 取数 expression."""

    text: str
    """As the author wrote it."""
    names: tuple[str, ...]
    """The inputs it needs, in order of first use."""
    evaluate_present: _Evaluate
    render: _Render
    """Writes the expression with the numbers put in."""
    is_ratio: bool
    """Whether it is just one input over another: then 实际 and 目标 of a long table are all it needs."""
    is_name: bool
    """Whether it is just one input."""

    def evaluate(self, values: Values) -> Fraction:
        """Return the exact value; raise `CannotJudgeError` when an input is missing or a denominator is zero."""
        for name in self.names:
            if values.get(name) is None:
                missing = [each for each in self.names if values.get(each) is None]
                raise CannotJudgeError(f"缺少{'、'.join(missing)}")
        return self.evaluate_present(values)


@dataclass(frozen=True, slots=True)
class _Node:
    text: str
    rank: int
    """How tightly it binds: 1 sum, 2 product, 3 atom."""
    evaluate: _Evaluate
    render: _Render


class _Parser:
    def __init__(self, text: str, units: Mapping[str, str]) -> None:
        self.text = text
        self.units = units
        self.names: dict[str, None] = {}
        self.depth = 0
        self.place = 0
        self.tokens = list(self._tokenise())

    def _tokenise(self) -> list[tuple[str, str, int]]:
        # Folding keeps the length except for dropped invisible marks, so offsets stay those of the author's text.
        text, place = fold(self.text), 0
        tokens: list[tuple[str, str, int]] = []
        while place < len(text.rstrip()):
            match = _TOKEN.match(text, place)
            if not match:
                raise ExpressionError(f"看不懂“{text[place:].strip()[:10]}”", place)
            kind = "word" if match["word"] else "operator"
            tokens.append((kind, match[kind], match.start(kind)))
            place = match.end()
        return tokens

    def _peek(self) -> str:
        return self.tokens[self.place][1] if self.place < len(self.tokens) else ""

    def _offset(self) -> int:
        return self.tokens[self.place][2] if self.place < len(self.tokens) else len(self.text)

    def _take(self, expected: str) -> None:
        if self._peek() != expected:
            found = f"“{self._peek()}”" if self._peek() else "结尾"
            raise ExpressionError(f"这里应为“{expected}”，读到的是{found}", self._offset())
        self.place += 1

    def parse(self) -> _Node:
        node = self.sum()
        if self._peek():
            raise ExpressionError(f"“{self._peek()}”前缺少运算符", self._offset())
        return node

    def sum(self) -> _Node:
        node = self.product()
        while self._peek() in ("+", "-"):
            operator = self._peek()
            self.place += 1
            node = _binary("+" if operator == "+" else "−", node, self.product(), 1)
        return node

    def product(self) -> _Node:
        node = self.factor()
        while self._peek() in ("*", "×", "/", "÷"):
            operator = "×" if self._peek() in ("*", "×") else "÷"
            self.place += 1
            node = _binary(operator, node, self.factor(), 2)
        return node

    def factor(self) -> _Node:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise ExpressionError(f"括号或负号套得太深（最多 {MAX_DEPTH} 层）", self._offset())
        try:
            return self._factor()
        finally:
            self.depth -= 1

    def _factor(self) -> _Node:
        found = self._peek()
        if found == "-":
            self.place += 1
            inner = self.factor()
            return _Node(
                f"−{_wrap(inner, 2)}",
                1,
                lambda values: -inner.evaluate(values),
                lambda values: f"−{inner.render(values)}" if inner.rank >= 2 else f"−({inner.render(values)})",
            )
        if found == "(":
            self.place += 1
            inner = self.sum()
            self._take(")")
            return inner
        if self.place >= len(self.tokens) or self.tokens[self.place][0] != "word":
            quoted = f"“{found}”" if found else "结尾"
            raise ExpressionError(f"这里应为名称、数或括号，读到的是{quoted}", self._offset())
        offset = self._offset()
        self.place += 1
        if self._peek() == "(":
            return self._call(found, offset)
        number = read_number(found).value
        return self._name(found, offset) if number is None else _number(found, number)

    def _call(self, name: str, offset: int) -> _Node:
        if name not in FUNCTIONS:
            raise ExpressionError(
                f"没有“{name}(…)”，可用的是 {'、'.join(f'{known}(a, b)' for known in FUNCTIONS)}", offset
            )
        self._take("(")
        left = self.sum()
        self._take(",")
        right = self.sum()
        self._take(")")
        choose = FUNCTIONS[name]
        return _Node(
            f"{name}({left.text}, {right.text})",
            3,
            lambda values: choose(left.evaluate(values), right.evaluate(values)),
            lambda values: f"{name}({left.render(values)}, {right.render(values)})",
        )

    def _name(self, name: str, offset: int) -> _Node:
        if any(mark in name for mark in "%‰."):
            raise ExpressionError(f"“{name}”不能作名称：名称里不能有 % ‰ 和小数点", offset)
        self.names[name] = None
        unit = self.units.get(name, "")

        def evaluate(values: Values) -> Fraction:
            value = values[name]
            if value is None:  # a bare CannotJudgeError would have been raised by Expression.evaluate
                raise CannotJudgeError(f"缺少{name}")
            return value

        def render(values: Values) -> str:
            value = values.get(name)
            return f"（缺 {name}）" if value is None else shown(value, unit if unit in ("%", "‰") else "")

        return _Node(name, 3, evaluate, render)


def _number(token: str, number: Fraction) -> _Node:
    return _Node(token, 3, lambda _values: number, lambda _values: token)


def _wrap(node: _Node, rank: int) -> str:
    return node.text if node.rank >= rank else f"({node.text})"


def _binary(operator: str, left: _Node, right: _Node, rank: int) -> _Node:
    right_rank = rank + 1 if operator in "−÷" else rank

    def divide(values: Values) -> Fraction:
        denominator = right.evaluate(values)
        if denominator == 0:
            raise CannotJudgeError(f"{right.text}为 0，不能作除数")
        return left.evaluate(values) / denominator

    evaluate: dict[str, _Evaluate] = {
        "+": lambda values: left.evaluate(values) + right.evaluate(values),
        "−": lambda values: left.evaluate(values) - right.evaluate(values),
        "×": lambda values: left.evaluate(values) * right.evaluate(values),
        "÷": divide,
    }

    def render(values: Values) -> str:
        one, two = left.render(values), right.render(values)
        one = one if left.rank >= rank else f"({one})"
        two = two if right.rank >= right_rank and not two.startswith("-") else f"({two})"
        return f"{one} {operator} {two}"

    return _Node(f"{_wrap(left, rank)} {operator} {_wrap(right, right_rank)}", rank, evaluate[operator], render)


def parse_expression(text: str, units: Mapping[str, str] | None = None) -> Expression:
    """Parse 取数; `units` (name → unit) only shapes how numbers are written back. Raise `ExpressionError`."""
    parser = _Parser(text, units or {})
    if not parser.tokens:
        raise ExpressionError("取数是空的", 0)
    if len(parser.tokens) > MAX_TOKENS:
        raise ExpressionError(f"取数太长（最多 {MAX_TOKENS} 个名称和符号）", parser.tokens[MAX_TOKENS][2])
    node = parser.parse()
    shape = [kind if kind == "word" else token for kind, token, _ in parser.tokens]
    is_ratio = len(parser.names) == 2 and shape in (["word", "÷", "word"], ["word", "/", "word"])
    return Expression(text.strip(), tuple(parser.names), node.evaluate, node.render, is_ratio, shape == ["word"])
