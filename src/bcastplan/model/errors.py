"""A value that cannot be understood is data: a rule code, a message and a way out."""

from __future__ import annotations


class ValueFault(ValueError):
    """A written value that means nothing, with the code of the rule that reports it.

    Attributes:
        code: rule code, as ``YML005``.
        path: keys or indexes below the value that is at fault, outermost first.
    """

    def __init__(self, message: str, code: str = "YML005", path: tuple[str | int, ...] = ()) -> None:
        super().__init__(message)
        self.code = code
        self.path = path

    def below(self, *path: str | int) -> ValueFault:
        """The same fault seen from the value that contains it."""
        return ValueFault(str(self), self.code, (*path, *self.path))


class UnreadableInput(Exception):
    """An input that cannot be read at all: missing, no permission, binary, a broken archive.

    Attributes:
        file: the input as the user gave it.
        reason: what is wrong and what to do, one line.
    """

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(f"{file}: {reason}")
        self.file = file
        self.reason = reason
