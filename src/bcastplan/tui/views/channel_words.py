"""What the channel under the cursor is and does, in words, and the keys that put a transmission on it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from bcastplan.document.splice import EditRefused
from bcastplan.model.frequency import format_khz
from bcastplan.model.inert import inert
from bcastplan.tui.effect import pair_text
from bcastplan.tui.views.channel_lines import STATUS_WORDS, Line

if TYPE_CHECKING:
    from bcastplan.model.transmission import Transmission
    from bcastplan.model.values import Raw
    from bcastplan.workspace.editing.preview import Effect
    from bcastplan.workspace.editing.session import Session
    from bcastplan.workspace.prediction.channel_workbench import ChannelVerdict


class Question(NamedTuple):
    """What a worker is asked for: a transmission, the generation of the plan, and the band in which it is tried."""

    generation: int
    row: int | None
    transmission: Transmission
    plan: str
    band: str


def frequency_change(khz: float, transmission: Transmission) -> dict[str, Raw | None]:
    """The keys to write for a channel; whoever leaves the frequency of a synchronous network leaves the network."""
    changes: dict[str, Raw | None] = {"frequency": format_khz(khz)}
    # Synchronous transmitters share one frequency: on another one a transmission is alone.
    moves = khz != transmission.frequency_khz
    return {**changes, "sync": None} if moves and transmission.sync is not None else changes


def take_channel(session: Session, rows: Sequence[int], khz: float) -> list[int]:
    """Put rows on a channel, in one step; raises EditRefused where all of them are on it already."""
    table = session.table.transmissions
    others = [row for row in rows if table[row].frequency_khz != khz]
    if not others:
        raise EditRefused(f"it is on {format_khz(khz)} kHz already")
    session.change_each([(row, frequency_change(khz, table[row])) for row in others], "change frequency")
    return others


def effect_lines(effect: Effect, registered: frozenset[int]) -> Iterator[str]:
    """The pairs that come and go; those with the transmission's own registration in a list are marked as such."""
    signed = (("+", effect.added), ("-", effect.removed), ("~", effect.changed))
    changed = f" ~{len(effect.changed)}" if effect.changed else ""
    counted = f"Conflicts +{len(effect.added)} -{len(effect.removed)}{changed}"
    none = not any(some for _, some in signed)
    yield f"{'No conflict comes or goes' if none else counted}; Enter takes it, Esc goes back."
    for sign, pairs in signed:
        for pair in pairs:
            itself = not registered.isdisjoint((pair.a_row, pair.b_row))
            yield f"{sign} {pair_text(pair, effect.row)}{' (its own registration)' if itself else ''}"


def channel_words(line: Line, verdict: ChannelVerdict | None) -> str:
    """The channel under the cursor, our margin on it, and the margin that it leaves to whom it harms most."""
    candidate = line.candidate
    status = STATUS_WORDS[candidate.status]
    words = [f"{format_khz(candidate.frequency_khz)} kHz: {status}"]
    if verdict is not None:
        words.append(f"margin {_margin_words(verdict.ours_db)}")
        whom = f" to {inert(verdict.theirs.service or verdict.theirs.broadcaster or '')}" if verdict.theirs else ""
        words.append(f"leaves {_margin_words(verdict.theirs_db)}{whom}")
        if verdict.unknown:
            words.append(f"{verdict.unknown} near it cannot be predicted")
    return ", ".join(words)


def _margin_words(margin_db: float | None) -> str:
    if margin_db is None:
        return "unknown"
    return "all clear" if math.isinf(margin_db) else f"{margin_db:+.1f} dB"
