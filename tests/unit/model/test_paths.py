"""A plan's globs see the same name whatever way a file was named."""

import pytest

from bcastplan.model.paths import below, glob_matches


def test_a_file_is_seen_from_its_plan_whatever_names_the_two_have(tmp_path, monkeypatch):
    (tmp_path / "p" / "b07").mkdir(parents=True)
    (tmp_path / "p" / "b07" / "x.yaml").touch()
    monkeypatch.chdir(tmp_path)
    absolute = f"{tmp_path}/p"
    for file in ("p/b07/x.yaml", "./p/b07/x.yaml", f"{absolute}/b07/x.yaml"):
        for root in ("p", "./p", absolute):
            assert below(file, root) == "b07/x.yaml"
    monkeypatch.chdir(tmp_path / "p" / "b07")
    assert below("x.yaml", "..") == "b07/x.yaml"
    assert below("x.yaml", ".") == "x.yaml"
    assert below("/elsewhere.yaml", "..") == "/elsewhere.yaml"


@pytest.mark.parametrize(
    ("name", "pattern", "does"),
    [
        ("b07/x.yaml", "b07/*.yaml", True),
        ("b07/x.yaml", "./b07/*.yaml", True),
        ("b07/deep/x.yaml", "b07/*.yaml", True),
        ("x.yaml", "**/*.yaml", True),
        ("b07/x.yaml", "**/*.yaml", True),
        ("b07/x.yaml", "b07/**/x.yaml", True),
        ("b08/x.yaml", "b07/*.yaml", False),
    ],
)
def test_globs(name, pattern, does):
    assert glob_matches(name, pattern) is does
