"""Whatever is typed into the files of a plan: the check that follows is that of the same texts opened anew."""

import tempfile
from pathlib import Path

import hypothesis.strategies as st
from examples import examples
from hypothesis import HealthCheck, given, settings
from schedule_texts import GHOSTS, PLAN, schedule_texts

from bcastplan.model.finding import MOST_FINDINGS
from bcastplan.workspace.editing.typed_plan import TypedPlan
from bcastplan.workspace.inspection.rule_check import check_workspace
from bcastplan.workspace.opening.discovery import identity
from bcastplan.workspace.opening.open_plans import open_paths

PIECES = (
    *"x1:-#[]{}'\"&*,| \n\t",
    "\r\n",
    "  - {frequency: 9565, time: 1500-1700}\n",
    "  - id: b\n    frequency: 9570\n    time: 1555-1700\n",
    "    target: 44NE\n",
    "    frequency: 9565\n",
    "# bcastplan: ignore[CON101]\n",
    " # bcastplan: ignore[TIM001]",
    "agreed: [{a: a, b: b, reason: known}]\n",
    "rules: {ignore: [CON]}\n",
    "season: B26\n",
    "service: Another\n",
    "note: the whole file\n",
    "defaults: {power: 250, site: PHT}\n",
    "listeners: KRE\n",
    "defaults: {time: 25:00-1600}\n",
    "---\n",
    "\U0001f4fb",
)


@st.composite
def edits(draw: st.DrawFn) -> tuple[int, float, float, str]:
    """Which file, where in it, how much of it is replaced, and by what."""
    much = draw(st.sampled_from((0.0, 0.0, 0.0, 0.01, 0.05, 0.4)))
    text = draw(st.sampled_from(PIECES)) if draw(st.integers(0, 3)) else ""
    place = draw(st.one_of(st.floats(0, 1), st.floats(0, 0.2)))  # the head of a file, and all of it
    return draw(st.integers(0, 2)), place, much, text


@given(
    schedule_texts("One"),
    schedule_texts("Two"),
    st.booleans(),
    st.lists(st.one_of(edits(), st.just(None)), min_size=1, max_size=8),
)
@settings(examples(120), suppress_health_check=list(HealthCheck), deadline=None)
def test_the_check_while_typing_is_that_of_the_texts(one, two, ghosts, some):
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve() / "plan"
        root.mkdir()
        (root.parent / "ghosts.yaml").write_text(GHOSTS)
        against = [str(root.parent / "ghosts.yaml")] if ghosts else []
        names = [root / "a.yaml", root / "b.yaml", root / "bcastplan.yaml"]
        texts = {}
        for name, text in zip(names, (one, two, PLAN + "agreed:\n  - {a: a, b: b, reason: settled}\n"), strict=True):
            name.write_text(text, newline="")
            texts[identity(str(name))] = text
        (root / "other.yaml").write_text("services: {}\n")  # open too, and none of ours
        texts[identity(str(root / "other.yaml"))] = "services: {web: {}}\n"
        typed = TypedPlan.open([str(root)], texts, against)
        undone = []
        for edit in some:
            if edit is None and undone:
                key, text = undone.pop()
            else:
                number, place, much, written = edit or (0, 0.5, 0.0, "")
                key = identity(str(names[number]))
                before = texts[key]
                start = int(place * len(before))
                text = before[:start] + written + before[start + int(much * len(before)) :]
                undone.append((key, before))
            texts[key] = text
            if not typed.take(key, text):
                typed = TypedPlan.open([str(root)], texts, against)
            fresh = check_workspace(open_paths([str(root)], against, texts=texts), most=MOST_FINDINGS)
            result = typed.check()
            assert not [finding for finding in result.findings if finding.place.file.endswith("other.yaml")]
            assert result.findings == fresh.findings
            assert result.summary == fresh.summary
            assert result.left_out == fresh.left_out
