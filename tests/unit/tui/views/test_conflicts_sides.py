"""Two transmissions side by side: every field that one has, what differs first, nothing that steers a terminal."""

from bcastplan.model.season import parse_season
from bcastplan.model.transmission import Transmission
from bcastplan.reference.directory import Directory
from bcastplan.tui.views.conflicts_sides import compared

SEASON = parse_season("A26")


def made(**values):
    return Transmission(
        **{"frequency": "9565", "time": "1500-1600", "season": SEASON, "window": SEASON.window, **values}
    )


def fields(a, b):
    directory = Directory()
    return compared(a, b, directory, directory)


def test_what_differs_comes_first_and_what_neither_has_is_left_out():
    found = fields(made(site="PHT", language="Kor", power="250"), made(site="UDO", language="Kor", power="100"))
    differing = [one.label for one in found if one.differs]
    assert differing == ["Site", "Power"]
    assert [one.label for one in found][: len(differing)] == differing
    assert "Antenna" not in [one.label for one in found]
    assert "Frequency" in [one.label for one in found if not one.differs]


def test_codes_are_shown_with_what_they_mean():
    by_label = {one.label: one for one in fields(made(site="PHT", broadcaster="VOA"), made(language="Kor"))}
    assert by_label["Site"].a == "PHT Tinang 1"
    assert by_label["Site"].b == ""
    assert by_label["Broadcaster"].a == "VOA Voice of America"
    assert by_label["Language"].b == "Kor Korean"


def test_control_characters_are_shown_by_their_numbers():
    hostile = "\x1b]0;x\x07[red]"
    for one in fields(made(service=hostile, note=hostile, programme=hostile, target=hostile, id=hostile), made()):
        assert "\x1b" not in one.a + one.b
    by_label = {one.label: one for one in fields(made(service=hostile), made())}
    assert by_label["Service"].a == "\\x1b]0;x\\x07[red]"
