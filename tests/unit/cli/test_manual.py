"""The command reference and the manual page tell of every command and option, and roff reads the page."""

import importlib
import shutil
import subprocess

import pytest

from bcastplan.cli.program import COMMANDS, app


@pytest.fixture
def builders(root, monkeypatch):
    monkeypatch.syspath_prepend(str(root / "builders"))
    return importlib.import_module("command_reference"), importlib.import_module("manpage")


@pytest.fixture
def texts(builders):
    (page,), (manual,) = (module.pages().values() for module in builders)
    return page, manual


def options():
    with app.make_context("bcastplan", ["--version"], resilient_parsing=True) as context:
        for name in COMMANDS:
            for parameter in app.get_command(context, name).params:
                for option in (*parameter.opts, *parameter.secondary_opts):
                    if option.startswith("-"):
                        yield name, option


def test_every_command_and_option_is_told(texts):
    page, manual = texts
    for name, (_, line) in COMMANDS.items():
        assert f"\n## {name}\n\n{line}\n" in page
        assert f"\n.SS {name}\n" in manual
    for name, option in options():
        section = page.split(f"\n## {name}\n", 1)[1].split("\n## ", 1)[0]
        assert option in section, (name, option)
        section = manual.split(f"\n.SS {name}\n", 1)[1].split("\n.S", 1)[0]
        assert option.replace("-", "\\-") in section, (name, option)


def test_exit_codes_are_told(texts, builders):
    assert [code for code, _ in builders[0].exit_codes()] == ["0", "1", "2", "3", "129", "130", "143"]
    for code, meaning in builders[0].exit_codes():
        assert f"| {code} | {meaning} |" in texts[0]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        (".TH x", "\\&.TH x"),
        ("'quoted", "\\&'quoted"),
        ("a\\b --c", "a\\eb \\-\\-c"),
        ("`x` ~ ^ é", "\\(gax\\(ga \\(ti \\(ha \\[u00E9]"),
    ],
)
def test_text_stands_for_itself_in_roff(builders, text, written):
    assert builders[1].roff(text) == written


def test_roff_has_nothing_to_complain_of(texts):
    groff = shutil.which("groff")
    if groff is None:
        pytest.skip("groff is not installed")
    ran = subprocess.run(
        [groff, "-ww", "-man", "-Tascii", "-Kutf8"], input=texts[1], capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "bcastplan check plan/" in ran.stdout.replace("\b", "")
