"""A check after edits, in a new process, says what a check made anew says, whatever was edited, added or deleted."""

import subprocess
from dataclasses import fields
from pathlib import Path

import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from bcastplan.airtime.stored_rows import NotStored, StoredRows
from bcastplan.cli.check import FORMATS, _Display, _render
from bcastplan.workspace.inspection import changed_check, check_snapshot
from bcastplan.workspace.inspection.kept_checks import CheckRequest, KeptChecks
from bcastplan.workspace.inspection.rule_check import check_paths

FILES = ("a.yaml", "b.yaml", "deep/c.yaml", "deep/d.yaml", "deep/other/e.yaml", "z.yaml", "heard.txt")
PLANS = ("bcastplan.yaml", "deep/bcastplan.yaml")
LISTS = ("list.yaml", "lists/heard.txt")

KHZ = st.sampled_from(["5975", "9565", "9567.5", "9570", "7460", "7110", "47", "9.565", "648", "650"])
TIMES = st.sampled_from(["1530-1630", "1600-1700", "2330-0030", "0000-2400", "15:30-16:30", "1530-1530"])
COMMENTS = st.sampled_from(["", "", "", "  # bcastplan: ignore[FRQ001] known", "  # bcastplan: ignore[TIM001, CON]"])
KEYS = st.sampled_from(
    [
        "site: PHT, antenna: 216, azimuth: 21, power: 250, target: 44NE, language: Kor",
        "site: PHT, antenna: 216, azimuth: 200, power: 99999, target: 44NE, sync: korea",
        "site: XXX, target: 99, mode: DRM, language: [Kor, Eng]",
        "site: USK, transmitter: USK-1, power: 250, language: Xyz",
        "site: USK, transmitter: USK-1, antenna: mast, target: 44",
        "site: {name: Jeju, latitude: 33.45, longitude: 126.57}, power: 1.0, listeners: dkpr",
        "days: Mon-Fri, except: [2026-06-22], repeat: FREQ=WEEKLY",
        "from: 2026-05-01, until: 2026-04-01",
        "power: loud, jammer: yes",
        "status: unused, colour: red",
        "broadcaster: VOA, manager: Agm",
    ]
)
ROW = st.tuples(KHZ, TIMES, KEYS, COMMENTS)
HEARD = (
    "kHz:75;Time(UTC):93;Days:59;ITU:49;Station:201;Lng:49;Target:62;Remarks:135;P:35;Start:60;Stop:60;\n"
    "9565;1500-1600;;KRE;KRE Jammer;-TS;KOR;kre;1;;\n"
    "9570;1530-1630;;USA;Voice of America;K;KOR;phx;1;;\n"
    "5975;1530-1630;;J;Shiokaze;K;KRE;ya;1;;\n"
)


@st.composite
def schedules(draw):
    """The text of a schedule, whole or broken, or of a list."""
    kind = draw(st.integers(0, 11))
    if kind == 0:
        return draw(st.sampled_from(["", "bcastplan: 1\ntransmissions: [\n", "nothing of ours\n"]))
    if kind == 1:
        return HEARD
    season = draw(st.sampled_from(["season: A26", "season: B26", "season: A25", "from: 2026-01-01\nuntil: 2026-12-31"]))
    service = draw(st.sampled_from(["VOA", "RFA"]))
    rows = [
        f"  - {{id: {draw(st.sampled_from(['x', 'y', str(at)]))}, frequency: {khz}, time: {time}, {keys}}}{comment}\n"
        for at, (khz, time, keys, comment) in enumerate(draw(st.lists(ROW, max_size=4)))
    ]
    return f"bcastplan: 1\nservice: {service}\n{season}\ndefaults: {{manager: AGM}}\ntransmissions:\n{''.join(rows)}"


INVENTORY = (
    "sites:\n  USK: {transmitters: [{id: USK-1, power: 100, frequencies: [531-1602], retune: 30}], "
    "antennas: [{id: mast}]}\n  PHT: {transmitters: [{id: A}]}\n"
)
PLAN_TEXTS = st.sampled_from(
    [
        "bcastplan: 1\nagainst: [list.yaml]\n",
        "bcastplan: 1\nagainst: ['lists/*.txt']\ncodes: {aliases: {VOA: [Voice of America], Nobody: [Shiokaze]}}\n",
        "bcastplan: 1\nrules: {ignore: [FRQ001], severity: {SIT: error}}\n",
        "bcastplan: 1\nrules: {files: {'a*.yaml': {ignore: [SIT, TIM], severity: {FRQ: error}}}}\nregion: 2\n",
        f"bcastplan: 1\n{INVENTORY}",
        f"bcastplan: 1\n{INVENTORY}rates: {{currency: USD, items: [{{site: PHT, per_hour: 5}}, "
        "{site: USK, band: MW, per_hour: 7}, {service: RFA, per_hour: 2}, {per_hour: 1}]}\n",
        "bcastplan: 1\ncodes: {sites: {XXX: {name: X, administration: RUS, latitude: 43.5, longitude: 131.9}}}\n",
        "bcastplan: 1\nschedules: [a.yaml, 'deep/*.yaml', 'heard.*']\n",
        "bcastplan: 1\nagreed: [{a: x, b: y, reason: so}, {a: '1', b: x, reason: so}]\n",
        "bcastplan: 1\njammers: [{name: J, frequencies: [9560-9570], follows: ['VOA', 'x*']}]\n",
        "bcastplan: 1\nassume: [{broadcaster: VOA, power: 9, why: so}, {service: RFA, antenna: 216, why: so}]\n",
        "bcastplan: [\n",
    ]
)
EDIT = st.one_of(
    st.tuples(st.sampled_from(FILES), st.one_of(st.none(), schedules(), schedules())),
    st.tuples(st.sampled_from(FILES), st.one_of(st.none(), schedules(), schedules())),
    st.tuples(st.sampled_from(FILES), st.sampled_from(FILES)),
    st.tuples(st.sampled_from(LISTS), st.one_of(st.none(), schedules())),
    st.tuples(st.sampled_from(PLANS), st.one_of(st.none(), PLAN_TEXTS)),
)
FAULTY = (
    "bcastplan: 1\nservice: Own\nseason: A26\ntransmissions:\n"
    "  - {frequency: 7460, time: 1530-1630, site: USK, power: 250, language: Kor, target: 44NE}\n"
    "  - {frequency: 7110, time: 1530-1630, site: XXX, target: 99}\n"
    "  - {id: x, frequency: 9565, time: 0100-1600, site: PHT, antenna: 216, azimuth: 200, power: 250, target: 44NE}\n"
)
"""What stands in two files until an edit comes to them."""


def apply(root, edits):
    for name, text in edits:
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        if text is None:
            file.unlink(missing_ok=True)
        elif text in FILES:
            if file.exists() and text != name:
                (root / text).parent.mkdir(parents=True, exist_ok=True)
                file.rename(root / text)
        else:
            file.write_text(text)


def fresh(request, notes=None):
    return check_paths(
        request.paths, request.against, select=request.select, ignore=request.ignore, most=request.most,
        exclude=request.exclude, notes=notes, since=request.since,
    )  # fmt: skip


def told(result):
    """Everything that any output tells of a check."""
    formats = [_render(result, _Display(style, False, False, False), None, colour=False) for style in FORMATS]
    items = [(finding.place.item, finding.other and finding.other.item) for finding in result.findings]
    return formats, items, result.files, result.plan_files, result.unreadable, result.left_out, result.summary


REQUESTS = st.builds(
    lambda paths, against, select, ignore, most, exclude: (paths, against, select, ignore, most, exclude),
    st.sampled_from([(".",), (".",), ("deep", "a.yaml"), ("a.yaml", ".")]),
    st.sampled_from([(), (), ("list.yaml",)]),
    st.sampled_from([(), (), ("FRQ", "SIT"), ("CON", "PLN")]),
    st.sampled_from([(), (), ("FRQ001",), ("TIM", "SIT")]),
    st.sampled_from([None, 1, 3, 1000]),
    st.sampled_from([(), (), ("z.yaml",)]),
)


@examples(60)
@given(
    st.lists(st.tuples(st.lists(EDIT, min_size=1, max_size=3), st.integers(0, 3)), min_size=2, max_size=6),
    st.lists(REQUESTS, min_size=1, max_size=2),
    PLAN_TEXTS,
)
def test_a_check_after_edits_is_the_one_made_anew(tmp_path_factory, rounds, requests, plan):
    root, cache = tmp_path_factory.mktemp("plans"), tmp_path_factory.mktemp("cache")
    apply(root, [("b.yaml", FAULTY), ("deep/d.yaml", FAULTY.replace("Own", "VOA")), ("bcastplan.yaml", plan)])
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        for edits, day in rounds:
            apply(root, edits)
            patch.setenv("SOURCE_DATE_EPOCH", str(1780000000 + day * 86400 * 40))
            for request in (CheckRequest(*asked) for asked in requests):
                kept = KeptChecks(cache, worth_bytes=0).checked(
                    request, lambda notes, asked=request: fresh(asked, notes)
                )
                assert told(kept) == told(fresh(request))


def row(number, khz, time, site="PHT"):
    return (
        f"  - {{id: t{number}, frequency: {khz}, time: {time}, site: {site}, power: 250, antenna: 216, azimuth: 21, "
        "target: 44NE, language: Kor}\n"
    )


HEAD = "bcastplan: 1\nservice: {}\nseason: A26\ndefaults: {{manager: AGM}}\ntransmissions:\n"


@pytest.fixture
def tree(tmp_path, monkeypatch):
    """A plan of 12 files in the working folder, and what asks for its check in a new process."""
    monkeypatch.chdir(tmp_path)
    Path("bcastplan.yaml").write_text(f"bcastplan: 1\n{INVENTORY}agreed: [{{a: t1, b: t2, reason: so}}]\n")
    for number in range(12):
        rows = row(number, 9565 + 5 * (number // 4), "1500-1600") + row(number + 100, 6300 + number, "0100-0200")
        Path(f"{number:02d}.yaml").write_text(HEAD.format(f"S{number}") + rows)
    return tmp_path


class Checks:
    """Checks as new processes make them; counts those made anew."""

    def __init__(self):
        self.anew = 0

    def __call__(self, most=1000, since=None):
        request = CheckRequest((".",), (), (), (), most, (), since)

        def anew(notes):
            self.anew += 1
            return fresh(request, notes)

        result = KeptChecks(Path("../cache"), worth_bytes=0).checked(request, anew)
        assert told(result) == told(fresh(request))
        return result


EDITS = {
    "a time": lambda: Path("03.yaml").write_text(Path("03.yaml").read_text().replace("1500-1600", "1530-1700")),
    "a file more": lambda: Path("06a.yaml").write_text(HEAD.format("New") + row(3, 9570, "1530-1540")),
    "a file less": lambda: Path("05.yaml").unlink(),
    "another name": lambda: Path("08.yaml").rename("zz.yaml"),
    "a site": lambda: Path("01.yaml").write_text(Path("01.yaml").read_text().replace("PHT", "USK")),
    "a fault": lambda: Path("01.yaml").write_text(Path("01.yaml").read_text().replace("1500-1600", "1560-1600")),
    "an agreed one": lambda: Path("02.yaml").write_text(Path("02.yaml").read_text().replace("9565", "11565")),
    "a comment": lambda: Path("04.yaml").write_text(
        Path("04.yaml").read_text().replace("language: Kor}", "language: Kor}  # bcastplan: ignore[CON] known")
    ),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_after_an_edit_little_is_read(tree, edit, monkeypatch):
    checks = Checks()
    before = checks()
    reads = []
    monkeypatch.setattr(changed_check, "read_all", lambda some, tell: reads.extend(some) or read_all(some, tell))
    edit()
    assert told(checks()) != told(before)
    assert checks.anew == 1
    assert len(reads) <= 1


read_all = changed_check.read_all


def test_edits_add_up(tree):
    checks = Checks()
    checks()
    for edit in EDITS.values():
        edit()
        checks()
    assert checks.anew == 1


def test_what_has_changed_since_a_revision_is_what_a_new_check_says(tree):
    def git(*command):
        subprocess.run(["git", "-c", "user.name=A", "-c", "user.email=a@b", *command], check=True)

    checks = Checks()
    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "first")
    assert not checks(None, "HEAD").findings
    for number, edit in enumerate(EDITS.values()):
        edit()
        assert checks(None, "HEAD").findings or number == 3
        if number % 3 == 2:
            git("add", ".")
            git("commit", "-qm", "more")
            assert not checks(None, "HEAD").findings
            checks(None, "HEAD~1")
    assert checks.anew == 1


def test_another_day_needs_no_new_check(tree, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1780000000")
    checks = Checks()
    checks()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")
    checks()
    assert checks.anew == 1


@pytest.mark.parametrize("most", [1, 2, 5])
def test_findings_that_move_up_are_listed(tree, most):
    checks = Checks()
    checks(most)
    for name in ("00.yaml", "01.yaml", "04.yaml"):
        Path(name).unlink()
        checks(most)


def test_of_a_single_file_nothing_is_kept_but_the_result(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("a.yaml").write_text(HEAD.format("S") + row(1, 9565, "1500-1600"))
    checks = Checks()
    for time in ("1500-1600", "1530-1600"):
        Path("a.yaml").write_text(HEAD.format("S") + row(1, 9565, time))
        checks()
        checks()
    assert checks.anew == 2
    request = CheckRequest((".",), (), (), (), 1000, ())
    cache = KeptChecks(Path("../cache"), worth_bytes=0)
    assert not cache._cache.stored([cache.inputs(request).base])


def test_many_changes_are_checked_anew(tree, monkeypatch):
    monkeypatch.setattr(changed_check, "FEW_FILES", 2)
    checks = Checks()
    checks()
    for name in ("00.yaml", "01.yaml", "04.yaml"):
        Path(name).write_text(Path(name).read_text().replace("1500", "1501"))
    checks()
    assert checks.anew == 2


def test_a_restored_schedule_says_only_what_is_kept_of_it():
    stored = check_snapshot.StoredSchedule("a.yaml", "yaml", 0, 0)
    schedule = check_snapshot.RestoredSchedule.of(stored, StoredRows.of([]))
    assert (schedule.file, schedule.kind, len(schedule.transmissions), schedule.ignores) == ("a.yaml", "yaml", 0, ())
    for field in fields(schedule):
        if field.name not in ("file", "kind", "transmissions", "ignores"):
            with pytest.raises(NotStored):
                getattr(schedule, field.name)


@pytest.mark.parametrize("edit", [lambda data: data[:-7], lambda data: b"x" + data[1:], lambda _: b""])
def test_a_damaged_snapshot_is_none(tree, edit, monkeypatch):
    checks = Checks()
    checks()
    cache = KeptChecks(Path("../cache"), worth_bytes=0)
    inputs = cache.inputs(CheckRequest((".",), (), (), (), 1000, ()))
    (data,) = cache._cache.stored([inputs.base]).values()
    cache._cache.keep({inputs.base: edit(data)})
    Path("00.yaml").unlink()
    checks()
    assert checks.anew == 2
