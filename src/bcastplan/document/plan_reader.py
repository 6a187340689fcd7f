"""Reads ``bcastplan.yaml``: returns the plan and all its problems, each at the place of its key.

What the keys are is stated in ``model.plan``. What cannot be understood is a problem and keeps its default.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from bcastplan.document.comments import find_ignores
from bcastplan.document.nodes import ListNode, MapNode, Node, node_below
from bcastplan.document.parse import parse_text
from bcastplan.document.schedule_head import format_version_problem
from bcastplan.model import written as w
from bcastplan.model.errors import ValueFault
from bcastplan.model.finding import MOST_FINDINGS, Place, Problem
from bcastplan.model.keys import Many, Named, Record, Records, Shape, record_of, shape_of
from bcastplan.model.nearest import did_you_mean, nearest, one_slip_away
from bcastplan.model.plan import Plan
from bcastplan.model.schedule import VERSION_KEY
from bcastplan.model.values import Raw, text
from bcastplan.reference import bands, parse_band


def band(written: Raw) -> str:
    """A band by any of its spellings (``49m``, ``49 m``, ``mw``), as tables name it."""
    known = parse_band(text(written))
    if known is None:
        names = [band.name for band in bands()]
        raise ValueFault(f"'{written}' is no band{did_you_mean(text(written), names)}: {', '.join(names)} or other")
    return known


_BY_TABLES: dict[Shape, Callable[[Raw], Any]] = {shape_of(w.Band): band}
"""Kinds of values that only the shipped tables can read."""


def read_plan(file: str, text: str, root: str = ".") -> tuple[Plan, list[Problem]]:
    """Read one plan file; returns the plan and the problems of reading, in the order of the text."""
    node, problems = parse_text(file, text)
    if node is None:
        if not problems:
            problems.append(Problem("YML009", "the plan file is empty: start with `bcastplan: 1`", Place(file, 1)))
        return Plan(root=root, file=file), problems
    wrong = format_version_problem(file, node)
    if wrong is not None:
        problems.append(wrong)
    if not isinstance(node, MapNode):
        return Plan(root=root, file=file), problems
    reading = _Reading(file, problems)
    values = reading.values(record_of(Plan), node, "")
    plan = Plan(root=root, file=file, places=reading.places, ignores=find_ignores(text), **values)
    rates = node.get("rates")
    if plan.rates.items and isinstance(rates, MapNode) and rates.get("currency") is None:
        reading.say("PLN006", "rates without a currency: write currency: USD (or the one meant)", rates)
    problems.sort(key=lambda problem: (problem.place.line or 0, problem.place.column or 0))
    return plan, problems


NodeKind = TypeVar("NodeKind", bound=Node)


class _Missing(Exception):
    """A value that could not be read; the problem that tells why is already noted."""


class _Reading:
    """The reading of one plan file; ``places`` notes where values and the items of lists and mappings stand."""

    def __init__(self, file: str, problems: list[Problem]) -> None:
        self.file = file
        self.problems = problems
        self.places: dict[str, Place] = {}

    def place(self, node: Node) -> Place:
        return Place(self.file, node.line, node.column)

    def say(self, code: str, message: str, node: Node) -> None:
        self.problems.append(Problem(code, message, self.place(node)))

    def values(self, record: Record, node: MapNode, path: str) -> dict[str, Any]:
        """Attribute -> value of every key that is written and understood."""
        for name, (key_node, _) in node.entries.items():
            if not record.knows(name):
                near = did_you_mean(name, record.keys) if len(self.problems) < MOST_FINDINGS else ""
                # A fix goes by this, so it has to be surer than the suggestion in the message.
                meant = one_slip_away(name, record.keys) if near else None
                data = {"key": name, "meant": meant} if meant else {"key": name}
                self.problems.append(Problem("YML002", f"unknown key '{name}'{near}", self.place(key_node), data))
        values = {}
        for name, key in record.keys.items():
            below = node.get(name)
            if name == VERSION_KEY or below is None:
                continue
            self.places.setdefault(f"{path}{name}", self.place(below))
            try:
                values[key.attribute] = self.value(name, key.shape, below, f"{path}{name}")
            except _Missing:
                continue
        return values

    def value(self, name: str, shape: Shape, node: Node, path: str) -> Any:
        """The value of one key; raises _Missing where it is none."""
        match shape:
            case Record(closed=False):
                return self.mapping(shape, self.checked(MapNode, node, f"'{name}' is a mapping"), path)
            case Records():
                listed = self.checked(ListNode, node, f"'{name}' is a list: start every item with a hyphen")
                return tuple(self.items(name, shape.item, listed, path))
            case Named():
                return dict(self.entries(shape, self.checked(MapNode, node, f"'{name}' is a mapping"), path))
        if isinstance(shape, Many):
            for number, item in enumerate(node.items if isinstance(node, ListNode) else [node]):
                self.places[f"{path}.{number}"] = self.place(item)
        try:
            return _BY_TABLES.get(shape, shape.parse)(node.raw())
        except ValueFault as fault:
            self.say(fault.code, f"{name}: {fault}", node_below(node, fault.path, at_key=fault.code == "YML002"))
            raise _Missing from None

    def mapping(self, record: Record, node: MapNode, path: str, at: Node | None = None) -> Any:
        """The value of a mapping; raises _Missing where a key is at fault that it cannot do without.

        Args:
            record: its keys.
            node: the mapping.
            path: where it stands in the file.
            at: the node at which it begins, where it is not the mapping itself.
        """
        values = self.values(record, node, f"{path}.")
        needed = {name: key.attribute for name, key in record.keys.items() if key.required}
        # A key that is only misspelt is not reported as missing too.
        misspelt = {nearest(name, record.keys) for name in node.entries if not record.knows(name)}
        for name in needed:
            if node.get(name) is None and name not in misspelt:
                self.say("YML004", f"'{name}' is missing", node)
        if not values.keys() >= set(needed.values()):
            raise _Missing
        if record.one_of and values.keys().isdisjoint(record.keys[name].attribute for name in record.one_of):
            names = {key.name for key in record.keys.values() if key.attribute in record.one_of}
            if names.isdisjoint(node.entries) and names.isdisjoint(misspelt):
                self.say("YML004", record.lacking, node)
            raise _Missing
        return record.make(**values, **({"place": self.place(at or node)} if record.placed else {}))

    def items(self, name: str, record: Record, listed: ListNode, path: str) -> Iterator[Any]:
        """The mappings of a list, those left out that are not whole."""
        for number, node in enumerate(listed.items):
            try:
                item = self.checked(MapNode, node, f"an item of '{name}' is a mapping of {', '.join(record.keys)}")
                yield self.mapping(record, item, f"{path}.{number}")
            except _Missing:
                continue

    def entries(self, shape: Named, node: MapNode, path: str) -> Iterator[tuple[Any, Any]]:
        """The keys that the user chose, and their values."""
        for name, (key, below) in node.entries.items():
            try:
                chosen = shape.key_of(name)
            except ValueFault as fault:
                self.say(fault.code, str(fault), key)
                continue
            at = f"{path}.{chosen}"
            self.places[at] = self.place(key)
            try:
                if isinstance(shape.item, Record) and not shape.item.closed:
                    item = self.checked(MapNode, below, f"{name}: {shape.item.instead}")
                    yield chosen, self.mapping(shape.item, item, at, key)
                else:
                    yield chosen, self.value(name, shape.item, below, at)
            except _Missing:
                continue

    def checked(self, kind: type[NodeKind], node: Node, instead: str) -> NodeKind:
        """The node, if it is of a kind; else a problem and _Missing."""
        if isinstance(node, kind):
            return node
        self.say("YML005", instead, node)
        raise _Missing
