"""Reading a schedule: what is right becomes the model, what is wrong becomes findings at their own places."""

from datetime import date
from textwrap import dedent

import pytest

from bcastplan.document.schedule_reader import read_schedule
from bcastplan.model.finding import WHOLE_FILE
from bcastplan.model.sites import InlineSite

HEAD = "bcastplan: 1\nservice: VOA Korean\nseason: A26\n"


def read(text):
    return read_schedule("b07/voa.yaml", dedent(text))


def said(text):
    """(code, line, column) of everything reading has to say."""
    return [(problem.code, problem.place.line, problem.place.column) for problem in read(text)[1]]


def test_reads_every_key():
    schedule, problems = read("""\
        bcastplan: 1
        service: VOA Korean
        season: A26
        x-owner: me
        defaults: {broadcaster: VOA, manager: AGM, administration: PHL, language: [Kor, Eng], target: "44NE"}
        transmissions:
          - id: evening
            frequency: 9565.5
            time: 1530-1630
            days: Mon-Fri
            from: 2026-06-22
            until: 2026-06-26
            except: [2026-06-23]
            repeat: FREQ=MONTHLY;BYDAY=1MO
            follows: Asia/Seoul
            status: planned
            mode: DRM
            programme: News
            site: {name: Jeju, latitude: 33.45, longitude: 126.57}
            transmitter: PHT-1
            power: 250
            antenna: 216
            azimuth: 21
            slew: -15
            design_frequency: 9700
            alternatives: [9570, 49 m]
            sync: s
            rate: 55.5
            requirement: 4711
            old: yes
            note: no
            x-a: {b: [1]}
        """)
    assert problems == []
    assert (schedule.service, str(schedule.season), schedule.extensions) == ("VOA Korean", "A26", {"x-owner": "me"})
    (one,) = schedule.transmissions
    assert (one.id, one.frequency_khz, one.target) == ("evening", 9565.5, "44NE")
    assert (one.broadcaster, one.manager, one.administration) == ("VOA", "AGM", "PHL")
    assert (one.language, one.time.minutes, one.days_text) == (("Kor", "Eng"), 60, "Mon-Fri")
    assert (one.first_date, one.last_date, one.excepted) == (
        date(2026, 6, 22), date(2026, 6, 26), (date(2026, 6, 23),),
    )  # fmt: skip
    assert (one.site, one.site_code) == (InlineSite("Jeju", 33.45, 126.57), "Jeju")
    assert (one.power_kw, one.antenna, one.azimuth_deg, one.slew_deg) == (250.0, "216", 21.0, -15.0)
    assert (one.status, one.mode, one.follows, one.sync, one.old, one.note) == (
        "planned", "DRM", "Asia/Seoul", "s", True, "no",
    )  # fmt: skip
    assert (one.requirement, one.rate, one.alternatives, one.design_frequency_khz) == (
        4711, 55.5, ("9570", "49 m"), 9700.0,
    )  # fmt: skip
    assert one.extensions == {"x-a": {"b": ["1"]}}
    assert (one.origin.line, one.origin.column) == (7, 5)
    assert one.place("power").line == 21
    assert one.place("broadcaster").line == 5  # where the default is written


def test_defaults_are_overridden_key_by_key():
    schedule, problems = read(
        HEAD
        + """\
defaults: {time: 1530-1630, power: 250, service: Other, x-a: 1}
transmissions:
  - {frequency: 9565}
  - {frequency: 9570, time: 1200-1300, power: 100, service: Third, x-b: 2}
"""
    )
    assert problems == []
    assert [(one.service, one.power_kw, str(one.time), one.extensions) for one in schedule.transmissions] == [
        ("Other", 250.0, "1530-1630", {"x-a": "1"}),
        ("Third", 100.0, "1200-1300", {"x-a": "1", "x-b": "2"}),
    ]


def test_dates_bound_a_file_without_a_season():
    schedule, problems = read("""\
        bcastplan: 1
        service: X
        from: 2008-03-02
        until: 2008-03-30
        transmissions: [{frequency: 9565, time: 0000-0200}]
        """)
    assert problems == []
    assert (schedule.window.first_day, schedule.window.start_minute, schedule.window.stop_minute) == (
        date(2008, 3, 2), 0, 1440,
    )  # fmt: skip


def test_everything_wrong_is_said_in_one_run_in_the_order_of_the_text():
    text = """\
        bcastplan: 1
        servise: VOA
        season: Z99
        defaults: {id: x, powr: 250}
        transmissions:
          - {frequency: 9565, time: "25:00", days: 23456}
          - {frequency: 9.565 MHz, time: 1530-1530, untill: 2026-06-22}
          - {time: 1530-1630, from: 2026-02-30, power: -1, repeat: FREQ=SECONDLY}
          - 9565
        """
    # fmt: off
    assert [code for code, _, _ in said(text)] == [
        "YML002", "TIM008", "YML005", "YML002",
        "YML004", "TIM001", "TIM005",
        "YML004", "YML005", "TIM002", "YML002",
        "YML004", "YML004", "TIM009", "SIT005", "TIM011",
        "YML005",
    ]
    # fmt: on


IN_FLOW = "transmissions: [{frequency: 9565, time: 1530-1630, "


@pytest.mark.parametrize(
    ("body", "code", "line", "column", "says"),
    [
        (IN_FLOW + "form: 2026-06-22}]", "YML002", 4, 52, "did you mean from?"),
        ("transmissions: [{frequency: 9565, time: 1530-1630, mine: 1}]", "YML002", 4, 52, "begin with x-"),
        ("transmisions: []\ntransmissions: []", "YML002", 4, 1, "did you mean transmissions?"),
        ("x: 1", "YML002", 4, 1, "unknown key 'x'"),
        ("transmissions: {frequency: 9565}", "YML005", 4, 16, "start every transmission with a hyphen"),
        ("transmissions: [9565]", "YML005", 4, 17, "a transmission is a mapping of keys"),
        ("transmissions: [{time: 1530-1630}]", "YML004", 4, 17, "'frequency' is missing"),
        ("transmissions: [{frequency: 9565}]", "YML004", 4, 17, "'time' is missing"),
        ("transmissions: [{frequency: 9565, time: 25:00}]", "TIM001", 4, 41, "as 1530-1630"),
        ("transmissions: [{frequency: 9565, time: 1530-1630, days: [Mon, Sta]}]", "TIM010", 4, 64, "did you mean Sat"),
        ("transmissions: [{frequency: [9565], time: 1530-1630}]", "YML005", 4, 29, "one value is expected here"),
        (IN_FLOW + "site: {name: X, lat: 1}}]", "YML002", 4, 68, "did you mean"),
        ("transmissions: [{frequency: 9565, time: 1530-1630, power: }]", "YML005", 4, 59, "the value is empty"),
        ("defaults: [a]\ntransmissions: []", "YML005", 4, 11, "'defaults' is a mapping"),
        ("from: 2026-04-01\ntransmissions: []", "TIM012", 4, 7, "keep one of them"),
    ],
)  # fmt: skip
def test_a_fault_is_said_at_its_own_place(body, code, line, column, says):
    problems = read(HEAD + body)[1]
    (problem,) = [problem for problem in problems if problem.code == code]
    assert (problem.place.line, problem.place.column) == (line, column)
    assert says in problem.message


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        ("", "YML009", "bcastplan new"),
        ("# nothing\n", "YML009", "the file is empty"),
        ("- a\n", "YML011", "a list is not a schedule"),
        ("hello", "YML011", "starts with `bcastplan: 1`"),
        ("service: X\nseason: A26\ntransmissions: []\n", "YML011", "not marked as ours"),
        ("on: push\njobs: {}\n", "YML011", "not marked as ours"),
        ("bcastplan: 2\n", "YML010", "format version 2 is not known"),
        ("bcastplan: [1]\n", "YML010", "is not known"),
        ("bcastplan: 1\nservice: X\nfrom: 2026-04-01\ntransmissions: []\n", "YML004", "'until' is missing"),
        ("bcastplan: 1\nservice: X\ntransmissions: []\n", "YML004", "'season' is missing"),
        ("bcastplan: 1\nseason: A26\nservice: X\n", "YML004", "'transmissions' is missing"),
        ("bcastplan: 1\nfrom: 2026-05-01\nuntil: 2026-04-01\ntransmissions: []\n", "TIM006", "lies before"),
        ("bcastplan: 1\nseason: A26\ntransmissions: [{frequency: 9565, time: 1530-1630}]\n", "YML004", "'service'"),
    ],
)
def test_the_top_of_a_file(text, code, says):
    (problem,) = read(text)[1]
    assert problem.code == code
    assert says in problem.message


@pytest.mark.parametrize("key", ["frequency", "time", "days", "from", "until", "except", "repeat"])
def test_a_fault_in_what_must_be_exact_keeps_a_transmission_off_the_air(key):
    good = {"frequency": "9565", "time": "1530-1630"}
    wrong = ", ".join(f"{name}: {value}" for name, value in {**good, key: "wrong"}.items())
    schedule, problems = read(HEAD + f"transmissions: [{{{wrong}}}, {{frequency: 9570, time: 1530-1630}}]")
    assert len(problems) == 1
    assert [one.frequency_khz for one in schedule.transmissions] == [9570.0]


@pytest.mark.parametrize("key", ["days", "from", "until", "except", "repeat", "time"])
def test_a_fault_in_a_default_keeps_off_the_air_what_inherits_it(key):
    right = {"days": "Mon", "from": "2026-06-22", "until": "2026-06-22", "except": "2026-06-22",
             "repeat": "FREQ=DAILY", "time": "1530-1630"}  # fmt: skip
    own = {"time": "1530-1630", key: right[key]}
    inherits = "" if key == "time" else ", time: 1530-1630"
    overrides = "".join(f", {name}: {value}" for name, value in own.items())
    schedule, problems = read(
        HEAD
        + f"defaults: {{{key}: wrong}}\ntransmissions: [{{frequency: 9565{inherits}}}, {{frequency: 9570{overrides}}}]"
    )
    assert [problem.place.line for problem in problems] == [4]
    assert [one.frequency_khz for one in schedule.transmissions] == [9570.0]


def test_any_other_faulty_value_is_left_out_and_the_transmission_kept():
    schedule, problems = read(HEAD + "transmissions: [{frequency: 9565, time: 1530-1630, power: -1, azimuth: 400}]")
    assert [problem.code for problem in problems] == ["SIT005", "YML005"]
    (one,) = schedule.transmissions
    assert (one.power_kw, one.azimuth_deg) == (None, None)


def test_an_empty_service_is_said_and_does_not_stop_the_reading():
    problems = read(HEAD + "transmissions: [{service: '', frequency: 9565, time: 1530-1630}]")[1]
    assert [problem.code for problem in problems] == ["YML004", "YML005"]


def test_a_problem_names_the_transmission():
    (problem,) = read(HEAD + "transmissions: [{id: evening, frequency: 9565, time: 25:00}]")[1]
    assert problem.place.id == "evening"


def test_transmissions_keep_the_order_of_the_file():
    schedule, _ = read(
        HEAD + "transmissions:\n" + "".join(f"- {{frequency: {9500 + n}, time: 0000-0100}}\n" for n in range(50))
    )
    assert [one.frequency_khz for one in schedule.transmissions] == [9500.0 + n for n in range(50)]
    assert [one.origin.index for one in schedule.transmissions] == list(range(50))


def test_aliases_share_values_between_transmissions():
    schedule, problems = read(
        HEAD
        + """\
transmissions:
  - &first {frequency: 9565, time: 1530-1630, site: &s {name: X, latitude: 1, longitude: 2}}
  - {frequency: 9570, time: 1530-1630, site: *s}
  - *first
"""
    )
    assert problems == []
    assert [str(one.site) for one in schedule.transmissions] == ["X", "X", "X"]


def test_a_season_that_cannot_be_read_leaves_nothing_on_the_air():
    schedule, problems = read(
        "bcastplan: 1\nservice: X\nseason: Z99\ntransmissions: [{frequency: 9565, time: 1530-1630}]"
    )
    assert [problem.code for problem in problems] == ["TIM008"]
    assert (schedule.transmissions, schedule.window.days) == ((), 0)


LOSING = "bcastplan: 1\nservice: X\nseason: A26\ntransmissions:\n"


@pytest.mark.parametrize(
    ("text", "read", "told"),
    [
        (LOSING + "  - {frequency: 9565, tiem: 1530-1630}\n", 0, [("YML002", 1)]),
        (LOSING + "  - {frequncy: 9565, tiem: 1530-1630}\n", 0, [("YML002", 1), ("YML002", 0)]),
        (LOSING + "  - {frequency: 9565, time: 1530-1630, powr: 5}\n", 1, [("YML002", None)]),
        (LOSING + "  - {frequency: 9565, powr: 5}\n", 0, [("YML004", 1), ("YML002", None)]),
        (
            LOSING.replace("service: X\n", "") + "  - {frequency: 9565, time: 1530-1630, servce: X}\n",
            1,
            [("YML002", None)],
        ),
        (LOSING.replace("bcastplan: 1\n", "") + "  - {frequency: 9565, time: 1530-1630}\n", 1, [("YML011", None)]),
        ("service: X\nseason: A26\n", None, [("YML011", WHOLE_FILE)]),
        (LOSING.replace("1", "7", 1) + "  - {frequency: 9565, time: 1530-1630}\n", None, [("YML010", WHOLE_FILE)]),
    ],
)
def test_every_transmission_that_is_lost_is_charged_to_one_problem(text, read, told):
    schedule, problems = read_schedule("a.yaml", text)
    assert (None if schedule is None else len(schedule.transmissions)) == read
    assert [(problem.code, problem.loses) for problem in problems] == told
