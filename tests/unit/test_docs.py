"""Every command that README and docs show prints what they show."""

import difflib
import importlib.util
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def load():
    spec = importlib.util.spec_from_file_location("doc_examples", ROOT / "builders" / "doc_examples.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


EXAMPLES = load()
PAGES = [
    page
    for page in EXAMPLES.documents()
    if any(f"```{language}" in page.read_text(encoding="utf-8") for language in ("console", "pycon"))
]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_print_what_the_page_shows(page):
    text = page.read_text(encoding="utf-8")
    now = EXAMPLES.rewritten(text)
    assert now == text, "\n".join(
        difflib.unified_diff(text.split("\n"), now.split("\n"), "shown", "printed", lineterm="")
    )


def test_the_number_of_tests_is_the_one_readme_gives(request):
    if request.config.args != request.config.getini("testpaths"):
        pytest.skip("only some of the tests are run")
    items = [item for item in request.session.items if not item.get_closest_marker("thorough")]
    stated = re.search(r"more than ([\d,]+) tests", (ROOT / "README.md").read_text(encoding="utf-8"))
    least = int(stated[1].replace(",", ""))
    assert least < len(items) < least + 1000


def test_readme_shows_every_command_of_make_run():
    """Byte for byte: three dots, which stand for any lines on other pages, hide nothing here."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = readme[readme.index("$ make run") :].partition("```")[0].split("\n")
    recipe = EXAMPLES.recipe_of("run")
    assert [line for line in shown if line in recipe] == recipe
    assert "..." not in shown
    assert not any("--ignore" in command for command in recipe)


def test_the_guide_is_among_them():
    assert "guide.md" in [page.name for page in PAGES]


def test_three_dots_stand_for_any_lines():
    assert EXAMPLES.fits(["a", "...", "z"], ["a", "b", "c", "z"])
    assert EXAMPLES.fits(["...", "z"], ["z"])
    assert not EXAMPLES.fits(["a", "z"], ["a", "b", "z"])
    assert not EXAMPLES.fits(["a", "..."], ["b"])
    assert not EXAMPLES.fits(["a.b"], ["axb"])


def test_a_wrong_output_is_noticed():
    page = "```console\n$ bcastplan rule TIM999\nall is well\n$ echo $?\n0\n```\n"
    now = EXAMPLES.rewritten(page)
    assert "no rule 'TIM999'" in now
    assert now.endswith("$ echo $?\n2\n```\n")


def test_pipes_and_redirections_are_run():
    page = (
        "```console\n$ bcastplan new - --season A26 > new.yaml\n$ head -1 new.yaml | cat\n?\n"
        "$ bcastplan check - < new.yaml\n?\n$ cat new.yaml | bcastplan check - | sed 's/0/none/g'\n?\n```\n"
    )
    lines = EXAMPLES.rewritten(page).split("\n")
    assert lines[3].startswith("# A schedule")
    assert lines[5] == "1 file, 2 transmissions: 0 errors, 0 warnings, 0 infos"
    assert lines[7] == "1 file, 2 transmissions: none errors, none warnings, none infos"


def test_reports_stand_where_a_terminal_shows_them():
    page = "```console\n$ bcastplan export csv schedules/example | head -1\n?\n```\n"
    lines = EXAMPLES.rewritten(page).split("\n")
    assert lines[2] == "wrote 2 of 2 transmissions to standard output"
    assert "frequency" in lines[3]
    page = (
        '```console\n$ sed -i "/FRQ001/d" schedules/dprk-b06/bcastplan.yaml\n'
        "$ bcastplan check schedules/dprk-b06 --baseline known.json --update-baseline\n?\n"
        "$ bcastplan check schedules/dprk-b06 --baseline known.json\n?\n```\n"
    )
    lines = EXAMPLES.rewritten(page).split("\n")
    assert lines[5:7] == [
        "6 known findings of known.json left out", "2 files, 13 transmissions: 0 errors, 0 warnings, 0 infos",
    ]  # fmt: skip


def test_a_command_that_is_not_ours_is_not_run_and_may_claim_nothing():
    page = "```console\n$ python builders/sunspots.py\n```\n"
    assert EXAMPLES.rewritten(page) == page
    with pytest.raises(ValueError, match="not known to be true"):
        EXAMPLES.rewritten("```console\n$ rm -rf /\nall gone\n```\n")


def test_relative_links_of_every_page_lead_somewhere():
    for page in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            if "://" not in target and not target.startswith("mailto:"):
                assert (page.parent / target).exists(), f"{page.relative_to(ROOT)} links to {target}"
