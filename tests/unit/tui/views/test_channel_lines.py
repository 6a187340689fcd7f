"""A painted channel: as wide as its cells, with what stands in the way shown by signs."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.app import App

from bcastplan.coverage.coverage_result import Heard
from bcastplan.model.transmission import Transmission
from bcastplan.tui.views.channel_bench import nearest_first
from bcastplan.tui.views.channel_grid import ChannelGrid
from bcastplan.tui.views.channel_lines import (
    FIGURES,
    ORDERS,
    Line,
    figures,
    head,
    hours_width,
    label_of,
    occupants,
    ordered,
    paint,
    words_of,
)
from bcastplan.tui.views.channel_words import Question, frequency_change
from bcastplan.workspace.prediction.channel_slots import ChannelSlots, Stretch, Use
from bcastplan.workspace.prediction.channel_workbench import ChannelVerdict
from bcastplan.workspace.prediction.clear_channels import Candidate

HEARD = Heard(60, 60, 30.0, 15.0, coverage_minutes_interfered=24.0, served_minutes_interfered=0.0)


def candidate(khz=9500.0, **changes):
    values = {"band": "31 m", "status": "in", "errors": 0, "warnings": 0, "infos": 0, "jammers": 0, "share": 0.5,
              "current": False, "served_share": 0.25}  # fmt: skip
    return Candidate(khz, **(values | changes))


def painted(stretches, own, width, **options):
    slots = ChannelSlots((tuple(sorted(stretches)),), tuple(own))
    options = {"week": False, "itself": False, "cursor": False} | options
    return paint(slots, 0, width, **options)


def text_of(runs):
    return "".join(text for text, _ in runs)


times = st.tuples(st.integers(0, 1439), st.integers(1, 1440)).filter(lambda pair: pair[0] < pair[1])
stretches = st.builds(
    lambda use, time, days, label: Stretch(use, *time, days, label, 1),
    st.sampled_from(Use), times, st.integers(1, 127), st.sampled_from(["", "CNR BEI", "放送局 A", "[b]Radio[/b]"]),
)  # fmt: skip


@given(
    some=st.lists(stretches, max_size=5),
    own=st.lists(st.tuples(times, st.integers(1, 127)).map(lambda one: (*one[0], one[1])), max_size=2),
    width=st.integers(1, 150),
    week=st.booleans(), itself=st.booleans(), cursor=st.booleans(),
)  # fmt: skip
def test_a_painted_channel_is_as_wide_as_its_cells(some, own, width, week, itself, cursor):
    runs = painted(some, own, width, week=week, itself=itself, cursor=cursor)
    assert sum(cell_len(text) for text, _ in runs) == width


@pytest.mark.parametrize("week", [False, True])
def test_only_what_shares_a_minute_with_the_transmission_blocks_its_cell(week):
    """A cell may be an hour, of which the transmission has half and somebody else the other half."""
    own = [(780, 810, 0b1)]
    width = 24 * (7 if week else 1)
    for begin, days, sign in ((810, 0b1, "○"), (809, 0b1, "╳"), (780, 0b10, "○")):
        other = Stretch(Use.THEIRS, begin, 840, days, "", 1)
        assert text_of(painted([other], own, width, week=week))[13] == sign, begin
    elsewhere = Stretch(Use.ELSEWHERE, 780, 840, 0b1, "", 1)
    assert ("┄", "free") in painted([elsewhere], own, width, week=week)
    jammed = Stretch(Use.JAMMED, 700, 840, 0b1, "", -1)
    assert ("≈", "clash") in painted([elsewhere, jammed], own, width, week=week)


@pytest.mark.parametrize(
    ("use", "sign", "style"),
    [
        (None, "○", "free"), (Use.ELSEWHERE, "┄", "free"), (Use.BESIDE, "╳", "clash"), (Use.THEIRS, "╳", "clash"),
        (Use.OURS, "╳", "clash"), (Use.JAMMED, "≈", "clash"),
    ],
)  # fmt: skip
def test_its_own_hour_says_whether_it_is_free(use, sign, style):
    some = [Stretch(use, 600, 660, 1, "X", 1)] if use is not None else []
    assert (sign, style) in painted(some, [(600, 660, 1)], 24)
    assert ("█", "itself") in painted(some, [(600, 660, 1)], 24, itself=True)
    assert ("[]", "selected") in painted(some, [(600, 660, 1)], 48, cursor=True)


def test_another_day_stands_in_nobodys_way_and_a_week_shows_both():
    some = [Stretch(Use.THEIRS, 600, 660, 0b10, "CNR", 1)]
    assert ("○", "free") in painted(some, [(600, 660, 0b01)], 24)
    week = text_of(painted(some, [(600, 660, 0b01)], 168, week=True))
    assert week[10] == "○"
    assert week[34] == "▒"


def test_who_it_is_is_written_where_there_is_room():
    assert "┄CNR BEI┄" in text_of(painted([Stretch(Use.ELSEWHERE, 0, 720, 1, "CNR BEI", 1)], [(900, 960, 1)], 48))
    assert "┄CNR┄" in text_of(painted([Stretch(Use.ELSEWHERE, 0, 240, 1, "CNR BEI", 1)], [(900, 960, 1)], 48))
    hidden = [Stretch(Use.ELSEWHERE, 0, 720, 1, "CNR BEI", 1), Stretch(Use.OURS, 60, 600, 1, "KBS KIM", 2)]
    text = text_of(painted(hidden, [(900, 960, 1)], 48))
    assert "CNR" not in text
    assert "═KBS KIM═" in text


def test_who_is_on_a_channel_is_listed_by_time():
    some = (
        Stretch(Use.BESIDE, 0, 60, 1, "X", 1), Stretch(Use.ELSEWHERE, 1380, 1440, 1, "CRI KAS", 2),
        Stretch(Use.THEIRS, 60, 120, 1, "CNR BEI", 3), Stretch(Use.THEIRS, 60, 120, 1, "CNR BEI", 4),
        Stretch(Use.OURS, 600, 660, 2, "KBS KIM", 5), Stretch(Use.JAMMED, 0, 60, 1, "Noise", -1),
    )  # fmt: skip
    slots = ChannelSlots((some,), ((0, 60, 1),))
    assert occupants(slots, 0) == ["0000-0100 jammed by Noise", "0100-0200 CNR BEI", "2300-2400 CRI KAS"]


def test_the_best_under_interference_come_first_as_far_as_they_are_known():
    clear, jammed = ChannelVerdict(HEARD, 9.0, 9.0), candidate(9520.0, jammers=1, share=1.0)
    lines = [
        Line(candidate(9500.0, share=0.45), True, None), Line(candidate(9505.0, share=0.9), True, clear),
        Line(candidate(9510.0, share=0.7, warnings=1), True, None),
        Line(candidate(9515.0, status="customary"), True, None), Line(jammed, True, None),
    ]  # fmt: skip
    assert ordered(lines, ORDERS[0]) == [0, 1, 2, 3, 4]
    assert ordered(lines, ORDERS[1]) == [1, 0, 2, 4, 3]
    assert ordered(lines, ORDERS[2]) == [0, 1, 2, 4, 3]


def test_figures_say_what_is_not_known_yet_and_what_never_will_be():
    texts = [text for text, _ in figures(Line(candidate(errors=2, share=None, served_share=None), False, None))]
    assert texts == ["2", "-", "-", "-", "…", "…", "…", "…", "…", "…"]
    texts = [text for text, _ in figures(Line(candidate(), True, None))]
    assert texts == ["-", "-", "-", "-", "…", "…", "50", "25", "…", "…"]
    verdict = ChannelVerdict(HEARD, -3.24, math.inf)
    styled = figures(Line(candidate(jammers=1), True, verdict))
    assert [text for text, _ in styled] == ["-", "-", "-", "1", "-3.2", "clear", "50", "25", "40", "0"]
    assert styled[4][1] == "interference"
    unknown = figures(Line(candidate(share=None, served_share=None), True, ChannelVerdict(None, None, None)))
    assert [text for text, _ in unknown][4:] == ["?"] * 6
    assert len(styled) == len(FIGURES)


@pytest.mark.parametrize("width", [79, 80, 99, 100, 119, 199])
@pytest.mark.parametrize("week", [False, True])
def test_head_and_lines_fit_into_the_screen(width, week):
    hours = hours_width(width, week=week)
    assert hours >= 20
    assert hours % (7 if week else 24) == 0
    assert cell_len(head(width, week=week)) <= width
    line = Line(candidate(17865.0, status="customary", current=True), True, None)
    assert label_of(line, cursor=True) == "›17865c "
    assert label_of(line, cursor=False) == "█17865c "
    used = 8 + hours + sum(figure.width for figure in FIGURES)
    assert used + cell_len(words_of(line, width - used)) <= width


def test_a_channel_takes_a_transmission_out_of_its_synchronous_network():
    network = Transmission.trusted({"frequency_khz": 9565.0, "sync": "net"})
    question = Question(1, 0, network, "plan", "31 m")
    assert frequency_change(9570.0, question.transmission) == {"frequency": "9570", "sync": None}
    assert frequency_change(9565.0, question.transmission) == {"frequency": "9565"}
    alone = question._replace(transmission=Transmission.trusted({"frequency_khz": 9565.0}))
    assert frequency_change(9570.5, alone.transmission) == {"frequency": "9570.5"}


def test_channels_about_the_cursor_are_judged_first():
    channels = [9400.0 + 5.0 * number for number in range(101)]
    near, rest = nearest_first(channels, 9652.0)
    assert near == list(range(38, 63))
    assert sorted(near + rest) == list(range(101))
    assert nearest_first(channels[:5], None) == [[0, 1, 2, 3, 4]]


async def test_the_own_channel_is_in_the_middle_also_where_it_came_before_the_height():
    lines = [Line(candidate(9400.0 + 5 * number), False, None) for number in range(60)]

    class Host(App[None]):
        def compose(self):
            self.grid = ChannelGrid()
            self.grid.fill(lines, list(range(60)), None, 30)
            yield self.grid

    async with Host().run_test(size=(80, 21)) as pilot:
        grid = pilot.app.grid
        await pilot.pause()
        assert grid.scroll_offset.y == 30 - 10
        grid.go_to(31)
        await pilot.resize_terminal(80, 15)
        await pilot.pause()
        assert grid.scroll_offset.y == 30 - 10  # what the user moved stays where it is as long as it is in sight
