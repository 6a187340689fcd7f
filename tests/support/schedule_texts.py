"""Schedules in the styles people write, with the faults they make, for tests that edit files."""

import hypothesis.strategies as st

HEAD = "bcastplan: 1\nservice: {service}\nseason: A26\n"
DEFAULTS = "defaults: {manager: AGM, target: 44NE, language: Kor, site: PHT, power: 250, antenna: 216, azimuth: 21}\n"
FLOW_ITEMS = (
    "{frequency: 9570, time: 1600-1700}",
    "{id: b, frequency: 9575, time: 2330-0030, days: [Fri, Sat]}",
    "{id: b, frequency: 9565, time: 1500-1700, site: QQQ}",
    "{frequency: 9570, time: 1500-1700, note: 'to - morrow'}",
)
BLOCK_ITEMS = (
    "id: a   # the first\n    frequency: 9565\n    time: 1530-1630\n    days: Mon-Fri   # weekdays\n",
    "frequency: 9560\n    time: 0000-2400\n    note: |\n      two lines\n      of text\n",
    "# a comment with-hyphen\n    frequency: 9570\n    time: 1600-1700\n\n",
    "frequency: 9570\n    time: 1500-1600\n    note: >+\n      kept\n\n",
    "frequency: 9570\n    time: 1500-1600\n    wrong: key\n",
    "frequency: 9570\n    time: 25:00-1600\n",
    "&one\n    frequency: 9570\n    time: 1500-1600\n",
    "frequency: 9565 # bcastplan: ignore[CON102] known\n    time: 1500-1600\n",
)
TAILS = ("", "# the end\n", "\nx-mine: 1\n", "  # between\n\n  # and\n", DEFAULTS)


@st.composite
def schedule_texts(draw: st.DrawFn, service: str) -> str:
    """A schedule in any of the styles people write: block, flow, mixed, with comments, faults and odd line ends."""
    tail = draw(st.sampled_from(TAILS))
    head = HEAD.format(service=service) + (DEFAULTS if tail is not DEFAULTS and draw(st.booleans()) else "")
    if draw(st.integers(0, 3)) == 0:
        some = draw(st.lists(st.sampled_from(FLOW_ITEMS), max_size=3))
        between = draw(st.sampled_from((", ", ",\n  ")))
        body = f"transmissions: [{between.join(some)}]\n"
    else:
        indent = draw(st.sampled_from(("", "  ")))
        items = draw(st.lists(st.sampled_from((*FLOW_ITEMS, *BLOCK_ITEMS)), min_size=1, max_size=4))
        lines = "".join(f"  - {item}" if item.endswith("\n") else f"  - {item}  # kept\n" for item in items)
        body = "transmissions:\n" + (lines if indent else lines.replace("\n  ", "\n").removeprefix("  "))
    text = head + body + tail
    if draw(st.booleans()):
        text = text.rstrip("\n")
    return text.replace("\n", draw(st.sampled_from(("\n", "\r\n"))))


GHOSTS = HEAD.format(service="Others") + (
    "transmissions:\n  - {frequency: 9570, time: 1500-1700, target: 44NE, manager: XYZ}\n"
    "  - {frequency: 9570, time: 1600-1700, site: PHT, target: 44NE, manager: AGM}\n"
    "  - {frequency: 9570, time: 1600-1630, target: 44NE, jammer: yes}\n"
)
PLAN = (
    "bcastplan: 1\njammers:\n"
    "  - {name: J, latitude: 39, longitude: 125, frequencies: [9560-9570], time: 1530-1630, days: Mon-Fri}\n"
    '  - {name: K, latitude: 38, longitude: 125, follows: ["b*", Two], why: assumed}\n'
)
