"""A schema never refuses what a parser takes, whether a YAML program gives types to scalars or not."""

import re

import jsonschema
import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from bcastplan.model.errors import ValueFault
from bcastplan.model.schedule import SCHEDULE_PARSERS
from bcastplan.model.schemas import schema_of
from bcastplan.model.transmission import TRANSMISSION_PARSERS

SCHEDULE = schema_of("schedule")
KEYS = SCHEDULE["$defs"]["TransmissionForm"]["properties"]
NEVER_TEXT = re.compile(r"^(?:~|null|Null|NULL|true|True|TRUE|false|False|FALSE)$")


def core_schema(written):
    """What YAML 1.2's core schema makes of a plain scalar."""
    if re.fullmatch(r"[-+]?[0-9]+", written):
        return int(written)
    if re.fullmatch(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", written):
        return float(written)
    if re.fullmatch("true|True|TRUE|false|False|FALSE", written):
        return written.lower() == "true"
    return written


def validator(schema):
    return jsonschema.Draft202012Validator({**schema, "$defs": SCHEDULE["$defs"]})


VALIDATORS = {key: validator(part) for key, part in KEYS.items()}
TOP = {key: validator(SCHEDULE["properties"][key]) for key in SCHEDULE_PARSERS}

digits = st.text("0123456789", min_size=1, max_size=6)
day = st.sampled_from(["Mon", "tuesday", "WED", "Thu", "Fri", "sat", "Sunday", "daily", "Sta", "1", ""])
near = {
    "time": st.from_regex(r"\A ?[0-2][0-9][0-6][0-9] ?- ?[0-2][0-9][0-6][0-9] ?\Z"),
    "date": st.from_regex(r"\A(19|20|21)[0-9][0-9]-[01][0-9]-[0-3][0-9]\Z"),
    "days": st.lists(st.lists(day, min_size=1, max_size=2).map("-".join), min_size=1, max_size=3).map(", ".join),
    "number": st.from_regex(r"\A[+-]?[0-9]{1,5}(\.[0-9]{1,3})?\Z"),
    "season": st.from_regex(r"\A[ABCabz][0-9]{1,3}\Z"),
    "repeat": st.builds(
        "{}FREQ={};{}".format,
        st.sampled_from(["", "RRULE:", "BYDAY=MO;", "rrule:"]),
        st.sampled_from(["DAILY", "monthly", "Yearly", "HOURLY", "WEEKLY"]),
        st.sampled_from(["BYDAY=1SA", "INTERVAL=2", "UNTIL=20260101", "BYMONTH=2;BYMONTHDAY=29"]),
    ),
    "flag": st.sampled_from(["yes", "No", "TRUE", "false", "maybe", "0"]),
    "word": st.sampled_from(["am", "DRM", "SSB", "Planned", "unused", "Asia/Seoul", "PHT", "44NE", "010", "1e3"]),
}
written = st.one_of(*near.values(), st.text(max_size=12))


def takes(parse, value):
    try:
        parse(value)
    except ValueFault:
        return False
    return True


@pytest.mark.parametrize("key", TRANSMISSION_PARSERS)
@examples(25)
@given(value=written)
def test_what_a_parser_takes_validates_as_text_and_typed(key, value):
    if takes(TRANSMISSION_PARSERS[key], value):
        assert VALIDATORS[key].is_valid(value)
        if key == "old" or not NEVER_TEXT.match(value):
            assert VALIDATORS[key].is_valid(core_schema(value))


@pytest.mark.parametrize("key", SCHEDULE_PARSERS)
@given(value=written)
def test_what_a_parser_of_the_file_takes_validates(key, value):
    if takes(SCHEDULE_PARSERS[key], value):
        assert TOP[key].is_valid(value)


@pytest.mark.parametrize("key", ["days", "except", "language", "alternatives"])
@given(value=st.lists(written, max_size=3))
def test_lists_too(key, value):
    if takes(TRANSMISSION_PARSERS[key], value):
        assert VALIDATORS[key].is_valid(value)


@given(near["days"])
def test_days_agree_both_ways(value):
    assert takes(TRANSMISSION_PARSERS["days"], value) == VALIDATORS["days"].is_valid(value)


@given(near["season"])
def test_seasons_agree_both_ways(value):
    assert takes(SCHEDULE_PARSERS["season"], value) == TOP["season"].is_valid(value)


@given(near["time"])
def test_times_agree_but_for_start_equal_to_stop(value):
    start, stop = value.replace(" ", "").split("-")
    if start != stop and start != "2400":
        assert takes(TRANSMISSION_PARSERS["time"], value) == VALIDATORS["time"].is_valid(value)


@given(near["number"])
def test_frequencies_agree_but_for_their_range(value):
    valid = VALIDATORS["frequency"].is_valid(value)
    if 0 < float(value) <= 30000:
        assert takes(TRANSMISSION_PARSERS["frequency"], value) == valid


@given(near["date"])
def test_dates_agree_but_for_the_length_of_months(value):
    if VALIDATORS["from"].is_valid(value) and int(value[8:]) <= 28:
        assert takes(TRANSMISSION_PARSERS["from"], value)
