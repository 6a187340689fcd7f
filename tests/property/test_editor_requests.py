"""Whatever is typed and asked, wherever: every request of an editor has an answer or a reason; edits fit the text."""

import tempfile
from pathlib import Path

import hypothesis.strategies as st
from asked_plans import AskedPlan
from examples import examples
from hypothesis import HealthCheck, given, settings
from lsprotocol import types as lsp
from schedule_texts import PLAN, schedule_texts

from bcastplan.lsp.answers import Refused
from bcastplan.lsp.code_actions import code_actions
from bcastplan.lsp.completions import completions
from bcastplan.lsp.hovers import hover
from bcastplan.lsp.inlay_hints import inlay_hints
from bcastplan.lsp.locations import definition, reference_locations
from bcastplan.lsp.outline import folds, symbols
from bcastplan.lsp.renames import prepare_rename, rename

ASKED = (
    (hover, {}),
    (completions, {}),
    (definition, {}),
    (reference_locations, {"include_declaration": True}),
    (prepare_rename, {}),
    (rename, {"new_name": "new"}),
    (code_actions, {}),
    (code_actions, {"only": [lsp.CodeActionKind.SourceFixAll]}),
    (inlay_hints, {}),
    (symbols, {}),
    (folds, {}),
)
PIECES = ("", "x", ":", "- ", "[", "{", '"', "#", "\n", "  ", "\U0001f4fb", " # bcastplan: ignore[", "*a", "&a ")


@given(
    schedule_texts("One"),
    st.sampled_from(("one", "bcastplan")),
    st.floats(0, 1),
    st.floats(0, 1),
    st.sampled_from(PIECES),
)
@settings(examples(150), suppress_health_check=list(HealthCheck), deadline=None)
def test_every_request_has_an_answer(text, stem, typed_at, asked_at, piece):
    plan = f"{PLAN}agreed: [{{a: a, b: b, reason: settled}}]\n".replace("$", "")
    with tempfile.TemporaryDirectory() as folder:
        asked = AskedPlan(Path(folder).resolve(), one=text, two=text, bcastplan=plan)
        before = asked.question(stem).text.content
        at = int(typed_at * len(before))
        after = before[:at] + piece + before[at:]
        mark = int(asked_at * len(after))
        asked.change(stem, f"{after[:mark]}${after[mark:]}")
        for answer, more in ASKED:
            try:
                answered = asked.ask(stem, answer, **more)
            except Refused:
                continue
            edits = answered if answer is rename else None
            for action in answered if answer is code_actions else ():
                edits = action.edit
            if edits is not None:
                assert asked.edited(edits)
