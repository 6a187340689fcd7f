"""The workbench of channels: figures in parts, keys, the frequency that is written, from the form and back."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from bcastplan.coverage.samples import CoverageCancelled
from bcastplan.tui.screens.channel_choice import ChooseChannel
from bcastplan.tui.screens.form import Form
from bcastplan.tui.views.channel_bench import ChannelBench
from bcastplan.tui.views.channels_view import ChannelsView
from bcastplan.workspace.prediction.channel_workbench import ChannelWorkbench

REFERENCE = """\
bcastplan: 1
service: Radio There
season: A26
defaults: {broadcaster: RTH, manager: RTH, language: Eng, target: 44NE, site: JAK, power: 250, antenna: 216}
transmissions:
  - {id: there, frequency: 9575, time: 1500-1700, azimuth: 10}
"""


async def opened(p, identifier: str) -> ChannelBench:
    await p.select(identifier)
    await p.press("9")
    await p.until(lambda: isinstance(p.screen.view, ChannelsView) and p.screen.view.bench.done)
    await p.until(lambda: p.session.pairs_known)
    await p.pilot.pause(0.1)
    return p.screen.view.bench


async def test_enter_writes_the_frequency_and_undo_takes_it_back(planner, plan: Path) -> None:
    (plan.parent / "there.yaml").write_text(REFERENCE)
    async with planner(against=("../there.yaml",), size=(80, 24)) as p:
        bench = await opened(p, "evening")
        assert bench.khz == 9565
        assert "9565 kHz 1530-1630" in p.text()
        await p.press("down", "down")
        await p.until(lambda: "Conflicts +0 -0 ~1" in p.text())
        assert "with Radio There JAK on 9575 kHz" in " ".join(p.text().split())
        line = bench.grid.lines[bench.grid.channel]
        assert line.candidate.errors == 1
        assert line.verdict.ours_db < 20
        await p.press("f")
        await p.until(lambda: bench.khz == 9585)
        await p.press("enter")
        await p.until(lambda: p.one("evening").frequency_khz == 9585 and bench.done)
        assert bench.khz == 9585
        assert bench.grid.lines[bench.grid.channel].candidate.current
        assert p.session.journal.problem is None
        await p.press("u")
        await p.until(lambda: p.one("evening").frequency_khz == 9565 and bench.done)


async def test_the_order_is_that_of_suggest_and_the_week_has_seven_days(planner, plan: Path) -> None:
    from bcastplan.workspace.prediction.clear_channels import suggest

    async with planner(size=(120, 36)) as p:
        bench = await opened(p, "night")
        await p.press("r")
        answer = suggest(p.session.workspace, "night", only_bands=("41 m",), count=500)
        ordered = [bench.bench.channels[number] for number in bench.grid.order]
        expected = [one.frequency_khz for one in answer.candidates if one.status == "in"]
        assert [one.frequency_khz for one in ordered if one.status == "in"] == expected
        assert bench.khz == expected[0]
        assert "best first" in p.text()
        await p.press("r")
        assert "best under interference first" in p.text()
        first = [bench.grid.lines[number] for number in bench.grid.order[:20]]
        heard = [line.verdict.heard.heard_interfered for line in first]
        assert heard == sorted(heard, reverse=True)
        await p.press("N")
        assert bench.khz == 7460
        await p.press("v")
        await p.pilot.pause()
        assert "Mon" in p.text()
        assert "Sun" in p.text()
        await p.press("greater_than_sign")
        await p.until(lambda: bench.done and bench.question.band == "31 m")
        await p.press("less_than_sign", "less_than_sign")
        await p.until(lambda: bench.done and bench.question.band == "49 m")


async def test_escape_goes_back_and_leaving_ends_the_work(planner, monkeypatch) -> None:
    ended = []

    def endless(_bench: ChannelWorkbench, cancelled: Callable[[], bool]) -> list[None]:
        for _ in range(4000):
            if cancelled():
                ended.append(True)
                raise CoverageCancelled
            time.sleep(0.005)
        return []

    async with planner() as p:
        await p.press("3")
        await p.until(lambda: p.screen.view.view_name == "conflicts")
        await p.select("evening")
        with monkeypatch.context() as patched:
            patched.setattr(ChannelWorkbench, "heard", endless)
            await p.press("9")
            await p.until(lambda: isinstance(p.screen.view, ChannelsView) and p.screen.view.bench.conflicts)
            bench = p.screen.view.bench
            assert bench.is_working
            assert bench.grid.lines[bench.grid.channel].candidate.frequency_khz == 9565
            await p.press("escape")
            await p.until(lambda: p.screen.view.view_name == "conflicts")
            await p.until(lambda: ended == [True])
        assert not bench.done
        await p.press("9")
        await p.until(lambda: bench.done)


async def test_the_form_takes_a_channel_for_what_is_typed(planner) -> None:
    async with planner(size=(80, 24)) as p:
        await p.select("evening")
        await p.press("e")
        form = await p.dialog(Form)
        await p.press("tab")
        form.sheet.line("time").write("1900-2000")
        form.action_next(-1)
        await p.press("f3")
        dialog = await p.dialog(ChooseChannel)
        bench = dialog.query_one(ChannelBench)
        await p.until(lambda: bench.done)
        assert "9565 kHz 1900-2000" in p.text()
        await p.press("escape")
        await p.until(lambda: p.app.screen is form)
        assert form.sheet.line("frequency").value == "9565"
        await p.press("f3")
        dialog = await p.dialog(ChooseChannel)
        await p.until(lambda: dialog.query_one(ChannelBench).done)
        await p.press("down", "enter")
        await p.until(lambda: p.app.screen is form)
        assert form.changes() == {"frequency": "9570", "time": "1900-2000"}


async def test_a_new_transmission_is_offered_channels_once_it_has_a_time(planner) -> None:
    async with planner(size=(80, 24)) as p:
        await p.press("n")
        form = await p.dialog(Form)
        await p.press("f3")
        await p.until(lambda: any("time" in words for words in p.notices()))
        form.sheet.line("time").write("0100-0200")
        await p.press("f3")
        dialog = await p.dialog(ChooseChannel)
        await p.until(lambda: dialog.query_one(ChannelBench).done)
        await p.press("enter")
        await p.until(lambda: p.app.screen is form)
        assert form.sheet.line("frequency").value == "9700"


async def test_empty_states_say_the_next_key(planner, plan: Path) -> None:
    (plan.parent / "there.yaml").write_text(REFERENCE)
    dates = "days: Sun, from: 2026-06-22, until: 2026-06-23"
    text = (plan / "korean.yaml").read_text().replace("days: [Fri, Sat]", dates)
    (plan / "korean.yaml").write_text(text)
    async with planner(against=("../there.yaml",)) as p:
        bench = await opened(p, "late")
        assert "never on the air" in p.text()
        assert bench.khz is None
        await p.press("enter", "r", "f", "down")
        await p.select("there")
        await p.until(lambda: "schedules of yours" in p.text())
        assert "1 shows the table" in p.text()


async def test_without_a_site_figures_stand_as_unknown(planner, plan: Path) -> None:
    text = (plan / "korean.yaml").read_text().replace("  site: PHT\n", "")
    (plan / "korean.yaml").write_text(text)
    async with planner() as p:
        bench = await opened(p, "night")
        assert {line.candidate.share for line in bench.grid.lines} == {None}
        row = next(line for line in p.text().splitlines() if line.startswith("› 7460"))
        assert row.split()[-7:-1] == ["clear", "clear", "?", "?", "?", "?"]


async def test_the_help_explains_the_figures(planner) -> None:
    async with planner() as p:
        await p.press("9")
        await p.until(lambda: isinstance(p.screen.view, ChannelsView))
        await p.press("f1")
        await p.until(lambda: "margin (dB)" in " ".join(p.text().split()))
