"""What the conflict renderers are given: pairs in order, resources in order, and names for codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bcastplan.conflicts import PairResult, Resource


@dataclass(frozen=True)
class ConflictsView:
    """The conflicts of one question; ``managers`` and ``sites`` name codes where names are known."""

    pairs: PairResult
    resources: Sequence[Resource] = ()
    managers: Mapping[str, str] = field(default_factory=dict)
    sites: Mapping[str, str] = field(default_factory=dict)
