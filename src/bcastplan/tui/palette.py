"""Every action in the palette: what works now is offered by name, with its keys and what it does."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.dom import DOMNode

from bcastplan.tui.actions.season_work import WORKS

_SURE = 100.0
"""What is added to the score of a name that has the typed letters side by side; single letters never come so far."""


class Command(NamedTuple):
    """One action as the palette offers it."""

    name: str
    keys: str
    text: str
    action: str
    node: DOMNode
    moves_only: bool
    """Whether it only moves a cursor: such commands come last, for nobody looks for them by name."""


class Colours(Provider):
    """Every theme by its name, so that ``light`` finds the light ones at once."""

    async def search(self, query: str) -> Hits:
        """The themes whose name has what was typed; before actions that have the letters in some sentence."""
        word = query.strip().casefold()
        for name in self.app.available_themes:
            if word and word in f"theme: {name}":
                yield Hit(_SURE, f"Theme: {name}", partial(self._choose, name), name, "The colours of the screen")

    def _choose(self, name: str) -> None:
        self.app.theme = name


class SeasonWorks(Provider):
    """What is made of a whole season, each by its name."""

    async def search(self, query: str) -> Hits:
        """Those whose name or sentence has every word that was typed."""
        words = query.casefold().split()
        if not words or self.screen.check_action("season_make", ()) is not True:
            return
        for work in WORKS:
            if all(word in f"{work.name} {work.text}".casefold() for word in words):
                run = partial(self.screen.run_action, f"season_make('{work.action}')")
                yield Hit(_SURE, work.name, run, work.name, work.text)


class LiveActions(Provider):
    """The actions that are bound to keys where the focus is, each once."""

    def _commands(self) -> Iterator[Command]:
        commands: dict[str, Command] = {}
        for key, (node, binding, enabled, tooltip) in self.screen.active_bindings.items():
            # Bindings of Textual itself have no id, and are no actions of ours.
            if not enabled or binding.system or not binding.description or binding.id is None:
                continue
            shown = self.app.get_key_display(binding) if key == binding.key else key
            before = commands.get(binding.id)
            keys = f"{before.keys} {shown}" if before else shown
            moves_only = binding.id.startswith("cursor.")
            commands[binding.id] = Command(binding.description, keys, tooltip, binding.action, node, moves_only)
        yield from sorted(commands.values(), key=lambda command: command.moves_only)

    async def discover(self) -> Hits:
        """All of them, as long as nothing is typed."""
        for command in self._commands():
            yield DiscoveryHit(
                f"{command.name}  ({command.keys})", partial(self._run, command), command.name, command.text
            )

    async def search(self, query: str) -> Hits:
        """Those whose name fits, or whose text has every word that was typed."""
        matcher, typed = self.matcher(query), query.strip().casefold()
        for command in self._commands():
            score = matcher.match(command.name) + (_SURE if typed in command.name.casefold() else 0)
            # Half of what a name gets: a sentence that has the words is a weaker hit than a name that has them.
            if all(word in command.text.casefold() for word in typed.split()):
                score = max(score, 0.5 * _SURE)
            score *= 0.1 if command.moves_only else 1
            if score > 0:
                yield Hit(
                    score, f"{command.name}  ({command.keys})", partial(self._run, command), command.name, command.text
                )

    async def _run(self, command: Command) -> None:
        await self.app.run_action(command.action, command.node)
