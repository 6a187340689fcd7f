"""Two lists against each other, written as schedules so that every value is plain to see."""

import json

import pytest

from bcastplan.model.clock import parse_time
from bcastplan.reports.compare.compare_json import COLUMNS, compare_csv, compare_json
from bcastplan.reports.compare.compare_text import compare_text
from bcastplan.workspace.lists.choice import Choice
from bcastplan.workspace.lists.list_comparison import compare_paths
from bcastplan.workspace.lists.row_matches import shared_minutes

DEFAULTS = "language: Kor, target: 44NE, site: PHT"


@pytest.fixture
def compare(tmp_path):
    def run(a, b, kind="yaml", **options):
        paths = []
        for name, items in (("a", a), ("b", b)):
            path = tmp_path / f"{name}.yaml"
            if name == "b" and kind == "eibi":
                path = tmp_path / "sked-a26.csv"
                path.write_text("".join(f"{item}\r\n" for item in items), encoding="iso-8859-1")
            else:
                listed = "".join(f"  - {{{item}}}\n" for item in items)
                head = f"bcastplan: 1\nservice: S{name}\nseason: A26\ndefaults: {{{DEFAULTS}}}\ntransmissions:\n"
                path.write_text(head + listed, encoding="utf-8")
            paths.append(str(path))
        return compare_paths(*paths, **options).result

    return run


def told(result):
    return [(item.status, item.differences, len(item.a), len(item.b)) for item in result.items]


def test_the_same_row_is_the_same(compare):
    result = compare(["frequency: 9565, time: 1530-1630"], ["frequency: 9565, time: 1530-1630"])
    assert told(result) == [("same", (), 1, 1)]
    assert result.items[0].minutes_a == result.items[0].minutes_b == result.items[0].minutes_both == 210 * 60


@pytest.mark.parametrize(
    ("b", "differences"),
    [
        ("frequency: 9566, time: 1530-1630", ("frequency",)),
        ("frequency: 9565, time: 1530-1700", ("time",)),
        ("frequency: 9565, time: 1530-1630, days: Mon-Fri", ("days",)),
        ("frequency: 9565, time: 1500-1630, days: Mon-Fri", ("time", "days")),
        ("frequency: 9565, time: 1530-1630, until: 2026-06-30", ("days",)),
        ("frequency: 9565, time: 1530-1630, site: IBA", ("site",)),  # 70 km away
    ],
)
def test_what_differs(compare, b, differences):
    result = compare(["frequency: 9565, time: 1530-1630"], [b])
    assert told(result) == [("differs", differences, 1, 1)]


def test_rows_two_kilohertz_or_no_minute_apart_are_strangers(compare):
    for other in ("frequency: 9567, time: 1530-1630", "frequency: 9565, time: 1630-1700"):
        assert [item.status for item in compare(["frequency: 9565, time: 1530-1630"], [other]).items] == [
            "only-b",
            "only-a",
        ]


def test_one_list_cuts_what_the_other_has_in_one_piece(compare):
    result = compare(
        ["frequency: 9565, time: 1500-1800"],
        ["frequency: 9565, time: 1500-1600", "frequency: 9565, time: 1600-1700", "frequency: 9565, time: 1700-1800"],
    )
    assert told(result) == [("same", (), 1, 3)]


def test_a_night_cut_at_midnight_is_the_same(compare):
    result = compare(
        ["frequency: 9565, time: 2300-0100, from: 2026-05-01, until: 2026-05-31"],
        [
            "frequency: 9565, time: 2300-2400, from: 2026-05-01, until: 2026-05-31",
            "frequency: 9565, time: 0000-0100, from: 2026-05-02, until: 2026-06-01",
        ],
    )
    assert told(result) == [("same", (), 1, 2)]


def test_sites_far_apart_need_language_area_and_most_of_the_time(compare):
    far = "frequency: 9565, time: 1530-1630, site: DB"
    result = compare(["frequency: 9565, time: 1530-1630"], [far])
    assert told(result) == [("differs", ("site",), 1, 1)]
    assert result.items[0].site_distance_km > 5000
    for other in (f"{far}, language: Eng", f"{far}, target: 27", "frequency: 9565, time: 1530-2330, site: DB"):
        statuses = [
            item.status for item in compare(["frequency: 9565, time: 1530-1630"], [other], everything=True).items
        ]
        assert statuses == ["only-b", "only-a"], other


def test_a_better_match_keeps_a_far_one_away(compare):
    result = compare(
        ["frequency: 9565, time: 1530-1630"],
        ["frequency: 9565, time: 1530-1630", "frequency: 9565, time: 1530-1630, site: DB"],
    )
    assert told(result) == [("only-b", (), 0, 1), ("same", (), 1, 1)]


def test_languages_that_lists_name_differently_are_one(compare):
    result = compare(
        ["frequency: 9565, time: 1530-1630, language: Zho"],
        ["frequency: 9565, time: 1530-1630, language: Cmn, site: DB"],
    )
    assert told(result) == [("differs", ("site",), 1, 1)]


PLAN = [
    "frequency: 9685, time: 1500-1530",
    "frequency: 9565, time: 1530-1630",
    "frequency: 9940, time: 1530-1630",
]
LIST = [
    "9685;1500-1530;;USA;Voice;K;KRE;/PHL-t;1;;[0726]",
    "9685;1500-1530;;USA;Voice;K;KRE;/PHL-t;1;;[0726]",
    "9685;1500-1530;;USA;Voice;K;KRE;/PHL-t;1;;[0726]",
    "9565;1530-1630;;USA;Voice;K;KRE;/PHL-t;1;;[0125]",
    "9315;1200-1300;;J;Shiokaze;K;KRE;y;1;;",
    "9320;1200-1300;;J;Shiokaze;E;Eu;y;1;;",
    "25800;1200-1300;;DNK;World Music;K;KRE;a;1;;",
    "9940;1530-1630;;USA;Voice;K;KRE;/PHL-t;8;;[0726]",
]


def test_a_plan_against_what_is_heard(compare):
    result = compare(PLAN, LIST, kind="eibi")
    assert (result.a.monitored, result.b.monitored, result.b.newest_heard) == (False, True, "2026-07")
    assert told(result) == [
        ("only-b", (), 0, 1),
        ("only-a", (), 1, 0),  # inactive in the list
        ("not-heard-lately", (), 1, 1),
        ("same", (), 1, 3),
    ]
    assert result.beyond == 2  # another audience, another band
    assert compare(PLAN, LIST, kind="eibi", everything=True).beyond == 0


def test_lately_is_what_the_planner_says(compare):
    assert compare(PLAN, LIST, kind="eibi", heard_within_months=18).count("not-heard-lately") == 0
    assert compare(PLAN, LIST, kind="eibi", heard_within_months=17).count("not-heard-lately") == 1


def test_filters_hold_for_both(compare):
    result = compare(PLAN, LIST, kind="eibi", choice=Choice(languages=("Eng",)), everything=True)
    assert told(result) == [("only-b", (), 0, 1)]


def test_text_json_and_csv_agree(compare):
    result = compare(PLAN, LIST, kind="eibi")
    text = compare_text(result)
    assert "On the air by sked-a26.csv, not registered in a.yaml (1)" in text
    assert "Registered in a.yaml, not listed in sked-a26.csv (1)" in text
    assert "last heard 2025-01" in text
    assert text.endswith("1 same, 0 differs, 1 not-heard-lately, 1 only-a, 1 only-b; 2 rows of B beyond the bands and "
                         "areas of A left out\n")  # fmt: skip
    found = json.loads(compare_json(result))
    assert found["schema"] == "bcastplan.compare/1"
    assert [item["status"] for item in found["items"]] == [item.status for item in result.items]
    assert found["summary"]["beyond"] == 2
    lines = compare_csv(result).split("\r\n")
    assert lines[0].split(",") == list(COLUMNS)
    assert len(lines) == 2 + sum(len(item.a) + len(item.b) for item in result.items)


def test_names_are_inert_in_every_report(compare):
    result = compare(PLAN[:1], ["9315;1200-1300;;J;=cmd|\x1b[31m;K;KRE;y;1;;"], kind="eibi")
    assert "\x1b" not in compare_text(result)
    assert "'=cmd" in compare_csv(result)
    assert json.loads(compare_json(result))["items"]


@pytest.mark.parametrize(
    ("left", "right", "minutes"),
    [
        ("1530-1630", "1600-1700", 30),
        ("1530-1630", "1630-1700", 0),
        ("2300-0100", "0000-0200", 60),
        ("0000-2400", "2300-0100", 120),
        ("2200-0200", "2300-0100", 120),
        ("0100-0030", "0000-0200", 90),
    ],
)
def test_clock_times_share_minutes_over_midnight(left, right, minutes):
    assert shared_minutes(parse_time(left), parse_time(right)) == minutes
    assert shared_minutes(parse_time(right), parse_time(left)) == minutes
