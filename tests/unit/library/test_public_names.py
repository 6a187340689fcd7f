"""The names that ``import bcastplan`` gives, and their parameters, stay as scripts know them.

A change here may break scripts: names and parameters may be added at the end, and none is ever taken away.
"""

import inspect
import subprocess
import sys
from pathlib import Path

import bcastplan

KNOWN = Path(__file__).parents[2] / "golden" / "public_names.txt"


def signatures():
    """A line for each public function, class, method, property and key of options."""
    for name in sorted(bcastplan.__all__):
        value = getattr(bcastplan, name)
        if inspect.isclass(value):
            yield from of_class(name, value)
        else:
            yield f"{name}{inspect.signature(value)}"


def of_class(name, value):
    yield f"class {name}({', '.join(base.__name__ for base in value.__bases__)})"
    for member, annotation in sorted(getattr(value, "__annotations__", {}).items()):
        if not member.startswith("_"):
            yield f"  {member}: {annotation.__forward_arg__ if hasattr(annotation, '__forward_arg__') else annotation}"
    for member, function in sorted(vars(value).items()):
        if member.startswith("_"):
            continue
        if inspect.isfunction(function):
            yield f"  {member}{inspect.signature(function)}"
        elif isinstance(function, property) or hasattr(function, "attrname"):
            yield f"  {member}"


def test_public_names_and_signatures_are_those_that_scripts_know():
    assert list(signatures()) == KNOWN.read_text(encoding="utf-8").splitlines()


def test_every_public_name_is_documented():
    undocumented = [name for name in bcastplan.__all__ if not inspect.getdoc(getattr(bcastplan, name))]
    for name in bcastplan.__all__:
        value = getattr(bcastplan, name)
        if inspect.isclass(value):
            undocumented += [
                f"{name}.{member}"
                for member, function in vars(value).items()
                if not member.startswith("_") and inspect.isfunction(function) and not function.__doc__
            ]
    assert undocumented == []


def test_an_unknown_name_is_no_attribute():
    assert not hasattr(bcastplan, "plans")
    assert set(bcastplan.__all__) < set(dir(bcastplan))


def test_importing_the_package_loads_no_library():
    heavy = "{'numpy', 'yaml', 'pydantic', 'click', 'textual', 'dateutil', 'polars', 'pandas'}"
    script = f"import bcastplan, sys; print(sorted({heavy} & set(sys.modules)))"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"
