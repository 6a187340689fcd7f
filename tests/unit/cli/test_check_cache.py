"""A second check says byte for byte what the first said, in every format, and takes it from the cache."""

import subprocess
import sys
from pathlib import Path

import pytest

from bcastplan.cli.check import FORMATS
from bcastplan.workspace.inspection import kept_checks, rule_check
from bcastplan.workspace.opening import file_watch


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A plan with findings of several rules, in the working folder, and a cache of its own."""
    monkeypatch.setenv("BCASTPLAN_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setattr(kept_checks, "WORTH_BYTES", 0)
    (tmp_path / "plan").mkdir()
    monkeypatch.chdir(tmp_path / "plan")
    rows = "".join(
        f"  - {{id: t{number}, frequency: {5900 + 5 * number}, time: 1530-1630, site: {site}, colour: red}}\n"
        for number, site in enumerate(("PHT", "XXX", "TIN"))
    )
    Path("a.yaml").write_text(f"bcastplan: 1\nservice: 'Ä & <b>'\nseason: A26\ntransmissions:\n{rows}")
    Path("b.yaml").write_text(f"bcastplan: 1\nservice: Other\nseason: A26\ntransmissions:\n{rows}")
    return tmp_path / "plan"


@pytest.fixture
def checks_made(monkeypatch):
    """The arguments of every check that is made anew."""
    made_anew = []
    whole = rule_check.check_paths

    def check_paths(*arguments, **options):
        made_anew.append(arguments)
        return whole(*arguments, **options)

    monkeypatch.setattr(rule_check, "check_paths", check_paths)
    return made_anew


@pytest.mark.parametrize("layout", [*FORMATS, "grouped", "statistics"])
def test_the_second_check_prints_the_same(run, folder, checks_made, layout):
    options = [f"--{layout}"] if layout in ("grouped", "statistics") else ["--format", layout]
    anew = run("check", ".", *options, "--no-cache")
    first, second = run("check", ".", *options), run("check", ".", *options)
    assert len(checks_made) == 2
    assert {(ran.code, ran.out, ran.err) for ran in (anew, first, second)} == {(1, anew.out, "")}


def test_without_the_cache_nothing_is_kept(run, folder, checks_made):
    run("check", ".", "--no-cache")
    run("check", ".", "--no-cache")
    assert len(checks_made) == 2
    assert not (folder.parent / "cache").exists()


def test_a_baseline_and_a_grade_do_not_belong_to_what_is_kept(run, folder, checks_made):
    assert run("check", ".", "--baseline", "known.json", "--update-baseline").code == 0
    assert run("check", ".", "--baseline", "known.json").code == 0
    assert run("check", ".", "--max-findings", "0").code == 1
    assert run("check", ".", "--max-findings", "0", "--exit-zero").code == 0
    assert len(checks_made) == 1


def test_fixing_checks_anew(run, folder, checks_made):
    for _ in range(2):
        run("check", ".", "--diff")
    assert not (folder.parent / "cache").exists()


def test_what_has_changed_since_a_revision_is_read_and_the_rest_is_kept(run, folder, checks_made):
    git = ["git", "-c", "user.name=A", "-c", "user.email=a@b"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "first"]):
        subprocess.run([*git, *command], check=True)
    assert run("check", ".", "--since", "HEAD").out.count("\n") == 1
    Path("b.yaml").write_text(Path("b.yaml").read_text().replace("1530", "1600"))
    options = ["--since", "HEAD", "--max-findings", "2"]
    after, anew = run("check", ".", *options), run("check", ".", *options, "--no-cache")
    assert (after.code, after.out, after.err) == (anew.code, anew.out, anew.err)
    assert "b.yaml" in after.out
    assert len(checks_made) == 2
    assert run("check", ".", "--since", "nowhere").code == 2
    subprocess.run([*git, "commit", "-qam", "second"], check=True)
    assert run("check", ".", "--since", "HEAD").out == run("check", ".", "--since", "HEAD", "--no-cache").out


def test_an_edit_is_seen(run, folder):
    before = run("check", ".")
    Path("b.yaml").write_text(Path("b.yaml").read_text().replace("XXX", "PHT"))
    after = run("check", ".")
    assert before.out != after.out == run("check", ".", "--no-cache").out


def test_a_kept_check_loads_neither_rules_nor_numbers(folder):
    program = (
        "import sys; sys.argv = ['bcastplan', 'check', '.', '--format', 'json']\n"
        "from bcastplan.workspace.inspection import kept_checks\n"
        "kept_checks.WORTH_BYTES = 0\n"
        "from bcastplan.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print(*(name for name in ('numpy', 'bcastplan.rules.run') if name in sys.modules))\n"
    )
    loaded = [
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.splitlines()
        for _ in range(2)
    ]
    assert loaded[0][:-1] == loaded[1][:-1]
    assert [lines[-1] for lines in loaded] == ["numpy bcastplan.rules.run", ""]


@pytest.mark.parametrize("options", [(), ("--baseline", "known.json"), ("--select", "SIT"), ("--max-findings", "1")])
def test_every_round_of_a_watch_says_what_a_check_says(run, folder, monkeypatch, options):
    run("check", ".", "--baseline", "known.json", "--update-baseline")
    edits = [
        lambda: None,
        lambda: Path("b.yaml").write_text(Path("b.yaml").read_text().replace("XXX", "PHT")),
        lambda: Path("bcastplan.yaml").write_text("bcastplan: 1\nrules: {severity: {SIT: error}}\n"),
        lambda: Path("a.yaml").unlink(),
        lambda: Path("c.yaml").write_text(Path("b.yaml").read_text().replace("PHT", "YYY")),
    ]

    def rounds(_paths, _others):
        for edit in edits:
            edit()
            yield

    monkeypatch.setattr(file_watch, "rounds", rounds)
    texts = {path: path.read_text() for path in sorted(folder.iterdir())}
    watched = run("check", ".", "--watch", *options).out.splitlines()
    for path in folder.iterdir():
        path.unlink()
    for path, text in texts.items():
        path.write_text(text)
    expected = []
    for edit in edits:
        edit()
        expected.append(run("check", ".", "--no-cache", *options).out.splitlines()[-1])
    assert watched == expected
    assert len(set(watched)) > 2
