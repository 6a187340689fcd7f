"""The world's A26 season as HFCC published it on 21 July 2026: 3,305 rows, none of which may change or be lost."""

from collections import Counter, defaultdict

import pytest

from bcastplan.document.schedule_reader import read_schedule
from bcastplan.exchange.archive import read_input
from bcastplan.exchange.hfcc.hfcc_header import kept_header
from bcastplan.exchange.hfcc.hfcc_reader import read_hfcc
from bcastplan.exchange.hfcc.hfcc_writer import row_order, write_hfcc
from bcastplan.exchange.schedule_text import schedule_yaml


@pytest.fixture(scope="module")
def source(shared_data):
    path = shared_data / "hfcc" / "A26allx2.zip"
    if not path.is_file():
        pytest.skip(f"the season file {path} is not there")
    (found,) = read_input(str(path))
    return found


@pytest.fixture(scope="module")
def season(source):
    schedule, problems = read_hfcc(source.name, source.data)
    assert problems == []
    return schedule


def rows(data):
    return [line for line in data.decode("iso-8859-1").split("\r\n") if line and not line.startswith(";")]


def test_every_row_is_read_and_none_deviates(season, source):
    assert source.name.endswith("A26allx2.zip!A26all00.TXT")
    assert (len(season.transmissions), str(season.season)) == (3305, "A26")
    assert not any(made.extensions for made in season.transmissions)
    assert len({made.id for made in season.transmissions}) == 3305


def test_counts_are_those_of_the_columns(season, source):
    lines = rows(source.data)
    assert Counter(made.mode for made in season.transmissions) == Counter(
        {"D": "AM", "N": "DRM", "T": "SSB"}[line[94]] for line in lines
    )
    assert Counter(made.service for made in season.transmissions) == Counter(line[117:120] for line in lines)
    assert sum(made.time.crosses_midnight for made in season.transmissions) == sum(
        line[11:15] <= line[6:10] for line in lines
    )
    assert Counter(len(made.language) for made in season.transmissions) == Counter(
        len(line[102:112].strip()) // 3 for line in lines
    )


def test_file_to_model_to_file_is_byte_identical(season, source):
    data, problems = write_hfcc(season.transmissions, season=season.season, header=kept_header([season]))
    assert (problems, data == source.data) == ([], True)


def test_file_to_yaml_to_file_is_byte_identical(season, source):
    text = schedule_yaml(None, season.transmissions, season=season.season, extensions=season.extensions)
    again, problems = read_schedule("season.yaml", text)
    assert problems == []
    data, problems = write_hfcc(again.transmissions, season=again.season, header=kept_header([again]))
    assert (problems, data == source.data) == ([], True)


def test_one_schedule_a_service_gives_the_same_rows_in_the_same_order(season, source):
    services = defaultdict(list)
    for made in season.transmissions:
        services[made.service].append(made)
    gathered = []
    for service, transmissions in services.items():
        text = schedule_yaml(service, transmissions, season=season.season)
        assert "x-hfcc" not in text
        schedule, problems = read_schedule(f"{service}.yaml", text)
        assert problems == []
        gathered += schedule.transmissions
    data, problems = write_hfcc(sorted(gathered, key=row_order), season=season.season, header=[])
    assert (problems, rows(data) == rows(source.data)) == ([], True)
