"""The 24-hour day as a drawing: lanes of bars while these can be told apart, else a profile for each band."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil

from bcastplan.model.clock import MINUTES_PER_DAY, clock
from bcastplan.reports.page.figures import MONTHS, clock_span, kilohertz, plain, utc_offset
from bcastplan.reports.page.service_colours import HUES
from bcastplan.workspace.report.day_timeline import Bar, LocalClock, Timeline

_TOP = 34.0
_LANE, _BAR = 22.0, 16.0
_BAND_GAP = 9.0
_AXIS = 34.0
_AXIS_CHARACTER = 6.6  # mean width of a letter of the names left of an axis, 10.5 px and bold
_PROFILE = 58.0
_ROUND_STEPS = (1, 2, 2.5, 5, 10)  # times a power of ten: where an axis may end
_CHARACTER = 7.2  # average advance of the bars' bold 11-unit type, in wide fonts
MOST_LANES = 64
MOST_CLOCKS = 3


@dataclass(frozen=True, slots=True)
class Frame:
    """The width of a drawing, the room left and right of its 24 hours, and how many hours lie between labels."""

    width: float
    left: float
    right: float
    label_every: int

    def x(self, minute: float) -> float:
        """The place of a minute of the day."""
        return self.left + (self.width - self.left - self.right) * minute / MINUTES_PER_DAY


WIDE = Frame(1000.0, 118.0, 14.0, 3)
NARROW = Frame(360.0, 56.0, 8.0, 6)
"""The whole day on a telephone, where the wide drawing would be too small to read."""


@dataclass(frozen=True, slots=True)
class DrawnBar:
    """One bar with its words; ``hue`` numbers the colour, ``partial`` hatches what is not on every day."""

    x: float
    y: float
    width: float
    height: float
    hue: int
    partial: bool
    label: str
    spoken: str


@dataclass(frozen=True, slots=True)
class Lane:
    """The name at the left of one frequency."""

    y: float
    label: str


@dataclass(frozen=True, slots=True)
class BandLabel:
    """A band and the line above its lanes."""

    y: float
    label: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on an axis."""

    x: float
    label: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class LocalAxis:
    """The local clock below the chart; ``midnight`` is where its day turns."""

    y: float
    ticks: tuple[Tick, ...]
    label: str
    note: str


@dataclass(frozen=True, slots=True)
class Profile:
    """The day of one band: a stepped area under ``points``."""

    y: float
    height: float
    label: str
    points: str
    most: str
    spoken: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """The whole chart; ``lanes`` and ``bars``, or ``profiles`` where there are too many frequencies."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    hours: tuple[Tick, ...]
    bands: tuple[BandLabel, ...] = ()
    lanes: tuple[Lane, ...] = ()
    bars: tuple[DrawnBar, ...] = ()
    profiles: tuple[Profile, ...] = ()
    axes: tuple[LocalAxis, ...] = ()
    legend: tuple[tuple[int, str], ...] = ()
    has_partial: bool = False
    notes: tuple[str, ...] = ()


def drawing_of(timeline: Timeline, hues: Mapping[str, int], frame: Frame = WIDE) -> Drawing | None:
    """Draw a timeline; ``hues`` are the colours of its services. None when nothing is on the air."""
    if not timeline.bars:
        return None
    stacked = _stacked(timeline)
    detailed = len(stacked) <= MOST_LANES
    if detailed:
        bands, lanes, bars, bottom = _lanes(stacked, timeline.days, hues, frame)
        profiles: tuple[Profile, ...] = ()
    else:
        bands, lanes, bars = (), (), ()
        profiles, bottom = _profiles(timeline, frame)
    axes = tuple(_local_axes(timeline.clocks, bottom + 8, frame))
    return Drawing(
        width=frame.width,
        height=bottom + 12 + _AXIS * len(axes),
        left=frame.left,
        right=frame.width - frame.right,
        top=_TOP,
        bottom=bottom,
        # 25 ticks: the axis ends at 24:00, which is a tick too.
        hours=tuple(Tick(frame.x(hour * 60), f"{hour:02d}", hour % frame.label_every == 0) for hour in range(25)),
        bands=bands,
        lanes=lanes,
        bars=bars,
        profiles=profiles,
        axes=axes,
        legend=tuple(_legend(timeline.bars, hues)) if detailed else (),
        has_partial=any(bar.partial for bar in bars),
        notes=tuple(_notes(timeline, detailed)),
    )


def _legend(bars: Iterable[Bar], hues: Mapping[str, int]) -> list[tuple[int, str]]:
    drawn = {bar.service for bar in bars}
    named = [(hue, plain(service)) for service, hue in hues.items() if service in drawn]
    # The last hue is the neutral one, which all services share that have no colour of their own.
    legend = [entry for entry in named if entry[0] < HUES - 1]
    others = [entry for entry in named if entry[0] == HUES - 1]
    if len(others) == 1:
        return [*legend, others[0]]
    return [*legend, (HUES - 1, f"{len(others)} other services")] if others else legend


def _stacked(timeline: Timeline) -> list[list[Bar]]:
    """Put bars into lanes by frequency; bars of one frequency that overlap get separate lanes."""
    lanes: list[list[Bar]] = []
    by_frequency: dict[float, list[Bar]] = {}
    for bar in timeline.bars:
        by_frequency.setdefault(bar.frequency_khz, []).append(bar)
    for bars in by_frequency.values():
        own: list[list[Bar]] = []
        for bar in sorted(bars, key=lambda placed_bar: (placed_bar.start_minute, -placed_bar.days, placed_bar.service)):
            # The first lane that is free again takes the bar; bars rise by start, so no fewer lanes would do.
            lane = next((lane for lane in own if lane[-1].stop_minute <= bar.start_minute), None)
            if lane is None:
                own.append([bar])
            elif _goes_on(lane[-1], bar):
                lane[-1] = replace(lane[-1], stop_minute=bar.stop_minute)
            else:
                lane.append(bar)
        lanes += own
    return sorted(lanes, key=lambda lane: (lane[0].band_order, lane[0].frequency_khz))


def _goes_on(bar: Bar, following: Bar) -> bool:
    return bar == replace(following, start_minute=bar.start_minute, stop_minute=bar.stop_minute) and (
        bar.stop_minute == following.start_minute
    )


def _lanes(
    stacked: list[list[Bar]], days: int, hues: Mapping[str, int], frame: Frame
) -> tuple[tuple[BandLabel, ...], tuple[Lane, ...], tuple[DrawnBar, ...], float]:
    bands: list[BandLabel] = []
    lanes: list[Lane] = []
    bars: list[DrawnBar] = []
    y = _TOP + 6
    band, frequency = None, -1.0
    for lane in stacked:
        if lane[0].band != band:
            band = lane[0].band
            y += _BAND_GAP if bands else 0
            bands.append(BandLabel(y, plain(band)))
        # A frequency whose bars need several lanes is written beside the first of them.
        same = lane[0].frequency_khz == frequency
        frequency = lane[0].frequency_khz
        lanes.append(Lane(y + _LANE / 2, "" if same else kilohertz(frequency).removesuffix(" kHz")))
        bars += [_drawn(bar, y, days, hues.get(bar.service, HUES - 1), frame) for bar in lane]
        y += _LANE
    return tuple(bands), tuple(lanes), tuple(bars), y + 4


def _drawn(bar: Bar, y: float, days: int, hue: int, frame: Frame) -> DrawnBar:
    x = frame.x(bar.start_minute)
    width = frame.x(bar.stop_minute) - x
    room = int((width - 8) / _CHARACTER)
    service = plain(bar.service)
    # Fewer than six letters of a name tell nothing; the whole name is in the bar's title.
    label = service if len(service) <= room else f"{service[: room - 1].rstrip()}…" if room >= 6 else ""
    places = [f"from {', '.join(map(plain, bar.sites))}"] if bar.sites else []
    places += [f"to {', '.join(map(plain, bar.targets))}"] if bar.targets else []
    spoken = "; ".join(
        [
            f"{service}, {kilohertz(bar.frequency_khz)}, {clock_span(bar.start_minute, bar.stop_minute)} UTC",
            *places,
            f"{bar.words}: {bar.days} of {days} days",
        ]
    )
    partial = bar.days < days - 1  # a season has one date more than days: the Sunday on which it ends at 0100
    return DrawnBar(
        # Bars that touch in time have a gap of one unit, and a transmission of some minutes stays in sight.
        x=x + 0.5,
        y=y + (_LANE - _BAR) / 2,
        width=max(1.5, width - 1),
        height=_BAR,
        hue=hue,
        partial=partial,
        label=label,
        spoken=spoken,
    )


def _profiles(timeline: Timeline, frame: Frame) -> tuple[tuple[Profile, ...], float]:
    """One stepped area a band, all on one scale."""
    top = nice_maximum(max((max(load) for _, load in timeline.load), default=1.0))
    profiles = []
    y = _TOP + 6
    for band, load in timeline.load:
        step = MINUTES_PER_DAY / len(load)
        height = _PROFILE - 12
        base = y + height
        points = [f"{frame.x(0):.1f},{base:.1f}"]
        for number, value in enumerate(load):
            level = base - height * value / top
            # Two points a step, so that the line jumps where the load does and does not slope.
            points += [f"{frame.x(number * step):.1f},{level:.1f}", f"{frame.x((number + 1) * step):.1f},{level:.1f}"]
        points.append(f"{frame.x(MINUTES_PER_DAY):.1f},{base:.1f}")
        most = max(load)
        bound = ceil(most - 1e-9)  # means of whole numbers may lie a little above them
        at = clock(int(load.index(most) * step))
        spoken = f"{plain(band)}: at most {most:.1f} transmitters on the air on an average day, at {at} UTC"
        profiles.append(Profile(y, height, plain(band), " ".join(points), str(bound), spoken))
        y += _PROFILE
    return tuple(profiles), y


def _local_axes(clocks: Sequence[LocalClock], y: float, frame: Frame) -> Iterable[LocalAxis]:
    for number, local_clock in enumerate(clocks[:MOST_CLOCKS]):
        # An axis has one offset; a note below the chart tells when clocks change in the period.
        offset = local_clock.changes[0][1]
        ticks = []
        for local in range(0, 24 * 60, 60):
            utc = (local - offset) % MINUTES_PER_DAY
            hour = local // 60
            ticks.append(Tick(frame.x(utc), f"{hour:02d}", hour % frame.label_every == 0))
        # Local midnight lies within the UTC day, so that the local hours begin in its middle.
        ticks.sort(key=lambda tick: tick.x)
        targets = ", ".join(plain(target) for target in local_clock.targets[:3]) + (
            " …" if len(local_clock.targets) > 3 else ""
        )
        note = f"{targets}, {utc_offset(offset)}"
        yield LocalAxis(y + _AXIS * number, tuple(ticks), _places(local_clock, frame), note)


def _places(clock: LocalClock, frame: Frame) -> str:
    """The cities that the clock's zones are named after, as many as there is room for left of the axis."""
    names = [zone.rsplit("/", 1)[-1].replace("_", " ") for zone in clock.zones]
    every = ", ".join(names)
    return every if len(names) == 1 or len(every) * _AXIS_CHARACTER <= frame.left else f"{names[0]} …"


def _notes(timeline: Timeline, detailed: bool) -> Iterable[str]:
    if not detailed:
        yield (
            "There are too many frequencies to draw each: the height is the mean number of transmitters on the air, "
            "over all days of the period, all bands on one scale."
        )
    for local_clock in timeline.clocks[:MOST_CLOCKS]:
        if len(local_clock.changes) > 1:
            turns = "; ".join(
                f"{utc_offset(minutes)} from {day.day} {MONTHS[day.month - 1]} {day.year}"
                for day, minutes in local_clock.changes[1:4]
            )
            where = plain(", ".join(local_clock.zones))
            yield f"Clocks in {where} change in this period; drawn as on its first day. {turns}."
    if len(timeline.clocks) > MOST_CLOCKS:
        yield f"{len(timeline.clocks) - MOST_CLOCKS} further local clocks are not drawn."
    if timeline.unplaced_targets:
        some = ", ".join(plain(target) for target in timeline.unplaced_targets[:5])
        more = len(timeline.unplaced_targets) - 5
        yield f"No one local time holds for {some}{f' and {more} more targets' if more > 0 else ''}."


def nice_maximum(value: float) -> float:
    """The next round number at or above a value: 1, 2, 2.5 or 5 times a power of ten."""
    if value <= 0:
        return 1.0
    power = 1.0
    while power * 10 <= value:
        power *= 10
    while power > value:
        power /= 10
    # A sum that is a rounding error above a round number still ends there.
    return next(step * power for step in _ROUND_STEPS if step * power >= value * (1 - 1e-12))
