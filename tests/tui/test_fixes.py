"""A key makes the fixes of `check --fix`: the same bytes, as one step."""

from __future__ import annotations

from pathlib import Path

import pytest

from bcastplan.cli import main
from bcastplan.tui.screens.dialogs import Decide
from bcastplan.tui.screens.problem_pick import ProblemPick

HEAD = "bcastplan: 1\nservice: Own  # ours\nseason: A26\ndefaults: {site: PHT, antenna: 216, azimuth: 21, power: 250}\n"
FAULTY = HEAD + (
    "transmissions:\n"
    "  - {id: first, frequency: 9565, time: 1530-1630, langauge: kor, target: 44NE}  # two faults\n"
    "  - {id: lost, frequency: 9570, time: '10:00-11:00', language: Kor, target: 44NE}\n"
    "  - {id: between, frequency: 9577, time: 1200-1300, language: Kor, target: 44NE}\n"
    "  - id: third\n"
    "    frequency: 9600\n"
    "    time: 1400-1500\n"
    "    administration: phl  # in another case\n"
    "    language: kor\n"
    "    target: 44NE\n"
)


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    (tmp_path / "faulty").mkdir()
    (tmp_path / "faulty" / "a.yaml").write_text(FAULTY)
    return tmp_path / "faulty"


def fixed_by_command(folder: Path, *options: str) -> str:
    """The text that ``check --fix`` makes of the file, in a copy of the folder."""
    copy = folder.parent / "copy"
    copy.mkdir()
    (copy / "a.yaml").write_text((folder / "a.yaml").read_text())
    with pytest.raises(SystemExit):
        main(["check", str(copy), "--fix", "--quiet", *options])
    return (copy / "a.yaml").read_text()


def text_of(p) -> str:
    (document,) = p.session.documents.values()
    return document.text


async def ready(p) -> None:
    await p.until(lambda: p.session is not None and p.session.checked)


async def test_the_selected_transmission_is_fixed_in_one_step(planner, faulty) -> None:
    async with planner(str(faulty)) as p:
        await ready(p)
        p.screen.select(p.row("first"))
        steps = len(p.session.history.done)
        await p.press("f6")
        await p.until(lambda: "language: Kor, target: 44NE}  # two" in text_of(p))
        assert text_of(p) == FAULTY.replace("langauge: kor", "language: Kor")
        assert len(p.session.history.done) == steps + 1
        assert any("fixed 2 findings" in notice for notice in p.notices())
        await p.press("u")
        await p.until(lambda: text_of(p) == FAULTY)


async def test_marked_transmissions_are_fixed_together(planner, faulty) -> None:
    async with planner(str(faulty)) as p:
        await ready(p)
        await p.press("a", "f6")
        expected = FAULTY.replace("langauge: kor", "language: Kor").replace("phl", "PHL")
        await p.until(lambda: text_of(p) == expected.replace("language: kor", "language: Kor"))
        assert len(p.session.history.done) == 1


async def fix_in_list(p, words: str) -> None:
    """Fix the first finding of the list that has some words."""
    await ready(p)
    await p.press("f7")
    picker = await p.dialog(ProblemPick)
    await p.type(words)
    await p.until(lambda: 0 < len(picker.shown) < len(picker.choices))
    await p.press("f6")


async def test_what_keeps_a_transmission_off_the_air_is_fixed_from_the_list(planner, faulty) -> None:
    async with planner(str(faulty)) as p:
        await ready(p)
        rows = len(p.session.table)
        await fix_in_list(p, "TIM001")
        await p.until(lambda: len(p.session.table) == rows + 1)
        assert text_of(p) == FAULTY.replace("'10:00-11:00'", "1000-1100")
        assert p.one("lost").time.start_minute == 600


async def test_all_fixes_together_are_those_of_the_command(planner, faulty) -> None:
    expected = fixed_by_command(faulty)
    async with planner(str(faulty)) as p:
        await fix_in_list(p, "TIM001")
        await p.until(lambda: "1000-1100" in text_of(p))
        await ready(p)
        await p.press("a", "f6")
        await p.until(lambda: "PHL" in text_of(p))
        assert text_of(p) == expected


async def test_a_fix_that_may_change_what_is_on_the_air_asks_first(planner, faulty) -> None:
    async with planner(str(faulty)) as p:
        await ready(p)
        p.screen.select(p.row("between"))
        await p.press("f6")
        question = await p.dialog(Decide)
        assert "9577 becomes 9575" in p.text()
        await p.press("escape")
        await p.until(lambda: p.screen is not question)
        assert text_of(p) == FAULTY
        await p.press("f6")
        await p.dialog(Decide)
        await p.press("f2")
        await p.until(lambda: text_of(p) == FAULTY.replace("9577", "9575"))


async def test_where_there_is_nothing_to_fix_it_is_told(planner, plan) -> None:
    async with planner() as p:
        await ready(p)
        await p.press("f6")
        await p.until(lambda: any("fix" in notice for notice in p.notices()))
        assert not p.session.history.done


async def test_a_plan_file_is_fixed_too(planner, faulty) -> None:
    (faulty / "bcastplan.yaml").write_text("bcastplan: 1\nnmae: x\nregoin: 3  # unknown key\n")
    async with planner(str(faulty)) as p:
        await fix_in_list(p, "regoin")
        await p.until(lambda: "bcastplan.yaml" in "".join(p.session.dirty))
        (document,) = (document for name, document in p.session.documents.items() if name.endswith("bcastplan.yaml"))
        assert document.text == "bcastplan: 1\nnmae: x\nregion: 3  # unknown key\n"
