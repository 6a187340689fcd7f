"""Write docs/file-format.md from the classes that state the keys; with ``--check`` exit 1 where it is stale."""

from __future__ import annotations

import json
import sys

from common import write_or_check

from bcastplan.document.parse import MAX_DEPTH, MAX_EXPANDED, MAX_SCALAR, MAX_TEXT
from bcastplan.model import plan, programme_wishes
from bcastplan.model.keys import Key, Keyed, keys_of
from bcastplan.model.schedule import ScheduleFile
from bcastplan.model.sites import InlineSite, OwnSite
from bcastplan.model.transmission import Transmission

PAGE = "docs/file-format.md"

HEAD = f"""\
# The files, format version 1

A **plan** is a folder. In it lie **schedules**, YAML files that each say what one service (or several) puts on the
air in one **season**, and optionally `bcastplan.yaml`, which says what holds for all of them. `bcastplan new`
writes a first schedule, `bcastplan new --plan` a whole folder.

```yaml
bcastplan: 1
service: VOA Korean
season: A26
defaults:
  broadcaster: VOA
  language: Kor
  target: 44NE
transmissions:
  - {{id: evening, frequency: 9565, time: 1530-1630, site: PHT, power: 250, antenna: 216, azimuth: 21}}
  - {{id: weekend, frequency: 9720, time: 2330-0030, days: [Fri, Sat], site: PHT, power: 250, antenna: 216,
     azimuth: 21}}
```

## How values are read

- **As written.** YAML's implicit types never apply: `0100-0200`, `no`, `010` and `12:30` are those characters and
  nothing else. Quotes are allowed and change nothing.
- **Unknown keys are errors**, and the message names the nearest key. Keys that begin with `x-` are your own: kept,
  ignored.
- A key may stand once in a mapping. Anchors and aliases are allowed, tags (`!!int`, `!env`) are not. Merge keys
  (`<<`) do not merge: use `defaults`.
- The text is UTF-8, at most {MAX_TEXT:,} characters; one value has at most {MAX_SCALAR:,}; nesting ends at
  {MAX_DEPTH} levels, aliases at {MAX_EXPANDED:,} repeated values.
- Everything that is wrong is reported in one run, each at its own line and column. A transmission with a fault in
  its frequency, its time or its dates stays out of every check and count; any other faulty value is left out.

## Times, days and dates

- Everything is UTC. Days and dates belong to the day on which an airing **starts**: `2330-0030` on Friday ends on
  Saturday.
- `2400` is the end of the day; `0000` as a stop means the same. Start and stop may not be equal: all day is
  `0000-2400`.
- A season changes at 0100 UTC on its Sundays: A runs from the last Sunday of March to the last Sunday of October, B
  from there to March of the next year. Airings are cut off there, to the minute. A file with `from` and `until`
  instead of `season` runs from 0000 of its first to 2400 of its last date.
- Days are words. Digits are refused, because HFCC and Aoki count Sunday as 1 and EiBi counts Monday as 1.

## Which files are read

Every folder with a `bcastplan.yaml` is a plan; without one, the folder that is named on the command line is. A file
belongs to the nearest `bcastplan.yaml` above it, up to the root of the repository. In folders only YAML files with
a top-level `bcastplan:` key and recognised frequency lists are read; others are passed over. A file that is named
must be readable.

A comment `# bcastplan: ignore[FRQ001] reason` switches rules off: at the end of a line for that line, at the head
of a transmission (or on the line above it) for the whole transmission.

## In an editor

`bcastplan schema -o schedule-1.json` and `bcastplan schema plan -o plan-1.json` write the JSON Schemas (draft
2020-12). Editors with a YAML language server complete and explain keys when the first line of a file names its
schema:

```yaml
# yaml-language-server: $schema=schedule-1.json
```
"""

SECTIONS: tuple[tuple[str, str, type[Keyed]], ...] = (
    ("Keys of a schedule file", "Written once, at the top.", ScheduleFile),
    (
        "Keys of a transmission",
        "Written in an item of `transmissions`, or in `defaults` for all of them. `frequency`, `time` and `service` "
        "must be said somewhere.",
        Transmission,
    ),
    ("A site written out", "As the value of `site`.", InlineSite),
    ("Keys of bcastplan.yaml", "Every key but the first is optional.", plan.Plan),
    ("codes", "Below `codes`.", plan.Codes),
    ("codes: sites", "Of each site below `codes: sites`; all are required.", OwnSite),
    ("sites", "Of each site below `sites`.", plan.InventorySite),
    ("sites: transmitters", "Of each item.", plan.Transmitter),
    ("sites: antennas", "Of each item.", plan.InventoryAntenna),
    ("rates", "Below `rates`.", plan.Rates),
    (
        "rates: items",
        "Of each item; one of the prices is required. What is left out matches everything.",
        plan.RateItem,
    ),
    (
        "rules",
        "Below `rules`; below `rules: files` each file or glob has `ignore` and `severity`.",
        plan.RuleSettings,
    ),
    ("agreed", "Of each item; all are required.", plan.Agreement),
    ("optimise: programmes", "Of each programme; all are optional.", programme_wishes.ProgrammeWishes),
    ("optimise: programmes: wanted", "Of each item.", programme_wishes.WantedHours),
    ("optimise: offers", "Of each item.", programme_wishes.AirtimeOffer),
    ("format", "Below `format`.", plan.FormatSettings),
)


def pages() -> dict[str, str]:
    """Path from the checkout -> content."""
    return {PAGE: HEAD + "".join(_section(*section) for section in SECTIONS)}


def _section(title: str, lead: str, mapping: type[Keyed]) -> str:
    level = "##" if title[0].isupper() else "###"
    shown = title if title[0].isupper() else f"`{title}`"
    rows = "".join(map(_row, keys_of(mapping).values()))
    return f"\n{level} {shown}\n\n{lead}\n\n| key | meaning | examples |\n|---|---|---|\n{rows}"


def _row(key: Key) -> str:
    required = " **Required.**" if key.required else ""
    examples = ", ".join(f"`{_example(example)}`" for example in key.examples)
    return f"| `{key.name}` | {_cell(key.says)}{required} | {_cell(examples)} |\n"


def _example(value: object) -> str:
    """A value as one would write it in YAML, in the flow style."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_example(key)}: {_example(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_example(item) for item in value) + "]"
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = f"{value:.2f}" if isinstance(value, float) and value == int(value) else str(value)
    return json.dumps(text) if "*" in text else text


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def main(arguments: list[str]) -> int:
    """Write or check; returns the exit code."""
    return write_or_check(pages(), "format_reference.py", arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
