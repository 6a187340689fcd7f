"""How coverage is to be predicted; whoever asks for a prediction passes these options along."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from bcastplan.coverage.audiences import SERVED
from bcastplan.coverage.corrections import Corrections
from bcastplan.coverage.samples import Listening, Means


@dataclass(frozen=True, slots=True)
class CoverageOptions:
    """Options of one prediction of coverage.

    Attributes:
        ssn: R12 to use in place of the shipped one.
        dates: days to predict for in place of those of Resolution 535; one a month.
        listening: the receiving side: noise, bandwidth, required ratio and mode of the model.
        assumed_power_kw: power of transmissions that give none; it is used where the facts are gathered.
        served: reliability (0 to 1) from which on a listener counts as served.
        interference: whether figures under interference are wanted too; what else is on the air is gathered for it.
        corrections: offsets that monitors' reports suggest.
        likely_range: whether each figure gets its likely range.
        means: processes, kept samples and progress; they change no figure.
    """

    ssn: float | None = None
    dates: tuple[date, ...] = ()
    listening: Listening = field(default_factory=Listening)
    assumed_power_kw: float | None = None
    served: float = SERVED
    interference: bool = False
    corrections: Corrections | None = None
    likely_range: bool = False
    means: Means = field(default_factory=Means, compare=False, repr=False)
