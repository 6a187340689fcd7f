"""Coverage in the screen: asked for, stoppable, in table, hours and map, and never shown as newer than it is."""

import threading

import pytest

from bcastplan.model.percent import whole_percent
from bcastplan.tui.shown_columns import HEARD, SERVED
from bcastplan.tui.views.hours_view import HoursView
from bcastplan.tui.views.map_canvas import PARTLY, POINTS, POORLY, WELL, point_sign
from bcastplan.tui.views.map_view import MapView
from bcastplan.tui.widgets.progress import ProgressLine
from bcastplan.workspace.prediction import kept_coverage as workspace_predicted


async def predict(p):
    """Press the key and wait for the answer."""
    await p.press("C")
    await p.until(
        lambda: p.screen.coverage_prediction.predicted is not None and not p.screen.coverage_prediction.is_predicting
    )
    await p.pilot.pause()
    return p.screen.coverage_prediction.predicted


def heard(p, identifier):
    """What the table's column says of a row."""
    return p.screen.listing.cell(p.row(identifier), HEARD)


def share(predicted, row):
    """The share of the target that hears a row, as the column writes it."""
    return f"{whole_percent(predicted.of_row(row).heard.share)}%"


class Gate:
    """Lets the worker wait inside the prediction until a test opens it."""

    def __init__(self, monkeypatch):
        self.reached, self.open, self.stopped = threading.Event(), threading.Event(), threading.Event()
        whole = workspace_predicted.coverage_of_workspace

        def held(workspace, *, progress, cancelled, **rest):
            progress("predicted", 1, 4)
            self.reached.set()
            self.open.wait(20)
            if cancelled():
                self.stopped.set()
            return whole(workspace, progress=progress, cancelled=cancelled, **rest)

        monkeypatch.setattr(workspace_predicted, "coverage_of_workspace", held)


@pytest.fixture
def gate(monkeypatch):
    made = Gate(monkeypatch)
    yield made
    made.open.set()


async def test_nothing_is_predicted_unasked(planner):
    async with planner() as p:
        for key in "12345678":
            await p.press(key)
            await p.pilot.pause()
        assert p.screen.coverage_prediction.predicted is None
        assert not p.screen.query_one(ProgressLine).display
        assert HEARD not in p.screen.views.column_keys


async def test_the_table_tells_the_share_of_the_target(planner):
    async with planner(size=(80, 24)) as p:
        predicted = await predict(p)
        assert heard(p, "evening") == share(predicted, p.row("evening"))
        assert "Heard" in p.text()
        assert heard(p, "evening") in p.text()
        said = "\n".join(p.notices())
        assert "on average of listeners and targets" in said
        p.screen.views.sort_by(HEARD)
        shares = [predicted.of_row(row).heard.share for row in p.screen.listing.rows]
        assert shares == sorted(shares)


async def test_it_is_in_the_palette_and_on_a_function_key(planner):
    from bcastplan.tui.palette import LiveActions

    async with planner() as p:
        offered = {command.action: command for command in LiveActions(p.screen)._commands()}
        assert "F9" in offered["coverage"].keys.upper()
        await p.press("f9")
        await p.until(lambda: p.screen.coverage_prediction.predicted is not None)


async def test_progress_is_shown_and_escape_stops_it(planner, gate):
    async with planner() as p:
        await p.press("C")
        await p.until(gate.reached.is_set)
        await p.until(lambda: "Predicting coverage" in p.text() and "25%" in p.text())
        await p.press("C")
        await p.until(lambda: any("already" in one for one in p.notices()))
        await p.press("escape")
        assert not p.screen.coverage_prediction.is_predicting
        gate.open.set()
        await p.until(gate.stopped.is_set)
        await p.pilot.pause()
        assert "Predicting coverage" not in p.text()
        assert p.screen.coverage_prediction.predicted is None
        assert "stopped: coverage was not predicted" in p.notices()


async def test_an_edit_while_it_is_predicted_makes_the_answer_old(planner, gate):
    async with planner() as p:
        await p.press("C")
        await p.until(gate.reached.is_set)
        p.screen.edits.do("weaker", lambda session: session.change([p.row("night")], {"power": "100"}))
        gate.open.set()
        await p.until(lambda: p.screen.coverage_prediction.predicted is not None)
        assert heard(p, "night") == "~"
        assert heard(p, "evening").startswith("~")


async def test_an_answer_for_a_plan_that_was_left_is_dropped(planner, gate, plan):
    async with planner() as p:
        await p.press("C")
        await p.until(gate.reached.is_set)
        before = p.session
        p.screen.plan_load.load((str(plan),), ())
        await p.until(lambda: p.session is not before and p.screen.view is not None)
        gate.open.set()
        await p.pilot.pause()
        assert p.screen.coverage_prediction.predicted is None
        assert not p.screen.query_one(ProgressLine).display
        p.screen.coverage_prediction.deliver(p.screen.coverage_prediction.take, before, object())
        await p.pilot.pause()
        assert p.screen.coverage_prediction.predicted is None


async def test_after_an_edit_it_is_marked_old_until_it_is_predicted_again(planner):
    async with planner() as p:
        predicted = await predict(p)
        was = {name: heard(p, name) for name in ("evening", "night", "late", "other")}
        p.screen.edits.do("weaker", lambda session: session.change([p.row("night")], {"power": "5"}))
        assert heard(p, "night") == "~"
        assert heard(p, "late") == f"~{was['late']}"
        p.screen.edits.do("delete", lambda session: session.delete([p.row("evening")]))
        assert heard(p, "late") == f"~{was['late']}"
        assert heard(p, "other") == f"~{was['other']}"
        await p.press("C")
        await p.until(
            lambda: (
                p.screen.coverage_prediction.predicted is not predicted
                and not p.screen.coverage_prediction.is_predicting
            )
        )
        assert heard(p, "late") == was["late"]
        assert heard(p, "night").rstrip("%").isdigit()


async def test_ghosts_and_rows_without_a_power_have_no_number(planner, plan):
    (plan / "other.yaml").write_text((plan / "other.yaml").read_text().replace("power: 250, ", ""))
    (plan.parent / "theirs.yaml").write_text((plan / "korean.yaml").read_text().replace("id: ", "id: g-"))
    async with planner(against=(str(plan.parent / "theirs.yaml"),)) as p:
        await predict(p)
        assert heard(p, "other") == "?"
        assert heard(p, "g-night") == ""
        assert any("Not predicted: 1 without a power" in one for one in p.notices())


async def test_a_plan_without_anything_to_predict_says_why(planner, plan):
    for file in ("korean.yaml", "other.yaml"):
        (plan / file).write_text((plan / file).read_text().replace("target: 44NE", "note: x"))
    async with planner() as p:
        await predict(p)
        assert any("No transmission could be predicted" in one for one in p.notices())
        assert any("4 without a target" in one for one in p.notices())


async def test_a_year_without_sunspot_numbers_is_an_error_and_not_the_end(planner, plan):
    for file in ("korean.yaml", "other.yaml"):
        (plan / file).write_text((plan / file).read_text().replace("season: A26", "season: A50"))
    async with planner() as p:
        await p.press("C")
        await p.until(lambda: any("give it with --ssn of bcastplan coverage" in one for one in p.notices()))
        assert not p.screen.coverage_prediction.is_predicting


async def test_a_column_that_was_taken_away_stays_away(planner):
    async with planner() as p:
        predicted = await predict(p)
        view = p.screen.view
        p.screen.views.column_keys = tuple(key for key in view.column_keys if key != HEARD)
        view.set_columns(p.screen.views.column_keys)
        await p.press("C")
        await p.until(
            lambda: (
                p.screen.coverage_prediction.predicted is not predicted
                and not p.screen.coverage_prediction.is_predicting
            )
        )
        assert HEARD not in view.column_keys


async def test_hours_have_coverage_hours_beside_them(planner):
    async with planner() as p:
        predicted = await predict(p)
        await p.press("4")
        await p.until(lambda: isinstance(p.screen.view, HoursView) and p.screen.view.counted is not None)
        view = p.screen.view
        await p.until(lambda: view.counted.heard is not None)

        def cells(name):
            keys = [column.key for column in view.grid.columns]
            return next(dict(zip(keys, line.cells, strict=True)) for line in view._lines if line.cells[0] == name)

        total = predicted.result.total
        assert cells("total")["heard"] == f"{total.coverage_minutes / 60:,.1f}"
        assert cells("total")["share"] == f"{total.share:.0%}"
        alone = predicted.of_row(p.row("night")).heard
        assert cells("41 m")["heard"] == f"{alone.coverage_minutes / 60:,.1f}"
        await p.press("r")
        await p.until(lambda: view.counted.season.by == ("service",))
        other = predicted.of_row(p.row("other")).heard
        assert cells("Radio Other")["heard"] == f"{other.coverage_minutes / 60:,.1f}"
        p.screen.edits.do("weaker", lambda session: session.change([p.row("other")], {"power": "5"}))
        await p.until(lambda: view.counted.heard_is_old)
        assert cells("Radio Other")["heard"] == f"~{other.coverage_minutes / 60:,.1f}"
        assert "before the last edits" in p.text()


async def on_map(p, identifier):
    await p.select(identifier)
    await p.press("5")
    await p.until(lambda: isinstance(p.screen.view, MapView))
    await p.pilot.pause()
    return p.screen.view


async def test_the_map_marks_the_points_for_the_hours_and_months_of_the_selection(planner):
    async with planner() as p:
        predicted = await predict(p)
        view = await on_map(p, "night")
        row = p.row("night")
        assert (view.hearing.hour, view.hearing.slot.month) == (19, 7)
        assert view.hearing.points == predicted.heard_at(row, view.hearing.slot, 19)
        await p.press("f")
        mean = sum(view.hearing.points.values()) / len(view.hearing.points)
        assert f"19-20 UTC in 2026-07: heard {whole_percent(mean)}%" in p.text()
        assert "0-9 heard, in tenths" in p.text()
        assert list(view.world.path.heard) == list(view.hearing.points.values())
        await p.press("v")
        assert "20-21 UTC in 2026-07" in p.text()
        await p.press("v")
        assert "19-20 UTC in 2026-07" in p.text()
        await p.press("V")
        assert view.hearing.hour == 20
        await p.press("r")
        assert "20-21 UTC in 2026-10" in p.text()
        await p.press("r")
        assert "20-21 UTC in 2026-04" in p.text()
        await p.select("evening")
        assert view.hearing.hour == 15


async def test_the_map_follows_the_date_that_was_chosen(planner):
    async with planner() as p:
        await predict(p)
        await p.press("2")
        await p.pilot.pause()
        for _ in range(10):
            p.screen.view.action_day(10)
        await p.pilot.pause()
        view = await on_map(p, "evening")
        assert view.hearing.slot.month == 10


async def test_the_map_says_what_is_old_and_what_cannot_be_told(planner, plan):
    (plan / "other.yaml").write_text((plan / "other.yaml").read_text().replace("power: 250, ", ""))
    async with planner() as p:
        view = await on_map(p, "evening")
        await p.press("v")
        assert any("no coverage is predicted: C predicts it" in one for one in p.notices())
        await predict(p)
        await p.select("other")
        assert "coverage cannot be predicted without power" in p.text()
        p.screen.edits.do("weaker", lambda session: session.change([p.row("night")], {"power": "5"}))
        await p.select("night")
        assert "edited since coverage was predicted: C predicts it again" in p.text()
        assert view.hearing.points == {}
        await p.select("evening")
        assert "(before the last edits)" in p.text()
        assert view.hearing.points


@pytest.mark.parametrize(
    ("value", "sign"),
    [(None, ("+", POINTS)), (0.0, ("0", POORLY)), (0.499, ("4", POORLY)), (0.5, ("5", PARTLY)), (0.8, ("8", WELL)),
     (0.9, ("9", WELL)), (1.0, ("9", WELL))],
)  # fmt: skip
def test_points_differ_by_sign_as_well_as_by_layer(value, sign):
    assert point_sign(value) == sign


async def test_people_and_the_share_that_is_served_are_told_where_listeners_are_named(planner, plan):
    near = "{name: Hyesan, latitude: 41.4, longitude: 128.18, people: 1000}"
    far = "{name: Far, latitude: -60, longitude: 0, people: 3000}"
    with (plan / "bcastplan.yaml").open("a") as file:
        file.write(f"listeners: {{north: {{places: [{near}, {far}]}}}}\n")
    korean = plan / "korean.yaml"
    korean.write_text(korean.read_text().replace("id: evening,", "id: evening, listeners: north,"))
    async with planner(size=(160, 40)) as p:
        predicted = await predict(p)
        row = p.row("evening")
        heard_of_row = predicted.of_row(row).heard
        assert heard_of_row.people == 4000
        assert p.screen.listing.cell(row, SERVED) == f"{whole_percent(heard_of_row.served_share)}%"
        view = await on_map(p, "evening")
        assert len(view.hearing.points) == 2
        assert "of 4,000 people" in p.text()
        assert "2 places of north" in p.text()
        assert {(round(latitude), round(longitude)) for latitude, longitude in view.world.path.points} == {
            (41, 128),
            (-60, 0),
        }
        await p.press("4")
        await p.until(lambda: "person-hours" in p.text())
        total = predicted.by_group(("band",))[()]
        await p.until(lambda: f"{total.person_hours:,.0f}" in p.text())
        assert "4,000 people of north" in p.text()
