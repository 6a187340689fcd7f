"""Which files belong to which plan; nothing that a folder may hold stops the search."""

import os
from pathlib import Path

import pytest

from bcastplan.workspace.opening.discovery import discover, matches_glob

SCHEDULE = "bcastplan: 1\nservice: X\nseason: A26\ntransmissions: [{frequency: 9565, time: 1530-1630}]\n"


@pytest.fixture
def tree(tmp_path, monkeypatch):
    """Make files out of names and go there."""
    monkeypatch.chdir(tmp_path)

    def make(*names):
        for name in names:
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("bcastplan: 1\n" if path.name == "bcastplan.yaml" else SCHEDULE)
        return tmp_path

    return make


def plans(*paths):
    """Root -> names of its files."""
    return {
        plan.root: [candidate.name for candidate in plan.candidates]
        for plan in discover([str(path) for path in paths]).plans
        if plan.candidates
    }


def test_a_folder_without_a_plan_file_is_one_plan(tree):
    tree("b07/voa.yaml", "b07/rfa.yml", "b07/sub/x.yaml", "b07/readme.md")
    assert plans("b07") == {"b07": ["b07/rfa.yml", "b07/voa.yaml", "b07/sub/x.yaml"]}


def test_every_folder_with_a_plan_file_is_a_plan(tree):
    tree("all/bcastplan.yaml", "all/a.yaml", "all/b07/bcastplan.yaml", "all/b07/voa.yaml", "all/b07/deep/x.yaml",
         "all/other/y.yaml")  # fmt: skip
    assert plans("all") == {
        "all": ["all/a.yaml", "all/other/y.yaml"],
        "all/b07": ["all/b07/voa.yaml", "all/b07/deep/x.yaml"],
    }


def test_plans_below_a_folder_that_is_none(tree):
    tree("top/a/bcastplan.yaml", "top/a/1.yaml", "top/b/bcastplan.yaml", "top/b/2.yaml", "top/3.yaml")
    assert plans("top") == {"top": ["top/3.yaml"], "top/a": ["top/a/1.yaml"], "top/b": ["top/b/2.yaml"]}


def test_a_file_belongs_to_the_nearest_plan_above(tree):
    tree("p/bcastplan.yaml", "p/sub/deep/x.yaml", "p/sub/bcastplan.yaml")
    assert plans("p/sub/deep/x.yaml") == {"p/sub": ["p/sub/deep/x.yaml"]}
    (tree() / "p/sub/bcastplan.yaml").unlink()
    assert plans("p/sub/deep/x.yaml") == {"p": ["p/sub/deep/x.yaml"]}
    assert plans("p/sub") == {"p": ["p/sub/deep/x.yaml"]}


def test_the_search_upwards_ends_at_the_repository(tree):
    root = tree("bcastplan.yaml", "repo/b07/x.yaml")
    (root / "repo" / ".git").mkdir()
    assert plans("repo/b07/x.yaml") == {"repo/b07": ["repo/b07/x.yaml"]}


def test_from_inside_a_plan_the_folder_here_works(tree, monkeypatch):
    root = tree("p/bcastplan.yaml", "p/x.yaml", "p/sub/y.yaml")
    monkeypatch.chdir(root / "p")
    assert plans(".") == {".": ["x.yaml", "sub/y.yaml"]}
    assert list(plans("sub/y.yaml").values()) == [["sub/y.yaml"]]
    assert list(plans("./sub/y.yaml").values()) == [["./sub/y.yaml"]]


def test_the_plan_file_itself_stands_for_its_folder(tree):
    tree("p/bcastplan.yaml", "p/x.yaml")
    assert plans("p/bcastplan.yaml") == plans("p") == {"p": ["p/x.yaml"]}


def test_a_file_named_twice_or_through_its_folder_is_read_once(tree):
    tree("p/x.yaml")
    assert plans("p", "p") == {"p": ["p/x.yaml"]}
    assert plans("p/x.yaml", "p") == {"p": ["p/x.yaml"]}
    assert plans("p", "p/x.yaml") == {"p": ["p/x.yaml"]}
    assert plans("p/x.yaml", "./p/x.yaml", str(Path("p/x.yaml").absolute())) == {"p": ["p/x.yaml"]}


def test_a_file_found_in_a_folder_and_named_too_must_be_a_schedule(tree):
    tree("p/x.yaml")
    assert [one.explicit for plan in discover(["p", "p/x.yaml"]).plans for one in plan.candidates] == [True]


def test_a_folder_of_schedules_may_bear_any_name(tree):
    tree("p/site/x.yaml")
    assert plans("p") == {"p": ["p/site/x.yaml"]}


def test_hidden_and_foreign_folders_are_passed_over(tree):
    tree("p/x.yaml", "p/.git/y.yaml", "p/.hidden.yaml", "p/node_modules/z.yaml", "p/__pycache__/a.yaml")
    assert plans("p") == {"p": ["p/x.yaml"]}


def test_a_symlink_loop_does_not_catch_the_search(tree):
    root = tree("p/x.yaml")
    (root / "p" / "loop").symlink_to(root / "p", target_is_directory=True)
    (root / "p" / "self").symlink_to("self")
    (root / "p" / "broken.yaml").symlink_to("nowhere.yaml")
    assert plans("p") == {"p": ["p/broken.yaml", "p/x.yaml"]}


def test_a_link_to_a_file_that_is_there_too_is_read_once(tree):
    root = tree("p/x.yaml")
    (root / "p" / "again.yaml").symlink_to("x.yaml")
    assert plans("p") == {"p": ["p/again.yaml"]}


def test_a_folder_that_cannot_be_read_is_told_and_the_rest_found(tree, monkeypatch):
    tree("p/x.yaml", "p/locked/y.yaml")
    real = os.scandir

    def scandir(path="."):
        if str(path).endswith("locked"):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    found = discover(["p"])
    assert [(candidate.name) for plan in found.plans for candidate in plan.candidates] == ["p/x.yaml"]
    assert found.unreadable == [("p/locked", "no permission to read the folder")]


def test_an_empty_folder_is_told(tree):
    (tree() / "empty").mkdir()
    assert discover(["empty"]).folders == {"empty": set()}


@pytest.mark.parametrize(
    ("name", "root", "pattern", "matched"),
    [
        ("p/a.yaml", "p", "*.yaml", True),
        ("p/sub/a.yaml", "p", "*.yaml", True),
        ("p/sub/a.yaml", "p", "sub/*.yaml", True),
        ("p/a.yaml", "p", "sub/*.yaml", False),
        ("a.yaml", ".", "./a.yaml", True),
        ("p/a.yaml", "p", "*.yml", False),
    ],
)
def test_globs_count_from_the_plan(name, root, pattern, matched):
    assert matches_glob(name, root, pattern) is matched


def test_names_are_as_given(tree):
    root = tree("p/bcastplan.yaml", "p/sub/x.yaml")
    for given in ("p", "./p", "./p/sub", ".", str(root / "p"), str(root / "p" / "sub")):
        ((found, names),) = plans(given).items()
        start = "" if given == "." else given.removesuffix("/sub") + "/"
        assert names == [start + ("p/" if given == "." else "") + "sub/x.yaml"]
        assert found in (start.rstrip("/"), "p"), found
