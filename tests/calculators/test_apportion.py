"""Parts add up to the total, keep their bounds and stay within a unit of their exact share, whatever is asked."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.apportion import ApportionError, Part, apportion, contradiction

F = Fraction


def values(total: str, unit: str, *parts: Part) -> list[str]:
    return [str(given.value) for given in apportion(F(total), F(unit), parts)]


def test_what_is_left_goes_to_the_largest_remainder_then_the_larger_weight_then_the_earlier_part() -> None:
    assert values("10", "1", Part("甲", F("1.4")), Part("乙", F("2.3")), Part("丙", F("6.3"))) == ["2", "2", "6"]
    assert values("7", "1", Part("甲", F(1)), Part("乙", F(3)), Part("丙", F(10))) == ["0", "2", "5"]
    assert values("2", "1", Part("甲", F(1)), Part("乙", F(3))) == ["0", "2"]
    assert values("100", "1", Part("甲", F(1)), Part("乙", F(1)), Part("丙", F(1))) == ["34", "33", "33"]
    assert values("100", "0.01", Part("甲", F(1)), Part("乙", F(1)), Part("丙", F(1))) == [
        "1667/50",
        "3333/100",
        "3333/100",
    ]


def test_bounds_and_fixed_parts_are_kept_and_the_rest_is_shared_by_weight() -> None:
    assert values("100", "1", Part("甲", F(5), fixed=F(20)), Part("乙", F(3)), Part("丙", F(1))) == ["20", "60", "20"]
    assert values("100", "1", Part("甲", F(8), upper=F(50)), Part("乙", F(1)), Part("丙", F(1))) == ["50", "25", "25"]
    assert values("100", "1", Part("甲", F(1), lower=F(30)), Part("乙", F(4)), Part("丙", F(5))) == ["30", "31", "39"]
    assert values("10", "1", Part("甲", F(0)), Part("乙", F(1))) == ["0", "10"]
    assert values("10", "1", Part("甲", F(0), lower=F(2)), Part("乙", F(1))) == ["2", "8"]


WEIGHTLESS = "甲的上限和锁定加起来不到总数；乙的权重是 0，不参加分配"


@pytest.mark.parametrize(
    ("total", "parts", "reason", "bound"),
    [
        ("10", [Part("甲", F(1), F(6)), Part("乙", F(1), fixed=F(5))], "甲、乙的下限和锁定加起来已超过总数", "下限"),
        (
            "10",
            [Part("甲", F(1), F(0), F(4)), Part("乙", F(1), F(0), F(5))],
            "甲、乙的上限和锁定加起来不到总数",
            "上限",
        ),
        ("10", [Part("甲", F(0)), Part("乙", F(0))], "权重全是 0，不知道按什么分", "权重"),
        ("10", [Part("甲", F(1), upper=F(4)), Part("乙", F(0))], WEIGHTLESS, "上限"),
        ("10", [Part("甲", F(-1)), Part("乙", F(1))], "甲的权重是负数", "权重"),
        ("-1", [Part("甲", F(1))], "总数是负数", ""),
        ("1/2", [Part("甲", F(1))], "总数不是最小单位的整数倍", ""),
        ("1", [], "没有可以分的部分", ""),
    ],
)
def test_what_cannot_be_done_names_what_is_at_fault(total: str, parts: list[Part], reason: str, bound: str) -> None:
    with pytest.raises(ApportionError) as caught:
        apportion(F(total), F(1), parts)
    assert (caught.value.reason, caught.value.bound) == (reason, bound)


@pytest.mark.parametrize(
    ("part", "fault"),
    [
        (Part("甲", F(1), lower=F(-1)), ("下限", "下限是负数")),
        (Part("甲", F(1), upper=F(-1)), ("上限", "上限是负数")),
        (Part("甲", F(1), lower=F(3), upper=F(2)), ("上限", "上限小于下限")),
        (Part("甲", F(1), lower=F("2.1"), upper=F("2.9")), ("上限", "下限和上限之间没有最小单位的整数倍")),
        (Part("甲", F(1), fixed=F("2.5")), ("锁定", "锁定的数不是最小单位的整数倍")),
        (Part("甲", F(1), lower=F(3), fixed=F(2)), ("锁定", "锁定的数低于下限")),
        (Part("甲", F(1), upper=F(1), fixed=F(2)), ("锁定", "锁定的数高于上限")),
        (Part("甲", F(1), lower=F(1), upper=F(3), fixed=F(2)), None),
    ],
)
def test_a_part_whose_own_bounds_leave_it_nothing_is_found(part: Part, fault: tuple[str, str] | None) -> None:
    assert contradiction(part, F(1)) == fault


amounts = st.integers(0, 40).map(lambda number: F(number, 4))


@st.composite
def bounded_parts(draw: st.DrawFn) -> list[Part]:
    parts: list[Part] = []
    for place in range(draw(st.integers(1, 4))):
        lower = draw(st.one_of(st.just(F(0)), amounts))
        upper = draw(st.one_of(st.none(), amounts.map(lambda more, lower=lower: lower + more)))
        fixed = draw(st.one_of(st.none(), st.integers(0, 20).map(F)))
        part = Part(f"第{place}项", draw(amounts), lower, upper, fixed)
        parts.append(part if contradiction(part, F(1)) is None else Part(part.name, part.weight))
    return parts


def in_bounds(value: Fraction, part: Part) -> bool:
    if part.fixed is not None:
        return value == part.fixed
    return part.lower <= value and (part.upper is None or value <= part.upper)


def choices(total: int, part: Part) -> list[int]:
    """What a part can get at all; one of weight 0 stays at its least."""
    allowed = [value for value in range(total + 1) if in_bounds(F(value), part)]
    return allowed if part.weight or part.fixed is not None else allowed[:1]


def possible(total: int, parts: list[Part]) -> bool:
    """Whether any whole numbers within the bounds add up to the total."""
    return any(sum(chosen) == total for chosen in product(*(choices(total, part) for part in parts)))


@given(st.integers(0, 30), bounded_parts())
def test_parts_add_up_keep_their_bounds_and_exist_whenever_they_can(total: int, parts: list[Part]) -> None:
    try:
        given_out = apportion(F(total), F(1), parts)
    except ApportionError:
        assert not possible(total, parts)
        return
    assert sum(given.value for given in given_out) == total
    assert sum(given.exact for given in given_out) == total
    for given_part, part in zip(given_out, parts, strict=True):
        assert given_part.value.denominator == 1
        assert in_bounds(given_part.value, part)
        assert abs(given_part.value - given_part.exact) < 1


@given(
    st.integers(0, 10**6),
    st.lists(st.integers(0, 10**4), min_size=1, max_size=12).filter(any),
    st.sampled_from(["1", "0.01", "100", "1/3"]),
)
def test_without_bounds_parts_agree_with_sorting_remainders_by_hand(count: int, weights: list[int], unit: str) -> None:
    total = count * F(unit)
    exact = [total * weight / sum(weights) / F(unit) for weight in weights]
    down = [share.numerator // share.denominator for share in exact]
    ranked = sorted(range(len(weights)), key=lambda place: (-(exact[place] - down[place]), -weights[place], place))
    for place in ranked[: count - sum(down)]:
        down[place] += 1
    parts = [Part(str(place), F(weight)) for place, weight in enumerate(weights)]
    assert [given.value for given in apportion(total, F(unit), parts)] == [number * F(unit) for number in down]


@given(st.integers(0, 30), bounded_parts())
def test_parts_that_no_bound_holds_have_shares_in_proportion_to_their_weights(total: int, parts: list[Part]) -> None:
    try:
        given_out = apportion(F(total), F(1), parts)
    except ApportionError:
        return
    free = [given for given in given_out if given.part.weight and given.exact == given.by_weight]
    assert len({given.exact / given.part.weight for given in free}) <= 1
    for given_part in given_out:
        part = given_part.part
        bounds = {part.fixed, F(-(-part.lower // 1)), None if part.upper is None else F(part.upper // 1)}
        assert given_part.exact == given_part.by_weight or given_part.exact in bounds
