"""A report that was typed in goes to the end of the plan's log, and to no log that was made up."""

import pytest

from bcastplan.exchange.monitoring.log_reader import read_log
from bcastplan.model.errors import ValueFault
from bcastplan.workspace.monitoring.report_entry import add_report, entry_problem
from bcastplan.workspace.opening.open_plans import open_paths

REPORT = {"time": "2026-06-22T15:30Z", "frequency": "9565", "place": "=PM37", "sinpo": "45444", "snr_db": "-3"}
SCHEDULE = "bcastplan: 1\nservice: VOA\nseason: A26\ntransmissions: [{frequency: 9565, time: 1530-1630}]\n"


@pytest.fixture
def plan(tmp_path):
    (tmp_path / "a26.yaml").write_text(SCHEDULE)

    def opened(monitoring=""):
        (tmp_path / "bcastplan.yaml").write_text(f"bcastplan: 1\n{monitoring}")
        return open_paths([str(tmp_path)]).plans[0]

    return opened


def test_a_new_log_is_begun_where_the_plan_would_find_it(plan, tmp_path):
    opened = plan('monitoring: ["heard/*.csv"]\n')
    file = add_report(opened, REPORT)
    add_report(opened, {**REPORT, "status": "off", "sinpo": ""})
    assert file == (tmp_path / "heard" / "reports.csv").as_posix()
    reports, problems = read_log(file, (tmp_path / "heard" / "reports.csv").read_bytes())
    assert problems == []
    assert [(report.overall, report.off, report.place, report.snr_db) for report in reports] == [
        (4, False, "=PM37", -3.0),
        (None, True, "=PM37", -3.0),
    ]


def test_rows_keep_the_columns_and_line_ends_of_the_log(plan, tmp_path):
    log = tmp_path / "log.csv"
    log.write_bytes(b"kHz,utc,sinpo,place,snr\r\n9565,2026-06-21T15:30Z,33333,Seoul,")
    add_report(plan("monitoring: [log.csv]\n"), REPORT)
    assert log.read_bytes() == (
        b"kHz,utc,sinpo,place,snr\r\n9565,2026-06-21T15:30Z,33333,Seoul,\r\n9565,2026-06-22T15:30Z,45444,'=PM37,-3\r\n"
    )


def test_a_log_without_the_column_says_so(plan, tmp_path):
    (tmp_path / "log.csv").write_text("time,frequency\n")
    with pytest.raises(ValueFault, match="no column place, sinpo, snr_db"):
        add_report(plan("monitoring: [log.csv]\n"), REPORT)


def test_a_synthetic_log_gets_no_report(plan, tmp_path):
    made_up = tmp_path / "logs" / "made-up.csv"
    made_up.parent.mkdir()
    made_up.write_text("# Synthetic\ntime,frequency,place,sinpo,snr_db\n")
    file = add_report(plan('monitoring: ["logs/*.csv"]\n'), REPORT)
    assert file.endswith("logs/reports.csv")
    assert made_up.read_text().count("\n") == 2


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"time": "noon"}, "no date and time"),
        ({"frequency": "9.5"}, "no frequency"),
        ({"sinpo": "1"}, "no SINPO"),
        ({"sinpo": "", "snr_db": ""}, "write what was heard"),
    ],
)
def test_what_is_wrong_is_said(changed, words):
    assert words in entry_problem({**REPORT, **changed})
    assert entry_problem(REPORT) is None
