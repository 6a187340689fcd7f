"""A season copied into another reads back as what was to go on, and keeps every comment."""

from datetime import timedelta

from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from bcastplan.document.schedule_reader import read_schedule
from bcastplan.model.season import parse_season
from bcastplan.workspace.seasons.next_season import Carried, rolled
from bcastplan.workspace.seasons.plan_rollover import roll_over

A26 = parse_season("A26")
DATES = st.integers(0, 210).map(lambda number: (A26.first_day + timedelta(days=number)).isoformat())
TIMES = st.sampled_from(["1000-1100", "2330-0030", "0000-2400", "0015-0100", "2359-0001"])
ITEMS = st.fixed_dictionaries(
    {"frequency": st.sampled_from(["9565", "1188", "3204.5"]), "time": TIMES},
    optional={
        "days": st.sampled_from(["daily", "Mon", "Fri-Sun", "[Sat, Sun]"]),
        "from": DATES,
        "until": DATES,
        "except": DATES.map(lambda day: f"[{day}]"),
        "follows": st.sampled_from(["Europe/Berlin", "Australia/Sydney", "America/New_York", "Asia/Seoul"]),
        "note": st.sampled_from(['"A26 # no comment"', "plain", "'quoted: text'"]),
    },
).filter(lambda item: item.get("from", "") <= item.get("until", "9"))


@st.composite
def texts(draw):
    items = draw(st.lists(ITEMS, min_size=1, max_size=6))
    newline = draw(st.sampled_from(["\n", "\r\n"]))
    lines = ["# top", "bcastplan: 1", "service: S  # who", "season: A26  # when", "transmissions:"]
    for number, item in enumerate(items):
        entries = [("id", f"t{number}"), *item.items()]
        lines.append(f"  # about {number}")
        if draw(st.booleans()):
            lines.append(f"  - {{{', '.join(f'{key}: {value}' for key, value in entries)}}}  # end {number}")
        else:
            first, *rest = (f"{key}: {value}" for key, value in entries)
            lines += [f"  - {first}  # end {number}", *(f"    {line}" for line in rest)]
    return newline.join(lines) + newline


@given(texts(), st.sampled_from(["B26", "A27"]), st.sampled_from(["carry", "move"]))
@examples(120)
def test_the_copy_says_what_was_to_go_on(tmp_path_factory, text, name, dates):
    new = parse_season(name)
    folder = tmp_path_factory.mktemp("season")
    file = folder / "a26.yaml"
    file.write_bytes(text.encode())
    answer = roll_over([str(file)], A26, new, dates=dates, folder=str(tmp_path_factory.mktemp("next")))
    before, _ = read_schedule(str(file), text)
    wanted = {
        one.id: outcome for one in before.transmissions if isinstance(outcome := rolled(one, A26, new, dates), Carried)
    }
    if answer.findings:
        assert not answer.files
        return
    if not wanted:
        assert not answer.files
        assert "nothing in it goes on" in answer.refused[0].text
        return
    made = answer.files[0]
    after, _ = read_schedule(made.target, made.data.decode())
    assert after.season == new
    assert {one.id: (one.time, one.days, one.valid_from, one.valid_until) for one in after.transmissions} == {
        name: (one.time, one.days, one.valid_from, one.valid_until) for name, one in wanted.items()
    }
    old = {one.id: one for one in before.transmissions}
    for one in after.transmissions:
        assert not one.excepted
        assert (one.frequency_khz, one.note, one.follows) == (
            old[one.id].frequency_khz,
            old[one.id].note,
            old[one.id].follows,
        )
    written = made.data.decode()
    for number in range(len(before.transmissions)):
        assert f"# about {number}" in written
        assert (f"# end {number}" in written) == (f"t{number}" in wanted)
    assert ("\r\n" in written) == ("\r\n" in text)
    assert (made.carried, made.left_out) == (len(wanted), len(before.transmissions) - len(wanted))
