"""Write schedules/dprk-a26/ from HFCC's and EiBi's lists of A26: what is aimed at North Korea, registered or heard.

Facts are taken over, no row of the sources: frequencies, times, days, dates, sites, powers and the month last heard.
Run with the folder that holds ``hfcc/A26allx2.zip`` and ``eibi/sked-a26.csv``; ``--check`` only says what would change.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from bcastplan.exchange.archive import read_input
from bcastplan.exchange.eibi.eibi_reader import read_eibi
from bcastplan.exchange.eibi.eibi_rows import HEARD_KEY
from bcastplan.exchange.hfcc.hfcc_reader import read_hfcc
from bcastplan.exchange.places import distance_km
from bcastplan.exchange.schedule_text import schedule_yaml
from bcastplan.model.clock import clock
from bcastplan.model.frequency import format_khz
from bcastplan.model.sites import InlineSite
from bcastplan.model.transmission import Transmission
from bcastplan.reference import site, target_points
from bcastplan.reference.directory import Directory
from bcastplan.workspace.inspection.rule_check import check_paths
from bcastplan.workspace.lists.list_import import slug
from bcastplan.workspace.lists.row_matches import Traits, matches

ROOT = Path(__file__).resolve().parents[1]
FOLDER = "schedules/dprk-a26"
TARGET = "44NE"
MEDIUM_WAVE_BELOW_KHZ = 1800  # HFCC registers shortwave only
NEAR_SITE_KM = 20.0
HEARD = "heard-"
"""How the files of services begin that only EiBi lists."""

SERVICES = {
    "AGM": "Voice of America, Korean",
    "BBC": "BBC Korean",
    "CNR": "China National Radio, Korean",
    "CRI": "China Radio International, Korean",
    "HCA": "Reach Beyond, Korean",
    "KBS": "KBS Korean",
    "NHK": "NHK World Radio Japan, Korean",
    "NLS": "KNLS, Korean",
    "SDA": "Adventist World Radio, Korean",
    "TWR": "Trans World Radio, Korean",
}
"""Broadcaster in HFCC's list -> what its service is called here."""

ENCOMPASS = "ENC"
ABDUCTEES = {"Kor": "Nippon no Kaze", "Jpn": "Furusato no Kaze"}
"""The services of the Japanese government that Encompass (ENC) registers for 44NE, by language."""

OWN_STATIONS = "KRE"
"""North Korea's own stations are no broadcasts to it."""
NOT_BROADCASTS = ("Seoul Meteo",)
SHIOKAZE = "Shiokaze"
SITES = {"TAC": "Tashkent", "YAM": "Yamata", "PHT": "Tinang", "TAI": "Danshui"}
"""HFCC site -> how the name of the same site begins in EiBi's list."""

LISTENERS = "dprk"
FOR_NORTH_KOREA = frozenset({
    "BBC Korean", "CMI Voice of Wilderness", "Free North Korea Radio", "Furusato no Kaze", "KBS Hanminjok",
    "New Korea Hope Bcing", "Nippon no Kaze", "North Korea Reform R.", "RBS V.o.Korean Revival", "Radio Free Asia",
    "Shiokaze", "Unification Media Group", "Voice of America, Korean", "Voice of Martyrs",
})  # fmt: skip
"""Services for people in North Korea by what they call themselves; those for Koreans everywhere keep their target."""

MODELINE = "# yaml-language-server: $schema=../../schema/{}-1.json\n"
PLAN = """\
bcastplan: 1
plan: Broadcasts to North Korea, summer 2026
region: 3                  # for rows whose site the list does not name

# What the stations have is not public. Transmitters are as many, and as strong, as the rows of A26 need at a time;
# retuning times are assumed.
sites:
  PHT:
    transmitters:
      - {id: PHT-1, power: 250, frequencies: [5900-21850], retune: 10}
      - {id: PHT-2, power: 250, frequencies: [5900-21850], retune: 10}
  YAM:
    transmitters:
      - {id: YAM-1, power: 300, frequencies: [5900-17900], retune: 5}
      - {id: YAM-2, power: 300, frequencies: [5900-17900], retune: 5}
      - {id: YAM-3, power: 300, frequencies: [5900-17900], retune: 5}

# Invented prices, to show how hours become money: what matches first applies.
rates:
  currency: USD
  efficiency: 0.65
  items:
    - {site: PHT, per_hour: 40.00}
    - {band: MW, per_hour: 55.00}
    - {power: 1-1000, per_hour: 30.00, per_kwh: 0.09}
    - {per_hour: 35.00}                # where a list does not say the power
fiscal_year_starts: 10

monitoring: ["logs/*.csv"]   # synthetic: nobody heard any of it

rules:
  ignore:
    - FRQ001   # registered or heard there: stations to Korea work beside the bands on purpose
    - CON103   # two steps apart, as the lists have them; `bcastplan conflicts` lists these pairs
  files:
    "heard-*.yaml":
      ignore:
        - SIT002   # a list of what is heard does not always name a site
        - SIT004   # and never power and antenna
    bbc-korean.yaml:
      ignore:
        - SIT007   # registered with one design frequency for all antennas of its sites
    voice-of-america-korean.yaml:
      ignore:
        - SIT007   # likewise: 17865 kHz, with the design frequency of the lower bands

# The people in the towns of North Korea, for whom services name them.
listeners:
  dprk: {administration: KRE}

# EiBi does not say the power. What is assumed for predictions is what is registered, or was listed before, at the site.
assume:
  - at: TAC
    power: 100
    azimuth: 76
    why: "Aoki's list of B18 has NKRR, FNK and Voice of Martyrs from Tashkent with 100 kW at 76°"
  - {at: YAM, power: 300, azimuth: 290, why: "Aoki's list of B18 has Shiokaze from Yamata with 300 kW at 290°"}
  - {at: PHT, power: 250, azimuth: 21, why: "HFCC's A26 has VOA in Korean from Tinang with 250 kW at 21°"}
  - {at: TAI, power: 300, azimuth: 2, why: "HFCC's A26 has Nippon no Kaze from Taipei with 300 kW at 2° on this band"}
  - at: "Paochung/Baujong (Yunlin province) PAO/BAJ"
    power: 300
    azimuth: 352
    why: "Aoki's list of B18 has Furusato no Kaze from Paochung with 300 kW at 352°"
  - {at: Jeju/Aewol HLAZ, frequency: 1566, power: 250, why: "Aoki's list of B18 has HLAZ with 250 kW"}
  - frequency: 1188
    at: Daebu-do (Ansan)
    power: 100
    why: "Aoki's list of B18 has 100 kW on 1188 kHz from Seoul; a default"

# Two services on one channel or on neighbouring ones, as the lists have them: known here, and for their managers to
# settle.
agreed:
"""


def hfcc_rows(data: Path) -> list[Transmission]:
    """All rows of HFCC's list."""
    source = read_input(str(data / "hfcc" / "A26allx2.zip"))[0]
    return list(read_hfcc(source.name, source.data)[0].transmissions)


def eibi_rows(data: Path) -> list[Transmission]:
    """The rows of EiBi's list that are on the air."""
    schedule, _ = read_eibi("sked-a26.csv", (data / "eibi" / "sked-a26.csv").read_bytes())
    return [one for one in schedule.transmissions if one.counts]


def aimed(rows: Iterable[Transmission], language: str) -> list[Transmission]:
    """The rows in a language whose target has a test point of 44NE."""
    points = target_points(TARGET)
    return [one for one in rows if language in one.language and target_points(one.target or "") & points]


def registered(rows: Sequence[Transmission]) -> dict[str, list[Transmission]]:
    """Service -> its rows in HFCC's list: Korean for 44NE, and the Japanese of Furusato no Kaze."""
    found: dict[str, list[Transmission]] = defaultdict(list)
    for one in aimed(rows, "Kor"):
        if one.broadcaster != ENCOMPASS:
            found[SERVICES[one.broadcaster or ""]].append(one)
    for language, service in ABDUCTEES.items():
        found[service] = [one for one in aimed(rows, language) if one.broadcaster == ENCOMPASS]
    return found


def heard(rows: Sequence[Transmission], listed: Sequence[Transmission]) -> dict[str, list[Transmission]]:
    """Station -> its rows in EiBi's list, for stations (and medium waves) that HFCC's list does not have."""
    korean = [one for one in aimed(rows, "Kor") if not _is_set_aside(one)]
    directory = Directory()
    pairs = matches([Traits.of(one, directory) for one in korean], [Traits.of(one, directory) for one in listed])
    matched = {korean[pair.a].service for pair in pairs}
    found: dict[str, list[Transmission]] = defaultdict(list)
    for one in korean:
        if one.service not in matched or one.frequency_khz < MEDIUM_WAVE_BELOW_KHZ:
            found[one.service].append(one)
    found[SHIOKAZE] = [one for one in rows if one.service == SHIOKAZE]
    return found


def _is_set_aside(one: Transmission) -> bool:
    home = str(one.extensions.get("x-eibi-row", "")).split(";")[3]
    return home == OWN_STATIONS or one.service == SHIOKAZE or any(word in one.service for word in NOT_BROADCASTS)


def tidied(
    service: str, rows: Iterable[Transmission], ids: set[str], pool: Sequence[Transmission]
) -> list[Transmission]:
    """Rows under a name a planner can use, with sites by their code and nothing of the source but what is known."""
    made = []
    for one in sorted(rows, key=lambda row: (row.frequency_khz, row.time, row.first_date, row.days)):
        start = f"{slug(service)}-{format_khz(one.frequency_khz)}-{clock(one.time.start_minute)}"
        name, number = start, 2
        while name in ids:
            name, number = f"{start}-{number}", number + 1
        ids.add(name)
        month = one.extensions.get(HEARD_KEY)
        tidy = one.changed(
            id=name,
            service=service,
            site=_site(one.site),
            listeners=LISTENERS if service in FOR_NORTH_KOREA else None,
            extensions={HEARD_KEY: month} if month else {},
        )
        made.append(_registered_alike(tidy, pool) if service == SHIOKAZE else tidy)
    return made


def _site(place: str | InlineSite | None) -> str | InlineSite | None:
    if not isinstance(place, InlineSite):
        return place
    for code, beginning in SITES.items():
        known = site(code)
        if known is not None and place.name.startswith(beginning):
            assert distance_km(place.latitude, place.longitude, known.latitude, known.longitude) < NEAR_SITE_KM
            return code
    return place


def _registered_alike(one: Transmission, pool: Sequence[Transmission]) -> Transmission:
    """What is filed of the registration on the same frequency from the same site: who files it, and with what."""
    for other in pool:
        if other.frequency_khz == one.frequency_khz and other.site == one.site:
            return one.changed(
                broadcaster=other.broadcaster,
                manager=other.manager,
                power_kw=other.power_kw,
                antenna=other.antenna,
                azimuth_deg=other.azimuth_deg,
            )
    return one


def pages(data: Path) -> dict[str, str]:
    """Path from the checkout -> content of every file of the plan."""
    hfcc = hfcc_rows(data)
    ids: set[str] = set()
    pool = [one for one in hfcc if one.broadcaster == "JIC"]
    made: dict[str, str] = {}
    services: dict[str, list[Transmission]] = {}
    for service, rows in sorted(registered(hfcc).items()):
        services[service] = tidied(service, rows, ids, pool)
        made[f"{FOLDER}/{slug(service)}.yaml"] = _schedule(
            service, services[service], ["HFCC, public A26 file of 21 July 2026: " + _requirements(services[service])]
        )
    for service, rows in sorted(heard(eibi_rows(data), hfcc).items()):
        services[service] = tidied(service, rows, ids, pool)
        lines = sorted(one.origin.line for one in services[service])
        source = ["EiBi, sked-a26.csv of July 2026, lines " + ", ".join(map(str, lines))]
        if service == SHIOKAZE:
            source.append(
                "Broadcaster, manager, power, antenna and azimuth: HFCC's registrations of JIC from Yamata, on the "
                "same frequencies."
            )
        made[f"{FOLDER}/{HEARD}{slug(service)}.yaml"] = _schedule(service, services[service], source)
    made[f"{FOLDER}/bcastplan.yaml"] = MODELINE.format("plan") + PLAN + _agreements(made)
    return made


def _requirements(rows: Sequence[Transmission]) -> str:
    return "requirements " + ", ".join(
        str(one.requirement) for one in sorted(rows, key=lambda one: one.requirement or 0)
    )


def _agreements(schedules: dict[str, str]) -> str:
    """The pairs on one channel and on neighbouring ones, each with what is known of it."""
    with TemporaryDirectory() as folder:
        for name, text in schedules.items():
            (Path(folder) / Path(name).name).write_text(text, encoding="utf-8")
        findings = check_paths([folder], select=["CON101", "CON102"]).findings
    lines = []
    for finding in findings:
        if finding.other is not None:
            names = (Path(finding.place.file).name, Path(finding.other.file).name)
            heard_of = sum(name.startswith(HEARD) for name in names)
            sources = ("both registered for A26", "one registered and one heard in A26", "both listed by EiBi")[
                heard_of
            ]
            lines.append(f"  - {{a: {finding.place.id}, b: {finding.other.id}, reason: {sources}}}\n")
    return "".join(sorted(lines))


def _wrapped(text: str, width: int = 110) -> list[str]:
    lines, line = [], ""
    for word in text.split(" "):
        if line and len(line) + len(word) >= width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return [*lines, line]


def _schedule(service: str, rows: Sequence[Transmission], sources: Sequence[str]) -> str:
    season = rows[0].season
    assert season is not None
    comments = [
        line for source in sources for line in _wrapped(f"Source: {source}" if source is sources[0] else source)
    ]
    return MODELINE.format("schedule") + schedule_yaml(service, rows, season=season, comments=comments)


def main() -> int:
    """Write or check; 1 where a file is out of date."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder with hfcc/A26allx2.zip and eibi/sked-a26.csv")
    parser.add_argument("--check", action="store_true", help="write nothing, exit 1 when a file is out of date")
    options = parser.parse_args()
    made = pages(options.data)
    old = {path.relative_to(ROOT).as_posix() for path in (ROOT / FOLDER).glob("*.yaml")} - set(made)
    stale = [name for name, text in made.items() if not _is_current(ROOT / name, text)]
    for name in [*stale, *sorted(old)]:
        print(f"{'out of date' if options.check else 'removed' if name in old else 'written'}: {name}")
    if not options.check:
        for name in stale:
            (ROOT / name).parent.mkdir(parents=True, exist_ok=True)
            (ROOT / name).write_text(made[name], encoding="utf-8")
        for name in old:
            (ROOT / name).unlink()
    return 1 if options.check and (stale or old) else 0


def _is_current(path: Path, text: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8") == text


if __name__ == "__main__":
    sys.exit(main())
