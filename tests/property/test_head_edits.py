"""An edit of a schedule's text that is followed gives what reading the edited text anew gives."""

import contextlib
from dataclasses import replace

import hypothesis.strategies as st
from examples import examples
from hypothesis import HealthCheck, example, given, settings

from bcastplan.airtime.table import in_place
from bcastplan.document.splice import EditRefused, apply_edits, difference
from bcastplan.model.schedule import SCHEDULE_KEYS
from bcastplan.workspace.editing import tree_edits
from bcastplan.workspace.editing.head_edits import short_text, with_other_head
from bcastplan.workspace.editing.read_text import Followed, ReadText

HEADS = (
    "service: VOA\n", "service: RFA\n", "service:\n", "sevrice: VOA\n", "season: A26\n", "season: B26\n",
    "season: A2\n",
    "from: 2026-04-01\n", "until: 2026-04-30\n", "until: 2025-04-30\n", "note: some words\n", "note: 'open\n",
    "note: |\n  lines\n  more\n", "note: |+\n  kept\n\n", "x-own: {a: [1, 2]}\n", "defaults: {power: 100}\n",
    "defaults: {power: 100, site: PHT, service: RFA}\n", "defaults:\n  power: z\n  days: daily\n",
    "defaults: {frequency: 9565, days: Sat}\n", "defaults: {time: 25:00-1600}\n", 
    "defaults: {days: S, from: x, time: 1500-1600}\n", "defaults: {time: 1500-1600}\n",
    "defaults: {days: Su}\n", "defaults: {x-tag: 1}\n",
    "defaults: [a]\n", "defaults: {id: a, power: 50}\n", "defaults: {listeners: dprk}\n", "listeners: dprk\n",
    "listeners: KRE\n", "listeners: [1]\n", "# a comment\n", "# bcastplan: ignore[TIM001]\n", "\n", "unknown: 1\n",
    "transmissions: []\n", "defaults: &all {power: 100}\n", "season: A26 # bcastplan: ignore[FRQ001]\n", "? [a]\n: b\n",
    "note: !tag x\n", "---\n", "...\n", "%TAG ! x\n", "- x\n", "  indented: 1\n", "service: A\r\n", "note: \x85\n",
    "transmissions:\n", "transmissions:\n  - {frequency: 6000, time: 0000-0100}\n",
)  # fmt: skip
ITEMS = (
    "- {frequency: 9565, time: 1530-1630}\n", "- frequency: 9570\n  time: 1600-1700\n", "- time: 1600-1700\n",
    "- frequency: 9570\n", "- {frequency: 9575, time: 1530-1630, service: Own, power: 250}\n",
    "- frequency: 9580\n  time: 1600-1700\n  service:\n", "- frequency: 9580\n  time: 25:00\n", "- just words\n",
    "- frequency: 9580\n  time: 1600-1700\n  power: y\n", "- frequency: 9580\n  time: 1600-1700\n  frequency: 9585\n",
    "- {frequency: 9590, time: 1530-1630, sevrice: X, x-tag: 2}\n", "- &a {frequency: 9595, time: 1530-1630}\n",
    "- frequency: 9600\n  time: 1600-1700 # bcastplan: ignore[FRQ001]\n  days: [Sat, Sun]\n  site: DRW\n",
    "# between\n",
    "- frequency: 9605\n  time: 1600-1700\n  note: |\n    some\n    lines\n", "- *a\n", "\n",
    "- frequency: 9605\n  time: 1600-1700\n  note: 'it\n    goes on'\n", "- {frequency: 9610, frequency: 1, time: x}\n",
)  # fmt: skip


ODD = ("&", "*", "---", "...", "%", "- x", "  indented", "'open", "transmissions", "|+")
"""What makes a reading of the whole text necessary, so that it is tried less often."""


def mostly_plain(pieces: tuple[str, ...]) -> st.SearchStrategy[str]:
    plain = [piece for piece in pieces if not any(odd in piece for odd in ODD)]
    return st.one_of(*[st.sampled_from(plain)] * 9, st.sampled_from(pieces))


@st.composite
def texts(draw: st.DrawFn) -> str:
    """A schedule, its head in any order, keys above and below its list."""
    head = draw(st.lists(mostly_plain(HEADS), max_size=4))
    usual = ["service: VOA\n", "season: A26\n"] if draw(st.integers(0, 3)) else []
    below = draw(st.lists(mostly_plain(HEADS), max_size=1)) if not draw(st.integers(0, 3)) else []
    indent = " " * draw(st.sampled_from((0, 2, 4)))
    items = draw(st.lists(mostly_plain(ITEMS), min_size=1, max_size=6))
    lines = "".join(items).splitlines(keepends=True)
    listed = "".join(f"{indent}{line}" if line.strip() else line for line in lines)
    text = "".join(["bcastplan: 1\n", *usual, *head, "transmissions:\n", listed, *below])
    return text if draw(st.integers(0, 5)) else text.rstrip("\n")


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, list[str]]:
    """A text, and what it becomes by one edit after the other."""
    text = draw(texts())
    states, current = [], text
    for _ in range(draw(st.integers(1, 4))):
        where = draw(st.sampled_from(("above", "above", "below", "anywhere")))
        lines = current.splitlines(keepends=True)
        listed = next((number for number, line in enumerate(lines) if line.startswith("transmissions:")), 0)
        if where == "below" and draw(st.booleans()):
            current = current + draw(mostly_plain(HEADS))
        elif where == "anywhere":
            at = draw(st.integers(0, len(current)))
            gone = draw(st.sampled_from((0, 0, 1, 3)))
            current = current[:at] + draw(st.sampled_from(("", "x", "\n", " ", ": ", "'", "1"))) + current[at + gone :]
        else:
            at = draw(st.integers(0, listed if where == "above" else len(lines)))
            gone = draw(st.sampled_from((0, 0, 1)))
            fresh = draw(st.one_of(st.just(""), mostly_plain(HEADS)))
            current = "".join([*lines[:at], fresh, *lines[at + gone :]])
        states.append(current)
    return text, states


def judge(followed: Followed, before: ReadText, text: str) -> None:
    whole, read = ReadText.of(before.name, text), followed.read
    assert read.schedule == whole.schedule
    assert read.problems == whole.problems
    assert read.items is not None
    assert whole.items is not None
    # Where the parser lets a block list end depends on what follows; nobody asks for it.
    assert read.items == (whole.items if whole.items.flow else replace(whole.items, end=read.items.end))
    # A head may keep rows off the air that were read before; who reads the text anew does not know them.
    if whole.rows is not None and len(whole.rows) == len(whole.items.spans):
        assert read.rows == whole.rows
    assert before.schedule is not None
    assert whole.schedule is not None
    listed = in_place(before.schedule.transmissions, followed.splices)
    assert [replace(each, origin=None) for each in listed] == [  # type: ignore[type-var]
        replace(each, origin=None) for each in whole.schedule.transmissions
    ]


MENDED = tuple(
    f"bcastplan: 1\nservice: A\nseason: {season}\ntransmissions:\n- {{frequency: 9565, time: 1530-1630}}\n"
    for season in ("A26", "A2", "B26")
)
"""A season that is broken and mended: the transmissions are known all the while."""


@given(edited())
@settings(examples(600), suppress_health_check=list(HealthCheck), deadline=None)
@example((MENDED[0], [*MENDED[1:]]))
def test_a_followed_text_is_the_text_read_anew(edits):
    text, states = edits
    read = ReadText.of("a.yaml", text)
    for state in states:
        edit = difference(read.text, state)
        followed = read.with_other_items(state, [edit]) or with_other_head(read, state, [edit])
        if followed is not None:
            judge(followed, read, state)
        read = followed.read if followed is not None else ReadText.of("a.yaml", state)


@given(texts(), st.sampled_from(HEADS), st.sampled_from(HEADS))
@settings(examples(200), suppress_health_check=list(HealthCheck), deadline=None)
def test_edits_above_and_below_at_once(text, above, below):
    read = ReadText.of("a.yaml", text)
    edits = [
        difference(text, text.replace("bcastplan: 1\n", f"bcastplan: 1\n{above}", 1)),
        difference(text, text + below),
    ]
    try:
        state, _ = apply_edits(text, edits)
    except ValueError:
        return
    followed = with_other_head(read, state, edits)
    if followed is not None:
        judge(followed, read, state)


WRITTEN = (
    ((), {"service": "Another"}), ((), {"note": "some words"}), ((), {"note": None}), ((), {"season": None}),
    (("defaults",), {"power": "250"}), (("defaults",), {"power": None}), (("x-own",), {"b": "c"}),
)  # fmt: skip


@given(texts(), st.sampled_from(WRITTEN))
@settings(examples(300), suppress_health_check=list(HealthCheck), deadline=None)
def test_what_is_written_beside_the_list_is_found_without_it(text, written):
    read, (path, changes) = ReadText.of("a.yaml", text), written
    short = short_text(read)
    if read.schedule is None:
        return
    assert tree_edits.raw_at(short.text, ("defaults",)) == tree_edits.raw_at(text, ("defaults",))
    with contextlib.suppress(EditRefused):
        edits = tree_edits.write_keys(text, path, changes, tuple(SCHEDULE_KEYS))
        assert short.in_whole(tree_edits.write_keys(short.text, path, changes, tuple(SCHEDULE_KEYS))) == edits
