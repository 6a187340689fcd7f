"""A hook of mkdocs.yml: pages in reading order, none left out, and nothing that is fetched from elsewhere.

Pages that are named here and not written yet are passed over; pages that are not named here stand under More, so that
a new page can never be lost.
"""

from __future__ import annotations

import re
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Tutorials", ("guide.md", "tutorial-planner.md", "tutorial-ci.md", "tutorial-reviewer.md")),
    (
        "How to",
        (
            "howto-ci.md",
            "howto-shell.md",
            "python.md",
            "cluster.md",
            "screen.md",
            "hfcc.md",
            "lists.md",
            "monitoring.md",
            "settle.md",
            "reviewers.md",
            "howto-*.md",
        ),
    ),
    ("Reference", ("commands.md", "file-format.md", "keys.md", "reference-tables.md", "data-sources.md")),
    (
        "Explanation",
        (
            "explanation.md",
            "hours.md",
            "conflicts.md",
            "jamming.md",
            "coverage.md",
            "optimise.md",
            "physics*.md",
            "design/*.md",
        ),
    ),
)

_FETCHED = re.compile(
    r"""<(?:script|img|iframe|source|audio|video)\b[^>]*\bsrc\s*=\s*["']?(?:https?:)?//[^"'\s>]+"""
    r"""|<link\b(?=[^>]*\brel\s*=\s*["']?(?:stylesheet|preload|preconnect|icon))[^>]*"""
    r"""\bhref\s*=\s*["']?(?:https?:)?//[^"'\s>]+"""
    r"""|(?:@import\s+|url\()\s*["']?(?:https?:)?//[^"')\s]+""",
    re.IGNORECASE,
)


def navigation(names: list[str]) -> list[dict[str, Any]]:
    """Section -> pages for the names of all pages; each page once."""
    rules = sorted(name for name in names if name.startswith("rules/") and name != "rules/index.md")
    left = sorted(set(names) - {"index.md", "rules/index.md", *rules})
    made: list[dict[str, Any]] = [{"Start": "index.md"}]
    for title, patterns in SECTIONS:
        pages: list[str] = []
        for pattern in patterns:
            pages += [name for name in left if fnmatch(name, pattern) and name not in pages]
        left = [name for name in left if name not in pages]
        if pages:
            made.append({title: pages})
    if left:
        made.append({"More": left})
    by_family: dict[str, list[str]] = {}
    for name in rules:
        by_family.setdefault(name.removeprefix("rules/")[:3], []).append(name)
    made.append({"Rules": ["rules/index.md", *({family: pages} for family, pages in by_family.items())]})
    return made


def on_config(config: Any) -> Any:
    """Called by mkdocs: every page below docs gets its place."""
    docs = Path(config["docs_dir"])
    config["nav"] = navigation([path.relative_to(docs).as_posix() for path in docs.rglob("*.md")])
    return config


def on_post_build(config: Any) -> None:
    """Called by mkdocs when the site is written: a page that would fetch something from elsewhere fails the build."""
    site = Path(config["site_dir"])
    found = [
        f"{path.relative_to(site)}: {fetched}"
        for path in sorted(site.rglob("*"))
        if path.suffix in (".html", ".css")
        for fetched in fetched_from_elsewhere(path.read_text(encoding="utf-8"))
    ]
    if found:
        raise RuntimeError("the site would fetch from elsewhere:\n" + "\n".join(found))


def fetched_from_elsewhere(text: str) -> list[str]:
    """What a page or a style sheet would fetch from another server."""
    return [match[0] for match in _FETCHED.finditer(text)]
