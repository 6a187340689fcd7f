"""What `bcastplan lsp` says where it cannot serve."""

import importlib.util


def test_without_the_extra_it_says_how_to_install_it(run, monkeypatch):
    find_spec = importlib.util.find_spec
    monkeypatch.setattr("bcastplan.cli.lsp.find_spec", lambda name: None if name == "pygls" else find_spec(name))
    ran = run("lsp", "--stdio")
    assert ran.code == 2
    assert ran.out == ""
    assert "pip install 'bcastplan[lsp]'" in ran.err
