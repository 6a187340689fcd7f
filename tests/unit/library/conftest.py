"""A small plan with a list to hold it against, and the JSON that a command prints of it."""

import json

import pytest

from bcastplan.cli import main

PLAN = """\
bcastplan: 1
plan: Two services
sites:
  TIN: {transmitters: [{id: TIN-1, power: 250, frequencies: [5900-21850], retune: 5}]}
rates:
  currency: USD
  items: [{per_hour: 12.34}]
"""
SCHEDULE = """\
bcastplan: 1
service: Radio Morning
season: A26
defaults: {broadcaster: RMO, language: Kor, target: 44NE, site: TIN, power: 250, antenna: 216, azimuth: 325}
transmissions:
  - {id: morning, frequency: 9800, time: 2000-2130, days: Mon-Fri}
  - {id: evening, frequency: 9650, time: 1230-1400}
  - {id: second, frequency: 9805, time: 1300-1330, transmitter: TIN-1, from: 2026-06-01, except: [2026-06-09]}
"""
OTHER = """\
bcastplan: 1
service: Somebody Else
season: A26
transmissions:
  - {frequency: 9650, time: 1300-1500, target: 44, broadcaster: SEL, site: PHT, power: 100}
"""


@pytest.fixture
def files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plan").mkdir()
    (tmp_path / "plan" / "bcastplan.yaml").write_text(PLAN, encoding="utf-8")
    (tmp_path / "plan" / "morning.yaml").write_text(SCHEDULE, encoding="utf-8")
    (tmp_path / "other.yaml").write_text(OTHER, encoding="utf-8")
    return tmp_path


@pytest.fixture
def printed(capfdbinary):
    """What a command prints, as text."""

    def run(*arguments):
        with pytest.raises(SystemExit):
            main([str(argument) for argument in arguments])
        return capfdbinary.readouterr().out.decode("utf-8")

    return run


@pytest.fixture
def as_json(printed):
    """What a command prints with ``--format json``."""
    return lambda *arguments: json.loads(printed(*arguments, "--format", "json"))
