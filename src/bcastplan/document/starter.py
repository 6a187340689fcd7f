"""First files for a newcomer: schedule, plan and CI configuration.

Schedule and plan pass every rule unchanged, and their comments explain what to change.
"""

from __future__ import annotations

from bcastplan.document.scalars import scalar_text
from bcastplan.model.season import Season

_SCHEDULE = """\
{modeline}# A schedule: what a service puts on the air in one season. Times, days and dates are UTC.
bcastplan: 1                # version of the format
service: {service}
season: {season}                 # {first} 0100 UTC to {last} 0100 UTC

defaults:                   # any key of a transmission; a transmission overrides it
  language: Kor             # HFCC language code, or a list of them: [Kor, Eng]
  target: 44NE              # CIRAF zones and quadrants it is aimed at
  days: daily               # or Mon-Fri, Wed-Mon, [Sat, Sun]

transmissions:
  - id: evening             # its name, used once in the plan; may be left out
    frequency: 9565         # kHz
    time: 1530-1630         # start and stop; a stop before the start lies on the next day
    site: PHT               # HFCC site code, or {{name: Jeju, latitude: 33.45, longitude: 126.57}}
    power: 250              # kW
    antenna: 216            # HFCC antenna code, or a designation such as AHR4/4/0.5
    azimuth: 21             # degrees from north of maximum radiation
  - {{id: weekend, frequency: 9720, time: 2330-0030, days: [Fri, Sat],    # the same in the short form
     site: PHT, power: 250, antenna: 216, azimuth: 21}}
"""

_HEAD, _, _EXAMPLES = _SCHEDULE.partition("defaults:")

_PLAN = """\
{modeline}# A plan: what holds for every schedule in this folder and below. Every key but the first is optional.
bcastplan: 1                # version of the format
plan: {service}
# codes:                    # what the shipped tables do not know
#   broadcasters: {{RFA: Radio Free Asia}}
#   sites: {{USK: {{name: Ussuriysk, administration: RUS, latitude: 43.54, longitude: 131.93}}}}
# against: [A26allx2.zip]   # schedules of others to find conflicts with, counted from this folder
# listeners:                # people whom services are for: `listeners: dprk` in a schedule, coverage goes by them
#   dprk: {{administration: KRE}}
# assume:                   # what predictions take for true where a transmission says nothing, and why
#   - {{broadcaster: RFA, power: 250, why: usual at its relays}}
# rates:                    # what airtime costs
#   currency: USD
#   items: [{{per_hour: 30.00}}]
# fiscal_year_starts: 10    # the month in which the budget year starts
# rules:
#   ignore: [FRQ006]        # `bcastplan rule` lists them
"""

CI_SERVICES = ("github", "gitlab")
"""The services that most repositories live on."""

_GITHUB = """\
# Checks the broadcast schedules of every push and pull request.
name: schedules
on: [push, pull_request]
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with: {{python-version: "3.12"}}
      - run: pip install bcastplan
      - run: bcastplan check "$PLAN" --format github
        env:
          PLAN: {folder}
"""

_GITLAB = """\
# Checks the broadcast schedules of every push; findings appear in the merge request.
schedules:
  image: python:3.12
  variables:
    PLAN: {folder}
  script:
    - pip install bcastplan
    - bcastplan check "$PLAN" --exit-zero --format gitlab -o codequality.json
    - bcastplan check "$PLAN" --format junit -o report.xml
  artifacts:
    when: always
    reports:
      codequality: codequality.json
      junit: report.xml
"""

_CI_FILES = {"github": (".github/workflows/schedules.yml", _GITHUB), "gitlab": (".gitlab-ci.yml", _GITLAB)}


def first_schedule(service: str, season: Season, schema: str | None = None) -> str:
    """The text of a first schedule file.

    Args:
        service: what the service is called.
        season: the season it is for.
        schema: path of the JSON Schema as seen from the file, for editors that read such a comment.
    """
    return _SCHEDULE.format(
        modeline=_modeline(schema),
        service=scalar_text(service),
        season=season,
        first=season.first_day,
        last=season.last_day,
    )


def empty_schedule(service: str, season: Season) -> str:
    """The text of a schedule file without transmissions; its comments show what one looks like."""
    head = _HEAD.format(
        modeline="", service=scalar_text(service), season=season, first=season.first_day, last=season.last_day
    )
    example = f"defaults:{_EXAMPLES}".format()
    comments = "".join(f"# {line}".rstrip() + "\n" for line in example.splitlines())
    return f"{head}# An example:\n{comments}\ntransmissions: []\n"


def first_plan(name: str, schema: str | None = None) -> str:
    """The text of a first ``bcastplan.yaml``."""
    return _PLAN.format(modeline=_modeline(schema), service=scalar_text(name))


def ci_file(service: str, folder: str) -> tuple[str, str]:
    """Returns the path, from the root of a repository, and the text of a CI configuration that checks every push.

    Args:
        service: one of CI_SERVICES.
        folder: the plan's folder as seen from the root.
    """
    path, text = _CI_FILES[service]
    return path, text.format(folder=scalar_text(folder))


def _modeline(schema: str | None) -> str:
    return f"# yaml-language-server: $schema={schema}\n" if schema else ""
