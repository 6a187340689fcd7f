"""Every rule is registered once, with its code, severity and documentation beside its check."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from bcastplan.model.finding import Problem, Severity

if TYPE_CHECKING:
    from bcastplan.rules.context import Context
    from bcastplan.rules.rule_fixes import Fix

Check = Callable[["Context"], Iterable[Problem]]

RULE_MODULES: dict[str, tuple[str, ...]] = {
    "files": ("FIL", "YML"),
    "times": ("TIM",),
    "plans": ("PLN",),
    "rate_rules": ("PLN",),
    "programme_rules": ("OPT",),
    "frequencies": ("FRQ",),
    "allocations": ("FRQ",),
    "site_rules": ("SIT",),
    "antennas": ("SIT",),
    "target_areas": ("TGT",),
    "listener_rules": ("LIS", "ASM"),
    "languages": ("LNG",),
    "organisations": ("COD",),
    "inventory": ("INV",),
    "ignores": ("IGN",),
    "lists": ("HFC", "EIB", "AOK", "CSV", "MON"),
    "conflict_rules": ("CON",),
}
"""Module of this package -> the families it registers; a module is imported when one of them is asked for."""

HEADINGS = ("What it checks", "Why it matters", "Example", "How to fix", "Source")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: ``docs`` is Markdown, its first line the summary; ``written`` is the same as it stands in the code."""

    code: str
    name: str
    severity: Severity
    since: str
    written: str
    check: Check
    fields: tuple[str, ...] = ()
    fixes: tuple[Fix, ...] = ()

    @property
    def docs(self) -> str:
        """The documentation without the indentation of the code, and what `check --fix` does about it."""
        docs = inspect.cleandoc(self.written)
        if not self.fixes:
            return docs
        told = "\n".join(
            f"`bcastplan check {'--fix --unsafe-fixes' if fix.unsafe else '--fix'}`, or `F6` on the screen, {fix.says}"
            for fix in self.fixes
        )
        # The fixes belong to `How to fix`, the heading before `Source`.
        how, heading, source = docs.partition("\n\n## Source")
        return f"{how}\n\n{told}{heading}{source}"

    @property
    def summary(self) -> str:
        """The first line of the documentation."""
        return self.docs.split("\n", 1)[0]

    @property
    def family(self) -> str:
        """The letters of the code."""
        return self.code.rstrip("0123456789")


_RULES: dict[str, Rule] = {}


def rule(
    code: str, name: str, severity: Severity, *, since: str, fields: tuple[str, ...] = (), fixes: tuple[Fix, ...] = ()
) -> Callable[[Check], Check]:
    """Register the decorated check; its docstring is the rule's documentation.

    Args:
        code: three capital letters and three digits, never reused once retired.
        name: what it is called in listings, lower case with hyphens.
        severity: what a finding weighs unless the plan or the case says otherwise.
        since: version that brought it.
        fields: the keys its findings' data may have.
        fixes: what `check --fix` does about its findings.
    """

    def register(check: Check) -> Check:
        add(Rule(code, name, severity, since, check.__doc__ or "", check, fields, fixes))
        return check

    return register


def reading_rule(
    code: str, name: str, severity: Severity, *, since: str, fields: tuple[str, ...] = (), fixes: tuple[Fix, ...] = ()
) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Register a rule whose check happens while files are read; the decorated function carries its documentation."""

    def register(documented: Callable[[], None]) -> Callable[[], None]:
        def noted_while_reading(context: Context) -> Iterator[Problem]:
            yield from context.problems.get(code, ())

        add(Rule(code, name, severity, since, documented.__doc__ or "", noted_while_reading, fields, fixes))
        return documented

    return register


def add(new: Rule) -> None:
    """Register a rule; raises ValueError where its code or name is taken."""
    # Users name a rule by its code or by its name, so that neither may mean two of them.
    if new.code in _RULES or any(known.name == new.name for known in _RULES.values()):
        raise ValueError(f"rule {new.code} ({new.name}) is registered twice")
    _RULES[new.code] = new


def all_rules() -> Mapping[str, Rule]:
    """Every rule by its code, in the order of codes."""
    return rules_of(())


def rules_of(prefixes: Sequence[str]) -> Mapping[str, Rule]:
    """The rules whose code begins with one of the prefixes (all for none), in the order of codes."""
    for module, families in RULE_MODULES.items():
        # Families have three letters. A shorter prefix, as `F`, selects every family that begins with it.
        if not prefixes or any(family.startswith(prefix[:3]) for family in families for prefix in prefixes):
            # Importing a module registers its rules; a run that selects a family does without the other modules.
            import_module(f"bcastplan.rules.{module}")
    return {code: known for code, known in sorted(_RULES.items()) if not prefixes or matches(code, prefixes)}


def find_rule(word: str) -> Rule | None:
    """A rule by code or name, whatever the case."""
    rules = all_rules()
    return rules.get(word.upper()) or next((rule for rule in rules.values() if rule.name == word.lower()), None)


def matches(code: str, prefixes: Iterable[str]) -> bool:
    """Whether a code begins with one of the prefixes."""
    return code.startswith(tuple(prefixes))
