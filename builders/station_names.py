"""Builds station_names.csv: the names under which EiBi and Aoki list the stations of HFCC broadcasters.

The pairs of code and name are chosen by hand. For each the builder counts how many pairs of rows of the two lists
agree: same frequency, sites within 50 km, a language in common, and the list's row inside the time of HFCC's. A name
without such rows is the station's own name, or one under which the code was used before.

Run: python builders/station_names.py A26allx2.zip sked-a26.csv
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from pathlib import Path

from common import ship

from bcastplan.exchange.places import distance_km
from bcastplan.model.clock import MINUTES_PER_DAY, ClockTime
from bcastplan.model.transmission import Transmission
from bcastplan.reference import language_as_whole
from bcastplan.reference.directory import Directory
from bcastplan.reference.station_names import station_form
from bcastplan.workspace.opening.schedule_files import read

NAMES = {
    "AGM": ("Voice of America", "VoA Radio Ashna", "Radio Free Asia", "Radio Farda", "Radio Marti", "Radio Liberty"),
    "IBB": ("Voice of America", "VoA Radio Ashna", "Radio Free Asia", "Radio Farda", "Radio Marti", "Radio Liberty"),
    "VOA": ("Voice of America", "VoA Radio Ashna"),
    "RFA": ("Radio Free Asia",),
    "AIR": ("AIR Akashvani Ext.Sce", "All India Radio"),
    "AWR": ("Adventist World Radio",),
    "SDA": ("Adventist World Radio",),
    "BBC": ("BBC", "BBC World Service"),
    "BCQ": ("WBCQ The Planet",),
    "CNR": (
        "China National Radio", "CNR 2 China Business R.", "CNR5 Cross-Strait Radio", "CNR 7 Greater Bay Area", "CNR1",
        "Xizang RTV", "PBS Xinjiang", "PBS Qinghai", "PBS Hulun Buir", "Beibu Bay Radio", "Yunnan Radio Int.",
        "Sichuan Ethnic Radio",
    ),
    "CRI": ("China Radio Int.", "CRI"),
    "ERU": ("Radio Cairo",),
    "FEC": ("FEBC Manila", "FEBC Radio Liangyou"),
    "HBN": ("Hope Radio",),
    "HCA": ("Reach Beyond Australia", "HCJB R.Akhbar Mufriha"),
    "IBR": ("IBRA Radio", "IBRA Radio Sama", "IBRA Radio Ibrahim"),
    "INB": ("WINB",),
    "IRB": ("IRIB Voice of I.R.Iran",),
    "KBS": ("KBS World Radio", "KBS Hanminjok"),
    "KCB": ("Voice of Korea", "KCBS Pyongyang", "Voice of Korea KCBS"),
    "MLK": ("WMLK Bethel, PA",),
    "MRT": ("Voice of Mongolia",),
    "MWV": ("MWV Radio Feda", "MWV African Pathways R.", "MWV New Life Station", "MWV The Light of Life"),
    "NHK": ("NHK Radio Japan", "NHK World Radio Japan"),
    "NLS": ("KNLS New Life Station",),
    "NSB": ("Radio Nikkei",),
    "PBS": ("Radyo Pilipinas",),
    "REE": ("Radio Exterior España",),
    "RFI": ("Radio France Int.",),
    "RMI": ("WRMI Radio Miami Int.",),
    "RNO": ("WRNO New Orleans",),
    "RNZ": ("RNZ Pacific",),
    "RRI": ("Voice of Indonesia",),
    "RRO": ("Radio Romania Int.", "Radio Romania"),
    "TRT": ("Voice of Turkey",),
    "TWR": ("Trans World Radio",),
    "TWW": ("WTWW Lebanon, TN",),
    "VAT": ("Radio Vaticana",),
    "VBT": ("Radio Vanuatu",),
    "WCR": ("WWCR 2 Nashville, TN", "WWCR 3 Nashville, TN", "WWCR 4 Nashville, TN"),
    "BIX": ("funklust",),
    "C29": ("Channel 292",),
    "DWD": ("DWD Pinneberg",),
    "ENC": ("Nippon no Kaze", "Furusato no Kaze", "Follow the Bible Min.", "Radio Ndarason Int."),
    "EUR": ("Radio Europa",),
    "EWN": ("WEWN EWTN Catholic R.",),
    "HCJ": ("HCJB Voice of Andes",),
    "JHR": ("WJHR Milton, FL (USB)",),
    "JIC": ("Shiokaze",),
    "OMR": ("SunDance Radio",),
    "RKW": ("Radio Kuwait",),
    "ST2": ("Radio SE-TA2",),
    "SWR": ("Shortwave Radio Gold",),
    "TDA": ("Ifrikya FM",),
}  # fmt: skip
SAME_SITE_KM = 50.0


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("hfcc", type=Path)
    parser.add_argument("eibi", type=Path)
    parser.add_argument("--output", type=Path, default=Path("src/bcastplan/reference/data"))
    options = parser.parse_args()
    registered, listed = _rows(options.hfcc), _rows(options.eibi)
    agreeing = count_agreeing(registered, listed)
    rows = [[code, name, str(agreeing[code, station_form(name)])] for code, names in NAMES.items() for name in names]
    ship(
        options.output,
        "station_names",
        ("code", "name", "rows_that_agree"),
        rows,
        source=f"names chosen by hand; rows counted in {options.hfcc.name} (www.hfcc.org) and {options.eibi.name} "
        "(www.eibispace.de)",
        licence="facts counted in public lists; EiBi's may be copied and used free of charge, HFCC states no licence",
        date="summer season 2026 (A26)",
        script="station_names.py",
        notes=("rows_that_agree: pairs of rows with one frequency, site and language, the list's inside HFCC's time",),
    )


def _rows(path: Path) -> list[Transmission]:
    schedules = read(str(path)).schedules
    return [row for schedule in schedules for row in schedule.transmissions if row.counts]


def count_agreeing(registered: list[Transmission], listed: list[Transmission]) -> Counter[tuple[str, str]]:
    """Broadcaster code and form of a station's name -> pairs of rows that agree."""
    directory = Directory()
    by_frequency: dict[float, list[Transmission]] = defaultdict(list)
    for row in listed:
        by_frequency[row.frequency_khz].append(row)
    counts: Counter[tuple[str, str]] = Counter()
    for row in registered:
        here = directory.location(row.site)
        spoken = set(map(language_as_whole, row.language))
        for other in by_frequency[row.frequency_khz]:
            there = directory.location(other.site)
            if here is None or there is None or not spoken & set(map(language_as_whole, other.language)):
                continue
            km = distance_km(here.latitude, here.longitude, there.latitude, there.longitude)
            if km <= SAME_SITE_KM and _lies_inside(other.time, row.time):
                counts[row.broadcaster or "", station_form(other.service)] += 1
    return counts


def _lies_inside(inner: ClockTime, outer: ClockTime) -> bool:
    starts = (inner.start_minute - outer.start_minute) % MINUTES_PER_DAY
    return starts + inner.minutes <= outer.minutes


if __name__ == "__main__":
    main()
