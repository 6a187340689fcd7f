"""What counts as a pair, of what kind and how grave; every case says what a planner would expect."""

from dataclasses import replace
from datetime import date

import pytest

from bcastplan.airtime import build
from bcastplan.conflicts import Kind, PairOptions, PairResult, RowSide, frequency_pairs
from bcastplan.model.clock import ClockTime
from bcastplan.model.finding import Place
from bcastplan.model.plan import Agreement
from bcastplan.model.season import parse_season
from bcastplan.model.transmission import Origin, Transmission

A26 = parse_season("A26").window


def made(line: int = 1, *, file: str = "a.yaml", **keys) -> Transmission:
    written = {"frequency": "9565", "time": "1500-1600", "target": "44NE", "service": f"service {line}"} | keys
    return Transmission(window=A26, origin=Origin(file, line), **written)


def pairs_of(*rows: Transmission, regions=None, references=(), **options) -> PairResult:
    sides = [
        RowSide.of(row, region=regions[number] if regions else None, is_reference=number in references)
        for number, row in enumerate(rows)
    ]
    return frequency_pairs(build(rows), sides, PairOptions(**options))


def kinds(*rows: Transmission, **options) -> list[tuple[str, str, bool]]:
    return [(pair.kind.value, pair.severity.value, pair.own) for pair in pairs_of(*rows, **options)]


@pytest.mark.parametrize(
    ("other_khz", "kind", "external", "own"),
    [
        ("9565", "co-channel", "error", "warning"),
        ("9566", "adjacent", "warning", "info"),
        ("9570", "adjacent", "warning", "info"),
        ("9560", "adjacent", "warning", "info"),
        ("9570.1", "second-adjacent", "info", "info"),
        ("9575", "second-adjacent", "info", "info"),
        ("9575.1", None, None, None),
    ],
)
def test_kinds_on_hf(other_khz, kind, external, own):
    first, second = made(1, manager="AGM"), made(2, frequency=other_khz, manager="TWN")
    assert kinds(first, second) == ([(kind, external, False)] if kind else [])
    ours = second.changed(manager="AGM")
    assert kinds(first, ours) == ([(kind, own, True)] if kind else [])


@pytest.mark.parametrize(
    ("other_khz", "regions", "kind"),
    [
        ("657", (1, 1), "adjacent"),
        ("658", (1, 1), "second-adjacent"),
        ("666", (1, 3), "second-adjacent"),
        ("667", (1, 3), None),
        ("658", (2, 2), "adjacent"),
        ("668", (2, 2), "second-adjacent"),
        ("668.1", (2, 2), None),
        ("658", (1, 2), "adjacent"),
        ("668", (1, 2), "second-adjacent"),
        ("658", (None, None), "second-adjacent"),
    ],
)
def test_medium_wave_counts_in_raster_steps_of_the_region(other_khz, regions, kind):
    found = kinds(made(1, frequency="648"), made(2, frequency=other_khz), regions=regions)
    assert [one[0] for one in found] == ([kind] if kind else [])


def test_long_wave_has_a_raster_of_9_khz():
    assert kinds(made(1, frequency="153"), made(2, frequency="162"))[0][0] == "adjacent"
    assert kinds(made(1, frequency="153"), made(2, frequency="172")) == []


@pytest.mark.parametrize("modes", [("DRM", "AM"), ("AM", "DRM"), ("DRM", "DRM")])
def test_digital_neighbours_weigh_as_much_as_co_channel(modes):
    first, second = made(1, mode=modes[0]), made(2, frequency="9570", mode=modes[1])
    assert kinds(first, second) == [("adjacent", "error", False)]
    assert kinds(first, second.changed(service="service 1")) == [("adjacent", "warning", True)]
    second_adjacent = second.changed(frequency_khz=9575.0)
    assert kinds(first, second_adjacent) == [("second-adjacent", "info", False)]


def test_the_same_entered_twice_is_a_duplicate_instead_of_co_channel():
    first = made(1, service="VOA Korean", site="PHT", language="Kor")
    copy = first.changed(origin=Origin("b.yaml", 7))
    assert kinds(first, copy) == [("duplicate", "error", True)]
    elsewhere = [copy.changed(site="TIN"), copy.changed(language=("Eng",)), copy.changed(frequency_khz=9570.0)]
    assert [kinds(first, other)[0][0] for other in elsewhere] == ["co-channel", "co-channel", "adjacent"]
    other_manager = copy.changed(manager="AGM"), first.changed(manager="TWN")
    assert kinds(*other_manager) == [("duplicate", "warning", False)]


@pytest.mark.parametrize("missing", [{"site": None}, {"language": ()}, {"site": None, "language": ()}])
def test_what_is_not_known_is_not_taken_as_the_same(missing):
    first = made(1, service="Radio Four", site="SKN", language="Deu").changed(**missing)
    other = first.changed(origin=Origin("b.yaml", 7))
    assert kinds(first, other) == [("co-channel", "warning", True)]


def test_two_codes_of_one_language_are_entered_twice_all_the_same():
    first = made(1, service="Radio Nil", site="ABZ", language=["Arb", "Eng"])
    assert kinds(first, first.changed(language=("Eng", "Ara"))) == [("duplicate", "error", True)]
    assert kinds(first, first.changed(language=("Eng", "Arq")))[0][0] == "co-channel"


def test_rows_without_a_service_are_not_one_organisation():
    first, second = (made(line).changed(service="") for line in (1, 2))
    assert kinds(first, second) == [("co-channel", "error", False)]


@pytest.mark.parametrize(
    ("mine", "theirs", "own"),
    [
        ({"manager": "AGM", "broadcaster": "VOA"}, {"manager": "AGM", "broadcaster": "RFA"}, True),
        ({"manager": "AGM", "broadcaster": "VOA"}, {"manager": "TWN", "broadcaster": "VOA"}, False),
        ({"manager": "AGM", "broadcaster": "VOA"}, {"broadcaster": "VOA"}, True),
        ({"broadcaster": "VOA", "service": "x"}, {"broadcaster": "RFA", "service": "x"}, False),
        ({"broadcaster": "VOA", "service": "x"}, {"service": "x"}, True),
        ({"service": "x"}, {"service": "X"}, False),
    ],
)
def test_own_goes_by_manager_then_broadcaster_then_service(mine, theirs, own):
    assert pairs_of(made(1, **mine), made(2, **theirs))[0].own is own


def test_targets_must_share_a_test_point_down_to_the_quadrant():
    east, west = made(1, target="44NE"), made(2, target="44NW")
    assert kinds(east, west) == []
    pair = pairs_of(east, west, all_areas=True)[0]
    assert pair.shared_test_points == 0
    assert pair.severity == "error"
    assert pairs_of(east, made(2, target="44"))[0].shared_test_points == len(_points("44NE"))


def test_a_missing_target_cannot_exclude_and_weighs_one_step_less_after_the_others():
    first = made(1)
    nowhere = made(2, target=None, time="1500-1601")
    weaker = made(3, frequency="9575", time="1500-1502")
    found = pairs_of(first, nowhere, weaker)
    assert [(pair.shared_test_points is None, pair.severity.value) for pair in found] == [
        (False, "info"),
        (True, "warning"),
        (True, "info"),
    ]
    nonsense = made(2, target="Mars")
    assert pairs_of(first, nonsense)[0].shared_test_points is None


def test_synchronised_carriers_are_no_conflict_on_their_frequency_only():
    first, second = made(1, sync="net"), made(2, sync="net")
    assert kinds(first, second) == []
    assert kinds(first, second.changed(sync="other")) != []
    assert kinds(first, second.changed(sync=None)) != []
    assert kinds(first, second.changed(frequency_khz=9570.0)) != []


def test_separation_caps_every_band():
    rows = [made(1), made(2, frequency="9570"), made(3, frequency="648"), made(4, frequency="657")]
    assert len(pairs_of(*rows)) == 2
    assert [pair.separation_khz for pair in pairs_of(*rows, separation_khz=5)] == [5]
    assert len(pairs_of(*rows, separation_khz=0)) == 0
    assert len(pairs_of(made(1), made(2, frequency="9580"), separation_khz=20)) == 0, "a cap widens no limit"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"time": "1300-1330"}, {"time": "1330-1400"}),
        ({"time": "2300-2400"}, {"time": "0000-0100"}),
        ({"time": "2330-0030"}, {"time": "0030-0130"}),
        ({"days": "Mon"}, {"days": "Tue"}),
        ({"time": "2330-0030", "days": "Fri"}, {"time": "0000-0100", "days": "Fri"}),
        ({"from": "2026-05-01"}, {"until": "2026-04-30"}),
        ({"status": "unused"}, {}),
    ],
)
def test_never_on_the_air_together(first, second):
    assert kinds(made(1, **first), made(2, **second)) == []


def test_minutes_and_dates_across_midnight():
    first = made(1, time="2330-0030", days="Fri", **{"from": "2026-07-03", "until": "2026-07-17"})
    second = made(2, time="2345-0015", days="Fri")
    pair = pairs_of(first, second)[0]
    assert (pair.overlap_minutes, pair.dates) == (90, 3)
    assert (pair.first, pair.last) == (date(2026, 7, 3), date(2026, 7, 17))
    saturday = made(2, time="0000-0100", days="Sat")
    pair = pairs_of(first, saturday)[0]
    assert (pair.overlap_minutes, pair.dates, pair.first) == (90, 3, date(2026, 7, 4))


def test_a_season_ends_at_0100_on_both_sundays():
    daily = [made(1, time="0000-0200"), made(2, time="0000-0200")]
    pair = pairs_of(*daily)[0]
    nights_between = (A26.last_day - A26.first_day).days - 1
    assert pair.overlap_minutes == 60 + nights_between * 120 + 60
    assert (pair.first, pair.last) == (A26.first_day, A26.last_day)


def test_reference_rows_never_pair_among_themselves():
    rows = [made(number, file="hfcc.txt") for number in range(1, 4)]
    assert len(pairs_of(*rows, references={1, 2})) == 2
    assert len(pairs_of(*rows, references={0, 1, 2})) == 0


def test_ours_is_the_first_side_whatever_its_frequency():
    reference, ours = made(1, frequency="9560", file="0.txt"), made(9, frequency="9565", file="z.yaml")
    pair = pairs_of(reference, ours, references={0})[0]
    assert (pair.a.file, pair.b.file) == ("z.yaml", "0.txt")
    lower = pairs_of(made(5, frequency="9570"), made(9, frequency="9565"))[0]
    assert (lower.a.line, lower.b.line) == (9, 5)


def test_a_row_of_ours_in_the_reference_is_ours():
    ours = made(1, site="PHT", manager="AGM")
    again = ours.changed(service="VOA", origin=Origin("hfcc.txt", 40), valid_until=date(2026, 6, 1))
    other = made(2, manager="AGM", file="b.yaml")
    found = pairs_of(ours, other, again, references={2})
    assert [(pair.a.file, pair.b.file) for pair in found] == [("a.yaml", "b.yaml")]
    for moved in (
        again.changed(site="TIN"),
        again.changed(manager="TWN"),
        again.changed(days=1),
        again.changed(time=ClockTime(900, 961)),
    ):
        assert len(pairs_of(ours, moved, references={1})) == 1


def test_a_row_of_the_reference_without_a_site_is_not_known_to_be_ours():
    """What neither row says is not the same: only a site that both name makes the reference row ours."""
    ours = made(1, manager="AGM", site=None)
    listed = ours.changed(origin=Origin("hfcc.txt", 40))
    assert len(pairs_of(ours, listed, references={1})) == 1
    assert len(pairs_of(ours.changed(site="PHT"), listed, references={1})) == 1
    assert len(pairs_of(ours, listed.changed(site="PHT"), references={1})) == 1
    assert len(pairs_of(ours.changed(site="PHT"), listed.changed(site="PHT"), references={1})) == 0


@pytest.mark.parametrize(
    ("frequency", "other", "kind"),
    [
        ("1800", "1805", "adjacent"),
        ("1800", "1810", "second-adjacent"),
        ("1800", "1811", None),
        ("1800", "1818", None),
        ("1799", "1808", "adjacent"),
        ("1791", "1800", "adjacent"),
        ("1782", "1800", "second-adjacent"),
        ("1781", "1800", None),
    ],
)
def test_shortwave_begins_at_1800_khz(frequency, other, kind):
    """From 1800 kHz on the raster is 5 kHz; between both sides of the border the wider raster counts."""
    first, second = made(1, frequency=frequency, manager="AGM"), made(2, frequency=other, manager="TWN")
    assert [pair.kind.value for pair in pairs_of(first, second, regions=(3, 3))] == ([kind] if kind else [])


def test_agreements_settle_pairs_and_stale_ones_are_told():
    rows = [made(1, id="a"), made(2, id="b"), made(3, id="c", frequency="9600"), made(4, id="r7", file="hfcc.txt")]
    agreements = [_agreed("a", "b"), _agreed("b", "c"), _agreed("r7", "a"), _agreed("a", "nobody")]
    found = pairs_of(*rows, references={3}, agreed={"": agreements})
    assert [(pair.a.id, pair.b.id) for pair in found] == [("b", "r7")]
    assert found.stale == (("", 1), ("", 3))
    assert found.settled == 2


@pytest.mark.parametrize(("settled", "left"), [("bc", ["ab", "ac"]), ("cb", ["ab", "ac"]), ("ac", ["ab", "bc"])])
def test_an_agreement_settles_its_own_pair_wherever_it_stands(settled, left):
    found = pairs_of(*(made(line, id=name) for line, name in enumerate("abc", 1)), agreed={"": [_agreed(*settled)]})
    assert sorted(f"{pair.a.id}{pair.b.id}" for pair in found) == left
    assert found.settled == 1


def test_an_agreement_holds_in_its_own_plan():
    rows = [made(1, id="a"), made(2, id="b")]
    sides = [replace(RowSide.of(row), plan=plan) for row, plan in zip(rows, ("north", "south"), strict=True)]
    agreed = {"north": [_agreed("a", "b")], "south": []}
    assert len(frequency_pairs(build(rows), sides, PairOptions(agreed=agreed))) == 1
    both = [replace(side, plan="north") for side in sides]
    assert len(frequency_pairs(build(rows), both, PairOptions(agreed=agreed))) == 0


def test_order_is_external_first_then_severity_minutes_frequency_file_line():
    rows = [
        made(1, manager="A", time="1500-1510"),
        made(2, manager="B", time="1500-1505"),
        made(3, manager="C", time="1500-1510"),
        made(4, manager="A", time="1500-1510", file="b.yaml"),
        made(5, manager="D", time="1500-1510", frequency="9575"),
    ]
    found = [(pair.a.line, pair.b.line, pair.own) for pair in pairs_of(*rows)]
    errors = [(1, 3, False), (3, 4, False), (1, 2, False), (2, 3, False), (2, 4, False)]
    infos = [(1, 5, False), (3, 5, False), (4, 5, False), (2, 5, False)]
    assert found == [*errors, *infos, (1, 4, True)]


def test_pairs_are_a_sequence():
    found = pairs_of(made(1), made(2), made(3))
    assert len(found) == 3
    assert [found[0], found[1], found[-1]] == list(found) == found[:]
    with pytest.raises(IndexError):
        found[3]
    assert found.external[0] == found[0]
    assert len(found.own) == 0


def test_nothing_to_compare():
    assert list(pairs_of()) == []
    assert list(pairs_of(made(1))) == []


def test_every_kind_has_a_rule():
    assert len({kind.rule for kind in Kind}) == len(Kind)


def _agreed(a: str, b: str) -> Agreement:
    return Agreement(a=a, b=b, reason="settled at the conference", place=Place("bcastplan.yaml", 3))


def _points(target: str) -> list[int]:
    from bcastplan.reference import numbers_in, target_points

    return list(numbers_in(target_points(target)))


@pytest.mark.parametrize(("khz", "separation"), [("9565", 0), ("9566", 1), ("9567.5", 2.5), ("9569.9", 4.9)])
def test_a_separation_is_a_whole_number_where_it_is_one(khz, separation):
    (pair,) = pairs_of(made(1), made(2, frequency=khz))
    assert pair.separation_khz == separation
    assert type(pair.separation_khz) is type(separation)


def grouped_pairs():
    """Pairs of two plans: line 1 with 2, 3 and 4, line 2 with 3, and so on, co-channel and adjacent."""
    rows = [made(line, frequency=khz) for line, khz in enumerate(("9565", "9570", "9565", "9570"), start=1)]
    sides = [RowSide.of(row, plan="p" if row.origin.line in (1, 4) else "q") for row in rows]
    return frequency_pairs(build(rows), sides, PairOptions())


def test_pairs_of_one_transmission_stand_together_in_the_order_of_its_first():
    pairs = grouped_pairs()
    order = [(pair.a_row, pair.b_row) for pair in pairs]
    together = [(pair.a_row, pair.b_row) for pair in pairs.by_transmission()]
    firsts = list(dict.fromkeys(a for a, _ in order))
    assert together == sorted(order, key=lambda pair: (firsts.index(pair[0]), order.index(pair)))
    assert together != order


def test_pairs_are_divided_by_plan_and_kind():
    pairs = grouped_pairs()
    expected: dict = {}
    for pair in pairs:
        expected.setdefault((pair.a.plan, pair.kind), []).append((pair.a_row, pair.b_row))
    divided = pairs.by_plan_and_kind()
    assert {key: [(pair.a_row, pair.b_row) for pair in some] for key, some in divided.items()} == expected
    assert len(expected) == 4
    assert pairs.selected(pairs.columns.severity < 0).by_plan_and_kind() == {}


def test_pairs_put_their_meetings_into_words():
    pairs = pairs_of(made(1), made(2, time="1530-1630", days="Sat"))
    (pair,) = pairs
    assert pairs.wording.overlap(pair.a_row, pair.b_row) == ["Sat 1530-1600, 4 Apr - 24 Oct"]
