"""A kept check is the check that would be made anew: whatever changes it, changes its key."""

import os
import re
from pathlib import Path

import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from bcastplan.files.value_cache import ValueCache
from bcastplan.reports.check.check_json import check_json
from bcastplan.workspace.inspection import kept_checks
from bcastplan.workspace.inspection.kept_checks import CheckRequest, KeptChecks, pack, program_signature, unpacked
from bcastplan.workspace.inspection.rule_check import check_paths

ROW = (
    "  - {{id: {id}, frequency: {khz}, time: {time}, site: PHT, power: 250, antenna: 216, azimuth: 21, target: 44NE}}\n"
)
HEAD = "bcastplan: 1\nservice: VOA Korean\nseason: A26\ndefaults: {manager: AGM, language: Kor}\ntransmissions:\n"
AGAINST = HEAD.replace("AGM", "RFA").replace("VOA", "RFA") + ROW.format(id="rfa", khz=9565, time="1500-1600")


def schedule(*rows):
    return HEAD + "".join(ROW.format(id=f"t{number}", khz=khz, time=time) for number, (khz, time) in enumerate(rows))


@pytest.fixture
def plan(tmp_path, monkeypatch):
    """A plan with two schedules and a list to compare with, in the working folder."""
    folder = tmp_path / "plan"
    folder.mkdir()
    monkeypatch.chdir(folder)
    Path("bcastplan.yaml").write_text("bcastplan: 1\nagainst: [lists/other.yaml]\n")
    Path("a.yaml").write_text(schedule((9565, "1530-1630"), (9567.5, "0100-0200")))
    Path("b.yaml").write_text(schedule((7215, "1000-1030")).replace("t0", "u0"))
    Path("lists").mkdir()
    Path("lists/other.yaml").write_text(AGAINST)
    return folder


class Asked:
    """Asks for checks with what is kept, and counts those that were made anew."""

    def __init__(self, folder, **request):
        self.cache = KeptChecks(folder, worth_bytes=0)
        self.anew = 0
        self.request = {
            "paths": (".",),
            "against": (),
            "select": (),
            "ignore": (),
            "most": 1000,
            "exclude": (),
        } | request

    def __call__(self, **changed):
        request = CheckRequest(**(self.request | changed))

        def anew(_notes):
            self.anew += 1
            return fresh(request)

        return self.cache.checked(request, anew)


def fresh(request):
    return check_paths(
        request.paths, request.against, select=request.select, ignore=request.ignore, most=request.most,
        exclude=request.exclude,
    )  # fmt: skip


@pytest.fixture
def asked(plan, tmp_path):
    return Asked(tmp_path / "cache")


def test_nothing_is_checked_again_where_nothing_has_changed(asked):
    first = asked()
    assert first.findings
    again = asked()
    assert asked.anew == 1
    assert again == first
    assert check_json(again) == check_json(first)
    assert [finding.place.item for finding in again.findings] == [finding.place.item for finding in first.findings]


CHANGES = {
    "a schedule": lambda: Path("a.yaml").write_text(schedule((9565, "1500-1600"))),
    "a schedule in the same size at the same time": lambda: same_size_and_time("a.yaml", "9565", "9570"),
    "a new file": lambda: Path("c.yaml").write_text(schedule((9565, "1530-1630"))),
    "a file less": lambda: Path("b.yaml").unlink(),
    "a file by another name": lambda: Path("a.yaml").rename("d.yaml"),
    "settings of the plan": lambda: Path("bcastplan.yaml").write_text("bcastplan: 1\nrules: {ignore: [CON]}\n"),
    "a list to compare with": lambda: Path("lists/other.yaml").write_text(AGAINST.replace("9565", "11565")),
    "a list that a glob of the plan names": lambda: (
        Path("bcastplan.yaml").write_text("bcastplan: 1\nagainst: [lists/*.yaml]\n"),
        Path("lists/more.yaml").write_text(AGAINST.replace("9565", "7215").replace("rfa", "kbs")),
    ),
    "what git ignores": lambda: (Path(".git").mkdir(), Path(".gitignore").write_text("b.yaml\n")),
    "a plan inside the folder": lambda: (
        Path("lists/bcastplan.yaml").write_text("bcastplan: 1\n"),
        Path("a.yaml").rename("lists/a.yaml"),
    ),
}


def same_size_and_time(name, old, new):
    before = Path(name).stat()
    Path(name).write_text(Path(name).read_text().replace(old, new))
    os.utime(name, ns=(before.st_atime_ns, before.st_mtime_ns))


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_changes_is_seen(asked, change):
    before = asked()
    change()
    after = asked()
    assert asked.anew == 2
    assert after == fresh(CheckRequest(**asked.request))
    assert check_json(after) != check_json(before)
    assert asked() == after
    assert asked.anew == 2


@pytest.mark.parametrize(
    "changed",
    [
        {"select": ("CON",)}, {"ignore": ("CON",)}, {"most": 1}, {"exclude": ("b.yaml",)}, {"paths": ("a.yaml",)},
        {"against": ("b.yaml",)}, {"paths": ("../plan",)},
    ],
    ids=str,
)  # fmt: skip
def test_another_question_has_another_answer(asked, changed):
    asked()
    assert asked(**changed) == fresh(CheckRequest(**(asked.request | changed)))
    assert asked.anew == 2
    asked()
    asked(**changed)
    assert asked.anew == 2


def test_another_day_is_another_check(asked, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1780000000")
    asked()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(1780000000 + 86400))
    asked()
    assert asked.anew == 2


def test_another_program_checks_anew(plan, tmp_path, monkeypatch):
    package = tmp_path / "package"
    package.mkdir()
    (package / "rules.py").write_text("a = 1")
    monkeypatch.setattr(kept_checks, "PACKAGE_FOLDER", package)
    answers = []
    for text in ("a = 1", "a = 22"):
        (package / "rules.py").write_text(text)
        program_signature.cache_clear()
        asked = Asked(tmp_path / "cache")
        asked()
        asked()
        answers.append(asked.anew)
    program_signature.cache_clear()
    assert answers == [1, 1]


def test_newer_tables_of_the_user_check_anew(plan, tmp_path, monkeypatch):
    monkeypatch.setattr(kept_checks, "user_tables_folder", lambda: tmp_path / "tables")
    signatures = set()
    for text in (None, "code,name\n", "code,names\n"):
        if text:
            (tmp_path / "tables").mkdir(exist_ok=True)
            (tmp_path / "tables" / "sites.csv").write_text(text)
        program_signature.cache_clear()
        signatures.add(program_signature())
    program_signature.cache_clear()
    assert len(signatures) == 3


def test_a_file_that_changes_while_it_is_checked_is_not_kept(plan, tmp_path):
    cache = KeptChecks(tmp_path / "cache", worth_bytes=0)
    request = CheckRequest((".",), (), (), (), 1000, ())

    def disturbed(_notes):
        before = Path("a.yaml").read_text()
        Path("a.yaml").write_text(schedule((5900, "0000-2400")))
        result = fresh(request)
        Path("a.yaml").write_text(before)
        return result

    wrong = cache.checked(request, disturbed)
    right = cache.checked(request, lambda _notes: fresh(request))
    assert right == fresh(request)
    assert right != wrong


@pytest.mark.parametrize("value", [b"", b"rubbish", pack(check_paths(()))[:-5]], ids=["empty", "rubbish", "cut"])
def test_what_cannot_be_read_is_made_anew(asked, value):
    first = asked()
    inputs = asked.cache.inputs(CheckRequest(**asked.request))
    asked.cache._cache.keep({inputs.key: value})
    assert asked() == first
    assert asked.anew == 2
    assert asked() == first
    assert asked.anew == 2


def test_a_value_of_another_shape_is_no_result():
    import zlib

    for text in ("[]", "{}", '{"findings": 1}', "null", "[" * 100_000):
        assert unpacked(zlib.compress(text.encode())) is None


@pytest.mark.parametrize("paths", [("missing.yaml",), ("-",), ("pipe",)])
def test_what_may_be_read_only_once_is_left_to_the_check(plan, tmp_path, paths):
    os.mkfifo("pipe")
    assert KeptChecks(tmp_path / "cache", worth_bytes=0).inputs(CheckRequest(paths, (), (), (), None, ())) is None


def test_little_is_checked_anew(plan, tmp_path):
    assert KeptChecks(tmp_path / "cache").inputs(CheckRequest((".",), (), (), (), None, ())) is None


KHZ = st.sampled_from([5975, 9565, 9567.5, 9570, 7215, "9.565"])
TIMES = st.sampled_from(["1530-1630", "0100-0200", "1600-1500", "15:30-16:30"])
EDITS = st.lists(
    st.tuples(
        st.sampled_from(["a.yaml", "b.yaml", "sub/c.yaml", "list.yaml", "bcastplan.yaml", "a.yaml"]),
        st.one_of(st.none(), st.lists(st.tuples(KHZ, TIMES), max_size=3)),
    ),
    max_size=6,
)


@examples(15)
@given(EDITS, st.sampled_from([None, 1, 1000]))
def test_kept_and_new_checks_are_the_same_after_any_edits(tmp_path_factory, edits, most):
    folder = tmp_path_factory.mktemp("edited")
    (folder / "sub").mkdir()
    asked = Asked(tmp_path_factory.mktemp("cache"), paths=(str(folder),), most=most)
    contents = {}
    seen = {}
    for name, rows in edits:
        if rows is None:
            (folder / name).unlink(missing_ok=True)
            contents.pop(name, None)
        elif name == "bcastplan.yaml":
            severity = ("info", "error")[len(rows) % 2]
            contents[name] = f"bcastplan: 1\nagainst: [list.yaml]\nrules: {{severity: {{CON101: {severity}}}}}\n"
        else:
            contents[name] = schedule(*rows)
        for file, text in contents.items():
            (folder / file).write_text(text)
        state = tuple(sorted(contents.items()))
        before = asked.anew
        result = asked()
        assert asked.anew == before + (state not in seen)
        told = without_folder(check_json(result))
        assert seen.setdefault(state, told) == told
        assert check_json(result) == check_json(fresh(CheckRequest(**asked.request)))


def without_folder(text):
    return re.sub(r"edited\d+", "edited", text)


def test_a_result_is_bounded(asked, monkeypatch):
    monkeypatch.setattr(kept_checks, "_MOST_PACKED_BYTES", 10)
    asked()
    asked()
    assert asked.anew == 2


def test_one_mechanism_keeps_checks_and_predictions(asked):
    asked()
    assert isinstance(asked.cache._cache, ValueCache)
    assert asked.cache._cache.file.name == "checks.sqlite3"
