"""The house keeps its order: file names are found once, and say what is inside."""

import ast
import re
from collections import defaultdict
from pathlib import Path

import bcastplan

PACKAGE = Path(bcastplan.__file__).parent


def test_no_two_files_of_the_package_share_a_name():
    places = defaultdict(list)
    for path in PACKAGE.rglob("*.py"):
        if path.stem not in ("__init__", "__main__"):
            places[path.stem].append(path.relative_to(PACKAGE).as_posix())
    shared = {stem: sorted(paths) for stem, paths in places.items() if len(paths) > 1}
    assert shared == {}


def test_every_folder_says_what_it_holds():
    empty = [
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("__init__.py")
        if not path.read_text(encoding="utf-8").startswith('"""')
    ]
    assert empty == []


VAGUE = {"one", "found", "said", "made", "wanted"}


def bound_name(node: ast.AST) -> str | None:
    """The name that an argument, a variable, an attribute or a function has."""
    if isinstance(node, ast.arg):
        return node.arg
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.name if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) else None


def test_names_say_what_they_hold():
    vague = []
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = bound_name(node)
            if name in VAGUE:
                vague.append(f"{path.relative_to(PACKAGE).as_posix()}:{node.lineno} {name}")
    assert vague == []


def test_the_tests_that_guard_the_invariants_exist(root):
    named = re.findall(r"`(tests/[^`*]+)`", (root / "AGENTS.md").read_text(encoding="utf-8"))
    assert len(named) > 100
    assert [path for path in named if not (root / path).exists()] == []
