"""A check that keeps what has not changed says what a check made anew says, after any edits of any files."""

from pathlib import Path

from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from bcastplan.airtime.table import build
from bcastplan.reports.check.check_json import check_json
from bcastplan.workspace.inspection.repeated_check import RepeatedCheck
from bcastplan.workspace.inspection.rule_check import check_workspace
from bcastplan.workspace.opening.open_plans import open_paths

FILES = ("a.yaml", "b.yaml", "c.yaml", "deep/d.yaml", "deep/other/e.yaml", "z.yaml")
PLANS = ("bcastplan.yaml", "deep/bcastplan.yaml")
LIST = "list.yaml"

KHZ = st.sampled_from(["5975", "9565", "9567.5", "9570", "7460", "7110", "47", "9.565", "648"])
TIMES = st.sampled_from(["1530-1630", "0100-0200", "2330-0030", "0000-2400", "15:30-16:30", "1530-1530"])
COMMENTS = st.sampled_from(["", "", "  # bcastplan: ignore[FRQ001] known", "  # bcastplan: ignore[TIM001, SIT]"])
KEYS = st.sampled_from(
    [
        "site: PHT, antenna: 216, azimuth: 21, power: 250, target: 44NE",
        "site: PHT, antenna: 216, azimuth: 200, power: 99999, target: 44NE",
        "site: XXX, target: 99",
        "site: USK, transmitter: USK-1, power: 250, language: Xyz",
        "days: Mon-Fri, except: [2026-06-22], repeat: FREQ=WEEKLY",
        "from: 2026-05-01, until: 2026-04-01",
        "colour: red",
    ]
)
ROW = st.tuples(KHZ, TIMES, KEYS, COMMENTS)


@st.composite
def schedules(draw):
    """The text of a schedule, whole or broken."""
    if draw(st.integers(0, 9)) == 0:
        return draw(st.sampled_from(["", "bcastplan: 1\ntransmissions: [\n", "nothing of ours\n"]))
    season = draw(st.sampled_from(["season: A26", "season: B26", "season: A25", "from: 2026-01-01\nuntil: 2026-12-31"]))
    service = draw(st.sampled_from(["VOA", "RFA"]))
    rows = [
        f"  - {{id: {draw(st.sampled_from(['x', 'y', str(at)]))}, frequency: {khz}, time: {time}, {keys}}}{comment}\n"
        for at, (khz, time, keys, comment) in enumerate(draw(st.lists(ROW, max_size=4)))
    ]
    return f"bcastplan: 1\nservice: {service}\n{season}\ndefaults: {{manager: AGM}}\ntransmissions:\n{''.join(rows)}"


PLAN_TEXTS = st.sampled_from(
    [
        "bcastplan: 1\nagainst: [list.yaml]\n",
        "bcastplan: 1\nrules: {ignore: [FRQ001], severity: {SIT: error}}\n",
        "bcastplan: 1\nrules: {files: {'a*.yaml': {ignore: [SIT]}}}\nregion: 2\n",
        "bcastplan: 1\nsites: {USK: {transmitters: [{id: USK-1, power: 100, frequencies: [531-1602]}]}}\n",
        "bcastplan: 1\ncodes: {sites: {XXX: {name: X, administration: RUS, latitude: 43.5, longitude: 131.9}}}\n",
        "bcastplan: 1\nschedules: [a.yaml, 'deep/*.yaml']\n",
        "bcastplan: 1\nagreed: [{a: x, b: y, reason: so}]\n",
        "bcastplan: [\n",
    ]
)
EDITS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(FILES), st.one_of(st.none(), schedules(), schedules())),
        st.tuples(st.just(LIST), st.one_of(st.none(), schedules())),
        st.tuples(st.sampled_from(PLANS), st.one_of(st.none(), PLAN_TEXTS)),
    ),
    min_size=1,
    max_size=3,
)


FAULTY = (
    "bcastplan: 1\nservice: Own\nseason: A26\ntransmissions:\n"
    "  - {frequency: 7460, time: 1530-1630, site: USK, power: 250, language: Kor, target: 44NE}\n"
    "  - {frequency: 7110, time: 1530-1630, site: XXX, target: 99}\n"
    "  - {frequency: 9567.5, time: 0100-0200, site: PHT, antenna: 216, azimuth: 200, power: 250, target: 44NE}\n"
)
"""What stands in two files until an edit comes to them: plans alone change what is to be said of it."""


def apply(root: Path, edits) -> None:
    for name, text in edits:
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        if text is None:
            file.unlink(missing_ok=True)
        else:
            file.write_text(text)


@examples(24)
@given(st.lists(EDITS, min_size=1, max_size=6), st.sampled_from([None, 1, 3, 1000]), st.data())
def test_kept_and_new_checks_are_the_same(tmp_path_factory, rounds, most, data):
    root = tmp_path_factory.mktemp("plans")
    apply(root, [("b.yaml", FAULTY), ("deep/d.yaml", FAULTY.replace("Own", "Other"))])
    selections = st.tuples(st.sampled_from([(), ("FRQ", "SIT")]), st.sampled_from([(), ("FRQ001",), ("TIM",)]))
    select, ignore = data.draw(selections)
    repeated = RepeatedCheck()
    opened = []

    def again(kept):
        opened.append(open_paths([str(root)], kept=kept))
        return opened[-1]

    for edits in rounds:
        apply(root, edits)
        result = repeated.check(again, select=select, ignore=ignore, most=most)
        workspace = open_paths([str(root)])
        expected = check_workspace(workspace, select=select, ignore=ignore, most=most)
        assert check_json(result) == check_json(expected)
        assert [finding.place.item for finding in result.findings] == [
            finding.place.item for finding in expected.findings
        ]
        assert (result.files, result.plan_files, result.unreadable) == (
            expected.files, expected.plan_files, expected.unreadable,
        )  # fmt: skip
        assert str(result.left_out) == str(expected.left_out)
        assert airtime(opened[-1].table) == airtime(build(opened[-1].table.transmissions)) == airtime(workspace.table)


def airtime(table):
    """Everything a table says of its rows, whatever its first date."""
    rows = []
    for row, transmission in enumerate(table.transmissions):
        part = table.segments_of(row)
        segments = list(zip(table.segment_start[part].tolist(), table.segment_stop[part].tolist(), strict=True))
        rows.append((transmission, table.date_list(row), segments, int(table.minutes[row])))
    return rows
