"""Every command of the reviewers' page runs and prints what the page shows."""

import re
import shutil

import pytest

from bcastplan.cli import main


def test_the_commands_print_what_the_page_shows(root, tmp_path, monkeypatch, capfd):
    text = (root / "docs" / "reviewers.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```console\n\$ bcastplan (.*)\n((?:.*\n)*?)```", text)
    assert len(blocks) == 4
    shutil.copytree(root / "schedules", tmp_path / "schedules")
    monkeypatch.chdir(tmp_path)
    for command, shown in blocks:
        with pytest.raises(SystemExit) as left:
            main(command.split())
        said = capfd.readouterr()
        assert left.value.code == 0, command
        assert said.out + said.err == shown, command
    assert sorted(path.name for path in tmp_path.iterdir()) == ["hours.xlsx", "next", "report.html", "schedules"]


def test_the_limits_it_names_are_those_of_the_page(root):
    from bcastplan.reports.page import day_drawing, page_tables

    text = " ".join((root / "docs" / "reviewers.md").read_text(encoding="utf-8").split())
    assert f"first {page_tables.MOST_ROWS} services and sites" in text
    assert f"{page_tables.MOST_PAIRS} conflicts of each kind, {page_tables.MOST_FINDINGS} findings" in text
    assert f"{page_tables.MOST_CHANGES // 3} transmissions of each kind" in text
    assert f"Above {day_drawing.MOST_LANES} lines" in text
