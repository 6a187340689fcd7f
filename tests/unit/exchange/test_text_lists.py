import pytest

from bcastplan.exchange.text_lists import text_lines
from bcastplan.model.errors import UnreadableInput


@pytest.mark.parametrize(
    ("data", "lines", "newline", "mixed", "closed"),
    [
        (b"a\r\nb\r\n", ["a", "b"], "\r\n", False, True),
        (b"a\nb\n", ["a", "b"], "\n", False, True),
        (b"a\rb\r", ["a", "b"], "\r", False, True),
        (b"a\r\nb\nc\r\n", ["a", "b", "c"], "\r\n", True, True),
        (b"a\nb\rc\n", ["a", "b", "c"], "\n", True, True),
        (b"a\r\nb\rc\r\n", ["a", "b", "c"], "\r\n", True, True),
        (b"a\r\nb", ["a", "b"], "\r\n", False, False),
        (b"a", ["a"], "\r\n", False, False),
        (b"", [], "\r\n", False, True),
        (b"a\n\nb\n", ["a", "", "b"], "\n", False, True),
        (b"a\n\x1a", ["a"], "\n", False, True),
    ],
)
def test_lines_whatever_ends_them(data, lines, newline, mixed, closed):
    found = text_lines("x", data)
    assert (found.lines, found.newline, found.mixed, found.closed) == (lines, newline, mixed, closed)


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        (b"plain", "plain", "iso-8859-1"),
        ("é".encode("iso-8859-1"), "é", "iso-8859-1"),
        ("é".encode(), "é", "utf-8"),
        ("é".encode("utf-8-sig"), "é", "utf-8"),
    ],
)
def test_encodings(data, text, encoding):
    found = text_lines("x", data)
    assert (found.lines, found.encoding) == ([text], encoding)


@pytest.mark.parametrize("data", [b"<html>", b"  <!DOCTYPE HTML>", b"<body class=x>", b"<!-- a --> <!-- b --><html>"])
def test_web_pages_are_refused(data):
    with pytest.raises(UnreadableInput, match="an HTML page"):
        text_lines("x.csv", data)


def test_a_text_about_html_is_none():
    assert text_lines("x", b"a <html> b").lines == ["a <html> b"]
