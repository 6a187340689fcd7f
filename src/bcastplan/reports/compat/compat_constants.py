"""The constants that went into a verdict on compatibility, each with its source."""

from __future__ import annotations

from dataclasses import dataclass

from bcastplan.science.defaults import Default
from bcastplan.science.protection import default
from bcastplan.workspace.prediction.plan_compatibility import CompatibilityAnswer


@dataclass(frozen=True, slots=True)
class Constant:
    """One value or curve with where it comes from and how sure that is."""

    name: str
    value: str
    source: str
    confidence: str


def constants(answer: CompatibilityAnswer) -> list[Constant]:
    """The protection ratios, curves and class limits that decided something, each once."""
    by_name: dict[str, Constant] = {}
    for judged in answer.pairs:
        for direction in (judged.reception.a, judged.reception.b):
            if direction is None:
                continue
            curve = direction.protection.curve
            points = "/".join(f"{value:g}" for value in curve.relative_db)
            at = "/".join(f"{value:g}" for value in curve.separation_khz)
            for constant in (
                _of(direction.protection.co_channel),
                Constant(f"curve {curve.name}", f"{points} dB at {at} kHz", curve.source, curve.confidence.value),
            ):
                by_name.setdefault(constant.name, constant)
    # The limits of the classes decided something only where a pair was judged.
    if by_name:
        for name in ("clean margin", "interference margin"):
            by_name.setdefault(name, _of(default(name)))
    return list(by_name.values())


def _of(known: Default) -> Constant:
    return Constant(known.name, f"{known.value:g} {known.unit}", known.source, known.confidence.value)
