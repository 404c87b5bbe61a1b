"""Puts the phrases of a 计分规则 together into a `Rule`, and refuses what contradicts its row (SPEC 2)."""

from fractions import Fraction

from calculators.phrases import Amount, RuleError, Spoken, read_phrase, split_phrases
from calculators.rules import Band, Base, Limit, Rule, Side, Step


def compile_rule(text: str, weight: Fraction, standard: Amount | None) -> Rule:
    """Compile one 计分规则 for a row of `weight` points; raise `RuleError` naming the phrase at fault."""
    phrases = [read_phrase(part) for part in split_phrases(text)]
    if not phrases:
        raise RuleError("计分规则是空的", text, "例如：每低于 5% 扣 1 分")
    return _Compiler(text, weight, standard, phrases).rule()


class _Compiler:
    """Puts phrases together and refuses what contradicts the row."""

    def __init__(self, text: str, weight: Fraction, standard: Amount | None, phrases: list[Spoken]) -> None:
        self.text, self.weight, self.standard, self.phrases = text, weight, standard, phrases

    def rule(self) -> Rule:
        self._refuse_repeats()
        base = self._base()
        percent = self._percent()
        floor_phrase = self._one("floor")
        otherwise, add_limit, cap = self._one("otherwise"), self._one("add_limit"), self._one("cap")
        rule = Rule(
            text=self.text,
            weight=self.weight,
            standard=self.standard,
            base=base,
            steps=self._steps(),
            bands=tuple(Band(p.sign, _amount(p), _points(p)) for p in self._all("band")),
            otherwise=_points(otherwise) if otherwise else Fraction(0),
            cap=_amount(cap) if cap else None,
            add_limit=_points(add_limit) if add_limit else Fraction(0),
            lower_is_better=bool(self._one("lower_is_better")),
            round_up=bool(self._one("round_up")),
            lowest=None if self._one("negative") else _points(floor_phrase) if floor_phrase else Fraction(0),
            cuts=tuple(
                Limit("below" if p.kind == "below_zero" else "above", _amount(p))
                for p in self.phrases
                if p.kind in ("below_zero", "above_zero")
            ),
            vetoes=self._vetoes(),
            percent=percent,
            counts_events=bool(self._all("count_deduct", "count_veto")),
        )
        self._check(rule)
        return rule

    def _all(self, *kinds: str) -> list[Spoken]:
        return [phrase for phrase in self.phrases if phrase.kind in kinds]

    def _one(self, kind: str) -> Spoken | None:
        return next((phrase for phrase in self.phrases if phrase.kind == kind), None)

    def _refuse_repeats(self) -> None:
        seen: set[str] = set()
        for phrase in self.phrases:
            if phrase.kind in seen and phrase.kind not in ("band", "veto"):
                raise RuleError("同一种写法出现了两次", phrase.text, "留下一句")
            seen.add(phrase.kind)

    def _steps(self) -> tuple[Step, ...]:
        sides: dict[str, Side] = {
            "below_deduct": "below",
            "above_deduct": "above",
            "above_add": "above",
            "count_deduct": "count",
        }
        steps: list[Step] = []
        for phrase in self._all(*sides):
            size, points = _amount(phrase), _points(phrase)
            if size.value <= 0 or points <= 0:
                raise RuleError("档距和分数须大于 0", phrase.text, "例如：每低于 5% 扣 1 分")
            steps.append(Step(sides[phrase.kind], size, points, phrase.kind == "above_add"))
        return tuple(steps)

    def _base(self) -> Base:
        deducts = self._all("below_deduct", "above_deduct", "count_deduct")
        found: list[tuple[Base, Spoken]] = []
        if deducts:
            found.append(("steps", deducts[0]))
        kinds: tuple[tuple[Base, str], ...] = (("proportional", "proportional"), ("reach", "reach"), ("bands", "band"))
        for base, kind in kinds:
            phrase = self._one(kind)
            if phrase:
                found.append((base, phrase))
        if len(found) > 1:
            raise RuleError("两种计分办法不能并用", found[1][1].text, f"与“{found[0][1].text}”只留一种")
        if found:
            return found[0][0]
        if self._one("above_add"):
            return "steps"
        if self._all("below_veto", "above_veto", "count_veto"):
            return "full"
        raise RuleError(
            "只有附加条件，没有说怎么得分", self.phrases[0].text, "加上一句计分办法，例如：每低于 5% 扣 1 分"
        )

    def _percent(self) -> bool:
        compared = self._all(
            "below_deduct", "above_deduct", "above_add", "band",
            "below_zero", "above_zero", "below_veto", "above_veto",
        )  # fmt: skip
        reference = self.standard.percent if self.standard else None
        for phrase in compared:
            amount = _amount(phrase)
            if reference is None:
                reference = amount.percent
            elif amount.percent != reference and amount.value != 0:
                wanted = "也写成百分数，如 5%" if reference else "不写百分号，与标准用同样的单位"
                raise RuleError(
                    f"“{amount.text}”与标准或前一句的单位不一致（一边是百分数，一边不是）", phrase.text, wanted
                )
        return bool(reference)

    def _vetoes(self) -> tuple[Limit, ...]:
        sides: dict[str, Side] = {
            "below_veto": "below", "above_veto": "above", "count_veto": "count",
            "below_zero": "below", "above_zero": "above", "count_deduct": "count",
        }  # fmt: skip
        limits: list[Limit] = []
        for place, phrase in enumerate(self.phrases):
            if phrase.kind.endswith("_veto"):
                limits.append(Limit(sides[phrase.kind], _amount(phrase)))
            elif phrase.kind == "veto":
                before = self.phrases[place - 1] if place else None
                if before is None or before.kind not in sides:
                    raise RuleError(
                        "一票否决没有说在什么情形下", phrase.text, "写成：低于 60% 一票否决，或 每发生 1 次一票否决"
                    )
                limits.append(Limit(sides[before.kind], _amount(before)))
        for limit in limits:
            if limit.side == "count" and limit.bound.value <= 0:
                raise RuleError("发生次数须大于 0", self.text, "例如：每发生 1 次一票否决")
        return tuple(limits)

    def _check(self, rule: Rule) -> None:
        """Refuse modifiers without what they modify, and figures that cannot hold together."""
        needs = {
            "cap": ("proportional", "封顶只能跟在按比例得分之后"),
            "reach_else": ("reach", "否则不得分只能跟在达标得满分之后"),
            "lower_is_better": ("reach", "越低越好只能与达标得满分连用"),
            "otherwise": ("band", "其余得 N 分只能跟在分段之后"),
            "add_limit": ("above_add", "最多加 M 分只能跟在每高于 S 加 D 分之后"),
            "band": ("otherwise", "分段计分必须以其余得 N 分收尾"),
            "above_add": ("add_limit", "加分必须写明最多加几分"),
        }
        for kind, (needed, reason) in needs.items():
            phrase = self._one(kind)
            if phrase and not self._one(needed):
                example = "≥100% 得 25 分；≥90% 得 20 分；其余得 0 分" if kind in ("band", "otherwise") else (
                    "每高于 5% 加 1 分，最多加 5 分" if kind in ("above_add", "add_limit") else
                    "按比例得分，封顶 120%" if kind == "cap" else "达标得满分，否则不得分；越低越好"
                )  # fmt: skip
                raise RuleError(reason, phrase.text, f"例如：{example}")
        self._check_standard(rule)
        self._check_points(rule)

    def _check_standard(self, rule: Rule) -> None:
        compares = [step for step in rule.steps if step.side != "count"]
        first = self.phrases[0].text
        if self.standard is None and (compares or rule.base in ("proportional", "reach")):
            raise RuleError("这条规则要拿数值和标准相比，标准却是 -", first, "在标准一栏填数，例如 100%")
        if rule.base == "proportional" and rule.s <= 0:
            raise RuleError("按比例得分的标准须大于 0", first, "在标准一栏填大于 0 的数")
        if any(step.side == "count" for step in rule.steps):
            if compares:
                raise RuleError("每发生 与 每低于/每高于 不能并用", first, "拆成两行指标")
            if rule.s != 0:
                raise RuleError("每发生 N 次从 0 次起计，标准应为 -", first, "把标准改成 -，或改用 每高于 S 扣 D 分")

    def _check_points(self, rule: Rule) -> None:
        if rule.steps == () and rule.round_up and not any(v.side == "count" for v in rule.vetoes):
            raise RuleError("不足一档按一档 只用于按档扣分或加分", "不足一档按一档", "删去这一句")
        if rule.lowest is None and self._one("floor"):
            raise RuleError("可倒扣与最低得 N 分互相矛盾", "可倒扣", "只留一句")
        if rule.lowest is not None and rule.lowest > rule.best:
            raise RuleError("最低得分高于这一项能得的最高分", _text(self._one("floor")), f"不要超过 {rule.best} 分")
        for band, phrase in zip(rule.bands, self._all("band"), strict=True):
            if band.points > self.weight:
                raise RuleError("分段的得分高于权重", phrase.text, f"权重是 {self.weight} 分，不要超过它")
        self._check_bands(rule)
        if rule.otherwise > self.weight:
            raise RuleError("分段的得分高于权重", _text(self._one("otherwise")), f"权重是 {self.weight} 分，不要超过它")
        if rule.cap and (not rule.cap.percent or rule.cap.value <= 0):
            raise RuleError("封顶须是大于 0 的百分数", _text(self._one("cap")), "例如：封顶 120%")

    def _check_bands(self, rule: Rule) -> None:
        """Refuse a band that an earlier one always takes, and anything after 其余."""
        phrases = self._all("band", "otherwise")
        if phrases and self._one("otherwise") not in (None, phrases[-1]):
            raise RuleError("其余之后还有分段，永远轮不到", phrases[-1].text, "把“其余得 N 分”放在各分段之后")
        for place, (band, phrase) in enumerate(zip(rule.bands, self._all("band"), strict=True)):
            for before in rule.bands[:place]:
                if before.covers(band):
                    hint = f"前面的“{before.sign}{before.bound.text}”已经包含它；要求高的分段写在前面"
                    raise RuleError("这个分段永远轮不到", phrase.text, hint)


def _text(phrase: Spoken | None) -> str:
    return phrase.text if phrase else ""


def _amount(phrase: Spoken) -> Amount:
    if phrase.amount is None:
        raise RuleError("这一句缺少数字", phrase.text, "例如：每低于 5% 扣 1 分")
    return phrase.amount


def _points(phrase: Spoken) -> Fraction:
    if phrase.points is None:
        raise RuleError("这一句缺少分数", phrase.text, "例如：每低于 5% 扣 1 分")
    return phrase.points
