"""``bcastplan rule``: what a rule checks and how to satisfy it."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem

from bcastplan.cli.common import codes_beginning


def _complete(_context: click.Context, _parameter: click.Parameter, typed: str) -> list[CompletionItem]:
    return [CompletionItem(code, help=summary) for code, summary in codes_beginning(typed)]


@click.command("rule")
@click.argument("code", required=False, shell_complete=_complete)
@click.option("--format", "style", type=click.Choice(("text", "json")), default="text", show_default=True)
def command(code: str | None, style: str) -> None:
    """Explain the rule CODE (a code or a name), or list all rules."""
    import json

    from bcastplan.model.nearest import did_you_mean
    from bcastplan.rules.registry import all_rules, find_rule

    rules = all_rules()
    if code is None:
        if style == "json":
            listed = [
                {"code": rule.code, "name": rule.name, "severity": str(rule.severity), "summary": rule.summary}
                for rule in rules.values()
            ]
            click.echo(json.dumps({"schema": "bcastplan.rules/1", "rules": listed}, indent=1, ensure_ascii=False))
            return
        width = max(len(rule.name) for rule in rules.values())
        for rule in rules.values():
            click.echo(f"{rule.code}  {rule.name:<{width}}  {rule.severity!s:<7}  {rule.summary}")
        return
    chosen = find_rule(code)
    if chosen is None:
        names = [*rules, *(rule.name for rule in rules.values())]
        raise click.UsageError(f"no rule '{code}'{did_you_mean(code, names)} (`bcastplan rule` lists them)")
    if style == "json":
        described = {
            "schema": "bcastplan.rule/1",
            "code": chosen.code,
            "name": chosen.name,
            "severity": str(chosen.severity),
            "since": chosen.since,
            "docs": chosen.docs,
        }
        click.echo(json.dumps(described, indent=1, ensure_ascii=False))
        return
    click.echo(f"{chosen.code} {chosen.name} ({chosen.severity}, since {chosen.since})\n\n{chosen.docs}")
