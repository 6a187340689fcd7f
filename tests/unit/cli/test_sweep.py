"""``bcastplan sweep``: every combination once, in order, and an interrupted sweep goes on where it ended."""

import csv
import io
import json

import pytest

from bcastplan.workspace.prediction import scenario_sweep

SCHEDULE = """\
bcastplan: 1
service: Radio Morning
season: A26
transmissions:
  - {frequency: 9800, time: 2000-2130, site: TIN, power: 100, antenna: 216, azimuth: 325, target: 44NE}
  - {frequency: 7310, time: 1200-1230, site: TIN, power: 100, antenna: 216, azimuth: 325, target: 44NE}
"""


@pytest.fixture
def schedule(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "morning.yaml").write_text(SCHEDULE, encoding="utf-8")
    return tmp_path / "morning.yaml"


def records(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_every_combination_has_a_row(schedule, run):
    ran = run("sweep", "morning.yaml", "--ssn", "20:60:40,100", "--month", "4,7", "--power-scale", "0.5,1", "--jobs", 1)
    assert (ran.code, ran.err) == (0, "")
    rows = records(ran.out)
    assert [(row["ssn"], row["month"], row["power_scale"]) for row in rows] == [
        (ssn, month, scale) for ssn in ("20", "60", "100") for month in "47" for scale in ("0.5", "1")
    ]
    assert {row["environment"] for row in rows} == {"rural"}
    assert float(rows[1]["share"]) > float(rows[0]["share"])


def test_a_row_is_what_coverage_says(schedule, run):
    rows = json.loads(run("sweep", "morning.yaml", "--environment", "city", "--by", "band", "--format", "json").out)
    shown = json.loads(run("coverage", "morning.yaml", "--environment", "city", "--format", "json", "--no-cache").out)
    assert rows["schema"] == "bcastplan.sweep/1"
    assert rows["by"] == ["band"]
    settings = {"ssn": None, "month": None, "environment": "city", "power_scale": 1.0}
    assert rows["rows"] == [settings | row for row in shown["rows"]]


def test_several_processes_write_the_same(schedule, run):
    asked = ("sweep", "morning.yaml", "--month", "1:12:4", "--by", "hour")
    assert run(*asked, "--jobs", 2).out == run(*asked, "--jobs", 1).out


def test_parquet_holds_the_rows_of_the_csv(schedule, run, tmp_path):
    polars = pytest.importorskip("polars", reason="Polars is not installed")
    asked = ("sweep", "morning.yaml", "--ssn", "50,90", "--by", "service", "--jobs", 1)
    assert run(*asked, "-o", "sweep.parquet").code == 0
    frame = polars.read_parquet(tmp_path / "sweep.parquet")
    rows = records(run(*asked).out)
    assert frame.columns == list(rows[0])
    assert frame["share"].to_list() == [float(row["share"]) for row in rows]
    assert frame.schema["person_hours"] == polars.Float64
    assert run(*asked, "--format", "parquet").code == 2


def test_an_interrupted_sweep_goes_on_where_it_ended(schedule, run, tmp_path, monkeypatch):
    predicted = scenario_sweep.predicted_rows
    done = []

    def until_the_third(basis, combination):
        if len(done) == 2:
            raise KeyboardInterrupt
        done.append(combination.ssn)
        return predicted(basis, combination)

    asked = ("sweep", "morning.yaml", "--ssn", "20,40,60,80", "--jobs", 1)
    whole = run(*asked).out
    monkeypatch.setattr(scenario_sweep, "predicted_rows", until_the_third)
    ran = run(*asked, "-o", "sweep.csv")
    assert (ran.code, done) == (130, [20.0, 40.0])
    assert "2 of 4 combinations are kept in sweep.csv.part: the same command goes on from there" in ran.err
    assert not (tmp_path / "sweep.csv").exists()
    monkeypatch.setattr(scenario_sweep, "predicted_rows", lambda *task: done.append(task[1].ssn) or predicted(*task))
    ran = run(*asked, "-o", "sweep.csv")
    assert (ran.code, done) == (0, [20.0, 40.0, 60.0, 80.0])
    assert "2 of 4 combinations are in sweep.csv.part" in ran.err
    assert (tmp_path / "sweep.csv").read_bytes().decode() == whole
    assert not (tmp_path / "sweep.csv.part").exists()


def test_the_rest_of_another_sweep_is_not_used(schedule, run, tmp_path, monkeypatch):
    def interrupted(*_task):
        raise KeyboardInterrupt

    asked = ("sweep", "morning.yaml", "-o", "sweep.csv", "--jobs", 1)
    part = {
        "schema": "bcastplan.sweep-part/1",
        "sweep": "another",
        "done": [{"combination": 0, "rows": [{"share": 7}]}],
    }
    (tmp_path / "sweep.csv.part").write_text(json.dumps(part), encoding="utf-8")
    with monkeypatch.context() as patch:
        patch.setattr(scenario_sweep, "predicted_rows", interrupted)
        assert run(*asked, "--ssn", "20").code == 130
    assert "another" in (tmp_path / "sweep.csv.part").read_text(encoding="utf-8")
    ran = run(*asked, "--ssn", "20")
    assert ran.code == 0
    assert "sweep.csv.part is of another sweep: this one begins anew" in ran.err
    assert records((tmp_path / "sweep.csv").read_text(encoding="utf-8"))[0]["share"] != "7"


@pytest.mark.parametrize("content", ["my notes", "[]", '{"schema": "bcastplan.report/1"}', '{"schema": 1, "done": 2}'])
def test_a_file_of_something_else_is_left_alone(schedule, run, tmp_path, content):
    (tmp_path / "sweep.csv.part").write_text(content, encoding="utf-8")
    ran = run("sweep", "morning.yaml", "-o", "sweep.csv", "--jobs", 1)
    assert ran.code == 3
    assert "sweep.csv.part is not an unfinished sweep" in ran.err
    assert (tmp_path / "sweep.csv.part").read_text(encoding="utf-8") == content


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--ssn", "20:160:0"), "'20:160:0' is neither R12 nor a series"),
        (("--ssn", "160:20:10"), "neither R12 nor a series"),
        (("--ssn", "many"), "'many' is neither R12"),
        (("--ssn", "400"), "400 is not R12 from 0 to 311"),
        (("--ssn", "nan"), "nan is not R12"),
        (("--ssn", "0:300:0.001"), "neither R12 nor a series"),
        (("--month", "0"), "0 is not a month from 1 to 12"),
        (("--month", "6.5"), "'6.5' is neither a month"),
        (("--environment", "city,forest"), "'forest' is not one of city, residential, rural, quiet rural"),
        (("--power-scale", "0"), "0 is not a factor"),
        (("--by", "colour"), "coverage is grouped by"),
        (("--served", "0"), "--served"),
        (("--jobs", "2", "--scheduler", "tcp://127.0.0.1:9"), "--jobs is for this machine"),
        (("-o", "morning.yaml"), "one of the files that were read"),
    ],
)
def test_wrong_usage_is_told(schedule, run, options, sentence):
    ran = run("sweep", "morning.yaml", *options)
    assert ran.code == 2
    assert sentence in ran.err


def test_faults_of_the_files_are_told_and_the_rest_is_swept(schedule, run):
    schedule.write_text(SCHEDULE.replace("2000-2130", "25:00-26:00"), encoding="utf-8")
    ran = run("sweep", "morning.yaml", "--jobs", 1)
    assert ran.code == 1
    assert "TIM001" in ran.err
    assert records(ran.out)[0]["programme_minutes"] == str(210 * 30)


def test_a_scheduler_that_does_not_answer_is_an_input_that_cannot_be_read(schedule, run, monkeypatch):
    pytest.importorskip("distributed", reason="Dask distributed is not installed")
    monkeypatch.setattr("bcastplan.tasks.cluster._CONNECT_SECONDS", 0.2)
    for command in ("sweep", "coverage"):
        ran = run(command, "morning.yaml", "--scheduler", "tcp://127.0.0.1:9")
        assert ran.code == 3
        assert "no scheduler answers at tcp://127.0.0.1:9" in ran.err
