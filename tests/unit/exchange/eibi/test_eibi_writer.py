import pytest

from bcastplan.exchange.eibi.eibi_reader import read_eibi
from bcastplan.exchange.eibi.eibi_writer import HEADER, write_eibi
from bcastplan.model.season import parse_season
from bcastplan.model.sites import InlineSite
from bcastplan.model.transmission import Transmission
from bcastplan.rules.registry import all_rules

A26 = parse_season("A26")
ROWS = (
    "6.66;0000-2400;;RUS;RBU Time Signal;-TS;EEu;t;1;;[0524]",
    "1602;0000-1800;1.Sa;FIN;Scandinavian Weekend R.;FI;FIN;v;5;;",
    "5871;1900-0400;spur;CLA;Iran International TV;FS;IRN;/BUL-s;6;2903;1104[0426]",
    "6200;1241-1241;;CHN;Voice of Jinling;C;TWN;nj;1;;[1125]",
    "8167;1000-1010;Su;RUS;E06 Russian Spy Numbers;E;RUS;or;1;0102;28021",
    "9310;1530-1630;Mo-Fr;USA;Voice of America;K;FE;/KWT;6;2206;2606",
    "9900;1330-1345;4u;USA;Rádio Ñ;K;FE;/TWN-p;6;2903;1904",
    "3900;0800-0830;Last7;NZL;NZART Official Broadc.;E;NZL;xx;3;;",
    "4310;0530-1400;;RUS;Goose Channel Marker;;EEu;sk;1;0111;2802",
)


def transmission(**values):
    given = {
        "service": "Example",
        "frequency": 9565.0,
        "time": "1530-1630",
        "window": A26.window,
        "season": A26,
        **values,
    }
    return Transmission(**given)


def row(**values):
    data, problems = write_eibi([transmission(**values)], season=A26)
    for problem in problems:
        assert set(problem.data) <= set(all_rules()[problem.code].fields)
    return data.decode("iso-8859-1").splitlines()[1], [problem.code for problem in problems]


@pytest.mark.parametrize("newline", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("header", [True, False])
def test_an_unchanged_list_is_written_byte_for_byte(newline, header):
    data = "".join(f"{line}{newline}" for line in ((HEADER,) if header else ()) + ROWS).encode("iso-8859-1")
    schedule, _ = read_eibi("sked-a26.csv", data)
    kept = schedule.extensions if header else {**schedule.extensions, "x-eibi-header": None}
    written, problems = write_eibi(schedule.transmissions, season=A26, extensions=kept)
    assert written == data
    assert problems == []


def test_a_changed_value_changes_its_column_only():
    schedule, _ = read_eibi("sked-a26.csv", f"{HEADER}\r\n{ROWS[5]}\r\n".encode())
    before = schedule.transmissions[0]
    changed = [
        before.changed(frequency_khz=9315.0),
        before.changed(service="VOA"),
        before.changed(days=0b11),
        before.changed(target="44NE"),
    ]
    lines = write_eibi(changed, season=A26)[0].decode().splitlines()[1:]
    assert lines == [
        ROWS[5].replace("9310", "9315"),
        ROWS[5].replace("Voice of America", "VOA"),
        ROWS[5].replace("Mo-Fr", "Mo,Tu"),
        ROWS[5].replace(";FE;", ";KRE;"),
    ]


def test_a_row_of_our_own():
    written, codes = row(language=["Kor"], target="44NE", site="PHT", days="Mon-Fri")
    assert written == "9565;1530-1630;Mo-Fr;PHL;Example;K;KRE;t;0;;"
    assert codes == []


def test_dates_and_status():
    assert row(**{"from": "2026-06-22", "until": "2026-06-26"})[0].endswith(";6;2206;2606")
    assert row(status="unused")[0].endswith(";8;2903;2510")


@pytest.mark.parametrize(
    ("values", "part"),
    [
        ({"repeat": "FREQ=MONTHLY;BYMONTHDAY=1"}, ";1530-1630;;"),
        ({"except": ["2026-07-03"]}, ";1530-1630;;"),
        ({"service": "A name of more than twenty-three letters"}, ";A name of more than twe;"),
        ({"service": "a;b"}, ";a,b;"),
        ({"service": "한국"}, ";??;"),
        ({"language": ["Xyz"]}, ";;"),
        ({"target": "44NE,45NW"}, ";;"),
        ({"site": InlineSite("Nowhere", -60.0, -120.0)}, ";;"),
    ],
)
def test_what_a_row_cannot_say_is_a_finding(values, part):
    written, codes = row(**values)
    assert part in written
    assert written.count(";") == 10
    assert codes
    assert set(codes) == {"EIB102"}


def test_other_dates_have_no_row():
    data, problems = write_eibi(
        [transmission(season=None, **{"from": "2025-01-01", "until": "2025-02-01"})], season=A26
    )
    assert data.decode().splitlines() == [HEADER]
    assert [problem.code for problem in problems] == ["EIB101"]


def test_keys_without_a_column_are_counted():
    _, problems = write_eibi([transmission(power=250.0, antenna="216"), transmission(power=100.0)], season=A26)
    assert [problem.code for problem in problems] == ["EIB103"]
    assert problems[0].message == "no columns for: antenna (1), power (2)"


def test_a_kept_row_cannot_smuggle_lines_in():
    smuggled = transmission(extensions={"x-eibi-row": "9565;1530-1630;;;Example;;;;0;;\r\n666;0000-2400;;;x;;;;0;;"})
    assert len(write_eibi([smuggled], season=A26)[0].splitlines()) == 2


def test_modes():
    assert row(mode="SSB")[0].split(";")[2] == "USB"
    assert row(mode="DRM")[0].split(";")[4] == "Example DIGITAL"
