"""Lanes never overlap, cells follow minutes, and bars are the minutes the table says."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from bcastplan.airtime import build
from bcastplan.airtime.airings import DayAiring
from bcastplan.model.clock import ClockTime, clock
from bcastplan.model.finding import Severity
from bcastplan.model.season import parse_season
from bcastplan.model.transmission import Transmission
from bcastplan.tui.views.clashes import Clash
from bcastplan.tui.views.timeline_layout import ZOOMS, Scale, bars_on, lanes, lay_out, snapped
from bcastplan.tui.views.timeline_lines import FILLS, Look, paint, ruler, service_look
from bcastplan.tui.views.timeline_moves import START, STOP, WHOLE, Grip, grip_part, step

SEASON = parse_season("A26")


def made(time, days="daily", frequency="9565", **more):
    return Transmission(frequency=frequency, time=time, days=days, season=SEASON, window=SEASON.window, **more)


bars = st.lists(
    st.tuples(st.integers(0, 1439), st.integers(1, 1440)).filter(lambda one: one[0] < one[1]), max_size=25
).map(lambda spans: [DayAiring(row, *span) for row, span in enumerate(spans)])


@given(bars)
def test_lanes_hold_every_bar_once_and_none_over_another_in_as_few_lanes_as_can_be(listed):
    found = lanes(listed)
    assert sorted(bar.row for lane in found for bar in lane) == [bar.row for bar in listed]
    for lane in found:
        for one, other in pairwise(lane):
            assert one.stop_minute <= other.start_minute
    at_once = max(
        (sum(b.start_minute <= m < b.stop_minute for b in listed) for m in {b.start_minute for b in listed}), default=0
    )
    assert len(found) == at_once


@given(bars)
def test_groups_come_in_their_order_and_only_their_first_line_is_labelled(listed):
    lines = lay_out(listed, lambda row: (-(row % 3), f"group {row % 3}"))
    labels = [line.label for line in lines if line.label]
    assert labels == [f"group {number}" for number in (2, 1, 0) if any(bar.row % 3 == number for bar in listed)]
    current = ""
    for line in lines:
        current = line.label or current
        assert {f"group {bar.row % 3}" for bar in line.bars} == {current}


@given(st.integers(20, 200), st.sampled_from(ZOOMS), st.integers(0, 1439), st.integers(1, 1440))
def test_cells_lie_inside_the_window_and_touching_bars_share_none(width, minutes, first, length):
    scale = Scale(width).zoomed(minutes, first)
    assert 0 <= scale.first_minute <= 1440 - minutes
    stop = min(1440, first + length)
    cells = scale.cells(DayAiring(0, first, stop))
    if stop <= scale.first_minute or first >= scale.first_minute + minutes:
        assert cells is None
        return
    assert cells is not None
    assert 0 <= cells[0] < cells[1] <= width
    if stop < 1440 and (after := scale.cells(DayAiring(1, stop, 1440))) and cells[1] - cells[0] > 1:
        assert after[0] >= cells[1] or after[0] == width - 1


@pytest.mark.parametrize(
    ("width", "minutes", "labels"),
    [(66, 1440, ["0000", "0200", "0400"]), (120, 1440, ["0000", "0100", "0200"]), (66, 180, ["0000", "0015", "0030"])],
)
def test_the_ruler_has_as_many_round_hours_as_fit(width, minutes, labels):
    scale = Scale(width, 0, minutes)
    line = ruler(scale, clock)
    assert len(line) == width
    assert line.split()[:3] == labels
    for minute in scale.ticks(5):
        at = scale.column(minute)
        if at + 4 <= width:
            assert line[at : at + 4] == clock(minute)


def brute_bars(transmission, day):
    """Minutes of a UTC date on which a daily transmission without edges is on the air."""
    start, stop = transmission.time
    return {m for m in range(1440) for offset in (0, 1440) if start <= m + offset < stop}


@given(st.integers(0, 1439), st.integers(1, 1440))
def test_bars_cover_exactly_the_minutes_on_the_air_and_say_where_they_go_on(start, length):
    time = ClockTime(start, start + length)
    transmission = made(str(time) if length < 1440 else "0000-2400")
    time = transmission.time
    table = build([transmission])
    found = bars_on(table, date(2026, 6, 22), [0])
    covered = [m for bar in found for m in range(bar.start_minute, bar.stop_minute)]
    assert len(covered) == len(set(covered))
    assert set(covered) == brute_bars(transmission, date(2026, 6, 22))
    assert [bar.goes_on for bar in found if bar.stop_minute == 1440 and bar.start_minute == time.start_minute] in (
        [],
        [time.crosses_midnight],
    )
    assert any(bar.from_before for bar in found) == time.crosses_midnight


def test_at_the_edges_of_the_season_nothing_seems_to_go_on():
    table = build([made("2330-0030")])
    (evening,) = bars_on(table, SEASON.first_day, [0])
    assert (evening.start_minute, evening.goes_on, evening.from_before) == (1410, True, False)
    (morning,) = bars_on(table, SEASON.last_day, [0])
    assert (morning.start_minute, morning.stop_minute, morning.from_before) == (0, 30, True)
    assert bars_on(table, SEASON.last_day + timedelta(days=1), [0]) == []
    assert bars_on(table, date(1999, 1, 1), [0]) == []
    assert bars_on(table, SEASON.first_day, []) == []


def look(clashes=(), fill="░", label="VOA Korean"):
    return Look(fill, "bar-0", label, tuple(clashes))


def painted(bar, scale, shown, selected=None, now=None):
    runs = paint([bar], scale, lambda _: shown, selected, now)
    text = "".join(part for part, _ in runs)
    styles = [name for part, name in runs for _ in part]
    return text, styles


def test_a_bar_has_its_pattern_its_label_and_its_edges():
    scale = Scale(72)
    text, styles = painted(DayAiring(0, 600, 1200), scale, look())
    assert text[30:60] == "VOA Korean" + "░" * 20
    assert set(styles[30:60]) == {"bar-0"}
    text, _ = painted(DayAiring(0, 0, 600, from_before=True), scale, look())
    assert text[:11] == "‹VOA Korean"
    text, _ = painted(DayAiring(0, 1200, 1440, goes_on=True), scale, look(), selected=0)
    assert (text[60], text[-1]) == ("[", "›")


def test_the_selected_bar_is_told_without_colour():
    text, styles = painted(DayAiring(7, 600, 720), Scale(72), look(), selected=7)
    assert text[30:36] == "[VOA░]"
    assert set(styles[30:36]) == {"selected"}


@pytest.mark.parametrize(("severity", "sign"), [(Severity.ERROR, "✗"), (Severity.WARNING, "▲"), (Severity.INFO, "·")])
def test_a_conflict_is_marked_by_a_sign_and_where_it_lies(severity, sign):
    text, styles = painted(DayAiring(0, 600, 1200), Scale(72), look([Clash(1000, 1100, severity)], label=""))
    assert text[30] == sign
    marked = [place for place, name in enumerate(styles) if name.startswith("clash-")]
    if severity is Severity.INFO:
        assert marked == []
    else:
        assert marked == [*range(50, 55)]
        assert text[50:55] == "╳" * 5


def test_a_clash_of_another_part_of_the_day_leaves_the_bar_alone():
    text, styles = painted(DayAiring(0, 0, 300), Scale(72), look([Clash(1000, 1100, Severity.ERROR)], label=""))
    assert "✗" not in text
    assert not any(name.startswith("clash") for name in styles)


def test_the_narrowest_bar_shows_its_conflict_before_anything_else():
    text, _ = painted(DayAiring(0, 600, 605), Scale(72), look([Clash(600, 605, Severity.ERROR)]), selected=0)
    assert text[30] == "✗"


def test_now_is_a_line_through_bars_and_gaps():
    scale = Scale(72)
    text, styles = painted(DayAiring(0, 600, 720), scale, look(label=""), now=660)
    assert (text[33], styles[33]) == ("│", "now")
    text, styles = painted(DayAiring(0, 600, 720), scale, look(), now=1000)
    assert (text[50], styles[50]) == ("│", "now")
    text, _ = painted(DayAiring(0, 600, 720), scale, look(), now=None)
    assert "│" not in text


@given(bars, st.integers(1, 120), st.sampled_from(ZOOMS), st.text(max_size=8))
def test_a_line_is_as_wide_as_the_screen_whatever_is_on_it(listed, width, minutes, label):
    scale = Scale(width).zoomed(minutes, 700)
    label = "".join(character for character in label if character.isprintable())
    runs = paint(listed, scale, lambda row: look(label=f"한{label}", fill=service_look(row)[0]), 0, 700)
    assert sum(cell_len(part) for part, _ in runs) == width


def test_bars_that_touch_are_kept_apart_by_a_seam():
    scale = Scale(72)
    runs = paint(
        [DayAiring(0, 600, 720), DayAiring(1, 720, 840), DayAiring(2, 900, 1000)],
        scale,
        lambda _: look(label=""),
        None,
        None,
    )
    text = "".join(part for part, _ in runs)
    assert text[30:42] == "░░░░░░▏░░░░░"
    assert text[45] == "░"


def test_services_next_to_each_other_differ_in_pattern_and_in_colour():
    looks = [service_look(number) for number in range(40)]
    assert len(set(looks)) == 40
    assert all(one[0] != other[0] and one[1] != other[1] for one, other in pairwise(looks))
    assert len(set(FILLS)) == len(FILLS)


@given(st.integers(0, 1439), st.sampled_from((5, 15, 30)))
def test_a_key_moves_to_the_next_multiple_of_the_snap(minute, snap):
    later, earlier = minute + step(minute, 1, snap), minute + step(minute, -1, snap)
    assert later % snap == earlier % snap == 0
    assert earlier < minute < later <= minute + snap
    assert minute - snap <= earlier


def test_the_mouse_moves_to_the_nearest_multiple_and_says_so():
    held = Grip(0, WHOLE, 940, ClockTime(933, 993))
    assert held.dragged(940, 5).by == 0
    moved = held.dragged(952, 5)
    assert moved.by == 12
    assert moved.words == "1533-1633 to 1545-1645 (+12 min)"
    stop = Grip(0, STOP, 992, ClockTime(933, 993)).dragged(1021, 30)
    assert stop.by == 27
    assert stop.words == "1533-1633 to 1533-1700 (+27 min)"
    assert stop.shown(DayAiring(0, 933, 993)) == DayAiring(0, 933, 1020)
    start = Grip(0, START, 933, ClockTime(933, 993)).dragged(915, 15)
    assert start.shown(DayAiring(0, 933, 993)) == DayAiring(0, 915, 993)
    assert held.dragged(10_000, 5).shown(DayAiring(0, 933, 993)).stop_minute == 1440


def test_only_bars_with_a_middle_are_resized_by_their_ends():
    assert [grip_part(column, 10, 14) for column in range(10, 14)] == [START, WHOLE, WHOLE, STOP]
    assert {grip_part(column, 10, 13) for column in range(10, 13)} == {WHOLE}


@pytest.mark.parametrize(("minutes", "snap", "nearest"), [(7, 5, 5), (8, 5, 10), (-8, 15, -15), (0, 30, 0)])
def test_snapping(minutes, snap, nearest):
    assert snapped(minutes, snap) == nearest


@given(st.integers(0, 1439), st.integers(24, 200))
def test_the_mark_of_now_cuts_no_label_of_the_ruler(now, width):
    line = ruler(Scale(width), clock, now)
    assert line.count("▼") == 1
    labels = [text for text in line.replace("▼", " ").split() if text]
    assert all(len(text) == 4 and text.endswith("00") for text in labels)
