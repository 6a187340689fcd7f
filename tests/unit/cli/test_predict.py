"""The command's numbers are the science's numbers; every row stays in its place, whatever is wrong with it."""

import csv
import gzip
import io
import math
from pathlib import Path

import numpy as np
import pytest

from bcastplan.science import mediumwave
from bcastplan.science.antennas import gain_towards
from bcastplan.science.hf import Circuits, predict_pairs

HEADER = "tx_lat,tx_lon,rx_lat,rx_lon,year,month,ssn,hour_utc,freq_mhz,power_kw"
ROW = "29.5,47.7,34.5,69.2,2026,7,60,18,11.8,100"
RESULTS = ["distance_km", "basic_muf_mhz", "operational_muf_mhz", "e_dbuv", "snr_db", "bcr_pct"]


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def _table(*rows, header=HEADER):
    Path("in.csv").write_text("\n".join([header, *rows]) + "\n")
    return "in.csv"


def _rows(text):
    return list(csv.DictReader(io.StringIO(text)))


def _numbers(row):
    return [float(row[name]) for name in RESULTS]


def test_rows_come_back_with_their_columns_and_the_results(run):
    ran = run("predict", _table(ROW))
    assert ran.code == 0
    assert ran.err == ""
    header, line = ran.out.splitlines()
    assert header == HEADER + "," + ",".join(RESULTS)
    assert line.startswith(ROW + ",")
    expected = predict_pairs(
        Circuits(np.array([29.5]), np.array([47.7]), np.array([34.5]), np.array([69.2])),
        month=7, ssn=60, hour_utc=18, frequency_mhz=11.8, power_dbkw=20.0,
    )  # fmt: skip
    assert _numbers(_rows(ran.out)[0]) == pytest.approx(
        [
            expected.distance_km[0], expected.basic_muf_mhz[0], expected.operational_muf_mhz[0],
            expected.field_strength_dbuv[0], expected.snr_db[0], expected.reliability_pct[0],
        ],
        abs=1e-5,
    )  # fmt: skip


def test_the_reference_file_goes_through_the_command(run, shared_data):
    path = shared_data / "p533" / "reference.csv.gz"
    if not path.exists():
        pytest.skip(f"{path} not found")
    with gzip.open(path, "rt", newline="") as lines:
        reference = list(csv.DictReader(lines))[::23]
    names = HEADER.split(",")[:-1]
    ran = run("predict", _table(*(",".join(row[name] for name in names) + ",100" for row in reference)),
              "--mode", "reference")  # fmt: skip
    answers = _rows(ran.out)
    assert len(answers) == len(reference)
    for ours, theirs, tail in (("e_dbuv", "e_dbuv", 0.3), ("snr_db", "snr_db", 0.3), ("bcr_pct", "bcr_pct", 1.0),
                               ("basic_muf_mhz", "basic_muf_mhz", 0.1)):  # fmt: skip
        off = [abs(float(mine[ours]) - float(other[theirs])) for mine, other in zip(answers, reference, strict=True)]
        assert np.median(off) <= 0.01
        assert np.quantile(off, 0.99) <= tail


def test_options_reach_the_model(run):
    def snr(*options):
        return _numbers(_rows(run("predict", _table(ROW), *options).out)[0])

    plain = snr()
    narrow = snr("--bandwidth", "4500")
    assert narrow[4] == pytest.approx(plain[4] + 10 * math.log10(2), abs=1e-4)
    assert snr("--environment", "city")[4] < plain[4] - 3
    assert snr("--snr", "20")[5] > plain[5]
    assert snr("--mode", "reference")[3] != plain[3]
    assert snr("--mode", "calibrated")[:3] == plain[:3]
    assert snr("--snr", f"{plain[4]:.5f}")[5] == pytest.approx(50.0, abs=0.01)


def test_an_antenna_counts_with_its_gain(run):
    ran = run("predict", _table(ROW + ",,", ROW + ",AHR4/4/0.5,90", ROW + ",AHR4/4/0.5,270", ROW + ",,90",
                                header=HEADER + ",antenna,azimuth"))  # fmt: skip
    isotropic, ahead, behind, no_antenna = (_numbers(row) for row in _rows(ran.out))
    best = gain_towards(
        "AHR4/4/0.5", azimuth_deg=90, slew_deg=0, frequency_mhz=11.8, design_frequency_mhz=None, power_kw=100,
        bearing_deg=90, elevation_deg=np.arange(1.0, 60.0),
    ).max()  # fmt: skip
    assert isotropic[3] + 5 < ahead[3] <= isotropic[3] + best
    assert behind[3] < ahead[3] - 10
    assert no_antenna == isotropic


def test_codes_and_designations_name_the_same_antenna(run):
    rows = run("predict", _table(ROW + ",216,90", ROW + ",AHR(S)4/4/0.5,90", header=HEADER + ",antenna,azimuth"))
    from bcastplan.reference.directory import Directory

    if Directory().antenna_definition("216") != "AHR(S)4/4/0.5":
        pytest.skip("the table gives code 216 another designation")
    first, second = (_numbers(row) for row in _rows(rows.out))
    assert first == second


def test_medium_wave_is_predicted_too(run):
    answer = _rows(run("predict", _table("47.8,107.2,39,125.75,2008,3,5,15.5,1.35,500")).out)[0]
    expected = mediumwave.field_strength(
        47.8, 107.2, 39.0, 125.75, frequency_khz=1350, power_kw=500, hours_utc=15.5, month=3, ssn=5
    )
    assert float(answer["e_dbuv"]) == pytest.approx(expected.total_dbuv[0, 0], abs=1e-4)
    assert answer["basic_muf_mhz"] == answer["operational_muf_mhz"] == "nan"
    assert 0 <= float(answer["bcr_pct"]) <= 100


def test_what_has_no_prediction_is_nan_and_said(run):
    ran = run("predict", _table(ROW.replace("11.8", "31"), ROW.replace("11.8", "1.9"), ROW.replace("29.5", "nan"), ROW))
    assert ran.code == 0
    answers = _rows(ran.out)
    assert [row["e_dbuv"] == "nan" for row in answers] == [True, True, True, False]
    assert "2 of 4 rows: freq_mhz is outside 0.15 to 1.705 and 2 to 30 MHz" in ran.err


@pytest.mark.parametrize(
    "ends", ["90,0,45,10", "-90,0,90,0", "10,20,10,20", "0,0,0,180", "10,20,-10,200", "0,359,0,-1"]
)
def test_poles_antipodes_and_one_point_give_numbers(run, ends):
    ran = run("predict", _table(f"{ends},2026,1,50,0,9.5,100"))
    values = _numbers(_rows(ran.out)[0])
    assert ran.code == 0
    assert all(math.isfinite(value) for value in values)
    assert 0 <= values[5] <= 100


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (",7,", ",13,", "month 13: expected a month from 1 to 12"),
        (",7,", ",7.5,", "month 7.5: expected a whole number"),
        ("29.5", "91", "tx_lat 91: expected degrees north from -90 to 90"),
        (",18,", ",25,", "hour_utc 25: expected an hour UT from 0 to 24"),
        (",100", ",0", "power_kw 0: expected more than 0 kW"),
        (",100", ",-5", "power_kw -5: expected kW from 0 to 1e+06"),
        (",100", ",inf", "power_kw inf: expected kW from 0 to 1e+06"),
        (",60,", ",400,", "ssn 400: expected the smoothed sunspot number R12 from 0 to 311"),
        ("11.8", "", "freq_mhz is empty: expected MHz"),
        ("11.8", "x\x1b[31m", "freq_mhz 'x\\x1b[31m': expected a number, MHz"),
        (",100", ",100,7", "11 cells under 10 columns"),
    ],
)
def test_a_bad_row_keeps_its_place_and_is_told_by_its_line(run, before, after, said):
    ran = run("predict", _table(ROW, ROW.replace(before, after, 1), ROW))
    assert ran.code == 1
    answers = _rows(ran.out)
    assert [row["snr_db"] == "nan" for row in answers] == [False, True, False]
    assert ran.err.startswith("in.csv:3: error: ")
    assert said in ran.err
    assert "\x1b" not in ran.err


def test_a_bad_antenna_is_told(run):
    ran = run("predict", _table(ROW + ",AHX9", ROW + ",99999", header=HEADER + ",antenna"))
    assert ran.code == 1
    assert "in.csv:2: error: not an antenna designation" in ran.err or "in.csv:2: error: unknown antenna" in ran.err
    assert "in.csv:3: error: antenna 99999: no HFCC code" in ran.err


def test_r12_is_looked_up_where_it_is_empty(run):
    from bcastplan.reference import smoothed_sunspot_number

    known = smoothed_sunspot_number(2008, 7).r12
    empty, given = _rows(
        run("predict", _table(ROW.replace("2026,7,60", "2008,7,"), ROW.replace("2026,7,60", f"2008,7,{known}"))).out
    )
    assert _numbers(empty) == _numbers(given)
    ran = run("predict", _table(ROW.replace("2026,7,60", "1850,7,")))
    assert "no sunspot number is known for 1850-07: give it as ssn" in ran.err


@pytest.mark.parametrize(
    ("header", "said"),
    [
        (HEADER.replace("freq_mhz", "freq"), "the columns freq_mhz are missing, did you mean"),
        (HEADER.replace("year,", "").replace(",ssn", ""), "give a column ssn"),
        (HEADER + ",month", "two columns are called month"),
        (HEADER.replace(",", ";"), "separated by commas"),
    ],
)
def test_a_header_that_cannot_be_used(run, header, said):
    ran = run("predict", _table(ROW, header=header))
    assert ran.code == 1
    assert ran.out == ""
    assert ran.err.startswith("in.csv:1: error: ")
    assert said.split(", did")[0] in ran.err


def test_earlier_results_are_replaced(run):
    first = run("predict", _table(ROW))
    Path("again.csv").write_text(first.out)
    again = run("predict", "again.csv")
    assert again.code == 0
    assert again.out == first.out
    assert "earlier results are replaced" in again.err


def test_inputs_that_cannot_be_read(run):
    assert run("predict", "nowhere.csv").code == 3
    Path("bin.csv").write_bytes(b"\0\1\2")
    assert run("predict", "bin.csv").code == 3
    Path("empty.csv").write_text("")
    ran = run("predict", "empty.csv")
    assert (ran.code, ran.out) == (1, "")
    assert "the first line names the columns" in ran.err


def test_other_columns_are_kept_and_made_inert(run):
    ran = run("predict", _table(ROW + ",=1+1,-3", header=HEADER + ",note,offset"))
    row = _rows(ran.out)[0]
    assert row["note"] == "'=1+1"
    assert row["offset"] == "-3"


SINGLE = (
    "--tx-lat=29.5", "--tx-lon=47.7", "--rx-lat=34.5", "--rx-lon=69.2", "--month=7", "--hour=18", "--freq=11.8",
    "--power=100",
)  # fmt: skip


def test_one_circuit_by_options(run):
    ran = run("predict", *SINGLE, "--ssn", "60")
    assert ran.code == 0
    assert [line.split() for line in ran.out.splitlines()][3] == ["e_dbuv", "47.81", "dB(uV/m)"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "give a CSV file"),
        (("in.csv", "--month", "3"), "give a CSV file"),
        (("--month", "3"), "one circuit also needs --tx-lat, --tx-lon, --rx-lat, --rx-lon, --hour, --freq, --power"),
        (SINGLE, "give --ssn, or --year"),
        ((*SINGLE, "--ssn", "-1"), "--ssn -1: expected"),
        ((*SINGLE, "--ssn", "60", "--month", "13"), "--month 13: expected a month from 1 to 12"),
        ((*SINGLE, "--ssn", "60", "--bandwidth", "0"), "--bandwidth"),
        ((*SINGLE, "--ssn", "60", "--snr", "nan"), "--snr"),
    ],
)
def test_wrong_usage_is_said_in_options(run, arguments, said):
    ran = run("predict", *arguments)
    assert ran.code == 2
    assert said in ran.err


def test_a_medium_wave_path_that_is_too_long_is_told(run, tmp_path):
    table = tmp_path / "c.csv"
    table.write_text(
        "tx_lat,tx_lon,rx_lat,rx_lon,year,month,ssn,hour_utc,freq_mhz,power_kw\n"
        "51.5,-0.1,-33.9,151.2,2026,6,60,12,0.648,500\n"
        "51.5,-0.1,48.9,2.4,2026,6,60,22,0.648,500\n"
    )
    ran = run("predict", table)
    assert ran.code == 0
    assert "1 of 2 rows: medium wave is predicted up to 12,000 km (ITU-R P.1147), the predictions are nan" in ran.err
