"""The map by keys: what it shows of the selection, and how it moves."""

from bcastplan.tui.views.map_view import MapView


async def opened(p, select):
    await p.select(select)
    await p.press("5")
    await p.until(lambda: isinstance(p.screen.view, MapView))
    await p.pilot.pause()
    return p.screen.view


async def test_the_path_is_said_and_drawn(planner):
    async with planner(size=(80, 24)) as p:
        await opened(p, "evening")
        shown = p.text()
        assert "PHT" in shown
        assert "beam 21°" in shown
        assert "target 44NE: " in shown
        assert "km at 7°" in shown
        assert "14° off the beam" in " ".join(shown.split())
        assert "›PHT" in shown
        assert any("⠀" < character <= "⣿" for character in shown)


async def test_sites_of_what_is_listed_are_shown_and_unknown_ones_counted(planner, plan):
    (plan / "other.yaml").write_text((plan / "other.yaml").read_text().replace("site: JAK", "site: NOWHERE"))
    async with planner() as p:
        view = await opened(p, "evening")
        assert [(mark.code, mark.transmissions) for mark in view.world.marks] == [("PHT", 3)]
        assert "(1 without a known site)" in p.text()
        await p.select("other")
        await p.until(lambda: "position of the site is not known" in p.text())
        await p.press("slash")
        await p.type("7460")
        await p.press("enter")
        await p.until(lambda: [mark.transmissions for mark in view.world.marks] == [1])


async def test_the_map_is_moved_zoomed_fitted_and_reset(planner):
    async with planner() as p:
        view = await opened(p, "evening")
        whole = view.world.projection
        await p.press("plus")
        assert view.world.projection.zoom == 2
        east = view.world.projection.longitude
        await p.press("right")
        assert view.world.projection.longitude > east
        await p.press("left", "up")
        assert view.world.projection.latitude > whole.latitude
        await p.press("down", "minus", "minus")
        assert view.world.projection.zoom == 1
        await p.press("f")
        fitted = view.world.projection
        assert fitted.zoom > 1
        assert "✚" in p.text()
        assert "+" in p.text()
        await p.press("W")
        assert view.world.projection.zoom == 1


async def test_the_selection_is_stepped_from_the_map(planner):
    async with planner() as p:
        await opened(p, "evening")
        await p.press("greater_than_sign")
        await p.until(lambda: p.screen.selected == p.row("night"))
        await p.press("pageup")
        await p.until(lambda: p.screen.selected == p.row("evening"))


async def test_the_map_follows_an_edit(planner):
    async with planner() as p:
        await opened(p, "evening")
        p.screen.edits.do("turn", lambda session: session.change([p.row("evening")], {"azimuth": "350"}))
        await p.until(lambda: "beam 350°" in p.text())
        p.screen.edits.do("none", lambda session: session.change([p.row("evening")], {"target": "85"}))
        await p.until(lambda: "target 85: " in p.text())


async def test_every_size_is_drawn(planner):
    async with planner(size=(200, 60)) as p:
        await opened(p, "evening")
        for size in ((80, 24), (3, 3), (120, 36)):
            await p.pilot.resize_terminal(*size)
            await p.pilot.pause()
        assert "›PHT" in p.text()


async def test_the_beam_is_a_shape_with_a_width(planner):
    async with planner(size=(80, 24)) as p:
        view = await opened(p, "evening")
        p.screen.edits.do("antenna", lambda session: session.change([p.row("evening")], {"antenna": "218"}))
        await p.until(lambda: "beam to -6 dB" in " ".join(p.text().split()))
        half = view.world.path.half_width_deg
        assert f"beam 21° ±{half:.0f}°" in " ".join(p.text().split())
        p.screen.edits.do("mast", lambda session: session.change([p.row("evening")], {"antenna": "925"}))
        await p.until(lambda: "-6 dB" not in p.text())
        assert view.world.path.half_width_deg is None
