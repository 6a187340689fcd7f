"""Every regular expression of the program with the ways it is used, and texts made to slow each one down.

The texts come from the expression itself: each repeated part many times over, after a text that leads to it and before
a character that nothing matches. That is what makes an engine that backtracks try every way to divide a text.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from re import _compiler as compiler  # type: ignore[attr-defined]
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]

import bcastplan

SOURCE = Path(bcastplan.__file__).parent
METHODS = ("match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer")
_NOTHING_MATCHES = "\0"
_REPRESENTATIVES = "\n\t 01aAz-,./(;é\x85"
_LONG = 2  # a part that may be repeated more often than this is worth repeating


@dataclass(frozen=True)
class Use:
    """One expression with the method that is called on it, at a place of the source."""

    place: str
    method: str
    pattern: re.Pattern

    def run(self, text: str) -> None:
        subject = text.encode("utf-8") if isinstance(self.pattern.pattern, bytes) else text
        if self.method in ("sub", "subn"):
            getattr(self.pattern, self.method)(subject[:0], subject)
        elif self.method == "finditer":
            list(self.pattern.finditer(subject))
        else:
            getattr(self.pattern, self.method)(subject)


@cache
def calls() -> tuple[tuple[str, ast.Call, str], ...]:
    """Every call of a function of ``re`` in the source: module name, call, function."""
    return tuple(
        (module_name(path), node, node.func.attr)  # type: ignore[attr-defined]
        for path, text in sources()
        if re.search(r"\bre\s*\.", text)  # the others are not parsed: that takes ten times as long
        for node in ast.walk(ast.parse(text))
        if _calls_re(node)
    )


def _calls_re(node: ast.AST) -> bool:
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
        return False
    owner = node.func.value
    return isinstance(owner, ast.Name) and owner.id == "re" and node.func.attr != "escape"


@cache
def sources() -> tuple[tuple[Path, str], ...]:
    """Every module of the program with its text."""
    return tuple((path, path.read_text(encoding="utf-8")) for path in sorted(SOURCE.rglob("*.py")))


def module_name(path: Path) -> str:
    parts = path.relative_to(SOURCE.parent).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


@cache
def uses() -> tuple[Use, ...]:
    """Every expression of the source with every method that is called on it."""
    found = {}
    for module, call, function in calls():
        if function != "compile" and isinstance(call.args[0], ast.Constant):
            flags = re.IGNORECASE if "IGNORECASE" in ast.unparse(call) else 0
            use = Use(f"{module}:{call.lineno}", function, re.compile(call.args[0].value, flags))
            found[use.place, function] = use
    for module, name, pattern in compiled():
        for method in methods_of(name) or ("search", "fullmatch"):  # it is used under another name
            found[f"{module}.{name}", method] = Use(f"{module}.{name}", method, pattern)
    return tuple(found.values())


@cache
def compiled() -> tuple[tuple[str, str, re.Pattern], ...]:
    """Every compiled expression that a module of the source holds under a name."""
    return tuple(
        (module, name, value)
        for module in sorted({module for module, _, _ in calls()})
        for name, value in vars(import_module(module)).items()
        if isinstance(value, re.Pattern)
    )


def methods_of(name: str) -> tuple[str, ...]:
    """The methods of ``re.Pattern`` that the source calls on a name."""
    return tuple(method for method in METHODS if (name, method) in _called_methods())


@cache
def _called_methods() -> frozenset[tuple[str, str]]:
    """Every (name, method) that the source writes as ``name.method``."""
    method = re.compile(rf"\.({'|'.join(METHODS)})\b")
    return frozenset(
        (re.search(r"\w*$", text[max(hit.start() - 60, 0) : hit.start()])[0], hit[1])  # type: ignore[index]
        for _, text in sources()
        for hit in method.finditer(text)
    )


def untried() -> list[str]:
    """Calls that make an expression which ``uses`` does not reach: neither constant nor kept under a name."""
    kept = {module for module, _, _ in compiled()}
    return [
        ast.unparse(call)
        for module, call, function in calls()
        if not (isinstance(call.args[0], ast.Constant) or (function == "compile" and module in kept))
    ]


def attacks(pattern: re.Pattern) -> Iterator[tuple[str, str, str]]:
    """(beginning, part, end): texts of ``beginning + n * part + end`` that an expression may be slow at."""
    text = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    tree = parser.parse(text, pattern.flags & ~re.UNICODE if isinstance(pattern.pattern, bytes) else pattern.flags)
    pumped = list(dict.fromkeys(repeated(tree, "")))
    parts = list(dict.fromkeys(part for _, part in pumped))
    for beginning, part in pumped:
        yield beginning, part, _NOTHING_MATCHES
        yield "", part, _NOTHING_MATCHES
        yield beginning, part, ""
        yield "", beginning + part, ""
    for first, second in pairwise(parts):
        yield "", first + second, _NOTHING_MATCHES
    for part in ("\n", " ", "\r\n", "a ", "0"):
        yield "", part, _NOTHING_MATCHES


def repeated(tree: object, before: str) -> Iterator[tuple[str, str]]:
    """(a text that leads to it, itself) of every part of an expression that may stand more than twice."""
    for op, argument in tree:  # type: ignore[attr-defined]
        if op in (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT):
            _, most, inner = argument
            if most > _LONG:
                for part in samples(inner):
                    if part:
                        yield before, part
            yield from repeated(inner, before)
        elif op is ops.SUBPATTERN:
            yield from repeated(argument[3], before)
        elif op is ops.ATOMIC_GROUP:
            yield from repeated(argument, before)
        elif op is ops.BRANCH:
            for branch in argument[1]:
                yield from repeated(branch, before)
        before += next(iter(samples([(op, argument)])), "")


def samples(tree: object) -> list[str]:
    """Some texts that a part of an expression matches, at most six."""
    texts = [""]
    for op, argument in tree:  # type: ignore[attr-defined]
        texts = [text + more for text in texts for more in sample_of(op, argument)][:6]
    return texts


def sample_of(op: object, argument: object) -> list[str]:
    if op is ops.LITERAL:
        return [chr(argument)]  # type: ignore[arg-type]
    if op in (ops.NOT_LITERAL, ops.IN, ops.ANY, ops.CATEGORY):
        single = compiler.compile(parser.SubPattern(parser.State(), [(op, argument)]), re.DOTALL)
        return [one for one in _REPRESENTATIVES if single.fullmatch(one)][:4] or first_of(single)
    if op in (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT):
        least, _, inner = argument  # type: ignore[misc]
        some = samples(inner)
        return [text * max(least, 1) for text in some] + ([""] if least == 0 else [])
    if op is ops.SUBPATTERN:
        return samples(argument[3])  # type: ignore[index]
    if op is ops.ATOMIC_GROUP:
        return samples(argument)
    if op is ops.BRANCH:
        return [text for branch in argument[1] for text in samples(branch)[:2]][:6]  # type: ignore[index]
    return [""]  # positions, assertions, references


def first_of(single: re.Pattern) -> list[str]:
    return [chr(code) for code in range(1, 0x3000) if single.fullmatch(chr(code))][:1]
