from collections.abc import Callable

import pytest

from bcastplan.model.finding import Finding, Severity
from bcastplan.rules.allocations import in_tropical_zone
from bcastplan.rules.frequencies import DISASTER_RELIEF_KHZ

Check = Callable[..., list[Finding]]
ANTALAHA = "{name: Antalaha, latitude: -14.9, longitude: 50.3}"  # Region 1
KANSAS = "{name: Kansas, latitude: 38.0, longitude: -98.0}"  # Region 2
TINANG = "PHT"  # Region 3


def item(khz: float, time: str = "1530-1630", **more: str) -> str:
    return ", ".join([f"frequency: {khz:g}", f"time: {time}", *(f"{key}: {value}" for key, value in more.items())])


@pytest.mark.parametrize(
    ("khz", "site", "season", "code"),
    [
        (9565, TINANG, "A26", None),
        (5900, TINANG, "A26", None),
        (5895, TINANG, "A26", "FRQ001"),
        (7450, TINANG, "A26", None),
        (7455, TINANG, "A26", "FRQ001"),
        (7450, KANSAS, "A26", "FRQ003"),
        (7400, KANSAS, "A26", None),
        (7110, TINANG, "A26", "FRQ003"),
        (7110, TINANG, "B08", None),
        (7110, TINANG, "A09", "FRQ003"),
        (7110, KANSAS, "B08", "FRQ003"),
        (7425, TINANG, "B08", "FRQ003"),
        (7425, TINANG, "A09", None),
        (3930, TINANG, "A26", None),
        (3930, ANTALAHA, "A26", "FRQ003"),
        (648, TINANG, "A26", None),
        (1610, KANSAS, "A26", None),
        (1611, TINANG, "A26", "FRQ003"),
        (6900, TINANG, "A26", "FRQ001"),
        (8500, TINANG, "A26", "FRQ001"),
        (29000, TINANG, "A26", "FRQ004"),
        (60, TINANG, "A26", "FRQ004"),
    ],
)
def test_one_frequency_gives_at_most_one_standing(
    check: Check, khz: float, site: str, season: str, code: str | None
) -> None:
    found = check("FRQ", item(khz, site=site), season=f"season: {season}")
    codes = [finding.rule for finding in found if finding.rule in ("FRQ001", "FRQ003", "FRQ004")]
    assert codes == ([code] if code else [])


def test_the_message_names_limits_reason_and_place(check: Check) -> None:
    (found,) = check("FRQ", item(7460))
    assert "7460 kHz" in found.message
    assert "RR 4.4" in found.message
    assert "7200-7450 kHz in Region 3" in found.message
    assert (found.place.line, found.place.column) == (6, 17)
    assert found.data == {"band": "41 m", "region": 3, "frequency_khz": 7460.0, "customary": True}


@pytest.mark.parametrize(
    ("khz", "severity"), [(9945, Severity.INFO), (7460, Severity.INFO), (5895, Severity.INFO), (8500, Severity.WARNING)]
)
def test_customary_frequencies_are_told_and_others_are_warned_of(check: Check, khz: float, severity: Severity) -> None:
    (problem,) = check("FRQ001", item(khz))
    assert problem.severity is severity


def test_beyond_the_customary_range_is_told_apart(check: Check) -> None:
    (found,) = check("FRQ001", item(8500))
    assert found.data["customary"] is False
    assert "customarily" not in found.message


def test_without_a_site_the_plan_s_region_counts_and_else_the_most_favourable(check: Check) -> None:
    assert check("FRQ003", item(7425), site=None) == []
    (found,) = check("FRQ003", item(7425), site=None, plan="region: 2\n")
    assert found.data["region"] == 2


def test_an_allocation_that_ends_within_the_dates_is_seen(check: Check) -> None:
    dates = "from: 2009-03-01\nuntil: 2009-04-30"
    (found,) = check("FRQ", item(7110), season=dates)
    assert (found.rule, found.data["date"]) == ("FRQ003", "2009-04-30")
    assert check("FRQ", item(7110, until="2009-03-28"), season=dates) == []
    (found,) = check("FRQ", item(7110, until="2009-03-29"), season=dates)
    assert found.data["date"] == "2009-03-29"


@pytest.mark.parametrize(
    ("khz", "site", "nearest"),
    [
        (9565, TINANG, None),
        (9567, TINANG, 9565),
        (9568, TINANG, 9570),
        (9565.5, TINANG, 9565),
        (648, TINANG, None),
        (650, TINANG, 648),
        (650, KANSAS, None),
        (648, KANSAS, 650),
        (1566, ANTALAHA, None),
        (153, ANTALAHA, None),
        (150, ANTALAHA, 153),
        (60, TINANG, None),
        (29002, TINANG, None),
        (1790, TINANG, 1791),
        (1795, TINANG, 1791),
        (1791, TINANG, None),
        (1790, KANSAS, None),
        (1799, TINANG, 1800),
        (1800, TINANG, None),
        (1800, KANSAS, None),
        (1800, ANTALAHA, None),
        (1803, TINANG, 1805),
        (1809, TINANG, 1810),
        (1805, TINANG, None),
    ],
)
def test_channels(check: Check, khz: float, site: str, nearest: float | None) -> None:
    found = check("FRQ002", item(khz, site=site))
    assert [finding.data["nearest_khz"] for finding in found] == ([nearest] if nearest is not None else [])


def test_either_medium_wave_raster_will_do_where_the_region_is_not_known(check: Check) -> None:
    assert check("FRQ002", item(648), item(650), site=None) == []
    (found,) = check("FRQ002", item(652), site=None)
    assert found.data["nearest_khz"] == 650
    assert "9 or 10 kHz" in found.message


def test_an_unsupported_frequency_is_an_error_when_it_cannot_be_kept(check: Check) -> None:
    kept, lost = check("FRQ004", item(29000), item(0))
    assert (kept.severity, kept.data) == ("warning", {"frequency_khz": 29000.0})
    assert lost.severity == "error"


@pytest.mark.parametrize("channel", DISASTER_RELIEF_KHZ)
def test_relief_channels_and_their_neighbours(check: Check, channel: int) -> None:
    found = check("FRQ005", *(item(channel + apart) for apart in (-10, -5, 0, 5, 10)))
    assert [(finding.data["channel_khz"], finding.data["separation_khz"]) for finding in found] == [
        (channel, 5.0),
        (channel, 0.0),
        (channel, 5.0),
    ]


def test_the_relief_project_s_own_entries_are_left_out(check: Check) -> None:
    assert check("FRQ005", item(7400), broadcaster="RDR", manager="RDR") == []


@pytest.mark.parametrize(("season", "count"), [("B07", 0), ("B16", 0), ("A17", 1), ("B30", 1)])
def test_there_were_no_relief_channels_before_2017(check: Check, season: str, count: int) -> None:
    assert len(check("FRQ005", item(5910), season=f"season: {season}")) == count


@pytest.mark.parametrize(
    ("until", "count"), [("2017-05-31", 0), ("2017-06-01", 1), ("2017-06-02", 1), ("2017-10-28", 1)]
)
def test_relief_channels_are_kept_free_from_the_first_of_june_2017_on(check: Check, until: str, count: int) -> None:
    """A transmission that ends on that very day is told; one that ended the day before is not."""
    assert len(check("FRQ005", item(9430, until=until), season="season: A17")) == count
    assert len(check("FRQ005", item(9430), season=f"from: 2017-05-01\nuntil: {until}")) == count


@pytest.mark.parametrize(
    ("latitude", "longitude", "region", "administration", "inside"),
    [
        (30.0, 100.0, 3, "CHN", True),
        (30.1, 100.0, 3, "CHN", False),
        (39.9, 60.0, 3, "IRN", True),
        (39.9, 80.1, 3, "CHN", False),
        (40.1, 60.0, 1, "UZB", False),
        (-35.0, 20.0, 1, "AFS", True),
        (-35.1, 20.0, 1, "AFS", False),
        (32.9, 13.2, 1, "LBY", True),
        (32.9, 13.2, 1, "TUN", False),
        (23.4, -80.0, 2, "CUB", True),
        (25.8, -80.2, 2, "USA", False),
        (-23.5, -46.6, 2, "B", False),
    ],
)
def test_tropical_zone(latitude: float, longitude: float, region: int, administration: str, inside: bool) -> None:
    assert in_tropical_zone(latitude, longitude, region, administration) is inside


def test_a_tropical_band_outside_the_tropics_is_a_remark(check: Check) -> None:
    assert check("FRQ006", item(4840, site=ANTALAHA), item(4500, site=KANSAS), item(4840), site=None) == []
    (found,) = check("FRQ006", item(4840, site=KANSAS))
    assert found.severity == "info"
    assert found.data == {"band": "60 m", "latitude": 38.0}
