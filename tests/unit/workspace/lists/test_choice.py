import pytest

from bcastplan.model.season import parse_season
from bcastplan.model.transmission import Transmission
from bcastplan.workspace.lists.choice import Choice

A26 = parse_season("A26")


def one(**values):
    given = {"service": "VOA Korean", "frequency": 9565.0, "time": "1530-1630", "window": A26.window, **values}
    return Transmission(**given)


ROWS = [
    one(manager="AGM", broadcaster="VOA", language=["Kor"], target="44NE"),
    one(manager="KBS", broadcaster="KBS", language=["Kor", "Eng"], target="44", service="KBS World"),
    one(),
]


@pytest.mark.parametrize(
    ("choice", "kept"),
    [
        (Choice(), [0, 1, 2]),
        (Choice(managers=("agm",)), [0]),
        (Choice(managers=("AGM", "KBS")), [0, 1]),
        (Choice(broadcasters=("VOA",)), [0]),
        (Choice(languages=("eng",)), [1]),
        (Choice(languages=("Kor",), managers=("KBS",)), [1]),
        (Choice(services=("voa*",)), [0, 2]),
        (Choice(services=("KBS World",)), [1]),
        (Choice(target="44NE"), [0, 1]),
        (Choice(target="43"), []),
        (Choice(target="40-45"), [0, 1]),
    ],
)
def test_every_filter_must_be_met(choice, kept):
    assert choice.kept(ROWS) == [ROWS[number] for number in kept]


@pytest.mark.parametrize(("asked", "listed"), [("Ara", "Arb"), ("cmn", "Zho"), ("Pes", "Fas"), ("Ckb", "Kur")])
def test_a_language_is_met_under_any_of_its_codes(asked, listed):
    rows = [one(language=[listed]), one(language=["Eng"])]
    assert Choice(languages=(asked,)).kept(rows) == rows[:1]
