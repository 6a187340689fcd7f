"""What has the focus, in words, and the keys that work there now: made of the live bindings, never out of date."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from textual.binding import ActiveBinding
from textual.dom import DOMNode


class KeyLine(NamedTuple):
    """One action: where its keys work, the keys, what it is called and what it does."""

    where: str
    keys: tuple[str, ...]
    name: str
    text: str


NAMES = {
    "Grid": "List",
    "CellGrid": "Table",
    "CellEditor": "Cell",
    "QueryInput": "Filter line",
    "FilterLine": "Filter line",
    "CircuitView": "Circuit",
    "FacilitiesView": "Facilities",
    "FacilityChart": "Facilities",
    "ChannelsView": "Channels",
    "ChannelBench": "Channels",
    "ChannelGrid": "Channels",
    "ChooseChannel": "Channels",
    "FindingsPane": "Findings",
    "Input": "Text field",
    "TextArea": "Text",
    "TableView": "Table",
    "TimelineView": "Timeline",
    "TimelineChart": "Timeline",
    "ConflictsView": "Conflicts",
    "HoursView": "Hours",
    "MapView": "Map",
    "WorldMap": "Map",
    "OnAirView": "On air",
    "HeardView": "Heard",
    "TypeReport": "Report",
    "DayToggles": "Days",
    "PlanScreen": "Plan",
    "PlannerApp": "Everywhere",
    "Form": "Form",
    "VerticalScroll": "Scrolling",
    "Ask": "Question",
    "Decide": "Decision",
    "ChooseDays": "Days of the week",
    "ImportList": "Import of a list",
    "Paste": "Paste",
    "EditPreview": "Before it is written",
    "FilePage": "File",
    "CoordinationList": "Coordination",
    "Pick": "Choice",
    "ProblemPick": "Findings",
    "Repair": "Repair of a file",
    "Page": "Page",
}
"""What widgets are called."""

CHANNELS = """\
The transmission on every channel of a band, c where it is customary and not allocated. The hours (UTC) show who is on \
the channel on its days: ○ is free for it, ╳ would be a conflict of warning or error, and the other signs stand below. \
Behind them stand what it would be in conflict with (✗ errors, ▲ warnings, · remarks, J jammers); the margin (dB) that \
it has over all that disturb it at the worst moment, and the smallest that it leaves to another; and in % how much is \
heard and how many are served (80 % and more), alone and under interference (intf). Order puts the best first, as \
`bcastplan suggest` ranks them, then the best under interference. Enter puts the transmission on \
the channel; Escape goes back."""

EXPLANATIONS = {
    "TableView": """\
All transmissions of the plan, one in a line. In front of them ✗ marks errors, ▲ warnings, · remarks, ◆ what you \
marked, ~ rows of reference schedules. Delete, Shift, Days, Move, Bulk edit and Copy act on the marked rows, or \
without marks on the row under the cursor; before several are changed or deleted, it is told what comes of it. Repeat \
makes the last edit again, of other rows. Marked rows that the filter hides stay as they are. The cursor stands on a \
cell, which Enter opens for typing. Shift and the arrows select a rectangle of cells, as v does; Copy, Paste, Fill \
down, Delete and Bulk edit act on that. Text of a spreadsheet is pasted over the cells from the cursor on.""",
    "CellEditor": """\
One value of one transmission. Below the table stands what it means, or what is wrong with it, and what would come of \
it. Enter writes it, Tab and the arrows up and down write it and go on to the next cell, Escape leaves the cell as it \
was. An empty cell takes the key away: the default of the file holds.""",
    "FilterLine": """\
Words and terms separated by blanks; a row must meet all of them.
  9565  9300-9500                     frequencies in kHz
  site:PHT  lang:Kor,Eng  bc:VOA      codes
  band:31m  target:44  day:Sat        bands, part of the target, days
  on:1345  on:1300-1400               on the air at a time, at any minute of it (UTC)
  date:2026-06-22                     an airing starts on that date
  power:>=100  azimuth:0-90           quantities
  has:note                            has a key
  conflict  error  warning  finding   states; also marked, ghost, own
  -site:PHT                           the opposite of a term
Anything else is text: looked for in services, ids, notes, programmes, files, codes and what the codes mean.""",
    "TimelineView": """\
Twenty-four hours of one UTC date, with a bar for each airing. Every pattern stands for a service; the line below the \
bars names them. ‹ and › lead to the day before and after, ╳ marks a conflict, [ ] the selected transmission.""",
    "ConflictsView": """\
What is in conflict: double bookings first, then pairs with others, your own pairs, and what is jammed, each worst \
first. Below the list stand the two sides of the pair under the cursor: ≠ marks what differs, = what is the same.""",
    "HoursView": """\
Hours on the air of the whole plan, whatever the filter, and what they cost where the plan states rates: in the \
season, in one week, and on one day.""",
    "MapView": """\
The sites of the transmissions that pass the filter, and beam, target and test points of the selected transmission.""",
    "HeardView": """\
Every transmission by month: airings, how many were confirmed or found off, how long somebody listened, what was not \
delivered, and the share of reports with an overall merit of 3 and more. The reports come from the plan's monitoring \
logs.""",
    "TypeReport": "A reception report. Nothing is written before F2; it is added at the end of the plan's log.",
    "OnAirView": "What is on the air at one moment, with the minutes that are left and the time in the target.",
    "CircuitView": """\
What the circuit of the selected transmission carries in each hour (UTC) of a month, to the middle of its listeners or \
target. MUF: the median of the highest frequency that comes back; FOT: what that exceeds on 90 % of the days; LUF: the \
lowest frequency that is heard with 80 %, with this power and antenna. The line is the transmission's own frequency, \
thick while it is on the air. Below stand the numbers, how well it is heard, and the metre band heard best.""",
    "FacilitiesView": """\
A UTC date at the sites of the transmissions that pass the filter, with all that is booked there: a lane for each \
transmitter and antenna of the inventory, or as many lanes as a site without one needs. ╌ is the time to change \
frequency, ╳ where a transmitter or antenna is booked twice, too many are on the air at once, or the time to retune is \
too short. Beside each lane stand the hours of the date that are booked and free, and hours and cost of the season, as \
`bcastplan hours --by site,transmitter` counts them. Book on names the transmitters, and what would become of the \
booking there; [ and ] move it in time. The mouse drags a bar to another lane of its site, to another time, or both.""",
    "ChannelsView": CHANNELS,
    "ChooseChannel": CHANNELS,
    "FindingsPane": "Findings of the rules and conflicts of the selected transmission, the gravest first.",
    "Form": """\
Type, and see what it means at the right and its effect on findings, conflicts and hours below. Empty fields take the \
value of the file's defaults. F3 searches the codes for a field, and the channels for the frequency. Nothing is \
written before F2, and then only the keys that changed.""",
    "Pick": """\
Type a code or a part of a name; Enter chooses. Where a choice changes transmissions, the last line tells what the one \
under the cursor would do, and F4 lists it.""",
    "ProblemPick": """\
Type a rule, a file or a word. Enter goes to the transmission, or opens the file as text where it is in no row. Fix \
writes what `bcastplan check --fix` would, in one step that Undo takes back; it asks before what is on the air may \
change.""",
    "Ask": "Type the answer; Enter accepts it. Faults in it are shown below it while you type.",
    "Decide": "Read the text, and choose one of the buttons below it. Page up and Page down scroll the text.",
    "ChooseDays": "Turn the days on or off on which the transmissions are on the air; F2 accepts them.",
    "ImportList": """\
Say which part of the list to read and into which folder its schedules go. Empty fields read everything.""",
    "CoordinationList": """\
Conflicts with others, by their frequency-management organisation. What was asked, agreed or refused is kept under \
`agreed` of the plan file, with your words; only what is agreed is a conflict no more. Each note is a step to undo.""",
    "FilePage": """\
What a file holds, key by key: Enter types into a value, or opens (›) what is larger than a line. An empty value takes \
the key away. * marks what is not written yet; F2 writes it as one step to undo, and comments stay. In lists n makes a \
new item, x takes one out, and Shift with the arrows up and down gives it another place, with its comments.""",
    "EditPreview": """\
What the edit would do: refused values, conflicts and jamming that come (+), go (-) or change (~), and hours a day. \
Nothing is written before Enter or F2, all of it is one step to undo, and nothing at all where a value is refused.""",
    "Paste": """\
Text that holds transmissions: YAML, a table of a spreadsheet, or lines of HFCC, EiBi or Aoki lists. What was \
understood is shown below it. Nothing is added before F2.""",
    "Repair": """\
The text of a file with a fault. Its faults are shown below it while you type. Nothing is written before \
F2.""",
    "Page": "A text to read.",
}
"""What widgets are for."""


def key_lines(active: Mapping[str, ActiveBinding], display: Mapping[str, str]) -> list[KeyLine]:
    """The live keys, those of the focused widget first, each action once.

    Args:
        active: key -> binding, as the screen has them.
        display: key -> how a user reads it.
    """
    lines: dict[tuple[str, str], KeyLine] = {}
    for key, (node, binding, enabled, tooltip) in active.items():
        if not enabled or binding.system or not binding.description:
            continue
        where = NAMES.get(type(node).__name__, getattr(node, "title", None) or type(node).__name__)
        # An action with several keys is one line, with all of them.
        # Bindings of Textual itself have no id.
        identity = (str(where), binding.id or binding.action)
        before = lines.get(identity)
        keys = (*(before.keys if before else ()), display.get(key, key))
        lines[identity] = KeyLine(str(where), keys, binding.description, tooltip or binding.description)
    return list(lines.values())


def explanation(focused: DOMNode | None) -> tuple[str, str]:
    """What has the focus, and what it is for."""
    # What has the focus is often a part of what is explained, as the list of a view.
    for node in _upwards(focused):
        name = type(node).__name__
        if name in EXPLANATIONS:
            return NAMES.get(name, getattr(node, "title", None) or name), EXPLANATIONS[name]
        doc = getattr(node, "HELP", None)
        if isinstance(doc, str) and doc.strip():
            return getattr(node, "title", None) or name, doc
    return (
        "Plan",
        "The plan under edit: header, filter line, the view, the findings of the selection and the live keys.",
    )


def _upwards(node: DOMNode | None) -> Iterable[DOMNode]:
    while node is not None:
        yield node
        node = node.parent
