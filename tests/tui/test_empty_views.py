"""What is empty says what to do next."""

import pytest


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("1", "no transmission passes the filter: Esc clears it"),
        ("2", "nothing listed is on the air on this date: < and > go to others, Esc clears the filter"),
        ("3", "no conflict among the transmissions listed: "),
        ("5", "nothing is selected: 1 shows the table"),
        ("6", "nothing listed is on the air: f and F go by hours"),
        ("8", "nothing is selected: 1 shows the table"),
        ("9", "nothing is selected: 1 shows the table"),
        ("0", "no transmission listed here names a site: Esc clears the filter"),
    ],
)
async def test_a_filter_that_nothing_passes(planner, key, words):
    async with planner(size=(120, 36)) as p:
        await p.press("slash")
        await p.type("2310")
        await p.press("enter")
        await p.press(key)
        await p.until(lambda: words in " ".join(p.text().split()))


async def test_a_circuit_that_cannot_be_predicted_names_the_key_that_helps(planner):
    async with planner(size=(120, 36)) as p:
        await p.select("evening")
        p.screen.edits.do("target", lambda session: session.change([p.row("evening")], {"target": "99"}))
        await p.press("8")
        await p.until(lambda: "cannot be predicted without" in p.text() and "e opens the form" in p.text())
