"""Targets: what the tokens of a CIRAF list cover, and what is said about those that make no sense."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bcastplan.reference import numbers_in, parse_target, target_points, targets

POINTS = targets.test_points()


def twin(zone: int, part: str) -> set[int]:
    """Test points of a part of a zone by going through all of them."""
    wanted = {"": {"NE", "NW", "SE", "SW"}, "N": {"NE", "NW"}, "S": {"SE", "SW"}, "E": {"NE", "SE"}, "W": {"NW", "SW"}}
    quadrants = wanted.get(part, {part})
    inside = {point.number for point in POINTS if point.zone == zone and quadrants & set(point.quadrants)}
    whole = {point.number for point in POINTS if point.zone == zone}
    return whole if not part else inside or whole


def kinds(text: str) -> list[tuple[str, str, str | None]]:
    return [(problem.kind, problem.token, problem.suggestion) for problem in parse_target(text).problems]


def test_there_are_911_points_in_85_zones_keyed_by_number() -> None:
    assert [point.number for point in POINTS] == list(range(1, 912))
    assert {point.zone for point in POINTS} == set(range(1, 86))


def test_points_whose_label_occurs_twice_are_two_points() -> None:
    assert [(point.latitude, point.longitude) for point in POINTS if point.number in (757, 758)] == [
        (-8, 127),
        (-8, 116),
    ]
    assert {757, 758} <= set(numbers_in(target_points("54SE")))
    assert set(numbers_in(target_points("63SW"))) == {846, 847}


def test_only_zones_without_quadrants_have_points_without_them() -> None:
    assert {point.zone for point in POINTS if not point.quadrants} == targets.UNDIVIDED_ZONES


def test_korea() -> None:
    assert [
        (point.latitude, point.longitude) for point in POINTS if 1 << (point.number - 1) & target_points("44NE")
    ] == [
        (42, 123),
        (38, 128),
        (37, 122),
        (42, 128),
        (43, 125),
    ]


def test_a_quadrant_without_points_of_its_own_takes_those_of_its_half() -> None:
    north = target_points("18N")
    assert north.bit_count() == 3
    assert target_points("18NE") == target_points("18NW") == north
    assert target_points("18E") == target_points("18SE") | north
    assert target_points("18") == north | target_points("18S")


@given(st.integers(1, 85), st.sampled_from(["", "N", "E", "S", "W", "NE", "NW", "SE", "SW"]))
def test_points_of_a_part_are_those_found_one_by_one(zone: int, part: str) -> None:
    assert set(numbers_in(target_points(f"{zone}{part}"))) == twin(zone, part)


@given(st.lists(st.tuples(st.integers(1, 85), st.sampled_from(["", "N", "SW", "-"]), st.integers(1, 85)), max_size=8))
def test_a_list_is_the_union_of_its_items_in_any_order(items: list[tuple[int, str, int]]) -> None:
    texts, expected = [], set()
    for zone, part, other in items:
        if part == "-":
            first, last = sorted((zone, other))
            texts.append(f"{first}-{last}")
            expected |= {point.number for point in POINTS if first <= point.zone <= last}
        else:
            texts.append(f"{zone}{part}")
            expected |= twin(zone, part)
    assert set(numbers_in(target_points(",".join(texts)))) == expected
    assert target_points(",".join(reversed(texts))) == target_points(",".join(texts))


def test_the_text_is_kept_verbatim_and_items_in_their_order() -> None:
    target = parse_target("06,02,5-19,01")
    assert target.text == "06,02,5-19,01"
    assert [token.text for token in target.tokens] == ["06", "02", "5-19", "01"]
    assert target.problems == ()


@pytest.mark.parametrize("text", ["44 NE , 45", " 44NE,45 ", "44NE 45", "44NE,  45"])
def test_blanks_are_tolerated(text: str) -> None:
    assert target_points(text) == target_points("44NE,45")
    assert kinds(text) == []


def test_blanks_never_join_two_numbers() -> None:
    assert target_points("4 4") == target_points("4")
    assert target_points("37 - 39") == target_points("37,38,39")


@pytest.mark.parametrize("text", ["", "   "])
def test_nothing_written_is_no_target_and_no_problem(text: str) -> None:
    assert parse_target(text).tokens == ()
    assert kinds(text) == []
    assert target_points(text) == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5NE", ("undivided-zone", "5NE", "5")),
        ("17N", ("undivided-zone", "17N", "17")),
        ("75SW", ("undivided-zone", "75SW", "75")),
        ("0", ("unknown-zone", "0", None)),
        ("86", ("unknown-zone", "86", None)),
        ("80-99", ("unknown-zone", "80-99", None)),
        ("44ne", ("spelling", "44ne", "44NE")),
        ("39-37", ("spelling", "39-37", "37-39")),
        ("44EN", ("bad-token", "44EN", "44NE")),
        ("NE44", ("bad-token", "NE44", "44NE")),
        ("Z44", ("bad-token", "Z44", "44")),
        ("5EN", ("bad-token", "5EN", "5")),
        ("44/45", ("bad-token", "44/45", "44,45")),
        ("44NE-46", ("bad-token", "44NE-46", None)),
        ("Korea", ("bad-token", "Korea", None)),
        ("44,,45", ("bad-token", "", None)),
        ("٤٤", ("bad-token", "٤٤", None)),
    ],
)
def test_problems(text: str, expected: tuple[str, str, str | None]) -> None:
    assert kinds(text) == [expected]


@pytest.mark.parametrize(("text", "meant"), [("5NE", "5"), ("44ne", "44NE"), ("39-37", "37-39"), ("Korea,44", "44")])
def test_what_is_clearly_meant_still_counts(text: str, meant: str) -> None:
    assert target_points(text) == target_points(meant)


@pytest.mark.parametrize("text", ["86", "44EN", "Korea", "100-200"])
def test_what_is_not_clear_names_no_points(text: str) -> None:
    assert target_points(text) == 0


@given(st.text(max_size=40) | st.text(alphabet="0123456789NSEWnsew,- /", max_size=30))
@example("9" * 5000)
@example("1-9999")
@example(",")
@example("44-")
@example("-44")
def test_no_text_raises_and_every_suggestion_is_good(text: str) -> None:
    target = parse_target(text)
    assert target.text == text
    assert target_points(text) < 1 << 911
    for problem in target.problems:
        assert problem.message
        if problem.suggestion is not None:
            assert parse_target(problem.suggestion).problems == ()
            assert target_points(problem.suggestion)
