"""The house keeps its order: file names are found once, and say what is inside."""

import ast
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


def test_names_in_the_screen_and_in_editing_say_what_they_hold():
    vague = []
    for folder in ("tui", "workspace/editing"):
        for path in (PACKAGE / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                name = node.arg if isinstance(node, ast.arg) else getattr(node, "id", "")
                if name in VAGUE:
                    vague.append(f"{path.relative_to(PACKAGE).as_posix()}:{node.lineno} {name}")
    assert vague == []
