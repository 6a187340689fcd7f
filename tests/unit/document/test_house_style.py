import pytest

from bcastplan.document.house_style import LINE_COLUMNS, CannotFormat, HouseStyle, format_text
from bcastplan.document.key_order import plan_order, schedule_order


def formatted(text, items="keep"):
    return format_text(text, HouseStyle(schedule_order, items))


HEAD = "bcastplan: 1\nservice: S\nseason: A26\n"


def test_keys_come_in_the_order_of_the_format():
    text = "season: A26\nservice: S\nbcastplan: 1\n"
    text += "transmissions:\n  - power: 250\n    time: 1530-1630\n    frequency: 9565\n"
    assert formatted(text) == (HEAD + "transmissions:\n  - frequency: 9565\n    time: 1530-1630\n    power: 250\n")


def test_keys_that_are_not_known_come_last_as_they_stood():
    text = HEAD + "transmissions:\n  - {x-b: 1, zz: 2, time: 0100-0200, x-a: 3, frequency: 9565}\n"
    assert "{frequency: 9565, time: 0100-0200, x-b: 1, zz: 2, x-a: 3}" in formatted(text)


def test_comments_go_with_the_key_they_speak_of():
    text = HEAD + (
        "# the list\n"
        "transmissions:\n"
        "# the first item\n"
        "- time: 1530-1630   # local evening\n"
        "  # registered with HFCC\n"
        "  frequency: 9565\n"
        "  # nothing follows\n"
        "# the end\n"
    )
    assert formatted(text) == HEAD + (
        "# the list\n"
        "transmissions:\n"
        "  # the first item\n"
        "  # registered with HFCC\n"
        "  - frequency: 9565\n"
        "    time: 1530-1630  # local evening\n"
        "    # nothing follows\n"
        "# the end\n"
    )


@pytest.mark.parametrize("written", ["0100-0200", "010", "12:30", "9565.50", "25:00"])
def test_a_value_is_never_read_as_another_type(written):
    assert f"frequency: {written}" in formatted(HEAD + f"transmissions:\n  - frequency: {written}\n").replace('"', "")


def test_quotes_stand_only_where_they_are_needed():
    text = HEAD + "transmissions:\n  - {note: 'a: b', site: \"PHT\", language: 'Kor'}\n"
    assert '{language: Kor, site: PHT, note: "a: b"}' in formatted(text)


def test_one_blank_line_at_most_and_none_at_the_ends():
    text = "\n\n" + HEAD + "\n\n\ntransmissions:   \n  - frequency: 9565\n\n\n"
    assert formatted(text) == HEAD + "\ntransmissions:\n  - frequency: 9565\n"


def test_items_in_one_style_where_they_fit_on_a_line():
    short = "  - {frequency: 9565, time: 0100-0200}\n"
    block = "  - frequency: 9565\n    time: 0100-0200\n"
    assert formatted(HEAD + "transmissions:\n" + short, "block") == HEAD + "transmissions:\n" + block
    assert formatted(HEAD + "transmissions:\n" + block, "flow") == HEAD + "transmissions:\n" + short
    long = f"  - frequency: 9565\n    note: {'long ' * 30}end\n"
    assert formatted(HEAD + "transmissions:\n" + long, "flow") == HEAD + "transmissions:\n" + long


def test_an_item_with_a_comment_inside_keeps_its_style():
    text = HEAD + "transmissions:\n  - frequency: 9565\n    time: 0100-0200  # evening\n"
    assert formatted(text, "flow") == text


def test_an_ignored_finding_stays_ignored():
    text = HEAD + "transmissions:\n  - {time: 0100-0200, frequency: 9565}  # bcastplan: ignore[FRQ001] agreed\n"
    assert "ignore[FRQ001] agreed\n" in formatted(text, "block")
    inside = HEAD + "transmissions:\n  - time: 0100-0200\n    frequency: 9565  # bcastplan: ignore[FRQ001]\n"
    assert "frequency: 9565  # bcastplan: ignore[FRQ001]\n" in formatted(inside)


def test_a_comment_that_would_ignore_another_value_stops_the_formatting():
    text = HEAD + "transmissions:\n  # bcastplan: ignore[TIM002]\n  - time: 0100-0200\n    frequency: 9565\n"
    with pytest.raises(CannotFormat, match="would apply to another value") as caught:
        formatted(text)
    assert caught.value.line == 6


def test_long_texts_and_anchors_stay_as_they_are():
    text = HEAD + "defaults: &all {language: Kor}\ntransmissions:\n"
    text += "-   note: |\n        one\n          two\n    frequency: 9565\n    x-all: *all\n"
    assert formatted(text) == HEAD + (
        "defaults: &all {language: Kor}\n"
        "transmissions:\n"
        "  - frequency: 9565\n"
        "    note: |\n"
        "      one\n"
        "        two\n"
        "    x-all: *all\n"
    )


def test_line_ends_of_windows_stay():
    text = (HEAD + "transmissions:\n- {time: 0100-0200, frequency: 9565}\n").replace("\n", "\r\n")
    assert formatted(text) == (HEAD + "transmissions:\n  - {frequency: 9565, time: 0100-0200}\n").replace("\n", "\r\n")


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        (HEAD + "transmissions: [\n", 5, "not YAML"),
        (HEAD + "season: B26\n", 4, "stands twice"),
        (HEAD + "transmissions:\n  - note: |2\n        deep\n", 5, "without the digit"),
    ],
)
def test_what_cannot_be_formatted_is_said_with_its_line(text, line, reason):
    with pytest.raises(CannotFormat, match=reason) as caught:
        formatted(text)
    assert caught.value.line == line


def test_an_empty_text_stays_empty():
    assert formatted("") == ""
    assert formatted("# nothing yet\n") == "# nothing yet\n"


def test_commas_take_quotes_in_braces_and_none_in_lines():
    flow = '  - {frequency: 9565, note: "a, b"}\n'
    block = "  - frequency: 9565\n    note: a, b\n"
    assert formatted(HEAD + "transmissions:\n" + block, "flow") == HEAD + "transmissions:\n" + flow
    assert formatted(HEAD + "transmissions:\n" + flow, "block") == HEAD + "transmissions:\n" + block


@pytest.mark.parametrize("text", ["{}\n", "[]\n", "bcastplan: 1\nnote: {}\ntransmissions: []\n"])
def test_what_is_empty_stays_in_brackets(text):
    assert formatted(text).split() == text.split()


@pytest.mark.parametrize(("width", "fits"), [(0, True), (1, False)])
def test_a_list_fills_its_line_to_the_last_column(width, fits):
    last = "x" * (LINE_COLUMNS - len("x-a: [b, ]") + width)
    text = HEAD + f"x-a: [b, {last}]\n"
    assert formatted(text) == (text if fits else HEAD + f"x-a:\n  - b\n  - {last}\n")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("year: 2026\nbcastplan: 1\nname: P\n", "bcastplan: 1\nyear: 2026\nname: P\n"),
        (
            "agreed:\n  - status: asked\n    a: x\n    b: z\nbcastplan: 1\n",
            "bcastplan: 1\nagreed:\n  - a: x\n    b: z\n    status: asked\n",
        ),
        (
            "bcastplan: 1\nlisteners:\n  border:\n    places:\n      - people: 5\n        latitude: 41\n"
            "    administration: KRE\n",
            "bcastplan: 1\nlisteners:\n  border:\n    administration: KRE\n    places:\n"
            "      - latitude: 41\n        people: 5\n",
        ),
        (
            "bcastplan: 1\nrates:\n  items:\n    - per_hour: 5\n      site: PHT\n  currency: USD\n",
            "bcastplan: 1\nrates:\n  currency: USD\n  items:\n    - site: PHT\n      per_hour: 5\n",
        ),
    ],
)
def test_plan_files_have_the_order_of_their_format(text, expected):
    assert format_text(text, HouseStyle(plan_order)) == expected


def test_a_place_written_out_has_the_order_of_its_keys():
    text = HEAD + "transmissions:\n  - {frequency: 9565, site: {longitude: 126.57, name: Jeju, latitude: 33.45}}\n"
    assert "site: {name: Jeju, latitude: 33.45, longitude: 126.57}" in formatted(text)
