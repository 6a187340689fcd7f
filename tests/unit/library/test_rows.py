"""Rows are sequences, and data frames where the libraries for them are installed."""

import sys

import pytest

import bcastplan as bp
from bcastplan.library.rows import flat


def test_rows_are_sequences(files):
    rows = bp.open("plan").transmissions
    assert len(rows) == 3
    assert rows[0].id == rows[-3].id == "morning"
    assert [row.id for row in rows[1:]] == ["evening", "second"]
    assert next(reversed(rows)) is rows[2]


def test_what_is_nested_is_named_by_the_way_to_it():
    assert dict(flat({"a": {"b": 1, "c": {"d": [2]}}, "e": None})) == {"a_b": 1, "a_c_d": [2], "e": None}


def test_polars_frames_have_a_row_for_each_row(files):
    pytest.importorskip("polars", reason="Polars is not installed")
    plan = bp.open("plan")
    frame = plan.conflicts(against="other.yaml").to_polars()
    assert frame.height == len(plan.conflicts(against="other.yaml"))
    assert frame["b_frequency_khz"].to_list()[0] == 9650
    hours = plan.hours(by="frequency", per="month").to_polars()
    assert hours["frequency_minutes"].sum() == plan.hours().total.frequency_minutes
    assert plan.transmissions.to_polars()["except"].to_list()[2] == ["2026-06-09"]
    assert plan.conflicts(side="external").to_polars().height == 0


def test_pandas_frames_have_the_same_columns(files):
    pytest.importorskip("pandas", reason="pandas is not installed")
    pytest.importorskip("polars", reason="Polars is not installed")
    hours = bp.open("plan").hours(by="site")
    assert list(hours.to_pandas().columns) == hours.to_polars().columns
    assert hours.to_pandas()["programme_minutes"].tolist() == [hours.total.programme_minutes]


@pytest.mark.parametrize(("library", "advice"), [("polars", "bcastplan\\[dataframes\\]"), ("pandas", "pandas")])
def test_a_missing_library_is_named_with_the_way_to_get_it(files, monkeypatch, library, advice):
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(ImportError, match=f"pip install '?{advice}"):
        getattr(bp.open("plan").transmissions, f"to_{library}")()
