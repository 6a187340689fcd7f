"""Conflicts that monitors heard and logged, and neighbours that were none.

Sources: listeners' logs of 2007-2009 named above each case (hiroshi.mediacat-blog.jp, mt-shortwave.blogspot.com).
Times are UTC. Where a log gives no end, the programme's usual slot is taken and said so.
"""

from datetime import date

from bcastplan.airtime import build
from bcastplan.conflicts import Kind, PairOptions, PairResult, Resource, RowSide, frequency_pairs, resource_conflicts
from bcastplan.conflicts.words import Wording
from bcastplan.model.plan import InventorySite, Transmitter
from bcastplan.model.season import Window
from bcastplan.model.transmission import Origin, Transmission

KOREA = "44NE"


def on(day: date, service: str, frequency: str, time: str, **keys: str) -> Transmission:
    """One transmission as it was heard on one date."""
    window = Window(day, day)
    written = {"target": KOREA} | keys
    return Transmission(
        service=service, frequency=frequency, time=time, window=window, origin=Origin("log.yaml"), **written
    )


def pairs(*rows: Transmission, **options: bool) -> PairResult:
    numbered = [row.changed(origin=Origin("log.yaml", line)) for line, row in enumerate(rows, 1)]
    return frequency_pairs(build(numbered), [RowSide.of(row) for row in numbered], PairOptions(**options))


def who(found: PairResult) -> set[tuple[str, str, str]]:
    return {(pair.kind.value, *sorted((pair.a.service, pair.b.service))) for pair in found}


def test_9965_and_9970_on_17_november_2008():
    """Nippon no Kaze from Palau until 1556 and Radio Free Chosun from 1545: splash was reported (d2008-11_4)."""
    day = date(2008, 11, 17)
    nippon = on(day, "Nippon no Kaze", "9965", "1530-1556", site="PAL")
    chosun = on(day, "Radio Free Chosun", "9970", "1545-1615", site="ERV")
    (pair,) = pairs(nippon, chosun)
    assert (pair.kind, pair.separation_khz, pair.severity) == (Kind.ADJACENT, 5, "warning")
    assert (pair.overlap_minutes, pair.dates, pair.first) == (11, 1, day)
    assert pair.shared_test_points == 5
    assert Wording(build([nippon, chosun])).overlap(0, 1) == ["Mon 1545-1556, 17 Nov"]


def test_9455_twice_from_taiwan_on_1_november_2008():
    """Furusato no Kaze after North Korea Reform Radio, and Family Radio Vietnamese on top of it (d2008-11-01).

    The log gives Family Radio no times; 1300-1400 is taken.
    """
    day = date(2008, 11, 1)
    reform = on(day, "North Korea Reform Radio", "9455", "1300-1330", site="TWN", manager="RTI")
    furusato = on(day, "Furusato no Kaze", "9455", "1333-1357", site="TWN", manager="RTI")
    family = on(day, "Family Radio", "9455", "1300-1400", site="TWN", manager="YFR", target="49", language="Vie")
    assert who(pairs(reform, furusato)) == set(), "three minutes apart"
    assert who(pairs(reform, furusato, family)) == set(), "zones 44 and 49 have no test point in common"
    heard = pairs(reform, furusato, family, all_areas=True)
    assert who(heard) == {
        ("co-channel", "Family Radio", "North Korea Reform Radio"),
        ("co-channel", "Family Radio", "Furusato no Kaze"),
    }
    assert {pair.overlap_minutes for pair in heard} == {30, 24}
    assert all(pair.severity == "error" and pair.shared_test_points == 0 for pair in heard)


def test_9585_and_9590_on_14_july_2008():
    """KTWR until 1329, Furusato 1333-1358, Family Radio from 1400 on 9585, Radio Australia on 9590 (d2008-07-14).

    Radio Australia's and Family Radio's hours are not in the log; 1300-1400 and 1400-1500 are taken.
    """
    day = date(2008, 7, 14)
    ktwr = on(day, "KTWR", "9585", "1300-1329", target="44")
    furusato = on(day, "Furusato no Kaze", "9585", "1333-1358")
    family = on(day, "Family Radio", "9585", "1400-1500", target="49")
    australia = on(day, "Radio Australia", "9590", "1300-1400", target="44,45")
    assert who(pairs(ktwr, furusato, family, australia)) == {
        ("adjacent", "KTWR", "Radio Australia"),
        ("adjacent", "Furusato no Kaze", "Radio Australia"),
    }


def test_648_khz_shared_in_march_2008():
    """The Voice of Russia kept the hour from 1200 on 648 kHz, so VOA used 1350 kHz then (e19129)."""
    day = date(2008, 3, 2)
    russia = on(day, "Voice of Russia", "648", "1200-1300", site="USK", transmitter="USK-1")
    moved = on(day, "VOA Korean", "1350", "1200-1300", site="ERV", target=KOREA)
    voa = on(day, "VOA Korean", "648", "1300-1500", site="USK", transmitter="USK-1")
    assert who(pairs(russia, moved, voa)) == set()
    assert resources(russia, moved, voa) == []
    wished = on(day, "VOA Korean", "648", "1200-1500", site="USK", transmitter="USK-1")
    (pair,) = pairs(russia, wished)
    assert (pair.kind, pair.overlap_minutes, pair.severity) == (Kind.CO_CHANNEL, 60, "error")
    (booked,) = resources(russia, wished)
    assert (booked.kind, booked.transmitter, booked.overlap_minutes) == (Kind.TRANSMITTER, "USK-1", 60)


def test_1188_khz_handed_over_at_1500():
    """VOA until 1500, Radio Free Asia from then on, one transmitter, one frequency (Aoki list, B18)."""
    day = date(2018, 11, 1)
    voa = on(day, "VOA Korean", "1188", "1100-1500", site="SEO", transmitter="SEO-1")
    rfa = on(day, "RFA Korean", "1188", "1500-1900", site="SEO", transmitter="SEO-1")
    assert who(pairs(voa, rfa)) == set()
    assert resources(voa, rfa) == []


def test_9485_khz_back_to_back_in_april_2007():
    """Shiokaze until 1330 and Radio Free Chosun from 1330, one channel, never together (mt-shortwave, 3 April 2007)."""
    day = date(2007, 4, 3)
    shiokaze = on(day, "Shiokaze", "9485", "1300-1330", site="TWN")
    chosun = on(day, "Radio Free Chosun", "9485", "1330-1400", site="TWN")
    assert who(pairs(shiokaze, chosun, all_areas=True)) == set()


def test_9800_khz_back_to_back():
    """VOA and Nippon no Kaze followed each other on 9800 kHz; the handover at 1530 is taken."""
    day = date(2009, 5, 20)
    voa = on(day, "VOA Korean", "9800", "1430-1530")
    nippon = on(day, "Nippon no Kaze", "9800", "1530-1556")
    assert who(pairs(voa, nippon, all_areas=True)) == set()


def resources(*rows: Transmission) -> list[Resource]:
    inventory = InventorySite(transmitters=(Transmitter(id="USK-1", retune_minutes=10), Transmitter(id="SEO-1")))
    sides = [RowSide.of(row) for row in rows]
    return resource_conflicts(build(rows), sides, {"": {"USK": inventory, "SEO": inventory}})
