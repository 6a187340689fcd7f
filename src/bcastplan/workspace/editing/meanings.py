"""What the values of a transmission mean in a plan, in a few words: names of codes, bands, local times."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, NamedTuple

from bcastplan.model.clock import parse_time
from bcastplan.model.dates import parse_date
from bcastplan.model.inert import inert
from bcastplan.model.plan import Plan
from bcastplan.model.values import Raw
from bcastplan.reference import bands, parse_target, target_numbers
from bcastplan.reference.directory import Directory
from bcastplan.reference.listener_places import clock_of_listeners
from bcastplan.reference.suggestions import hint
from bcastplan.reference.target_clocks import clock_range
from bcastplan.science.antennas.definition import parse_definition

if TYPE_CHECKING:
    from bcastplan.workspace.editing.session import Session


class Sense(NamedTuple):
    """What a value is read against."""

    directory: Directory
    plan: Plan
    others: Mapping[str, Raw]
    """The whole transmission as written, defaults included."""
    day: date
    """The date whose clocks the target's local time is told by."""


def sense_of(session: Session, file: str, values: Mapping[str, Raw]) -> Sense:
    """What the values of a transmission of a file are read against.

    Args:
        session: what is under edit.
        file: the schedule that the transmission stands in or is to stand in.
        values: the keys it has besides the file's defaults.
    """
    plans = session.workspace.plans
    plan = next((opened for opened in plans if any(each.file == file for each in opened.schedules)), plans[0])
    schedule = session.documents[file].schedule
    day = schedule.window.first_day if schedule is not None else datetime.now(UTC).date()
    return Sense(plan.directory, plan.plan, {**session.documents[file].defaults(), **values}, day)


def meaning(key: str, text: str, sense: Sense) -> str:
    """What a faultless value means, in a few words; begins with ``?`` where it is not known."""
    say = _MEANINGS.get(key)
    return inert(say(text.strip(), sense)) if say is not None and text.strip() else ""


Say = Callable[[str, Sense], str]


def _known(name: Callable[[Directory, str], str | None], key: str) -> Say:
    def say(text: str, sense: Sense) -> str:
        codes = [part.strip() for part in text.split(",") if part.strip()]
        return ", ".join(name(sense.directory, code) or _unknown(code, key, sense.directory) for code in codes)

    return say


def _unknown(code: str, key: str, directory: Directory) -> str:
    return f"? unknown code{hint(directory, key, code)}"


def _site(text: str, sense: Sense) -> str:
    if text.startswith("{"):
        return "a site written out"
    place = sense.directory.location(text)
    return f"{place.name}, {place.administration}" if place else _unknown(text, "site", sense.directory)


def _antenna(text: str, sense: Sense) -> str:
    meant = sense.directory.antenna_definition(text)
    if meant is None:
        return _unknown(text, "antenna", sense.directory)
    try:
        parse_definition(meant)
    except ValueError as fault:
        return f"? {fault}"
    return meant if meant != text else "a designation"


def _time(text: str, sense: Sense) -> str:
    time = parse_time(text)
    hours, minutes = divmod(time.minutes, 60)
    duration = f"{hours} h {minutes:02d}" if minutes else f"{hours} h"
    listeners, target = sense.others.get("listeners"), sense.others.get("target")
    clock = clock_of_listeners(
        sense.plan,
        listeners if isinstance(listeners, str) else None,
        target if isinstance(target, str) else None,
        sense.day.year,
    )
    return duration if clock is None else f"{duration}, {clock_range(clock, time, sense.day)}"


def _frequency(text: str, _sense: Sense) -> str:
    khz = float(text)
    band = next((band for band in bands() if band.capture_from_khz <= khz < band.capture_until_khz), None)
    return f"kHz, {band.name}" if band else "kHz, in no band"


def _target(text: str, _sense: Sense) -> str:
    problems = parse_target(text).problems
    if problems:
        return f"? {problems[0].message}"
    count = len(target_numbers(text))
    return f"{count} test point{'' if count == 1 else 's'}"


_MEANINGS: dict[str, Say] = {
    "frequency": _frequency,
    "time": _time,
    "from": lambda text, _: f"{parse_date(text):%A}",
    "until": lambda text, _: f"{parse_date(text):%A}",
    "site": _site,
    "antenna": _antenna,
    "target": _target,
    "language": _known(Directory.language_name, "language"),
    "broadcaster": _known(Directory.broadcaster_name, "broadcaster"),
    "manager": _known(Directory.manager_name, "manager"),
    "administration": _known(Directory.administration_name, "administration"),
    "power": lambda *_: "kW",
    "azimuth": lambda *_: "degrees",
    "slew": lambda *_: "degrees",
}
