"""Random edits on two sides of a file: no transmission and no comment is lost, and markers stand only in disputes."""

from collections import Counter

from examples import THOROUGH
from hypothesis import given, settings
from hypothesis import strategies as st

from bcastplan.document.comments import comments_of
from bcastplan.document.parse import parse_text
from bcastplan.document.text_merge import merged_text

HEAD = "# a file\nbcastplan: 1\nservice: OK  # whose\nseason: A26\ndefaults: {language: Kor, site: PHT}\n\n# the list\n"
KEYS = {"frequency": ["9565", "9570", "9575"], "time": ["1530-1630", "1700-1800"], "days": ["Mon", "[Fri, Sat]"],
        "power": ["100", "250"], "note": ["x", "'a # b'"]}  # fmt: skip


@st.composite
def items(draw):
    """id, keys, whether in braces, comment above, comment behind."""
    keys = draw(st.dictionaries(st.sampled_from(sorted(KEYS)), st.integers(0, 5), max_size=4))
    values = {key: KEYS[key][at % len(KEYS[key])] for key, at in keys.items()} or {"frequency": "9565"}
    return {"values": values, "flow": draw(st.booleans()), "above": "", "behind": ""}


EDITS = st.lists(
    st.tuples(
        st.sampled_from(["set", "drop", "delete", "add", "above", "behind", "move", "default"]),
        st.integers(0, 9), st.sampled_from(sorted(KEYS)), st.integers(0, 5),
    ),
    max_size=5,
)  # fmt: skip


def edited(listed, edits, side):
    """The items after some edits: name -> item, in order, and the defaults."""
    named = {name: {**item, "values": dict(item["values"])} for name, item in listed.items()}
    defaults = "{language: Kor, site: PHT}"
    for number, (kind, at, key, value) in enumerate(edits):
        names = list(named)
        name = names[at % len(names)] if names else None
        if kind == "add":
            named[f"{side}{number}"] = {"values": {key: KEYS[key][0]}, "flow": bool(at % 2), "above": "", "behind": ""}
        elif kind == "default":
            defaults = f"{{language: {['Kor', 'Eng', 'Rus'][value % 3]}, site: PHT}}"
        elif name is None:
            continue
        elif kind == "set":
            named[name]["values"][key] = KEYS[key][value % len(KEYS[key])]
        elif kind == "drop":
            named[name]["values"].pop(key, None)
        elif kind == "delete":
            del named[name]
        elif kind in ("above", "behind"):
            named[name][kind] = f"# {side} {number}"
        else:
            named[name] = named.pop(name)
    return named, defaults


def written(named, defaults):
    text = HEAD.replace("{language: Kor, site: PHT}", defaults)
    text += "transmissions:\n" if named else "transmissions: []\n"
    for name, item in named.items():
        pairs = [("id", name), *item["values"].items()]
        behind = f"  {item['behind']}" if item["behind"] else ""
        text += f"  {item['above']}\n" if item["above"] else ""
        if item["flow"]:
            text += "  - {" + ", ".join(f"{key}: {value}" for key, value in pairs) + "}" + behind + "\n"
        else:
            lines = [f"{key}: {value}" for key, value in pairs]
            text += "  - " + ("\n    ".join(lines)) + behind + "\n"
    return text


def values_of(named):
    return {name: {"id": name, **{k: parse_text("", v)[0].raw() for k, v in item["values"].items()}}
            for name, item in named.items()}  # fmt: skip


def expected(base, ours, theirs):
    """The merge of values, with the disputes: (name, key), key None for a transmission."""
    merged, disputes = {}, set()
    for name in {**base, **ours, **theirs}:
        b, o, t = base.get(name), ours.get(name), theirs.get(name)
        if o is None or t is None:
            kept = o or t
            if b is not None and kept is not None and kept != b:
                disputes.add((name, None))
            if kept is not None and (b is None or kept != b):
                merged[name] = kept
            continue
        values = {}
        for key in {**(b or {}), **o, **t}:
            was, mine, other = (b or {}).get(key), o.get(key), t.get(key)
            if mine != other and was not in (mine, other):
                disputes.add((name, key))
            chosen = mine if other == was else other
            if chosen is not None:
                values[key] = chosen
        merged[name] = values
    return merged, disputes


def comments(text):
    root, _ = parse_text("", text)
    return Counter(comment.text for comment in comments_of(text, root))


@settings(max_examples=10_000 if THOROUGH else 60)
@given(st.lists(items(), max_size=5), EDITS, EDITS)
def test_three_versions_become_one(listed, our_edits, their_edits):
    base = {f"t{number}": item for number, item in enumerate(listed)}
    ours, our_defaults = edited(base, our_edits, "o")
    theirs, their_defaults = edited(base, their_edits, "h")
    texts = [written(base, "{language: Kor, site: PHT}"), written(ours, our_defaults), written(theirs, their_defaults)]
    text, conflicts = merged_text(*texts)
    wanted, disputes = expected(*(values_of(side) for side in (base, ours, theirs)))
    for name in wanted:
        assert f"id: {name}" in text, "a transmission is lost"
    for new in (comments(texts[1]) | comments(texts[2])) - comments(texts[0]):
        gone = any(new in (side[n]["above"], side[n]["behind"]) and n not in other
                   for side, other in ((ours, theirs), (theirs, ours)) for n in side)  # fmt: skip
        assert new in text or gone, "a comment is lost"
    defaults_differ = len({"{language: Kor, site: PHT}", our_defaults, their_defaults}) == 3
    commented = [n for n in base for side, other in ((ours, theirs), (theirs, ours)) if n in side and n not in other
                 and (side[n]["above"] or side[n]["behind"])]  # fmt: skip
    assert bool(conflicts) == bool(disputes or defaults_differ or commented), "markers without a dispute, or none"
    assert ("<<<<<<< ours" in text) == bool(conflicts)
    if not conflicts:
        root, problems = parse_text("", text)
        assert not problems
        raw = root.raw()["transmissions"]
        assert {item["id"]: item for item in raw} == wanted
        assert len(raw) == len(wanted)
    assert merged_text(texts[0], texts[1], texts[0]) == (texts[1], 0)
    assert merged_text(texts[0], texts[0], texts[2]) == (texts[2], 0)
