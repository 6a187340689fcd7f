"""What stands at a place of a text that may be half written: the keys around the place, and the word at it.

A parser gives up at the first fault, and while somebody types there is one exactly where the question is. So lines are
looked at by their indentation, and brackets by counting, from the item or the key of the file that holds the place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

_TOP_KEY = re.compile(r"^[^\s#\-\[{][^\n]*", re.MULTILINE)
_KEY = re.compile(r"""("[^"\n]*"|'[^'\n]*'|[^\s#"'\[\]{},&*!|>%@`-][^\n#:]*?|-?[\w.*/-]+):(?=\s|$)""")
_ONLY_COMMENTS = re.compile(r"(?:[ \t\r]*(?:#[^\n]*)?\n)*[ \t\r]*")
_WORD = re.compile(r"[^\s,\[\]{}#\"':][^\s,\[\]{}#\"']*")
_MOST_CHARACTERS = 200_000
"""Of the item or key that holds a place; what stands farther above is not looked at."""


@dataclass
class _Holder:
    """An open mapping or list; ``key`` is the key of a mapping whose value is being written."""

    is_list: bool
    indent: int
    flow: bool = False
    key: str | None = None
    key_span: tuple[int, int] = (0, 0)
    keys: list[str] = field(default_factory=list)
    has_value: bool = True
    in_key: bool = False


@dataclass(frozen=True)
class Cursor:
    """What stands at a place.

    Attributes:
        path: the keys around it, outermost first, lists left out; the last is that of the mapping or list it stands in.
        key: the key whose value it is in; None at a key, and at an item of a list.
        is_key: whether a key stands there, or could be written.
        siblings: the other keys of the mapping.
        start, end: the word there, empty where there is none.
        typed: the part of the word before the place.
        flow: whether it stands in brackets.
    """

    path: tuple[str, ...]
    key: str | None
    is_key: bool
    siblings: tuple[str, ...]
    start: int
    end: int
    typed: str
    flow: bool


def cursor_at(text: str, offset: int) -> Cursor:
    """What stands at an offset of a text."""
    begin, end, outer = _fragment(text, offset)
    holders = _Scan(text, begin, end, offset, outer).holders()
    start, stop = _word(text, offset)
    path = [holder.key for holder in holders if holder.key is not None]
    inner = holders[-1] if holders else _Holder(False, 0, in_key=True)
    key = inner.key if not inner.is_list and not inner.in_key else None
    # The last key is the one at the place, or the one whose value that is in; the path has those around it.
    if inner.key is not None and not inner.is_list:
        path.pop()
    word = text[start:stop].strip("\"'")
    keys = [] if inner.is_list else inner.keys if path else _top_keys(text)
    # The key that is being written is no sibling of itself.
    siblings = tuple(name for name in keys if not (inner.in_key and name == word))
    return Cursor(tuple(path), key, inner.in_key, siblings, start, stop, text[start:offset], inner.flow)


def _top_keys(text: str) -> list[str]:
    """The keys at the top of a text."""
    matches = (_KEY.match(line.group()) for line in _TOP_KEY.finditer(text))
    return [_plain(match.group(1)) for match in matches if match is not None]


def _word(text: str, offset: int) -> tuple[int, int]:
    """The word that an offset touches."""
    line = text.rfind("\n", 0, offset) + 1
    for match in _WORD.finditer(text, line):
        if match.start() > offset:
            break
        # Within a word a colon belongs to it, as in 15:30; at its end it closes a key.
        end = match.start() + len(match.group().rstrip(":"))
        if offset <= end:
            return match.start(), end
    return offset, offset


def _fragment(text: str, offset: int) -> tuple[int, int, list[_Holder]]:
    """Where the item or the key around an offset begins and ends, and the mapping that holds the item."""
    stop = text.find("\n", offset)
    stop = len(text) if stop < 0 else stop
    top = None
    for match in _TOP_KEY.finditer(text, 0, stop):
        top = match
    following = _TOP_KEY.search(text, stop)
    end = following.start() if following else len(text)
    if top is None:
        return 0, end, []
    key = _KEY.match(top.group())
    first = re.compile(r"^( *)-(?=\s|$)", re.MULTILINE).search(text, top.end(), end)
    if key is None or first is None or first.start() > stop or top.group()[key.end() :].split("#")[0].strip():
        return top.start(), end, []
    if not _ONLY_COMMENTS.fullmatch(text, top.end(), first.start()):
        # The list is that of a key below the top one, which has to be gone through as a whole.
        return top.start(), end, []
    # Only hyphens as deep as that of the first item begin an item; deeper ones belong to lists within items.
    hyphen = "\n" + first.group()
    # A hyphen at the end of a line is an item of which nothing is written yet.
    begin = max(text.rfind(f"{hyphen} ", top.start(), stop), text.rfind(f"{hyphen}\n", top.start(), stop + 1))
    if begin < 0:
        return top.start(), end, []
    after = text.find(f"{hyphen} ", begin + 1, end)
    holder = _Holder(False, 0, key=_plain(key.group(1)), keys=[_plain(key.group(1))])
    return begin + 1, end if after < 0 else after + 1, [holder]


def _plain(key: str) -> str:
    return key.strip("\"'").strip()


class _Scan:
    """Goes through a fragment and notes what is open at the offset; keys behind it are noted as siblings too."""

    def __init__(self, text: str, begin: int, end: int, offset: int, outer: list[_Holder]) -> None:
        self.text, self.offset = text, offset
        self.begin, self.end = begin, min(end, begin + _MOST_CHARACTERS)
        self.open: list[_Holder] = list(outer)
        self.at_offset: list[_Holder] | None = None

    def holders(self) -> list[_Holder]:
        """What holds the offset, outermost first; the innermost tells whether a key or a value stands there."""
        at = self.begin
        while at <= self.end:
            newline = self.text.find("\n", at, self.end)
            stop = self.end if newline < 0 else newline
            at = self._line(at, stop)
            if newline < 0 and at >= self.end:
                break
        if self.at_offset is None:
            self._note(self._at_indent(self.offset - self.text.rfind("\n", 0, self.offset) - 1))
        assert self.at_offset is not None
        return self.at_offset

    def _note(self, holders: list[_Holder]) -> None:
        if self.at_offset is None:  # copies, but for the lists of keys: those behind the place are siblings too
            self.at_offset = [replace(holder) for holder in holders]

    def _here(self, start: int, stop: int) -> bool:
        return self.at_offset is None and start <= self.offset <= stop

    def _line(self, start: int, stop: int) -> int:
        """Go through a line that begins outside of brackets; returns where the next begins."""
        at = start
        while at < stop and self.text[at] == " ":
            at += 1
        if at >= stop or self.text[at] in "#\r\t":
            if self._here(start, stop):
                self._note(self._at_indent(self.offset - start))
            return stop + 1
        column = at - start
        # Hyphens may stand behind each other: each opens a list in the item of the one before.
        while self.text.startswith("-", at) and (at + 1 >= stop or self.text[at + 1] in " \r"):
            if self._here(start, at):
                self._note(self._at_indent(column))
            self._open_list(column)
            at += 1
            while at < stop and self.text[at] == " ":
                at += 1
            column = at - start
        if at >= stop or self.text[at] == "#":
            if self._here(start, stop):
                self._note([*self.open, _Holder(False, column, in_key=True)])
            return stop + 1
        return self._content(start, at, stop, column)

    def _content(self, start: int, at: int, stop: int, column: int) -> int:
        """Go through a key with its value, or a value alone, of a line; ``at`` is where it begins."""
        match = _KEY.match(self.text, at, stop) if self.text[at] not in "[{" else None
        if match is None:
            if self.text[at] in "[{":
                if self._here(start, at):
                    self._note(list(self.open))
                return self._flow(at)
            if self._here(start, stop):
                self._note(self._at_indent(column))
            return stop + 1
        holder = self._open_mapping(column, _plain(match.group(1)), match.span(1))
        if self._here(start, match.end(1)):
            self._note([*self.open[:-1], _Holder(False, column, key=holder.key, keys=holder.keys, in_key=True)])
        at = match.end()
        while at < stop and self.text[at] == " ":
            at += 1
        # YAML begins a comment only after a blank; a # within a word is part of it.
        value = self.text[at:stop].split(" #")[0].strip()
        holder.has_value = bool(value) and not value.startswith("#")
        if self._here(match.end(1) + 1, at if value[:1] in ("[", "{") else stop):
            self._note([*self.open[:-1], _Holder(False, column, key=holder.key, keys=holder.keys)])
        return self._flow(at) if value[:1] in ("[", "{") else stop + 1

    def _open_list(self, column: int) -> None:
        while self.open and (
            self.open[-1].indent > column or (self.open[-1].is_list and self.open[-1].indent == column)
        ):
            self.open.pop()
        self.open.append(_Holder(True, column))

    def _open_mapping(self, column: int, key: str, span: tuple[int, int]) -> _Holder:
        while self.open and (
            self.open[-1].indent > column or (self.open[-1].is_list and self.open[-1].indent == column)
        ):
            self.open.pop()
        if not self.open or self.open[-1].is_list or self.open[-1].indent < column:
            self.open.append(_Holder(False, column))
        holder = self.open[-1]
        holder.key, holder.key_span = key, span
        holder.keys.append(key)
        return holder

    def _at_indent(self, column: int) -> list[_Holder]:
        """What holds a line with this indentation: a new key of an open mapping, or the first key of a new one."""
        holders = list(self.open)
        while holders and (holders[-1].indent > column or (holders[-1].is_list and holders[-1].indent == column)):
            holders.pop()
        if holders and not holders[-1].is_list and holders[-1].indent == column:
            inner = holders.pop()
            return [*holders, _Holder(False, column, keys=inner.keys, in_key=True)]
        if not holders or holders[-1].is_list or not holders[-1].has_value:
            return [*holders, _Holder(False, column, in_key=True)]
        inner = holders.pop()
        return [*holders, _Holder(False, inner.indent, keys=inner.keys, in_key=True)]

    def _flow(self, at: int) -> int:
        """Go through brackets; returns where the next line begins."""
        depth = len(self.open)
        word = at
        while at < self.end:
            character = self.text[at]
            if self._here(at, at):
                self._note(self._inside_flow(word, at))
            if character in "\"'":
                at = self._quoted(at, word)
                continue
            if character in "{[":
                self.open.append(_Holder(character == "[", 0, flow=True, in_key=character == "{"))
                word = at + 1
            elif character in "}]":
                if len(self.open) > depth:
                    self.open.pop()
                if len(self.open) == depth:
                    newline = self.text.find("\n", at, self.end)
                    return self.end + 1 if newline < 0 else newline + 1
            elif character == "," and len(self.open) > depth:
                self.open[-1].in_key, self.open[-1].key = not self.open[-1].is_list, None
                word = at + 1
            elif character == ":" and self.text[at + 1 : at + 2] in (" ", "\n", "\r", "") and not self.open[-1].is_list:
                if self._here(word, at):
                    self._note(list(self.open))
                key = _plain(self.text[word:at])
                self.open[-1].key, self.open[-1].in_key = key, False
                self.open[-1].keys.append(key)
                word = at + 1
            # A comment may hold brackets and quotes that mean nothing.
            elif character == "#" and self.text[at - 1] in " \n":
                newline = self.text.find("\n", at, self.end)
                at = self.end if newline < 0 else newline
                continue
            elif character == "\n" and self._ends_here(at):
                return at + 1
            at += 1
        if self._here(at, at):
            self._note(self._inside_flow(word, at))
        return at + 1

    def _ends_here(self, newline: int) -> bool:
        """Whether brackets that were left open end with a line: the next one begins an item or a key at the side."""
        following = self.text[newline + 1 : newline + 80].split("\n")[0]
        return following.lstrip(" ").startswith("- ") or bool(_TOP_KEY.match(following))

    def _inside_flow(self, word: int, at: int) -> list[_Holder]:
        holders = list(self.open)
        inner = holders[-1] if holders else None
        if inner is not None and inner.flow:
            copy = _Holder(inner.is_list, 0, flow=True, key=inner.key, keys=inner.keys, in_key=inner.in_key)
            holders[-1] = copy
        return holders

    def _quoted(self, at: int, word: int) -> int:
        quote = self.text[at]
        end = self.text.find(quote, at + 1, self.end)
        newline = self.text.find("\n", at, self.end)
        # A quote that is still open counts to the end of its line, so that what follows keeps its meaning.
        if end < 0 or 0 <= newline < end:
            end = self.end if newline < 0 else newline - 1
        if self._here(at, end):
            self._note(self._inside_flow(word, at))
        return end + 1
