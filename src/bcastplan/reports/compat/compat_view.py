"""What the renderers of compatibility are given, and the constants that went into it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bcastplan.conflicts import Pair, RowSide
from bcastplan.coverage.compatibility import PairReception, Reception
from bcastplan.coverage.together import Together
from bcastplan.model.finding import Severity
from bcastplan.science.defaults import Default
from bcastplan.science.protection import default
from bcastplan.workspace.inspection.conflicts_view import ConflictsView


class JudgedPairView(Protocol):
    """A pair, how each side fares, and how grave that is."""

    @property
    def pair(self) -> Pair:
        """The frequency pair."""

    @property
    def reception(self) -> PairReception:
        """Both directions."""

    @property
    def severity(self) -> Severity:
        """By the worse direction."""

    @property
    def worst(self) -> Reception | None:
        """The worse direction."""


class JudgedTransmissionView(Protocol):
    """A transmission under all that disturb it, and how grave that is."""

    @property
    def side(self) -> RowSide:
        """The transmission."""

    @property
    def together(self) -> Together:
        """How it fares."""

    @property
    def others(self) -> Mapping[int, RowSide]:
        """The sides of its interferers by row."""

    @property
    def severity(self) -> Severity:
        """By the margin at the worst moment."""


@dataclass(frozen=True)
class CompatView:
    """The judged pairs and transmissions in order, and names for their sides."""

    pairs: Sequence[JudgedPairView]
    transmissions: Sequence[JudgedTransmissionView]
    names: ConflictsView


@dataclass(frozen=True, slots=True)
class Constant:
    """One value or curve with where it comes from and how sure that is."""

    name: str
    value: str
    source: str
    confidence: str


def constants(view: CompatView) -> list[Constant]:
    """The protection ratios, curves and class limits that decided something, each once."""
    found: dict[str, Constant] = {}
    for judged in view.pairs:
        for one in (judged.reception.a, judged.reception.b):
            if one is None:
                continue
            curve = one.protection.curve
            points = "/".join(f"{value:g}" for value in curve.relative_db)
            at = "/".join(f"{value:g}" for value in curve.separation_khz)
            for constant in (
                _of(one.protection.co_channel),
                Constant(f"curve {curve.name}", f"{points} dB at {at} kHz", curve.source, curve.confidence.value),
            ):
                found.setdefault(constant.name, constant)
    if found:
        for name in ("clean margin", "interference margin"):
            found.setdefault(name, _of(default(name)))
    return list(found.values())


def _of(known: Default) -> Constant:
    return Constant(known.name, f"{known.value:g} {known.unit}", known.source, known.confidence.value)
