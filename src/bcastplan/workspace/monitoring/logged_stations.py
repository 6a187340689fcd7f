"""Whether the name of a station in a monitoring log means the service of a transmission."""

from __future__ import annotations

from functools import lru_cache

from bcastplan.model.transmission import Transmission
from bcastplan.reference.station_names import known_forms, station_form
from bcastplan.workspace.opening.open_plans import OpenPlan, Workspace


class LoggedStations:
    """The names by which logs know the transmissions of a workspace.

    A name means a service where all its words are among those of one of the names that lists know the service by,
    the initials of their first words included: ``VOA`` means ``VOA Korean``, and ``Voice of America, Korean``.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._of_row: dict[int, list[frozenset[str]]] = {}
        self._answers: dict[tuple[str, int], bool] = {}

    def fit(self, name: str, row: int) -> bool:
        """Whether a name in a log means the service of a row of the workspace's table."""
        known = self._answers.get((name, row))
        if known is None:
            words = frozenset(station_form(name).split())
            # Words may be left out in a log, but not added: an unknown word tells another station.
            known = self._answers[name, row] = bool(words) and any(words <= other for other in self._names(row))
        return known

    def _names(self, row: int) -> list[frozenset[str]]:
        if row not in self._of_row:
            opened = self._workspace.plan_of_row(row)
            forms = _forms(self._workspace.table.transmissions[row], opened)
            self._of_row[row] = [_words_and_initials(form) for form in sorted(forms)]
        return self._of_row[row]


@lru_cache(maxsize=4096)
def _words_and_initials(form: str) -> frozenset[str]:
    """The words of a name, and the initials of its first two words, of its first three, and so on."""
    words = form.split()
    letters = "".join(word[0] for word in words)
    return frozenset([*words, *(letters[:length] for length in range(2, len(letters) + 1))])


def _forms(transmission: Transmission, opened: OpenPlan | None) -> frozenset[str]:
    aliases = opened.plan.codes.aliases if opened is not None else {}
    own = [*aliases.get(transmission.broadcaster or "", ()), *aliases.get(transmission.service, ())]
    return known_forms(transmission.broadcaster, transmission.manager, transmission.service, tuple(own))
