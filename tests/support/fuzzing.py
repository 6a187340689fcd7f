"""Inputs that nobody would write, given to readers and commands in this process; run as a program of its own.

    python fuzzing.py FOLDER SEED COUNT

prints JSON: how many inputs, the slowest one in seconds of processor time, the memory the process reached, and every
input that broke a promise. The promises: no traceback, a documented exit code, 5 s, 500 MB, findings with lines.
"""

from __future__ import annotations

import gc
import io
import json
import os
import random
import resource
import shutil
import sys
import time
from collections import Counter
from pathlib import Path

CODES = (0, 1, 2, 3)
MOST_SECONDS = 5.0
MOST_BYTES = 500_000_000
HEAD = "kHz:75;Time(UTC):93;Days:59;ITU:49;Station:201;Lng:49;Target:62;Remarks:135;P:35;Start:60;Stop:60;\r\n"
SEEDS = {
    "a.yaml": """bcastplan: 1
service: VOA Korean
season: A26
defaults: {broadcaster: VOA, manager: AGM, administration: PHL, language: Kor, target: 44NE, days: daily}
transmissions:
  - {id: a, frequency: 9565, time: 1530-1630, from: 2026-06-22, until: 2026-06-26, site: PHT, power: 250, antenna: 216}
  - {frequency: 9720, time: 2330-0030, days: [Fri, Sat], except: [2026-07-03], site: PHT, repeat: FREQ=DAILY;BYDAY=SA}
  - {frequency: 648, time: 0000-2400, site: {name: X, latitude: 1.5, longitude: -2}, mode: DRM, x-a: &a [1, 2], x-b: *a}
""",
    "bcastplan.yaml": """bcastplan: 1
plan: P
codes: {sites: {USK: {name: Ussuriysk, administration: RUS, latitude: 43.54, longitude: 131.93}}}
sites: {USK: {transmitters: [{id: USK-1, power: 1000, frequencies: [531-1602], retune: 10}]}}
rates: {currency: USD, items: [{band: MW, from: 2007-10-01, per_hour: 55.00}, {per_kwh: 0.09}]}
rules: {ignore: [FRQ001], severity: {SIT002: info}, files: {"b07/*.yaml": {ignore: [SIT]}}}
agreed: [{a: x, b: y, reason: z}]
listeners: {north: {administration: KRE, places: [{name: Hyesan, latitude: 41.4, longitude: 128.18, people: 192680}]}}
assume: [{frequency: [5800-6300, 648], site: PHT, power: 500, azimuth: 21, why: w}]
jammers: [{name: P, latitude: 39.03, longitude: 125.75, power: 10, follows: ["a*"], time: 0900-2200, heard: 2026-06}]
fiscal_year_starts: 10
""",
    "sked-a26.csv": HEAD + "9565;1530-1630;Mo-Fr;USA;Voice;KO;KRE;/PHT;1;2903;2510\r\n"
    "7345;0000-2400;1.Sa;ROU;Radio;E,F;Eu;t;1;;[0726]\r\n",
    "A26.txt": "; A26 ALL\r\n"
    " 9565 1530 1630 44NE                           PHT  250   21   0 216 1234567 290326 251026 D  9600 Kor PHL "
    "VOA AGM  1234\r\n",
    "bia26.txt": "kHz Time(UTC)\r\n"
    " 9565 Voice of America                1530-1630 1234567  Korean              250    21 "
    "Tinang                 PHL 1521N12037E      a26\r\n",
    "table.csv": "frequency,time,days,service,site,target,power\n9565,1530-1630,Mon-Fri,Voice,PHT,44NE,250\n",
    "circuits.csv": "tx_lat,tx_lon,rx_lat,rx_lon,year,month,ssn,hour_utc,freq_mhz,power_kw,antenna,azimuth\n"
    "15.35,120.62,39.03,125.75,2026,7,64,15.5,9.565,250,216,21\n13.4,144.8,39.03,125.75,2026,7,,15.5,0.648,1000,,\n",
    "log.csv": "time,frequency,place,service,sinpo,status,observer,remark\n"
    '2026-06-23T15:37Z,9565,"Seoul, KOR",Voice,53455,,listener 1,\n2026-06-24T23:40Z,9720,Seoul,,,off,,late\n',
}
WORDS = (
    "\x00", "\x1b[31m", "\x9b", "\ufeff", "\u202e", "é", "東", "\r", "\r\n", "\n\n\n", "&a ", "*a", "<<: ", "!!int ",
    "---\n", "%", "[" * 40, "{" * 40, "-" * 80, "1" * 400, "9e999", "nan", "-0", "2400-2400", "0000-0000", "25:61",
    "2026-02-30", "9999-12-31", "0001-01-01", "FREQ=DAILY;INTERVAL=99999", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
    "<!-- -->", "<html>", "=cmd()", "../../x", "44NE,99,1-85", "Mon-Mon", "transmissions:", "defaults:",
    "season: B26\n", "repeat:", "PK\x03\x04",
)  # fmt: skip
COMMANDS = (
    ("check",), ("check", "--format", "json"), ("check", "--format", "sarif"), ("hours",), ("hours", "--per", "month"),
    ("conflicts",), ("conflicts", "--all-areas", "--format", "json"), ("export", "hfcc"), ("export", "eibi"),
    ("export", "csv"), ("export", "ics"), ("format", "--check"),
)  # fmt: skip
"""Commands that end with the input."""
ONE_MONTH = ("--date", "2026-07-15", "--jobs", "1", "--no-cache")
PREDICTIONS = (
    ("coverage",), ("coverage", "--interference", "--format", "json"), ("coverage", "--format", "csv"),
    ("compat",), ("compat", "--format", "json"), ("suggest", "--band", "31m", "--count", "2"),
)  # fmt: skip
"""Commands that predict, for one month in this process, so that an input takes a fraction of a second."""
MOST_BYTES_TO_PREDICT = 3_000
"""A longer input has hundreds of rows that are alike; what each costs is known from a few."""
IMPORTS = {"sked-a26.csv": "eibi", "A26.txt": "hfcc", "bia26.txt": "aoki", "table.csv": "csv"}


def mutant(random_one: random.Random) -> tuple[str, bytes]:
    """A file name and contents: a sound file that was cut, doubled, spliced and littered one to six times."""
    name = random_one.choice(list(SEEDS))
    data = bytearray(SEEDS[name].encode())
    for _ in range(random_one.randint(1, 6)):
        at, end = sorted(random_one.randrange(len(data) + 1) for _ in range(2))
        match random_one.randrange(7):
            case 0 if at < len(data):
                data[at] = random_one.randrange(256)
            case 1:
                del data[at : min(end, at + 60)]
            case 2:
                data[at:at] = random_one.choice(WORDS).encode("utf-8")
            case 3:
                data[at:at] = data[at : at + 80] * random_one.choice((1, 2, 30))
            case 4:
                other = random_one.choice(list(SEEDS.values())).encode()
                data[at:end] = other[: random_one.randrange(len(other))]
            case 5:
                data[at:] = b""
            case _:
                line = random_one.choice(bytes(data).split(b"\n"))
                data += (line + b"\n") * random_one.choice((1, 3, 200))
    return name, bytes(data)


def arguments_of(random_one: random.Random, name: str, given: str, sound: str, folder: Path) -> list[str]:
    """A command for an input: one that reads it alone, brings it in, compares it with a sound file, or copies it."""
    if name == "circuits.csv":
        return ["predict", given]
    if name == "log.csv":
        return ["heard", sound, given, "--format", random_one.choice(("text", "json", "csv")), "--no-prediction"]
    choice = random_one.randrange(20)
    if choice in (7, 8) and (folder / name).stat().st_size < MOST_BYTES_TO_PREDICT:
        command, *options = random_one.choice(PREDICTIONS)
        return [command, *options, *ONE_MONTH, given, *(["a"] if command == "suggest" else [])]
    if choice < 3 and name in IMPORTS:
        return ["import", IMPORTS[name], given, "--season", "A26", "--single", "-o", "-"]
    if choice < 5:
        both = [given, sound] if random_one.random() < 0.5 else [sound, given]
        return [random_one.choice(("compare", "diff")), *both]
    if choice == 5:
        return ["rollover", "A26", "B26", given, "-o", str(folder / "out"), "--force"]
    if choice == 6:
        return ["report", given, "-o", "-"]
    return [*random_one.choice(COMMANDS), given]


def run(arguments: list[str]) -> tuple[int, str, str]:
    """Run a command here; its exit code and what it wrote."""
    from bcastplan.cli import main

    streams = sys.stdout, sys.stderr
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", "backslashreplace", write_through=True) for _ in range(2))
    sys.stdout, sys.stderr = out, err
    try:
        main(arguments)
    except SystemExit as left:
        code = left.code if isinstance(left.code, int) else 1
    finally:
        sys.stdout, sys.stderr = streams
    return code, *(stream.buffer.getvalue().decode("utf-8", "replace") for stream in (out, err))  # type: ignore[attr-defined]


def broken_promise(arguments: list[str], codes: Counter[int]) -> tuple[str | None, float]:
    """What an input makes a command do that it must not, and its processor time in seconds."""
    before = time.process_time()
    try:
        code, out, err = run(arguments)
    except BaseException as error:
        return f"{type(error).__name__}: {error}", 0.0
    seconds = time.process_time() - before
    codes[code] += 1
    if code not in CODES:
        return f"exit code {code}", seconds
    if "fault in the program" in err or "Traceback" in out + err:
        return err[-300:], seconds
    if seconds > MOST_SECONDS:
        return f"{seconds:.1f} s", seconds
    if "json" in arguments and arguments[0] == "check":
        for finding in json.loads(out)["findings"]:
            if finding["line"] is None and not finding["rule"].startswith(("FIL", "PLN", "INV")):
                return f"no line: {finding['rule']} {finding['message']}", seconds
    return None, seconds


def fuzz(folder: Path, seed: int, count: int) -> dict[str, object]:
    """Try ``count`` inputs; the same seed makes the same inputs."""
    os.environ["BCASTPLAN_DEBUG"] = "1"  # a fault of the program is raised here instead of told
    random_one = random.Random(seed)
    slowest, failures = 0.0, []
    codes: Counter[int] = Counter()
    sound = folder.parent / f"{folder.name}-sound.yaml"
    sound.write_text(SEEDS["a.yaml"])
    beside = folder / "sound.yaml"
    for number in range(count):
        name, data = mutant(random_one)
        path = folder / name
        path.write_bytes(data)
        given = str(folder if name == "bcastplan.yaml" else path)
        if name == "bcastplan.yaml":
            beside.write_text(SEEDS["a.yaml"])
        command = arguments_of(random_one, name, given, str(sound), folder)
        reason, seconds = broken_promise(command, codes)
        shutil.rmtree(folder / "out", ignore_errors=True)
        slowest = max(slowest, seconds)
        if reason is not None:
            failures.append({"number": number, "command": command, "name": name, "reason": reason, "data": repr(data)})
        path.unlink()
        beside.unlink(missing_ok=True)
        if number % 200 == 0:
            gc.collect()
    memory = most_memory()
    if memory > MOST_BYTES:
        failures.append({"reason": f"{memory:,} bytes of memory"})
    return {
        "inputs": count,
        "codes": codes,
        "slowest_seconds": round(slowest, 2),
        "bytes": memory,
        "failures": failures,
    }


def most_memory() -> int:
    """The most memory that this program has held, bytes; without what the process that started it held."""
    status = Path("/proc/self/status")
    if status.exists():  # Linux counts the memory of the parent at the start into ``ru_maxrss``
        return int(status.read_text().split("VmHWM:", 1)[1].split(None, 1)[0]) * 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


if __name__ == "__main__":
    json.dump(fuzz(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])), sys.stdout)
