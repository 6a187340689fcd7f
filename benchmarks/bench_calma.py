"""Channels under separations on the CALMA instances: what is found against the best value known, and processor time.

The instances are not part of the project: BCASTPLAN_CALMA is their folder (``benchmarks.calma`` says what it holds).

python -m benchmarks calma
"""

from __future__ import annotations

import os
import time
from pathlib import Path

from benchmarks.calma import Instance, instances

from bcastplan.conflicts.channel_assignment import LEAST, assign_channels

SECONDS = 90.0
"""Processor time that an instance has."""


def run() -> list[tuple[str, str]]:
    """A line for each instance."""
    folder = os.environ.get("BCASTPLAN_CALMA")
    if not folder:
        return [("CALMA instances", "not measured: BCASTPLAN_CALMA names no folder")]
    return [(instance.name, measured(instance)) for instance in instances(Path(folder))]


def measured(instance: Instance) -> str:
    """What is found of an instance."""
    began = time.process_time()
    least = instance.criterion if instance.criterion in LEAST else "order"
    answer = assign_channels(
        instance.domains, instance.separations, least=least, stop=lambda: time.process_time() - began >= SECONDS
    )
    reached = answer.weight if instance.criterion == "weight" else getattr(answer, instance.criterion)
    hard = sum(instance.separations[number].weight is None for number in answer.broken)
    broken = f", {hard} hard ones broken" if hard else ""
    return (
        f"{instance.criterion} {reached:g}, best known {instance.best_known:g}{broken}; "
        f"{time.process_time() - began:.1f} s"
    )
