"""How many small faults in a module its tests notice: one thing is changed at a time; nothing is written.

A fault is a comparison at its bound or the other way round, another operator, a number one higher, True for False,
``or`` for ``and``, a ``not`` dropped, nothing returned, a call left out, the branches of a conditional expression
exchanged, or ``max`` for ``min``. The ``strict`` of ``zip`` is left alone: no valid input makes a difference there.

Each fault is tried in a process of its own, which stops at the first test that fails. Properties do not look for the
smallest example. A fault that hangs the tests is noticed too. docs/design/mutants.md has the rates and what they mean.

Usage: python builders/mutants.py MODULE [--count N] [--seed N] TESTS...
"""

import argparse
import ast
import copy
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import os
import random
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
HANGS_SECONDS, HANGS_TIMES = 60.0, 8.0
"""A fault whose tests take longer than both this and so many times what they take without it is one that hangs."""
OTHER_OPERATORS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.Add: ast.Sub, ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult, ast.Div: ast.Mult, ast.Mod: ast.FloorDiv, ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd, ast.BitXor: ast.BitOr, ast.LShift: ast.RShift, ast.RShift: ast.LShift, ast.And: ast.Or,
    ast.Or: ast.And,
}  # fmt: skip
OTHER_NAMES = {"min": "max", "max": "min"}
NO_WORK = (ast.Import, ast.ImportFrom, ast.Raise, ast.arg)
"""What is not changed, with all it holds: messages of errors are no behaviour that counts here."""


class Fault(NamedTuple):
    """One change: the line, what stands there, what stands there with the fault, and the text of the whole module."""

    line: int
    before: str
    after: str
    text: str


def places(node: ast.AST) -> Iterator[tuple[ast.AST, int]]:
    """Every node of a module that can be changed, with the number of its operator, in the order of the text."""
    if isinstance(node, NO_WORK) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
        return
    if isinstance(node, ast.Compare):
        yield from ((node, number) for number in range(len(node.ops)))
    elif _is_changeable(node):
        yield node, 0
    for part in ast.iter_child_nodes(node):
        if part not in _not_looked_at(node):
            yield from places(part)


def _is_changeable(node: ast.AST) -> bool:
    match node:
        case ast.BinOp(op=op) | ast.AugAssign(op=op) | ast.BoolOp(op=op):
            return type(op) in OTHER_OPERATORS
        case ast.UnaryOp(op=ast.Not()) | ast.IfExp() | ast.Expr(value=ast.Call()):
            return True
        case ast.Constant(value=value):
            return isinstance(value, (int, float))
        case ast.Return(value=value):
            return value is not None and not (isinstance(value, ast.Constant) and value.value is None)
        case ast.Name(id=name):
            return name in OTHER_NAMES
    return False


def _not_looked_at(node: ast.AST) -> list[ast.AST | None]:
    """The parts of a node that are no work: annotations, decorators, ``strict`` of ``zip``."""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return [*node.decorator_list, node.returns]
    if isinstance(node, ast.ClassDef):
        return [*node.decorator_list]
    if isinstance(node, ast.AnnAssign):
        return [node.annotation]
    if isinstance(node, ast.Call):
        return [keyword for keyword in node.keywords if keyword.arg == "strict"]
    return []


def change(node: ast.AST, number: int) -> None:
    """Put one fault into a node."""
    match node:
        case ast.Compare():
            node.ops[number] = OTHER_OPERATORS[type(node.ops[number])]()  # type: ignore[call-overload]
        case ast.BinOp() | ast.AugAssign() | ast.BoolOp():
            node.op = OTHER_OPERATORS[type(node.op)]()  # type: ignore[assignment]
        case ast.UnaryOp():
            node.operand = ast.UnaryOp(ast.Not(), node.operand)
        case ast.Constant(value=bool(value)):
            node.value = not value
        case ast.Constant(value=int(value) | float(value)):
            node.value = value + 1
        case ast.Return() | ast.Expr():
            node.value = ast.Constant(None)
        case ast.IfExp():
            node.body, node.orelse = node.orelse, node.body
        case ast.Name():
            node.id = OTHER_NAMES[node.id]


def fault(tree: ast.Module, number: int) -> Fault:
    """The ``number``-th fault of a module."""
    changed = copy.deepcopy(tree)
    node, operator = list(places(changed))[number]
    line, before = node.lineno, ast.unparse(node)  # type: ignore[attr-defined]
    change(node, operator)
    ast.fix_missing_locations(changed)
    return Fault(line, before, ast.unparse(node), ast.unparse(changed))


class Changed(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Imports one module from a text in place of its file."""

    def __init__(self, name: str, path: Path, text: str) -> None:
        self.name, self.path, self.text = name, path, text

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Say that this is where the module comes from, and nothing of any other."""
        return importlib.util.spec_from_loader(name, self, origin=str(self.path)) if name == self.name else None

    def exec_module(self, module: ModuleType) -> None:
        """Run the text as the module."""
        module.__file__ = str(self.path)
        exec(compile(self.text, str(self.path), "exec"), module.__dict__)


def tests_fail(tests: Sequence[str], changed: Changed | None, seconds: float) -> bool:
    """Run tests in a child of this process, with a module changed; returns whether one fails, or they hang."""
    child = os.fork()
    if child == 0:
        _run_tests(tests, changed)
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return status != 0
        time.sleep(0.02)
    os.kill(child, 9)
    os.waitpid(child, 0)
    return True


def _run_tests(tests: Sequence[str], changed: Changed | None) -> None:
    """Run tests without a word, and end the process with 0 where all pass."""
    code = 1
    try:
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in range(3):
            os.dup2(nowhere, stream)
        if changed is not None:
            sys.meta_path.insert(0, changed)
        import pytest

        code = int(pytest.main(["-q", "-x", "-p", "no:cacheprovider", "-p", "no:xdist", *tests]))
    finally:
        os._exit(code)


def import_before() -> None:
    """Import what every child needs and no fault changes, and let properties stop at the first example."""
    for name in ("numpy", "yaml", "pytest", "textual.app", "hypothesis.stateful"):
        importlib.import_module(name)
    from hypothesis import Phase, settings

    settings.register_profile("unshrunk", phases=[Phase.explicit, Phase.reuse, Phase.generate])
    settings.load_profile("unshrunk")


def main() -> None:
    """Try some faults of a module, chosen at random, and print those that no test notices."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else None)
    parser.add_argument("module", help="as bcastplan.conflicts.overlap")
    parser.add_argument("tests", nargs="+", help="files or folders of tests")
    parser.add_argument("--count", type=int, default=60, help="how many faults to try at most; default: 60")
    parser.add_argument("--seed", type=int, default=1, help="which faults; default: 1")
    given = parser.parse_args()
    path = ROOT / "src" / (given.module.replace(".", "/") + ".py")
    tree = ast.parse(path.read_text(encoding="utf-8"))
    import_before()
    started = time.monotonic()
    if tests_fail(given.tests, None, 600):
        sys.exit("the tests fail without any fault")
    seconds = max(HANGS_SECONDS, HANGS_TIMES * (time.monotonic() - started))
    number = len(list(places(tree)))
    chosen = sorted(random.Random(given.seed).sample(range(number), min(given.count, number)))
    noticed = 0
    for at in chosen:
        tried = fault(tree, at)
        if tests_fail(given.tests, Changed(given.module, path, tried.text), seconds):
            noticed += 1
        else:
            print(f"{path.relative_to(ROOT)}:{tried.line}: {tried.before}  ->  {tried.after}", flush=True)
    print(f"{given.module}: {noticed} of {len(chosen)} faults noticed, {number} can be made")


if __name__ == "__main__":
    main()
