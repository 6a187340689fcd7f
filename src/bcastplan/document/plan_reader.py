"""``bcastplan.yaml`` -> the plan and everything there is to say about it, every key at its own place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bcastplan.document.nodes import ListNode, MapNode, Node, ScalarNode, node_below
from bcastplan.document.parse import parse_text
from bcastplan.document.reader import VERSION_KEY, format_version_problem
from bcastplan.model import values as v
from bcastplan.model.dates import parse_date
from bcastplan.model.errors import ValueFault
from bcastplan.model.finding import Place, Problem, Severity
from bcastplan.model.frequency import parse_frequency
from bcastplan.model.paths import parse_glob
from bcastplan.model.plan import (
    Agreement,
    Codes,
    FileRules,
    FrequencyRange,
    InventoryAntenna,
    InventorySite,
    OwnSite,
    Plan,
    RateItem,
    Rates,
    RuleSettings,
    Transmitter,
)
from bcastplan.reference import bands, parse_band

Parse = Callable[[v.Raw], Any]


def frequency_range(written: str) -> FrequencyRange:
    """``531-1602`` or a single frequency, in kHz."""
    low, dash, high = written.partition("-")
    first = parse_frequency(low)
    last = parse_frequency(high) if dash else first
    if last < first:
        raise ValueFault(f"'{written}' runs backwards: write the lower frequency first")
    return FrequencyRange(first, last)


def power_range(written: str) -> FrequencyRange:
    """``500-1000`` or a single power, in kW."""
    low, dash, high = written.partition("-")
    first = v.power(low)
    last = v.power(high) if dash else first
    if last < first:
        raise ValueFault(f"'{written}' runs backwards: write the lower power first")
    return FrequencyRange(first, last)


def month(written: str) -> int:
    """1 to 12."""
    return v.whole_between(1, 12, "as a month")(written)


def band(written: str) -> str:
    """A band by any of its spellings (``49m``, ``49 m``, ``mw``), as tables name it."""
    known = parse_band(written)
    if known is None:
        names = [one.name for one in bands()]
        raise ValueFault(f"'{written}' is no band{v.did_you_mean(written, names)}: {', '.join(names)} or other")
    return known


_CODE_LIST: Parse = v.listing(v.code_word)
RATE_PARSERS: dict[str, tuple[str, Parse]] = {
    "site": ("site", v.scalar(v.code_word)),
    "band": ("band", v.scalar(band)),
    "service": ("service", v.scalar(str.strip)),
    "broadcaster": ("broadcaster", v.scalar(v.code_word)),
    "transmitter": ("transmitter", v.scalar(v.code_word)),
    "mode": ("mode", v.scalar(v.one_of(v.MODES))),
    "power": ("power", v.scalar(power_range)),
    "from": ("valid_from", v.scalar(parse_date)),
    "until": ("valid_until", v.scalar(parse_date)),
    "per_hour": ("per_hour", v.scalar(v.between(0, 1e9, "per hour"))),
    "per_kwh": ("per_kwh", v.scalar(v.between(0, 1e6, "per kWh"))),
}
TRANSMITTER_PARSERS: dict[str, tuple[str, Parse]] = {
    "id": ("id", v.scalar(v.identifier)),
    "power": ("power_kw", v.scalar(v.power)),
    "frequencies": ("frequencies", v.listing(frequency_range)),
    "retune": ("retune_minutes", v.scalar(v.whole_between(0, 1440, "minutes"))),
}
ANTENNA_PARSERS: dict[str, tuple[str, Parse]] = {
    "id": ("id", v.scalar(v.identifier)),
    "antenna": ("antenna", v.scalar(v.code_word)),
}
AGREEMENT_PARSERS: dict[str, tuple[str, Parse]] = {
    "a": ("a", v.scalar(v.identifier)),
    "b": ("b", v.scalar(v.identifier)),
    "reason": ("reason", v.scalar(str.strip)),
}
CODE_KINDS = ("broadcasters", "managers", "administrations", "languages", "antennas", "sites")
OWN_SITE_KEYS = ("name", "administration", "latitude", "longitude")
INVENTORY_KEYS = ("transmitters", "antennas")
RATES_KEYS = ("currency", "efficiency", "items")
RULES_KEYS = ("ignore", "severity", "files")
FILE_RULE_KEYS = ("ignore", "severity")
PLAN_KEYS = (
    VERSION_KEY, "plan", "region", "codes", "schedules", "against", "sites", "rates", "fiscal_year_starts", "rules",
    "agreed", "ground_conductivity",
)  # fmt: skip


def read_plan(file: str, text: str, root: str = ".") -> tuple[Plan, list[Problem]]:
    """Read one plan file; what cannot be understood is a problem and keeps its default."""
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
    reading = _PlanReading(file, problems)
    plan = reading.plan(node, root)
    problems.sort(key=lambda problem: (problem.place.line or 0, problem.place.column or 0))
    return plan, problems


class _PlanReading:
    """One plan file on its way into the model."""

    def __init__(self, file: str, problems: list[Problem]) -> None:
        self.file = file
        self.problems = problems
        self.places: dict[str, Place] = {}

    def place(self, node: Node) -> Place:
        return Place(self.file, node.line, node.column)

    def say(self, code: str, message: str, node: Node) -> None:
        self.problems.append(Problem(code, message, self.place(node)))

    def plan(self, node: MapNode, root: str) -> Plan:
        self.known(node, PLAN_KEYS)
        fields: dict[str, Any] = {"root": root, "file": self.file}
        simple: dict[str, tuple[str, Parse]] = {
            "plan": ("name", v.scalar(str.strip)),
            "region": ("region", v.scalar(lambda written: int(v.one_of(("1", "2", "3"))(written)))),
            "schedules": ("schedules", v.listing(parse_glob)),
            "against": ("against", v.listing(parse_glob)),
            "fiscal_year_starts": ("fiscal_year_starts", v.scalar(month)),
            "ground_conductivity": ("ground_conductivity_ms", v.scalar(v.between(0.1, 5000, "mS/m"))),
        }
        for key, (attribute, parse) in simple.items():
            self.value_into(fields, attribute, key, node.get(key), parse)
        for key in ("schedules", "against"):
            listed = node.get(key)
            for number, item in enumerate(listed.items if isinstance(listed, ListNode) else [listed] if listed else []):
                self.places[f"{key}.{number}"] = self.place(item)
        readers: dict[str, tuple[str, Callable[[MapNode], Any]]] = {
            "codes": ("codes", self.codes),
            "sites": ("sites", self.inventory),
            "rates": ("rates", self.rates),
            "rules": ("rules", self.rules),
        }
        for key, (attribute, read) in readers.items():
            if (below := self.mapping(node, key)) is not None:
                fields[attribute] = read(below)
        fields["agreed"] = tuple(self.agreements(node))
        fields["places"] = self.places
        return Plan(**fields)

    def codes(self, node: MapNode) -> Codes:
        self.known(node, CODE_KINDS)
        fields: dict[str, Any] = {}
        for kind in CODE_KINDS[:-1]:
            named: dict[str, str] = {}
            for code, (key, value) in self.entries(node, kind):
                self.value_into(named, code, code, value, v.scalar(str.strip))
                self.places[f"codes.{kind}.{code}"] = self.place(key)
            fields[kind] = named
        sites: dict[str, OwnSite] = {}
        for code, (key, value) in self.entries(node, "sites"):
            self.value_into(sites, code, code, value, _own_site)
            self.places[f"codes.sites.{code}"] = self.place(key)
        return Codes(**fields, sites=sites)

    def inventory(self, node: MapNode) -> dict[str, InventorySite]:
        sites = {}
        for code, (key, value) in node.entries.items():
            if not isinstance(value, MapNode):
                self.say("YML005", f"{code}: a site of the inventory has transmitters and antennas", value)
                continue
            self.known(value, INVENTORY_KEYS)
            transmitters = tuple(
                Transmitter(**fields) for fields in self.records(value, "transmitters", TRANSMITTER_PARSERS, ("id",))
            )
            antennas = tuple(
                InventoryAntenna(**fields) for fields in self.records(value, "antennas", ANTENNA_PARSERS, ("id",))
            )
            sites[code] = InventorySite(transmitters=transmitters, antennas=antennas, place=self.place(key))
        return sites

    def rates(self, node: MapNode) -> Rates:
        self.known(node, RATES_KEYS)
        fields: dict[str, Any] = {}
        self.value_into(fields, "currency", "currency", node.get("currency"), v.scalar(str.strip))
        self.value_into(
            fields,
            "efficiency",
            "efficiency",
            node.get("efficiency"),
            v.scalar(v.between(0.01, 1, "(RF out / mains in)")),
        )
        items = []
        for item in self.records(node, "items", RATE_PARSERS, ()):
            if "per_hour" not in item and "per_kwh" not in item:
                self.problems.append(
                    Problem("YML004", "a rate needs a price: per_hour, per_kwh or both", item["place"])
                )
            else:
                items.append(RateItem(**item))
        if items and "currency" not in fields and node.get("currency") is None:
            self.say("PLN006", "rates without a currency: write currency: USD (or the one meant)", node)
        return Rates(**fields, items=tuple(items))

    def rules(self, node: MapNode) -> RuleSettings:
        self.known(node, RULES_KEYS)
        files: dict[str, FileRules] = {}
        for pattern, (key, value) in self.entries(node, "files"):
            try:
                parse_glob(pattern)
            except ValueFault as fault:
                self.say(fault.code, str(fault), key)
                continue
            if not isinstance(value, MapNode):
                self.say("YML005", f"{pattern}: settings are ignore: [CODES] and severity: {{CODE: warning}}", value)
                continue
            self.known(value, FILE_RULE_KEYS)
            files[pattern] = FileRules(ignore=self.ignored(value), severity=self.severities(value))
        return RuleSettings(ignore=self.ignored(node), severity=self.severities(node), files=files)

    def ignored(self, node: MapNode) -> tuple[str, ...]:
        fields: dict[str, tuple[str, ...]] = {}
        below = node.get("ignore")
        self.value_into(fields, "ignore", "ignore", below, _CODE_LIST)
        codes = tuple(code.upper() for code in fields.get("ignore", ()))
        if isinstance(below, ListNode):
            for code, item in zip(codes, below.items, strict=False):
                self.places[f"rules.{code}"] = self.place(item)
        elif below is not None and codes:
            self.places[f"rules.{codes[0]}"] = self.place(below)
        return codes

    def severities(self, node: MapNode) -> dict[str, Severity]:
        chosen: dict[str, Severity] = {}
        for code, (key, value) in self.entries(node, "severity"):
            self.value_into(chosen, code.upper(), code, value, v.scalar(_severity))
            self.places[f"rules.{code.upper()}"] = self.place(key)
        return chosen

    def agreements(self, node: MapNode) -> list[Agreement]:
        return [Agreement(**fields) for fields in self.records(node, "agreed", AGREEMENT_PARSERS, ("a", "b", "reason"))]

    def records(
        self, node: MapNode, key: str, parsers: dict[str, tuple[str, Parse]], required: tuple[str, ...]
    ) -> list[dict[str, Any]]:
        """Read a list of mappings with known keys; an item without a required key is reported and left out."""
        below = node.get(key)
        if below is None:
            return []
        if not isinstance(below, ListNode):
            self.say("YML005", f"'{key}' is a list: start every item with a hyphen", below)
            return []
        records = []
        for item in below.items:
            if not isinstance(item, MapNode):
                self.say("YML005", f"an item of '{key}' is a mapping of {', '.join(parsers)}", item)
                continue
            self.known(item, tuple(parsers))
            fields: dict[str, Any] = {"place": self.place(item)}
            whole = True
            for name, (attribute, parse) in parsers.items():
                whole &= self.value_into(fields, attribute, name, item.get(name), parse) or name not in required
            for name in required:
                if item.get(name) is None:
                    self.say("YML004", f"'{name}' is missing", item)
                    whole = False
            if whole:
                records.append(fields)
        return records

    def mapping(self, node: MapNode, key: str) -> MapNode | None:
        below = node.get(key)
        if below is None or isinstance(below, MapNode):
            return below
        self.say("YML005", f"'{key}' is a mapping", below)
        return None

    def entries(self, node: MapNode, key: str) -> list[tuple[str, tuple[ScalarNode, Node]]]:
        below = self.mapping(node, key)
        return list(below.entries.items()) if below is not None else []

    def known(self, node: MapNode, keys: tuple[str, ...]) -> None:
        for key, (key_node, _) in node.entries.items():
            if key not in keys and not key.startswith("x-"):
                self.say("YML002", f"unknown key '{key}'{v.did_you_mean(key, keys)}", key_node)

    def value_into(self, fields: dict[str, Any], attribute: str, key: str, node: Node | None, parse: Parse) -> bool:
        """Read one value; True when it was there and understood."""
        if node is None:
            return False
        try:
            fields[attribute] = parse(node.raw())
        except ValueFault as fault:
            self.say(fault.code, f"{key}: {fault}", node_below(node, fault.path, at_key=fault.code == "YML002"))
            return False
        return True


def _own_site(value: v.Raw) -> OwnSite:
    if not isinstance(value, dict):
        raise ValueFault("a site is {name: , administration: , latitude: , longitude: }")
    return OwnSite(**v.place_fields(value, OWN_SITE_KEYS))


def _severity(written: str) -> Severity:
    return Severity(v.one_of(tuple(severity.value for severity in Severity))(written))
