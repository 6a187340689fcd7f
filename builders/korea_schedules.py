"""Write schedules/dprk-b06 to dprk-b09 from a CSV of monitored schedules for listeners in North Korea.

Columns: season, as_of, station, language, kHz, start_utc, stop_utc, days_1sun, site, source, note. A row becomes a
transmission with what it says and nothing more: a country is no site, a row without a frequency stays out.
"""

import argparse
import csv
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bcastplan.document.scalars import scalar_text
from bcastplan.model.clock import clock_stop
from bcastplan.model.days import format_days
from bcastplan.model.frequency import format_khz
from bcastplan.model.season import parse_season

FOLDER = Path(__file__).resolve().parents[1] / "schedules"
MODELINE = "# yaml-language-server: $schema=../../schema"
WIDTH = 118

LANGUAGES = {
    "Korean": "Kor",
    "Japanese": "Jpn",
    "English": "Eng",
    "Kor": "Kor",
    "Jpn": "Jpn",
    "Eng": "Eng",
    "Chi": "Chn",
}
# HFCC's site table has these codes as they stand in the rows, J-YAM being Aoki's way to write the last one.
SITES = {code: code for code in ("DB", "DRW", "ERV", "TAC", "WER", "YAM")} | {"J-YAM": "YAM"}
# Named stations: KWHR stands at Naalehu (HFCC: WHR); HLAZ is no HFCC site, EiBi's list places it (KOR, j).
NAMED_SITES = {
    "KWHR Hawaii": "WHR",
    "HLAZ Jeju": "{name: Jeju, latitude: 33.4833, longitude: 126.3833}",
}
COUNTRIES = {"TWN": "Taiwan", "PLW": "Palau", "KOR": "South Korea", "RUS": "Russia", "MNG": "Mongolia"}
STATION_CODES = {"VOA": "VOA", "RFA": "RFA"}
SERVICES = {"VOA": "VOA Korean", "RFA": "RFA Korean"}
ID_STARTS = {
    "VOA": "voa", "RFA": "rfa", "Furusato no Kaze": "furusato", "Nippon no Kaze": "nippon", "Shiokaze": "shiokaze",
    "Free North Korea Radio": "fnk", "Open Radio for North Korea": "ornk", "Radio Free Chosun": "rfc",
    "CMI Voice of Wilderness": "wilderness", "North Korea Reform Radio": "nkrr", "Voice of Freedom": "freedom",
    "Free North Korea Radio / Open Radio (attribution disputed)": "fnk-ornk",
}  # fmt: skip


@dataclass(frozen=True)
class File:
    """One schedule file and the rows that go into it."""

    folder: str
    name: str
    season: str
    stations: tuple[str, ...] | None
    observed: tuple[str, ...]
    heading: str

    def rows(self, rows: Iterable[dict[str, str]]) -> list[dict[str, str]]:
        """The rows of the CSV it takes, station by station."""
        taken = [
            row
            for row in rows
            if row["season"] == self.season
            and row["as_of"] in self.observed
            and (row["station"] in self.stations if self.stations else row["station"] not in STATION_CODES)
            and re.fullmatch(r"[0-9.]+", row["kHz"])
        ]
        stations = list(dict.fromkeys(row["station"] for row in taken))
        return sorted(taken, key=lambda row: stations.index(row["station"]))


B06, B07, B09 = ("2006-12-09",), ("2008-03-02",), ("2009-11-16",)
FILES = (
    File("dprk-b06", "voa.yaml", "B06", ("VOA",), B06, "Voice of America in Korean as listed on 9 December 2006."),
    File("dprk-b06", "rfa.yaml", "B06", ("RFA",), B06, "Radio Free Asia in Korean as listed on 9 December 2006."),
    File("dprk-b07", "voa.yaml", "B07", ("VOA",), B07, "Voice of America in Korean as monitored on 2 March 2008."),
    File("dprk-b07", "rfa.yaml", "B07", ("RFA",), B07, "Radio Free Asia in Korean as monitored on 2 March 2008."),
    File(
        "dprk-b07", "independents.yaml", "B07", None, ("2008-02-04", "2008-03-10", "2008-03-12"),
        "Independent broadcasters to North Korea, each from the date it was observed.",
    ),
    File(
        "dprk-b08", "independents.yaml", "B08", None, ("2008-11-01", "2008-11-17"),
        "Independent broadcasters to North Korea, each from the date it was observed.",
    ),
    File(
        "dprk-b09", "independents.yaml", "B09", None, B09,
        "Independent broadcasters to North Korea as listed on 16 November 2009.",
    ),
)  # fmt: skip
PLANS = {
    "dprk-b06": ("Broadcasts to North Korea, winter 2006/07", True),
    "dprk-b07": ("Broadcasts to North Korea, winter 2007/08", True),
    "dprk-b08": ("Independent broadcasts to North Korea, winter 2008/09", False),
    "dprk-b09": ("Independent broadcasts to North Korea, winter 2009/10", False),
}
LISTENERS = """\
# For whom the services are: the people in the towns of North Korea.
listeners:
  dprk: {administration: KRE}
# Predictions alone take this for true, and say so. Later lists have these sites on the same channels; that they held in
# the winter of %s is inferred, and of other channels nothing is known.
assume:
"""
MEDIUM_WAVE = """\
  - frequency: 648
    site: {name: Razdolnoye (Ussuriysk), latitude: 43.5333, longitude: 131.95}
    why: "the row says Russia; EiBi's list of A12 has the channel there"
  - frequency: 1350
    site: {name: Choibalsan, latitude: 48.0, longitude: 114.45}
    azimuth: 150
    why: "the row says Mongolia; EiBi's list of A12 has the channel there, Aoki's of B18 the beam"
"""
SHORTWAVE = """\
  - {frequency: 6060, site: UDO, why: EiBi's list of A12 has the channel there}
  - {frequency: 7210, site: IRK, why: EiBi's list of A12 has the channel there}
  - frequency: 7460
    site: {name: Ulaanbaatar-Khonkhor, latitude: 47.9167, longitude: 107.0}
    why: EiBi's list of A12 has the channel in Mongolia
  - frequency: 9385
    site: TIN
    power: 250
    azimuth: 325
    why: "EiBi's list of A12 has the channel there, Aoki's of B18 VOA with 250 kW at 325°"
"""
INDEPENDENT = """\
  - frequency: 9780
    site: {name: Paochung, latitude: 23.7167, longitude: 120.3}
    power: 300
    azimuth: 352
    why: "the row says Taiwan; Aoki's list of B18 has the service there with 300 kW at 352°"
  - {band: MW, power: 500, why: "a default: Choibalsan has it in Aoki's list of B18"}
"""
POWER_AND_TARGET = """\
  - {power: 250, why: "a default: the relays of VOA have it in Aoki's list of B18"}
  - {target: 44NE, why: North Korea was the target of every row}
"""
PREDICTED = {
    "dprk-b06": LISTENERS % "2006/07" + SHORTWAVE + POWER_AND_TARGET,
    "dprk-b07": LISTENERS % "2007/08" + MEDIUM_WAVE + SHORTWAVE + INDEPENDENT + POWER_AND_TARGET,
}
"""Plans whose coverage is to be predicted -> for whom, and what is assumed of their rows."""
LEFT_OUT = {
    "SIT002": "the monitors who listed these rows rarely name a site",
    "SIT004": "nor the power and the antenna",
    "TGT004": "nor the target, which was North Korea in every row",
    "FRQ001": "heard there: stations to Korea work beside the bands on purpose",
}
"""Rule that a plan leaves out -> the reason, which stands beside it."""


def days_of(digits: str) -> str:
    """Words for days counted from Sunday as 1."""
    words = format_days(sum(1 << (int(digit) - 2) % 7 for digit in digits))
    return f"[{words.replace(',', ', ')}]" if "," in words else words


def languages_of(text: str) -> list[str]:
    """HFCC codes of a list such as ``Jpn/Kor/Eng/Chi``."""
    return [LANGUAGES[word] for word in text.split("/")]


def site_and_words(row: dict[str, str]) -> tuple[str | None, str | None]:
    """The site where the row names one, and else what it says of the country."""
    text = row["site"].strip()
    if text in SITES:
        return SITES[text], None
    if text in NAMED_SITES:
        return NAMED_SITES[text], text
    of_one = re.match(r"([0-9.]+)=([A-Z]{3})", text)
    if of_one:
        return None, f"from {COUNTRIES[of_one[2]]}" if of_one[1] == row["kHz"] else None
    if text.endswith("?") and text[:-1] in SITES:
        return None, f"site perhaps {text[:-1]}"
    country = re.match(r"[A-Z]{3}", text)
    return None, f"from {COUNTRIES[country[0]]}" if country else None


def transmission(row: dict[str, str], file_first: str, shared: dict[str, str], identifiers: set[str]) -> str:
    """One item of the list, on as few lines as fit."""
    site, words = site_and_words(row)
    start, stop = row["start_utc"], clock_stop(int(row["stop_utc"][:2]) * 60 + int(row["stop_utc"][2:]))
    service = SERVICES.get(row["station"], row["station"])
    languages = languages_of(row["language"])
    notes = "; ".join(part for part in (words, row["note"]) if part and part != shared.get("note"))
    identifier = f"{ID_STARTS[row['station']]}-{format_khz(float(row['kHz']))}-{start}"
    if identifier in identifiers:
        raise ValueError(f"the id {identifier} is taken")
    identifiers.add(identifier)
    keys = {
        "id": identifier,
        "service": scalar_text(service),
        "frequency": format_khz(float(row["kHz"])),
        "time": f"{start}-{stop}",
        "days": days_of(row["days_1sun"]),
        "from": row["as_of"] if row["as_of"] != file_first else "",
        "language": languages[0] if len(languages) == 1 else f"[{', '.join(languages)}]",
        "site": site or "",
        "note": scalar_text(notes) if notes else "",
    }
    defaults = {"days": "daily", **shared}
    pieces = [f"{key}: {value}" for key, value in keys.items() if value and value != defaults.get(key)]
    line = "  - {" + ", ".join(pieces) + "}"
    if len(line) <= WIDTH:
        return line
    return "  - " + "\n    ".join(pieces)


def text_of(file: File, rows: list[dict[str, str]]) -> str:
    """The whole text of a schedule file."""
    first = min(row["as_of"] for row in rows)
    last = parse_season(file.season).last_day
    stations = list(dict.fromkeys(row["station"] for row in rows))
    sources = list(dict.fromkeys(source for row in rows for source in row["source"].split(" ; ")))
    lines = [f"{MODELINE}/schedule-1.json", f"# {file.heading}"]
    lines += [f"# Source: {source}" for source in sources]
    shared = {}
    notes = {row["note"] for row in rows}
    remark = notes.pop() if len(notes) == 1 else ""
    if remark:
        lines.append(f"# Remark of the source on every row: {remark}")
        shared["note"] = remark
    lines.append("bcastplan: 1")
    if len(stations) == 1:
        shared["service"] = scalar_text(SERVICES.get(stations[0], stations[0]))
        lines.append(f"service: {shared['service']}")
    lines += [f"from: {first}", f"until: {last}"]
    lines += ["listeners: dprk"] if file.folder in PREDICTED else []
    defaults = {}
    if len(stations) == 1 and stations[0] in STATION_CODES:
        defaults["broadcaster"] = STATION_CODES[stations[0]]
    defaults["language"] = "Kor"
    shared["language"] = "Kor"
    lines += ["defaults:", *(f"  {key}: {value}" for key, value in defaults.items()), "transmissions:"]
    identifiers: set[str] = set()
    station = None
    for row in rows:
        if len(stations) > 1 and row["station"] != station:
            station = row["station"]
            lines.append(f"  # {station}")
        lines.append(transmission(row, first, shared, identifiers))
    return "\n".join(lines) + "\n"


def plan_text(folder: str) -> str:
    """The text of a plan file."""
    name, has_rfa = PLANS[folder]
    lines = [
        f"{MODELINE}/plan-1.json",
        "bcastplan: 1",
        f"plan: {scalar_text(name)}",
        "region: 3                  # where the listeners are; most rows name no site",
    ]
    if has_rfa:
        lines += ["codes:", "  broadcasters: {RFA: Radio Free Asia}"]
        lines += ["fiscal_year_starts: 10      # that of VOA and RFA, as of the United States"]
    left_out = [code for code in LEFT_OUT if code != "SIT004" or folder != "dprk-b06"]  # no row of B06 names a site
    lines += ["rules:", "  ignore:", *(f"    - {code}   # {LEFT_OUT[code]}" for code in left_out)]
    return "\n".join(lines) + "\n" + PREDICTED.get(folder, "")


def all_texts(table: Path) -> dict[Path, str]:
    """Every file with its text."""
    with table.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    texts = {FOLDER / folder / "bcastplan.yaml": plan_text(folder) for folder in PLANS}
    for file in FILES:
        texts[FOLDER / file.folder / file.name] = text_of(file, file.rows(rows))
    return texts


def main() -> int:
    """Write or check the files; 1 when one is out of date."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("csv", type=Path, help="korea_2006_2010.csv")
    parser.add_argument("--check", action="store_true", help="write nothing, exit 1 when a file is out of date")
    arguments = parser.parse_args()
    stale = 0
    for path, text in all_texts(arguments.csv).items():
        if arguments.check:
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                print(f"{path.relative_to(FOLDER)} is out of date", file=sys.stderr)
                stale = 1
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return stale


if __name__ == "__main__":
    sys.exit(main())
