"""Write docs/rules/ from the registry, one page a rule; with ``--check`` exit 1 where a page is out of date."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from bcastplan.rules.registry import Rule, all_rules

ROOT = Path(__file__).resolve().parents[1]
FOLDER = "docs/rules"
FAMILIES = {
    "AOK": "Aoki lists as they are read",
    "COD": "Broadcasters, managers and administrations",
    "CON": "Conflicts",
    "CSV": "Tables as they are read and written",
    "EIB": "EiBi lists as they are read",
    "FIL": "Inputs that cannot be read",
    "FRQ": "Frequencies",
    "HFC": "HFCC files as they are read and written",
    "INV": "The plan's inventory",
    "LNG": "Languages",
    "PLN": "Plans and their files",
    "SIT": "Sites, transmitters and antennas",
    "TGT": "Targets",
    "TIM": "Times, days and dates",
    "YML": "YAML files as they are read",
}


def pages() -> dict[str, str]:
    """Path from the checkout -> content, the index first."""
    rules = all_rules()
    made = {f"{FOLDER}/index.md": _index(rules)}
    made.update({f"{FOLDER}/{code}.md": _page(rule) for code, rule in rules.items()})
    return made


def _page(rule: Rule) -> str:
    fields = ", ".join(f"`{field}`" for field in rule.fields) or "none"
    head = (
        f"# {rule.code}: {rule.name}\n\n"
        f"Severity **{rule.severity}** unless a plan or the case says otherwise; since {rule.since}; "
        f"data of a finding: {fields}.\n"
    )
    return f"{head}\n{rule.docs.strip()}\n"


def _index(rules: Mapping[str, Rule]) -> str:
    parts = [
        "# Rules\n\n"
        "Every finding names the rule it comes from. `bcastplan rule CODE` prints the page of one. Codes are\n"
        "selected, ignored and weighed by prefix (`--select FRQ`, `--ignore FRQ001`, `rules:` in `bcastplan.yaml`),\n"
        "and for one transmission by a comment: `# bcastplan: ignore[FRQ001] reason`. What could not be read (FIL)\n"
        "is never ignored. A code that is retired is not given out again.\n"
    ]
    for family in sorted({rule.family for rule in rules.values()}):
        title = FAMILIES.get(family, family)
        rows = [
            f"| [{rule.code}]({rule.code}.md) | {rule.name} | {rule.severity} | {_cell(rule.summary)} |"
            for rule in rules.values()
            if rule.family == family
        ]
        table = ["| code | name | severity | what it says |", "|---|---|---|---|", *rows]
        parts.append(f"## {family}: {title}\n\n" + "\n".join(table) + "\n")
    return "\n".join(parts)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def out_of_date(root: Path = ROOT) -> list[str]:
    """Pages that differ from the registry, are missing, or belong to no rule any more."""
    made = pages()
    stale = [name for name, content in made.items() if _text(root / name) != content]
    kept = {f"{FOLDER}/{path.name}" for path in (root / FOLDER).glob("*.md")}
    return stale + sorted(kept - set(made))


def _text(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


def main(arguments: list[str]) -> int:
    """Write or check; returns the exit code."""
    stale = out_of_date()
    if "--check" in arguments:
        for name in stale:
            print(f"out of date: {name} (run builders/rule_pages.py)")
        return 1 if stale else 0
    made = pages()
    for name in stale:
        path = ROOT / name
        if name in made:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(made[name], encoding="utf-8")
        else:
            path.unlink()
        print(f"{'written' if name in made else 'removed'}: {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
