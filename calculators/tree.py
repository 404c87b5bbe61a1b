"""A total divided level by level: department → team → person, quarter → month (SPEC 3; clauses MB-203, MB-301).

The leaves share the whole by their weights and bounds, whatever the levels. Each level is then divided in whole units
by the sums of the exact shares below it, within the sums of the bounds below it, so that every level adds up to the one
above, exactly. A place above the leaves may be fixed too: then what lies below it shares that, and all others the rest.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from calculators.apportion import ZERO, Allotment, ApportionError, Part, apportion
from calculators.pasted import Progress
from calculators.record_tables import Record

PROGRESS_LEAVES = 1000

type Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Leaf:
    """What takes part at the end of a branch."""

    path: Path
    part: Part
    flat: Allotment
    """Its share of the whole, or of the fixed place above it: all leaves and bounds considered, whatever the levels."""
    record: Record | None
    """The row of a table that it came from."""


@dataclass(frozen=True, slots=True)
class Shared:
    """What the places right below another share by weight: those that nothing holds."""

    rest: Fraction
    """In base units; what the held ones leave."""
    weight: Fraction
    """The sum of their weights."""
    beside_held: bool
    """Whether there are held ones beside them."""

    @classmethod
    def among(cls, value: Fraction, places: Sequence["Node"]) -> "Shared":
        """Say it of the places that divide `value` among them."""
        held = [place for place in places if place.held]
        rest = value - sum((place.given.exact for place in held), ZERO)
        return cls(rest, sum((place.part.weight for place in places if not place.held), ZERO), bool(held))


@dataclass(slots=True)
class Node:
    """One place of the tree: the whole, a department, a person."""

    path: Path
    part: Part
    """Its weight and bounds; of a place that sums leaves up, their sums."""
    given: Allotment
    leaf: Leaf | None = None
    """None for what only sums leaves up."""
    above: "Node | None" = None
    children: list["Node"] = field(default_factory=list["Node"])
    held: bool = False
    """Whether a bound decides what it gets, or what something below it gets."""
    shared: Shared | None = None
    """What the places right below it share; None where there are none."""

    @property
    def value(self) -> Fraction:
        """What it gets, in base units."""
        return self.given.value

    @property
    def exact(self) -> Fraction:
        """What it would get if nothing were rounded, in base units."""
        return self.leaf.flat.exact if self.leaf else sum((child.exact for child in self.children), ZERO)

    def below(self) -> list["Node"]:
        """Return every node below, each before its children."""
        found: list[Node] = []
        stack = list(reversed(self.children))
        while stack:
            node = stack.pop()
            found.append(node)
            stack += reversed(node.children)
        return found


def divide(
    total: Fraction,
    unit: Fraction,
    rows: Sequence[tuple[Path, Part, Record | None]],
    fixed: Mapping[Path, Fraction] | None = None,
) -> Progress[Node]:
    """Divide a total down to the leaves; raise `ApportionError` where that cannot be done.

    Yields (leaves placed, leaves).

    `fixed` holds amounts of places above the leaves, in whole units; a path that is not there is left aside.
    """
    places = {path[:depth] for path, _, _ in rows for depth in range(1, len(path))}
    held = {path: amount for path, amount in (fixed or {}).items() if path in places}
    yield 0, len(rows)
    leaves = _leaves(total, unit, rows, held)
    placed = told = 0
    whole = _group("合计", leaves, unit)
    root = Node((), whole, Allotment(whole, total, total, total, 0))
    open_nodes = [(root, leaves)]
    while open_nodes:
        node, below = open_nodes.pop()
        groups = _groups(below, len(node.path))
        parts = [_place(members, (*node.path, name), unit, held) for name, members in groups]
        shares = [replace(part, weight=sum((leaf.flat.exact for leaf in members), ZERO))
                  for part, (_, members) in zip(parts, groups, strict=True)]  # fmt: skip
        given = apportion(node.value, unit, shares)
        for (name, members), part, allotment in zip(groups, parts, given, strict=True):
            leaf = members[0] if _is_leaf(members, len(node.path)) else None
            child = Node((*node.path, name), leaf.part if leaf else part, allotment, leaf, node)
            node.children.append(child)
            if not leaf:
                open_nodes.append((child, members))
            placed += bool(leaf)
            if placed >= told + PROGRESS_LEAVES:
                told = placed
                yield placed, len(rows)
    _settle(root)
    return root


def _settle(root: Node) -> None:
    """Say of every place whether it is held and what those below it share: once each, the lowest first."""
    for node in reversed([root, *root.below()]):
        if node.part.fixed is not None:
            node.held = True
        elif node.leaf:
            node.held = node.leaf.flat.exact != node.leaf.flat.by_weight
        else:
            node.held = any(child.held for child in node.children)
        if node.children:
            node.shared = Shared.among(node.value, node.children)


def _leaves(
    total: Fraction,
    unit: Fraction,
    rows: Sequence[tuple[Path, Part, Record | None]],
    fixed: Mapping[Path, Fraction],
) -> list[Leaf]:
    """Divide each fixed place, less what is fixed below it, over its own leaves; the whole over all the others."""
    members: dict[Path, list[int]] = {path: [] for path in ((), *fixed)}
    for index, (path, _, _) in enumerate(rows):
        members[_owner(path, fixed)].append(index)
    shares: dict[int, Allotment] = {}
    for place, indexes in members.items():
        inside = [path for path in fixed if path != place and _owner(path, fixed) == place]
        rest = fixed.get(place, total) - sum((fixed[path] for path in inside), ZERO)
        if rest < 0 or (rest and not indexes):
            what = f"“{place[-1]}”固定的数" if place else "总数"
            names = "、".join(path[-1] for path in inside)
            reason = f"{names}固定的数加起来{'超过' if rest < 0 else '不到'}{what}"
            raise ApportionError(reason, "改固定的数，或松开一项")
        if indexes:
            given = apportion(rest, unit, [rows[index][1] for index in indexes])
            shares |= dict(zip(indexes, given, strict=True))
    return [Leaf(path, part, shares[index], record) for index, (path, part, record) in enumerate(rows)]


def _owner(path: Path, fixed: Mapping[Path, Fraction]) -> Path:
    """Return the nearest fixed place above; the whole where there is none."""
    return next((path[:depth] for depth in range(len(path) - 1, 0, -1) if path[:depth] in fixed), ())


def _groups(leaves: Sequence[Leaf], depth: int) -> list[tuple[str, list[Leaf]]]:
    """Return the leaves by their name at a level, in order; rows that end there stand alone, even under one name."""
    groups: list[tuple[str, list[Leaf]]] = []
    places: dict[str, int] = {}
    for leaf in leaves:
        name, ends = leaf.path[depth], len(leaf.path) == depth + 1
        if not ends and name in places:
            groups[places[name]][1].append(leaf)
            continue
        if not ends:
            places[name] = len(groups)
        groups.append((name, [leaf]))
    return groups


def _is_leaf(members: Sequence[Leaf], depth: int) -> bool:
    return len(members[0].path) == depth + 1


def _place(members: Sequence[Leaf], path: Path, unit: Fraction, fixed: Mapping[Path, Fraction]) -> Part:
    """Return a place as a part: what lies below it, and what it is fixed at itself."""
    part = _group("、".join(leaf.part.name for leaf in members[:3]), members, unit)
    own = None if _is_leaf(members, len(path) - 1) else fixed.get(path)
    return part if own is None else replace(part, fixed=own)


def _group(name: str, members: Sequence[Leaf], unit: Fraction) -> Part:
    """Return the sum of parts: weights, and bounds in whole units; weight 0 takes no more than its least."""
    parts = [leaf.part for leaf in members]
    lower = sum((_up(part.least, unit) for part in parts), ZERO)
    most = [part.most if part.weight or part.fixed is not None else _up(part.least, unit) for part in parts]
    upper = None if None in most else sum((_down(bound or ZERO, unit) for bound in most), ZERO)
    fixed = lower if all(part.fixed is not None for part in parts) else None
    return Part(name, sum((part.weight for part in parts), ZERO), lower, upper, fixed)


def _up(amount: Fraction, unit: Fraction) -> Fraction:
    return -(-amount // unit) * unit


def _down(amount: Fraction, unit: Fraction) -> Fraction:
    return amount // unit * unit
