"""How lists share the width: cut cells say so, hidden columns are hinted at, room that is left is used."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bcastplan.tui.widgets.grid import Grid, GridColumn, GridRow


def grid(*columns, sign_width=2):
    return Grid(columns, lambda _: GridRow([]), fixed=1, sign_width=sign_width)


def test_room_that_is_left_goes_to_columns_that_may_take_more():
    made = grid(GridColumn("a", "A", 4), GridColumn("b", "B", 5, most=9), GridColumn("c", "C", 5, most=100))
    assert made._widths(19) == [(0, 4), (1, 5), (2, 5)]
    assert made._widths(23) == [(0, 4), (1, 7), (2, 7)]
    assert made._widths(49) == [(0, 4), (1, 9), (2, 31)]
    assert made._widths(10) == [(0, 4), (1, 5), (2, 5)]


def test_scrolled_columns_leave_their_room_to_the_others():
    made = grid(GridColumn("a", "A", 4), GridColumn("b", "B", 5), GridColumn("c", "C", 5, most=30))
    made.first_column = 2
    assert made._widths(20) == [(0, 4), (2, 12)]


@given(
    st.lists(st.tuples(st.integers(1, 20), st.integers(0, 40)), min_size=1, max_size=8),
    st.integers(1, 200),
)
def test_columns_never_shrink_nor_outgrow_what_they_may_take_or_the_screen(columns, width):
    made = grid(*(GridColumn(str(n), "", wide, most=most) for n, (wide, most) in enumerate(columns)))
    found = dict(made._widths(width))
    for number, (wide, most) in enumerate(columns):
        assert wide <= found[number] <= max(wide, most)
    needed = 2 + sum(wide + 1 for wide, _ in columns)
    taken = 2 + sum(wide + 1 for wide in found.values())
    assert taken == max(needed, min(width, 2 + sum(max(wide, most) + 1 for wide, most in columns)))


@pytest.fixture
def wide_target(plan):
    file = plan / "korean.yaml"
    file.write_text(file.read_text().replace("target: 44NE", 'target: "33SE,44NE,45NW"'))
    return plan


async def test_a_cut_cell_ends_in_dots_and_hidden_columns_in_an_arrow(wide_target, planner):
    async with planner(size=(80, 24)) as p:
        head, row = p.text().splitlines()[2:4]
        assert "33SE,44…" in row
        assert "33SE,44N " not in row
        assert head.rstrip().endswith("→")
        for _ in range(20):
            await p.press("right")
        head = p.text().splitlines()[2]
        assert head.startswith("←")
        assert "→" not in head


async def test_where_there_is_room_nothing_is_cut(wide_target, planner):
    async with planner(size=(240, 40)) as p:
        head, row = p.text().splitlines()[3:5]
        assert "33SE,44NE,45NW" in row
        assert "→" not in head


async def test_the_name_of_the_plan_gives_way_to_the_view(plan, planner):
    (plan / "bcastplan.yaml").write_text("bcastplan: 1\nplan: A name that is much longer than the line has room for\n")
    async with planner(size=(80, 24)) as p:
        for key, title in zip("123456", ("Table", "Timeline", "Conflicts", "Hours", "Map", "On air"), strict=True):
            await p.press(key)
            await p.until(lambda title=title: f"… · A26 · {title} " in p.text().splitlines()[0])
