"""Fixes of a session: those of the command, however many transmissions are fixed at once."""

import pytest

from bcastplan.workspace.editing import finding_fixes
from bcastplan.workspace.editing.finding_fixes import findings_of_rows, fix_findings, fix_rows, offered_fixes
from bcastplan.workspace.editing.session import Session
from bcastplan.workspace.inspection.fixing import fixed
from bcastplan.workspace.inspection.rule_check import check_workspace
from bcastplan.workspace.opening.open_plans import open_paths

HEAD = "bcastplan: 1\nservice: Own\nseason: A26\ndefaults: {broadcaster: voa}\ntransmissions:\n"


def written(rows):
    return HEAD + "".join(
        f"  - {{id: t{number}, frequency: {khz}, time: 1000-1100, site: pht, langauge: kor}}  # {number}\n"
        for number, khz in enumerate(range(9500, 9500 + 5 * rows, 5))
    )


@pytest.fixture(params=[3, 30])
def opened(request, tmp_path):
    """A session over a file of few and of many transmissions, each with three faults."""
    (tmp_path / "a.yaml").write_text(written(request.param))
    return Session.open([str(tmp_path / "a.yaml")])


def by_command(session):
    def check(texts):
        workspace = open_paths(session.schedule_files, texts=texts)
        return workspace, check_workspace(workspace)

    (file,) = fixed(check, unsafe=False).files
    return file.after.decode()


def text_of(session):
    (document,) = session.documents.values()
    return document.text


def test_all_rows_together_are_fixed_as_by_the_command(opened):
    expected, before = by_command(opened), text_of(opened)
    done = fix_rows(opened, range(len(opened.table)), unsafe=False)
    assert text_of(opened) == expected
    assert done["YML002"] == len(opened.table)
    assert opened.undo() == "fix"
    assert text_of(opened) == before
    assert opened.undo() is None


def test_other_rows_stay_as_they_are(opened):
    fix_rows(opened, [1], unsafe=False)
    lines, before = text_of(opened).splitlines(), written(len(opened.table)).splitlines()
    changed = [number for number, line in enumerate(lines) if line != before[number]]
    assert [before[number] for number in changed] == [HEAD.splitlines()[3], before[6]]


def test_nothing_is_a_step_where_nothing_can_be_fixed(opened):
    fix_rows(opened, range(len(opened.table)), unsafe=False)
    steps = len(opened.history.done)
    assert fix_rows(opened, range(len(opened.table)), unsafe=False).total() == 0
    assert fix_findings(opened, [], unsafe=True).total() == 0
    assert len(opened.history.done) == steps == 1


def test_what_would_be_written_is_told(opened):
    offered = offered_fixes(opened, findings_of_rows(opened, [0]), unsafe=False)
    assert [(fix.finding.rule, fix.before, fix.after) for fix in offered] == [
        ("COD001", "voa", "VOA"), ("SIT001", "pht", "PHT"), ("YML002", "langauge", "language"),
    ]  # fmt: skip
    assert str(offered[0]).endswith("a.yaml:4  COD001: voa becomes VOA")


def test_a_list_cannot_be_fixed(tmp_path, opened):
    (finding,) = [finding for finding in opened.check().findings if finding.rule == "COD001"]
    opened.documents.remove(finding.place.file)
    assert offered_fixes(opened, [finding], unsafe=True) == []


def test_a_few_rows_and_many_have_the_same_findings(opened, monkeypatch):
    opened.check()
    rows = range(len(opened.table))
    few = {(finding.rule, finding.place) for finding in findings_of_rows(opened, rows)}
    monkeypatch.setattr(finding_fixes, "_FEW", 1000)
    many = {(finding.rule, finding.place) for finding in findings_of_rows(opened, rows)}
    assert {rule for rule, _ in few} == {rule for rule, _ in many}
