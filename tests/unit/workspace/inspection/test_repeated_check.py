"""What has not changed is neither read nor judged again."""

from pathlib import Path

import pytest

from bcastplan.rules import kept_findings
from bcastplan.workspace.inspection import repeated_check
from bcastplan.workspace.inspection.repeated_check import RepeatedCheck
from bcastplan.workspace.opening import kept_readings
from bcastplan.workspace.opening.open_plans import open_paths

HEAD = "bcastplan: 1\nservice: VOA\nseason: A26\ntransmissions:\n"


def schedule(khz):
    return f"{HEAD}  - {{frequency: {khz}, time: 1530-1630, site: PHT, target: 44NE, language: Kor}}\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Three schedules, a plan and a list to compare with."""
    monkeypatch.chdir(tmp_path)
    for number, name in enumerate(("a", "b", "c")):
        Path(f"{name}.yaml").write_text(schedule(7460 + 1000 * number))
    Path("lists").mkdir()
    Path("lists/other.yaml").write_text(schedule(7460).replace("VOA", "RFA"))
    Path("bcastplan.yaml").write_text("bcastplan: 1\nagainst: [lists/other.yaml]\n")
    return tmp_path


@pytest.fixture
def work(folder, monkeypatch):
    """Runs a round and returns the files that were read and those that rules looked at."""
    read, judged = [], []
    read_all, read_one, looked_at = kept_readings.read_all, kept_readings.read, kept_findings.looked_at

    def reading(candidates, tell):
        read.extend(candidate.name for candidate in candidates)
        return read_all(candidates, tell)

    def reading_one(name, *, pipes):
        read.append(name)
        return read_one(name, pipes=pipes)

    def judging(rule, context, schedules, finding_of):
        judged.extend(schedule.file for schedule in schedules)
        return looked_at(rule, context, schedules, finding_of)

    monkeypatch.setattr(kept_readings, "read_all", reading)
    monkeypatch.setattr(kept_readings, "read", reading_one)
    monkeypatch.setattr(kept_findings, "looked_at", judging)
    repeated = RepeatedCheck()

    def round_of(**options):
        read.clear()
        judged.clear()
        repeated.check(lambda kept: open_paths(["."], kept=kept), **options)
        return sorted(read), sorted(set(judged))

    return round_of


ALL = ["a.yaml", "b.yaml", "c.yaml", "lists/other.yaml"]


def test_the_first_round_does_everything_and_the_next_nothing(work):
    assert work() == (ALL, ALL[:3])
    assert work() == ([], [])


def test_one_file_is_read_and_judged_again(work):
    work()
    Path("b.yaml").write_text(schedule(9565))
    assert work() == (["b.yaml"], ["b.yaml"])
    Path("d.yaml").write_text(schedule(9570))
    assert work() == (["d.yaml"], ["d.yaml"])
    Path("a.yaml").unlink()
    assert work() == ([], [])


def test_another_plan_judges_everything_again(work):
    work()
    Path("bcastplan.yaml").write_text("bcastplan: 1\nagainst: [lists/other.yaml]\nrules: {ignore: [TIM]}\n")
    assert work() == ([], ALL[:3])
    assert work() == ([], [])


def test_a_list_that_changed_is_read_again_and_nothing_else(work):
    work()
    Path("lists/other.yaml").write_text(schedule(8460).replace("VOA", "RFA"))
    assert work() == (["lists/other.yaml"], [])


def test_files_with_comments_are_judged_every_time(work):
    Path("a.yaml").write_text(schedule(7460).replace("}\n", "}  # bcastplan: ignore[FRQ001] known\n"))
    work()
    assert work() == ([], ["a.yaml"])


def test_a_file_that_changes_while_it_is_read_is_read_again(work, monkeypatch):
    digest_of, looks = kept_readings.digest_of, []

    def changing(candidate):
        looks.append(candidate.name)
        return str(len(looks)).encode() if candidate.name == "a.yaml" else digest_of(candidate)

    monkeypatch.setattr(kept_readings, "digest_of", changing)
    work()
    assert work()[0] == ["a.yaml"]


def test_a_pipe_is_not_opened_before_it_is_read(folder, monkeypatch):
    import os

    from bcastplan.workspace.opening.discovery import Candidate

    os.mkfifo("pipe")
    assert kept_readings.digest_of(Candidate("pipe", True)) is None
    assert kept_readings.digest_of(Candidate("missing.yaml", True)) is None


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("abc", "abc", []), ("abc", "axc", [(1, 2, "x")]), ("abc", "abcd", [(3, 3, "d")]), ("abc", "bc", [(0, 1, "")]),
        ("abc", "ca", [(0, 2, ""), (3, 3, "a")]), ("", "ab", [(0, 0, "ab")]), ("ab", "", [(0, 2, "")]),
        ("abcd", "xaydz", [(0, 0, "x"), (1, 3, "y"), (4, 4, "z")]),
    ],
)  # fmt: skip
def test_splices_keep_what_is_the_same(before, after, expected):
    class Named:
        def __init__(self, name):
            self.transmissions = (name,)

    known = {name: Named(name) for name in {*before, *after}}
    splices = repeated_check._splices([known[name] for name in before], [known[name] for name in after])
    assert [(first, stop, "".join(added)) for first, stop, added in splices] == expected


def test_sides_follow_the_plan(folder):
    """Twenty kilohertz on medium wave are two steps of Region 2, and more than two elsewhere."""
    rows = "".join(
        f"  - {{frequency: {khz}, time: 1530-1630, site: {{name: Somewhere}}, target: 44NE}}\n" for khz in (1000, 1020)
    )
    Path("a.yaml").write_text(f"{HEAD}{rows}")
    repeated = RepeatedCheck()
    codes = []
    for region in (3, 2, 3):
        Path("bcastplan.yaml").write_text(f"bcastplan: 1\nregion: {region}\n")
        result = repeated.check(lambda kept: open_paths(["a.yaml"], kept=kept), select=["CON"])
        codes.append([finding.rule for finding in result.findings])
    assert codes == [[], ["CON103"], []]
