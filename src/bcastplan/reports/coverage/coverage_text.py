"""Coverage for a terminal: a strip of 24 hours for each service and target, then the hours by group.

What could not be predicted is a question mark and is counted below; it never looks like zero.
"""

from __future__ import annotations

from collections.abc import Iterator

from bcastplan.coverage.coverage_hours import CoverageResult
from bcastplan.coverage.coverage_result import Heard, Strip, StripHour
from bcastplan.model.inert import inert
from bcastplan.model.percent import percent, whole_percent
from bcastplan.reports.group_records import likely_words
from bcastplan.reports.text_columns import align
from bcastplan.science.defaults import Confidence
from bcastplan.science.protection import default
from bcastplan.workspace.prediction.plan_coverage import CoverageAnswer

_SURE = (Confidence.SOURCE, Confidence.KNOWN)


def coverage_text(answer: CoverageAnswer) -> str:
    """Strips, table and notes."""
    result = answer.result
    lines: list[str] = []
    for strip in result.strips:
        lines += [*_strip(strip), ""]
    lines += _table(result)
    lines += ["", *_notes(answer)]
    return "\n".join(lines) + "\n"


def _strip(strip: Strip) -> Iterator[str]:
    heard = strip.heard
    towards = inert(strip.towards) if strip.towards else "no target"
    people = f" ({heard.people:,.0f} people)" if heard.people is not None else ""
    yield f"{inert(strip.service)} -> {towards}{people}: {_hours_words(heard)}"
    yield "  UTC   " + " ".join(f"{hour:02d}" for hour in range(24))
    yield "  %hear " + " ".join(_percent(cell.heard, cell.heard.share) for cell in strip.hours)
    yield "  %serv " + " ".join(_percent(cell.heard, cell.heard.served_share) for cell in strip.hours)
    if heard.heard_interfered is not None:
        yield "  %intf " + " ".join(_percent(cell.heard, cell.heard.heard_interfered) for cell in strip.hours)
    yield ("  band  " + " ".join(_band(cell) for cell in strip.hours)).rstrip()


def _hours_words(heard: Heard) -> str:
    on_air = f"{heard.programme_minutes / 60:,.2f} programme-hours"
    if heard.coverage_minutes is None or heard.share is None or heard.served_share is None:
        return f"{on_air}, not predicted"
    likely = likely_words(heard)
    share = f"{percent(heard.share)}{f', likely {likely}' if likely else ''}"
    words = f"{heard.coverage_minutes / 60:,.2f} coverage-hours of {on_air} ({share})"
    words += f", {percent(heard.served_share)} served"
    if heard.coverage_minutes_interfered is None or heard.heard_interfered is None:
        return words
    left = f"{heard.coverage_minutes_interfered / 60:,.2f} under interference ({percent(heard.heard_interfered)})"
    return f"{words}; {left}"


def _percent(heard: Heard, share: float | None) -> str:
    """A share in per cent as two characters; 99 also stands for 100."""
    if not heard.programme_minutes:
        return " ."
    if share is None:
        return " ?"
    return f"{min(whole_percent(share), 99):2d}"


def _band(cell: StripHour) -> str:
    if cell.band is None:
        return "  "
    # An hour has two characters of room; `*` stands for what lies in no band.
    return f"{cell.band.removesuffix(' m')[:2]:>2}" if cell.band != "other" else " *"


def _table(result: CoverageResult) -> list[str]:
    labels = list(result.by) or [""]
    # Columns of what was not asked for, or does not apply, would be full of dashes.
    people, disturbed = result.total.people is not None, result.disturbance is not None
    drawn = result.total.heard_low is not None
    heading = [*labels, "programme-hours", "predicted", "coverage-hours", "heard", "served"]
    heading += ["likely heard"] if drawn else []
    heading += ["people", "person-hours"] if people else []
    heading += ["under interference", "still heard", "still served"] if disturbed else []
    heading += ["still person-hours"] if disturbed and people else []
    rows = [[*(_label(group, value) for group, value in zip(result.by, row.values, strict=True)),
             *_cells(row.heard, people, disturbed, drawn)] for row in result.rows]  # fmt: skip
    total = ["total", *[""] * (len(labels) - 1), *_cells(result.total, people, disturbed, drawn)]
    table = align([heading, *rows, total], [number >= len(labels) for number in range(len(heading))])
    rule = "-" * max(len(line) for line in table)
    return [table[0], rule, *table[1:-1], *([rule] if rows else []), table[-1]]


def _label(group: str, value: str | int | float | None) -> str:
    if value is None:
        return "(none)"
    if group == "hour":
        return f"{value:02d} UTC"
    return f"{value:g} kHz" if group == "frequency" and not isinstance(value, str) else inert(str(value))


def _cells(heard: Heard, people: bool, disturbed: bool, drawn: bool) -> list[str]:
    cells = [
        f"{heard.programme_minutes / 60:,.2f}",
        f"{heard.predicted_minutes / 60:,.2f}",
        *_covered(heard.coverage_minutes, heard.share, heard.served_share),
    ]
    cells += [likely_words(heard) or "?"] if drawn else []
    cells += [_people(heard.people), _people(heard.person_hours)] if people else []
    if disturbed:
        minutes, share = heard.coverage_minutes_interfered, heard.heard_interfered
        cells += _covered(minutes, share, heard.served_share_interfered)
        cells += [_people(heard.person_hours_interfered)] if people else []
    return cells


def _covered(minutes: float | None, share: float | None, served: float | None) -> list[str]:
    shares = ["?" if value is None else percent(value) for value in (share, served)]
    return ["?" if minutes is None else f"{minutes / 60:,.2f}", *shares]


def _people(number: float | None) -> str:
    return "-" if number is None else f"{number:,.0f}"


def _notes(answer: CoverageAnswer) -> Iterator[str]:
    result, listening = answer.result, answer.listening
    months = ", ".join(f"{slot.year}-{slot.month:02d} (R12 {slot.r12:g} {slot.status})" for slot in result.slots)
    if months:
        yield f"Predicted for {months}."
    receiver = listening.receiver
    yield (
        f"Required S/N {receiver.required_snr_db:g} dB in {receiver.bandwidth_hz / 1000:g} kHz"
        f"{_doubt('AM required S/N', receiver.required_snr_db)}; {receiver.environment} noise{_mode(listening.mode)}."
    )
    if any(transmission.mode == "DRM" for transmission in result.coverage.table.transmissions):
        yield f"DRM: {listening.drm_snr_db:g} dB in 10 kHz{_doubt('DRM required S/N', listening.drm_snr_db)}."
    yield from map(inert, answer.notes)


def _mode(mode: str) -> str:
    """The mode of prediction where it is not the usual one."""
    return "" if mode == "recommendation" else f"; {mode} mode"


def _doubt(name: str, value: float) -> str:
    """A remark on how sure a default is; empty when the value is not the default or the default is beyond doubt."""
    known = default(name)
    # A value that the user chose is his own, however sure the default is.
    if known.value != value or known.confidence in _SURE:
        return ""
    return f" ({known.confidence.value.replace('_', ' ')}: {known.source})"
