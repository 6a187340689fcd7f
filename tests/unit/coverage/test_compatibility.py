"""Margins are those of two signals predicted one by one; each direction has its own wanted signal."""

from datetime import date

import numpy as np
import pytest

from bcastplan.airtime import build
from bcastplan.coverage.compatibility import compatibility, worst_of
from bcastplan.coverage.coverage_facts import coverage_facts
from bcastplan.coverage.coverage_options import CoverageOptions
from bcastplan.coverage.predicted_months import Slot
from bcastplan.coverage.predicted_samples import sample
from bcastplan.coverage.receiver_places import point_indices
from bcastplan.coverage.samples import AskedMoments, Listening
from bcastplan.model.clock import ClockTime
from bcastplan.model.plan import Codes
from bcastplan.model.season import parse_season
from bcastplan.model.sites import OwnSite
from bcastplan.model.transmission import Transmission
from bcastplan.reference.directory import Directory
from bcastplan.science.protection import HF_AM

SITES = {"USK": OwnSite("Ussuriysk", "RUS", 43.54, 131.93), "TIN": OwnSite("Tinian", "MRA", 15.05, 145.6),
         "BON": OwnSite("Bonaire", "BES", 12.2, -68.3), "CUB": OwnSite("Cuba", "CUB", 22.5, -80.0)}  # fmt: skip
DIRECTORY = Directory(Codes(sites=SITES))
ONE = CoverageOptions(ssn=60.0, dates=(date(2026, 7, 15),))


def transmission(site="USK", khz=9565.0, kw=250.0, start=900, stop=960, target="44NE", **more):
    values = {"antenna": "AHR2/2/0.5", "azimuth": 215.0} | more
    return Transmission(
        frequency=khz, site=site, power=kw, time=ClockTime(start, stop), target=target,
        window=parse_season("A26").window, **{key: value for key, value in values.items() if value is not None},
    )  # fmt: skip


def judged(a, b, options=ONE):
    table = build([a, b])
    facts = [coverage_facts(one, DIRECTORY) for one in (a, b)]
    return compatibility(table, facts, [(0, 1)], options).pairs[0]


def levels(one, points, hour):
    emission = coverage_facts(one, DIRECTORY).emission
    asked = AskedMoments(*(np.array([number]) for number in (0, 0, hour, 0)), [np.array(points)])
    samples = sample([emission], [Slot(2026, 7, 60.0, "given")], asked, Listening(), progress=lambda *_: None,
                     cancelled=lambda: False)  # fmt: skip
    return samples


def shared(a, b):
    return point_indices(coverage_facts(a, DIRECTORY).emission.points & coverage_facts(b, DIRECTORY).emission.points)


@pytest.mark.parametrize("separation", [0.0, 5.0, 10.0])
def test_the_margin_is_the_median_over_the_shared_points(separation):
    a, b = transmission(), transmission("TIN", 9565.0 + separation, azimuth=330.0, target="44", start=915)
    found = judged(a, b)
    points = shared(a, b)
    ours, theirs = levels(a, points, 15), levels(b, points, 15)
    expected = ours.level_db - theirs.level_db - HF_AM.at(separation) - 17.0
    assert found.a.margin_db == pytest.approx(np.median(expected), abs=1e-3)
    assert found.a.protected == pytest.approx(np.mean(expected >= 0.0))
    assert found.a.basic == pytest.approx(ours.reliability.mean(), abs=1e-5)
    assert (found.a.worst_month, found.a.worst_hour) == (7, 15)
    turned = theirs.level_db - ours.level_db - HF_AM.at(separation) - 17.0
    assert found.b.margin_db == pytest.approx(np.median(turned), abs=1e-3)
    assert found.missing == ()


def test_the_worst_hour_decides_and_minutes_weigh():
    a, b = transmission(start=900, stop=1080), transmission("TIN", azimuth=330.0, start=930, stop=1140)
    found = judged(a, b)
    points = shared(a, b)
    by_hour = {}
    for hour in (15, 16, 17):
        ours, theirs = levels(a, points, hour), levels(b, points, hour)
        by_hour[hour] = ours.level_db - theirs.level_db - 17.0, ours.reliability.mean()
    worst = min(by_hour, key=lambda hour: np.median(by_hour[hour][0]))
    assert found.a.worst_hour == worst
    assert found.a.margin_db == pytest.approx(np.median(by_hour[worst][0]), abs=1e-3)
    weights = {15: 30 / 150, 16: 60 / 150, 17: 60 / 150}
    assert found.a.protected == pytest.approx(sum(weights[h] * np.mean(by_hour[h][0] >= 0) for h in weights))
    assert found.a.basic == pytest.approx(sum(weights[h] * by_hour[h][1] for h in weights), abs=1e-5)


def test_turning_the_pair_turns_the_answer():
    a, b = transmission(), transmission("TIN", 9570.0, azimuth=330.0)
    found, turned = judged(a, b), judged(b, a)
    assert found.a == turned.b
    assert found.b == turned.a
    assert worst_of(found) == worst_of(turned)


def test_more_power_wins_and_never_raises_what_is_heard_against_noise():
    weak, strong = (
        judged(transmission(kw=10.0), transmission("TIN")),
        judged(transmission(kw=500.0), transmission("TIN")),
    )
    gain = 10 * np.log10(50)
    assert strong.a.margin_db - weak.a.margin_db == pytest.approx(gain, abs=0.01)
    for one in (weak.a, weak.b, strong.a, strong.b):
        assert 0.0 <= one.overall <= one.basic <= 1.0


@pytest.mark.parametrize(
    ("margin", "name"), [(-10.1, "unusable"), (-9.9, "interference"), (-0.1, "interference"), (0.1, "fair"),
                         (9.9, "fair"), (10.1, "clean")]
)  # fmt: skip
def test_classes_by_margin(margin, name):
    plain = judged(transmission(kw=100.0), transmission("TIN", kw=100.0)).a.margin_db
    power = 100.0 * 10 ** ((margin - plain) / 10)
    assert judged(transmission(kw=power), transmission("TIN", kw=100.0)).a.margin_class == name


def test_medium_wave_has_its_own_ratios():
    near = judged(transmission(khz=648.0, antenna=None, azimuth=None), transmission("TIN", 648.0, antenna=None))
    assert near.a.protection.co_channel.name == "MF co-channel from sky wave"
    assert near.b.protection.co_channel.name == "MF co-channel from sky wave"
    west = judged(
        transmission("BON", 800.0, antenna=None, azimuth=None, target="11", start=120, stop=180),
        transmission("CUB", 810.0, antenna=None, azimuth=None, target="11", start=120, stop=180),
    )
    assert west.a.protection.co_channel.value == 26.0
    assert west.a.protection.curve.name == "RJ81"


@pytest.mark.parametrize(
    ("khz", "hour", "ratio_db", "name"),
    [
        (153.0, 3, 30.0, "MF co-channel"),  # noon in Ussuriysk: its ground wave reaches all the points
        (279.0, 3, 30.0, "MF co-channel"),
        (279.0, 15, 27.0, "MF co-channel from sky wave"),  # midnight there: the sky wave is stronger at all of them
        (648.0, 15, 27.0, "MF co-channel from sky wave"),
    ],
)
def test_a_ground_wave_disturbs_more_than_a_sky_wave_that_fades(khz, hour, ratio_db, name):
    """The ratio follows the wave by which the unwanted signal reaches the median point, not the wanted one."""
    mast = {"antenna": None, "azimuth": None, "start": hour * 60, "stop": hour * 60 + 60}
    far, near = transmission("TIN", khz, **mast), transmission("USK", khz, **mast)
    points = shared(far, near)
    wanted, unwanted = levels(far, points, hour), levels(near, points, hour)
    assert (np.median(unwanted.sky_share) > 0.5) == (ratio_db == 27.0)
    found = judged(far, near)
    assert (found.a.protection.co_channel.name, found.a.protection.co_channel.value) == (name, ratio_db)
    assert found.a.margin_db == pytest.approx(np.median(wanted.level_db - unwanted.level_db) - ratio_db, abs=1e-3)
    assert found.b.protection.co_channel.name == "MF co-channel from sky wave", "Tinian is 3,000 km away"


def test_drm_has_the_tables_of_resolution_543():
    found = judged(transmission(mode="DRM"), transmission("TIN"))
    assert found.a.protection.co_channel.name == "DRM from AM"
    assert found.b.protection.co_channel.name == "AM from DRM"


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ({"site": None}, ("site",)),
        ({"kw": None}, ("power",)),
        ({"target": "99"}, ("target",)),
    ],
)
def test_what_cannot_be_judged_is_none_and_says_why(change, missing):
    values = {key: value for key, value in change.items() if value is not None}
    b = transmission("TIN", **values)
    if change.get("site", "") is None:
        b = b.changed(site=None)
    if "kw" in change:
        b = b.changed(power_kw=None)
    found = judged(transmission(), b)
    assert (found.a, found.b, found.missing) == (None, None, missing)
    assert worst_of(found) is None


def test_an_assumed_antenna_is_marked():
    assert not judged(transmission(), transmission("TIN")).assumed
    assert judged(transmission(), transmission("TIN", antenna=None)).assumed
