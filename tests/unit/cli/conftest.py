"""The program run in this process, as a console would run it: exit code, standard output, standard error."""

from dataclasses import dataclass

import pytest

from bcastplan.cli import main


@dataclass
class Ran:
    code: int
    out: str
    err: str


@pytest.fixture
def run(capfdbinary):
    def go(*arguments):
        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        captured = capfdbinary.readouterr()
        return Ran(left.value.code, captured.out.decode("utf-8", "surrogateescape"), captured.err.decode("utf-8"))

    return go
