"""Templates of pages: every value is escaped, so that nothing a user wrote becomes markup or a script."""

from __future__ import annotations

from functools import partial
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined


def template_text(package: str, name: str) -> str:
    """A file of the folder ``templates`` of a package."""
    return files(package).joinpath("templates", name).read_text(encoding="utf-8")


def page_environment(package: str) -> Environment:
    """What renders the templates of a package."""
    return Environment(
        loader=FunctionLoader(partial(template_text, package)),
        autoescape=True,
        # A name that a template misspells is a fault, and not an empty place on the page.
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
