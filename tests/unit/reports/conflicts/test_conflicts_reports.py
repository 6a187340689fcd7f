"""The same conflicts as text, JSON, CSV and matrix; whatever users write in names stays text."""

import csv
import io
import json
import tracemalloc
from datetime import date

import pytest

from bcastplan.airtime import build
from bcastplan.airtime.jamming import PlanJammers, jamming_of
from bcastplan.conflicts import RowSide, frequency_pairs, jammed_transmissions, resource_conflicts
from bcastplan.conflicts.jammed import heard_words
from bcastplan.model.finding import Place
from bcastplan.model.frequency import FrequencyRange
from bcastplan.model.jammers import Jammer
from bcastplan.model.plan import InventorySite, Transmitter
from bcastplan.model.season import Window
from bcastplan.model.transmission import Origin, Transmission
from bcastplan.reports.conflicts import conflicts_csv as in_csv
from bcastplan.reports.conflicts import conflicts_json as in_json
from bcastplan.reports.conflicts import conflicts_text as in_text
from bcastplan.reports.conflicts.conflicts_csv import COLUMNS
from bcastplan.reports.conflicts.conflicts_summary import conflicts_summary
from bcastplan.reports.text_columns import width as columns_of
from bcastplan.workspace.inspection.plan_conflicts import PlanConflicts

JUNE = Window(date(2026, 6, 1), date(2026, 6, 28))
NASTY = "=1+1\x1b[2J[bold]放送\u202e"
INVENTORY = {"": {"PHT": InventorySite(transmitters=(Transmitter(id="PHT-1", retune_minutes=10),))}}


def conflicts_text(*arguments, **keys) -> str:
    return "".join(in_text.conflicts_text(*arguments, **keys))


def conflicts_json(*arguments) -> str:
    return "".join(in_json.conflicts_json(*arguments))


def conflicts_csv(*arguments) -> str:
    return "".join(in_csv.conflicts_csv(*arguments))


def made(line: int, service: str, time: str, frequency: str = "9565", **keys) -> Transmission:
    written = {"target": "44NE", "site": "PHT", "service": service, "frequency": frequency, "time": time} | keys
    return Transmission(window=JUNE, origin=Origin("a26.yaml", line), **written)


def view_of(*rows: Transmission, inventories=INVENTORY) -> PlanConflicts:
    table, sides = build(rows), [RowSide.of(row) for row in rows]
    resources = resource_conflicts(table, sides, inventories)
    return PlanConflicts(
        frequency_pairs(table, sides), resources, {"KBS": "Korean Broadcasting System"}, {"PHT": "Tinang"}
    )


@pytest.fixture(scope="module")
def view() -> PlanConflicts:
    return view_of(
        made(5, "VOA Korean", "1500-1600", id="voa-evening", manager="AGM", language="Kor", transmitter="PHT-1"),
        made(9, "KBS World", "1530-1630", days="Sat,Sun", manager="KBS", site="KIM", id="kbs-late"),
        made(12, "VOA English", "1555-1610", "9575", manager="AGM", site="PHT", target=None, transmitter="PHT-1"),
        made(14, NASTY, "1520-1525", "9560", manager="TWN", site="\x1b]0;owned\x07"),
    )


def test_the_list_for_a_meeting(view):
    text = conflicts_text(view_of(*view.pairs.table.transmissions[:3]))
    assert text == (
        "With others: 2 pairs\n"
        "====================\n"
        "\n"
        "9565 kHz  1500-1600 daily  VOA Korean (PHT, Kor, AGM)  to 44NE  [voa-evening]\n"
        "    a26.yaml:5\n"
        "  error   9565 kHz, same frequency: KBS World (KIM, KBS), Korean Broadcasting\n"
        "          System [kbs-late]\n"
        "          Sat, Sun 1530-1600, 6 Jun - 28 Jun\n"
        "          1.0 h a week on 8 dates; 5 test points shared with 44NE\n"
        "\n"
        "9565 kHz  1530-1630 Sat, Sun  KBS World (KIM, KBS)  to 44NE  [kbs-late]\n"
        "    a26.yaml:9\n"
        "  info    9575 kHz, 10 kHz away: VOA English (PHT, AGM)\n"
        "          Sat, Sun 1555-1610, 6 Jun - 28 Jun\n"
        "          0.5 h a week on 8 dates; it has no target to compare\n"
        "\n"
        "Within one organisation: 1 pair\n"
        "===============================\n"
        "\n"
        "9565 kHz  1500-1600 daily  VOA Korean (PHT, Kor, AGM)  to 44NE  [voa-evening]\n"
        "    a26.yaml:5\n"
        "  info    9575 kHz, 10 kHz away: VOA English (PHT, AGM)\n"
        "          daily 1555-1600, 1 Jun - 28 Jun\n"
        "          0.6 h a week on 28 dates; it has no target to compare\n"
        "\n"
        "Transmitters and antennas: 2 conflicts\n"
        "======================================\n"
        "\n"
        "error   PHT: transmitter PHT-1 is booked twice\n"
        "        worst on 2026-06-01 at 1555, 28 dates, 2.3 h in all\n"
        "        9565 kHz  VOA Korean (PHT, Kor, AGM) [voa-evening]  a26.yaml:5\n"
        "        9575 kHz  VOA English (PHT, AGM)  a26.yaml:12\n"
        "\n"
        "error   PHT: 2 transmissions at once, 1 transmitter\n"
        "        worst on 2026-06-01 at 1555, 28 dates, 2.3 h in all\n"
        "        9565 kHz  VOA Korean (PHT, Kor, AGM) [voa-evening]  a26.yaml:5\n"
        "        9575 kHz  VOA English (PHT, AGM)  a26.yaml:12\n"
        "\n"
        "3 pairs, 2 resource conflicts: 3 errors, 0 warnings, 2 infos\n"
    )


@pytest.mark.parametrize("width", [40, 60, 80, 132])
def test_no_line_is_wider_than_asked(view, width):
    for line in conflicts_text(view, width=width).splitlines():
        assert columns_of(line) <= width or " " not in line.strip()


def test_no_conflicts_are_said_in_every_format():
    nothing = view_of(made(1, "VOA", "1500-1600"))
    assert conflicts_text(nothing) == "0 pairs, 0 resource conflicts: 0 errors, 0 warnings, 0 infos\n"
    assert json.loads(conflicts_json(nothing)) == {
        "schema": "bcastplan.conflicts/1",
        "pairs": [],
        "resources": [],
        "jammed": [],
        "agreed": [],
        "findings": [],
    }
    assert conflicts_csv(nothing) == ",".join(COLUMNS) + "\r\n"
    assert conflicts_summary(nothing.pairs) == "no pairs\n"


def test_terminal_escapes_and_direction_marks_are_shown_not_sent(view):
    for text in (conflicts_text(view), conflicts_summary(view.pairs), conflicts_csv(view)):
        assert not {"\x1b", "\x07", "\u202e"} & set(text)
    assert "\\x1b[2J[bold]放送" in conflicts_text(view)
    assert json.loads(conflicts_json(view))["pairs"][1]["a"]["service"] == NASTY


def test_no_cell_starts_a_formula(view):
    rows = list(csv.DictReader(io.StringIO(conflicts_csv(view))))
    assert any(row["a_service"].startswith("'=1+1") for row in rows)
    assert not any(cell.startswith(("=", "+", "-", "@", "\t")) for row in rows for cell in row.values())


def test_json_has_the_keys_scripts_depend_on(view):
    told = json.loads(conflicts_json(view))
    assert told["schema"] == "bcastplan.conflicts/1"
    first = told["pairs"][0]
    assert {key: first[key] for key in ("kind", "severity", "own", "separation_khz", "overlap_minutes", "dates")} == {
        "kind": "co-channel",
        "severity": "error",
        "own": False,
        "separation_khz": 0,
        "overlap_minutes": 240,
        "dates": 8,
    }
    assert (first["first"], first["last"], first["shared_test_points"]) == ("2026-06-06", "2026-06-28", 5)
    side = {
        key: first["a"][key] for key in ("file", "line", "id", "frequency_khz", "service", "broadcaster", "manager")
    }
    assert side == {
        "file": "a26.yaml",
        "line": 5,
        "id": "voa-evening",
        "frequency_khz": 9565,
        "service": "VOA Korean",
        "broadcaster": None,
        "manager": "AGM",
    }
    assert (first["b"]["site"], first["b"]["manager_name"]) == ("KIM", "Korean Broadcasting System")
    resource = told["resources"][0]
    assert (resource["kind"], resource["site"], resource["transmitter"]) == ("transmitter", "PHT", "PHT-1")
    assert resource["worst_at"] == "2026-06-01T15:55Z"
    assert [member["line"] for member in resource["members"]] == [5, 12]


def test_all_formats_show_the_same_conflicts(view):
    told = json.loads(conflicts_json(view))
    rows = list(csv.DictReader(io.StringIO(conflicts_csv(view))))
    pairs = [row for row in rows if row["transmitter"] == "" and row["kind"] != "capacity"]
    assert [(row["kind"], row["a_line"], row["b_line"], row["overlap_minutes"]) for row in pairs] == [
        (pair["kind"], str(pair["a"]["line"]), str(pair["b"]["line"]), str(pair["overlap_minutes"]))
        for pair in told["pairs"]
    ]
    members = sum(len(resource["members"]) - 1 for resource in told["resources"])
    assert len(rows) == len(told["pairs"]) + members
    text = conflicts_text(view)
    assert f"{len(told['pairs'])} pairs, {len(told['resources'])} resource conflicts" in text


def test_the_matrix_counts_every_pair_once(view):
    rows = [
        made(line, service, "1500-1600", broadcaster=service, manager=service, language="Kor")
        for line, service in enumerate(("VOA", "VOA", "RFA", "KBS"), 1)
    ]
    assert conflicts_summary(view_of(*rows, inventories={}).pairs) == (
        "       KBS    RFA    VOA\n"
        "VOA  2/0/2  2/0/2  1/0/1\n"
        "RFA  1/0/1      .      .\n"
        "\n"
        "6 pairs; cells: errors/warnings/all pairs\n"
    )


def test_a_wide_matrix_comes_in_blocks():
    names = [f"BROADCAST{number:02}" for number in range(12)]
    rows = [made(line, name, "1500-1600", broadcaster=name, manager=name) for line, name in enumerate(names, 1)]
    text = conflicts_summary(view_of(*rows, inventories={}).pairs, columns=50)
    assert all(len(line) <= 50 for line in text.splitlines())
    assert text.count("BROADCAST11") == 1, "the last one is nobody's first side"
    assert "66 pairs" in text


def jammed_view() -> PlanConflicts:
    rows = [made(5, "VOA Korean", "1500-1600", id="voa-evening", manager="AGM", language="Kor")]
    table, sides = build(rows), [RowSide.of(row) for row in rows]
    jammers = [
        Jammer(name=NASTY, latitude=39.0, longitude=125.0, power_kw=10.0, frequencies=(FrequencyRange(9560, 9570),),
               heard=date(2026, 8, 1), why=NASTY, place=Place("bcastplan.yaml", 3, 5)),
        Jammer(name="Haeju", latitude=38.0, longitude=125.0, follows=("voa-*",), days=0b1100000),
    ]  # fmt: skip
    jamming = jamming_of(table, [PlanJammers("", jammers, range(1))], [])
    jammed = jammed_transmissions(table, sides, jamming)
    return PlanConflicts(frequency_pairs(table, sides), jammed=jammed)


def test_who_is_jammed_is_told_in_every_format(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1796083200")  # 2026-12-01
    view = jammed_view()
    assert conflicts_text(view) == (
        "Jammed, with nobody to settle it with: 1 transmission\n"
        "=====================================================\n"
        "\n"
        "9565 kHz  1500-1600 daily  VOA Korean (PHT, Kor, AGM)  to 44NE  [voa-evening]\n"
        "    a26.yaml:5\n"
        "  warning 9560-9570 kHz, jammed: =1+1\\x1b[2J[bold]放送\\u202e (10 kW)\n"
        "          bcastplan.yaml:3\n"
        "          daily 1500-1600, 1 Jun - 28 Jun\n"
        "          7.0 h a week on 28 dates; last heard in August 2026, 4 months ago;\n"
        "            =1+1\\x1b[2J[bold]放送\\u202e\n"
        "  warning 9565 kHz, jammed: Haeju  :1\n"
        "          Sat, Sun 1500-1600, 6 Jun - 28 Jun\n"
        "          2.0 h a week on 8 dates\n"
        "\n"
        "0 pairs, 0 resource conflicts, 2 jammed: 0 errors, 2 warnings, 0 infos\n"
    )
    first, second = json.loads(conflicts_json(view))["jammed"]
    assert (first["kind"], first["rule"], first["severity"], first["heard"]) == (
        "jammed", "CON120", "warning", "2026-08"
    )  # fmt: skip
    assert "own" not in first
    assert (first["overlap_minutes"], first["dates"], first["a"]["id"], first["b"]["service"]) == (
        1680, 28, "voa-evening", NASTY
    )  # fmt: skip
    assert (first["b"]["file"], first["b"]["line"]) == ("bcastplan.yaml", 3)
    assert (first["jammer"]["low_khz"], first["jammer"]["high_khz"], first["jammer"]["power_kw"]) == (9560, 9570, 10)
    assert (second["heard"], second["jammer"]["follows"], second["overlap_minutes"]) == (None, ["voa-*"], 480)
    rows = list(csv.DictReader(io.StringIO(conflicts_csv(view))))
    assert [(row["kind"], row["own"], row["heard"], row["overlap_minutes"]) for row in rows] == [
        ("jammed", "", "2026-08", "1680"),
        ("jammed", "", "", "480"),
    ]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t")) for row in rows for cell in row.values())
    assert conflicts_summary(view.pairs, 2) == "no pairs; 2 transmissions jammed besides\n"


@pytest.mark.parametrize(
    ("heard", "words"),
    [
        (None, ""),
        (date(2026, 12, 1), "last heard in December 2026, this month"),
        (date(2026, 11, 1), "last heard in November 2026, 1 month ago"),
        (date(2024, 12, 1), "last heard in December 2024, 2 years ago"),
        (date(2025, 1, 1), "last heard in January 2025, 23 months ago"),
        (date(2027, 1, 1), "last heard in January 2027"),
    ],
)
def test_how_long_ago_a_jammer_was_heard(heard, words):
    assert heard_words(heard, date(2026, 12, 1)) == words


@pytest.mark.parametrize("parts_of", [in_text.conflicts_text, in_json.conflicts_json, in_csv.conflicts_csv])
def test_a_long_report_is_never_in_memory_whole(parts_of):
    conflicts = view_of(*(made(5, "VOA Korean", "1500-1600", manager="AGM") for _ in range(60)))
    assert len(conflicts.pairs) == 60 * 59 // 2
    length = sum(map(len, parts_of(conflicts)))
    tracemalloc.start()
    try:
        for _ in parts_of(conflicts):
            pass
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 0.7 * length
