"""Two transmissions that cannot or should not both happen as scheduled; the engines read no files."""

from bcastplan.conflicts.jammed import Jammed, JammedResult, jammed_transmissions
from bcastplan.conflicts.kinds import Kind
from bcastplan.conflicts.pair_selection import NO_OPTIONS, PairOptions
from bcastplan.conflicts.pairs import Pair, PairResult, frequency_pairs
from bcastplan.conflicts.resources import Resource, resource_conflicts
from bcastplan.conflicts.sides import RowSide

__all__ = [
    "NO_OPTIONS",
    "Jammed",
    "JammedResult",
    "Kind",
    "Pair",
    "PairOptions",
    "PairResult",
    "Resource",
    "RowSide",
    "frequency_pairs",
    "jammed_transmissions",
    "resource_conflicts",
]
