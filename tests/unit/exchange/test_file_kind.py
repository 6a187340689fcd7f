import pytest

from bcastplan.exchange.file_kind import RECOGNISERS, recognise

AOKI = " 1188 VOICE OF AMERICA                1100-1500 1234567 Korean                    100 359 Seoul"
AOKI_FLAGGED = " 1431xShiokaze (Sea-breeze)           1300-1400 1234567 Korean/Japanese           500 150 Choibalsan"
EIBI_HEADER = "kHz:75;Time(UTC):93;Days:59;ITU:49;Station:201;Lng:49;Target:62;Remarks:135;P:35;Start:60;Stop:60;"
NAMED_IN_ANOTHER_ORDER = "Frequency;Time;Days;Programme;Language;Country;Place;Position;kW;Beam;Remarks"
AOKI_JSON = (
    '{"freq": "40", "startTime": "0000", "endTime": "2400", "ITU": "J", "station": "Time", "language": "A1B", '
    '"location": "Otakadoya", "days": "1-7"}'
)
EIBI = "16.3;0000-2400;;IND;VTX1 Indian Navy;;SAs;v;1;;"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("bcastplan: 1\nservice: VOA\n", "yaml"),
        ("# a comment\n'bcastplan' : 1\n", "yaml"),
        ("\ufeffbcastplan: 1\n", "yaml"),
        ("service: VOA\n" * 10_000 + "bcastplan: 1\n", "yaml"),
        ("{bcastplan: 1, service: VOA}", "yaml"),
        ("# why\n---\n{ 'bcastplan': 1}", "yaml"),
        ("plan:\n  bcastplan: 1\n", None),
        (EIBI_HEADER, "eibi"),
        (f"{EIBI}\n{EIBI}\n", "eibi"),
        (f"{AOKI}\r\n{AOKI_FLAGGED}\r\n", "aoki"),
        (f"# where from\n{AOKI}\n", "aoki"),
        ("season,as_of,kHz,start_utc,stop_utc\nB06,2006-12-09,5835,2030,2230\n", "csv"),
        ("frequency;time\n9565;1530-1630\n", "csv"),
        ("kHz\tstart\tstop\n", "csv"),
        ("name,kHz\n", None),
        ("Freq. (kHz),UTC,Who\n6000,0100-0200,Radio\n", "csv"),
        (f"{NAMED_IN_ANOTHER_ORDER}\n6000;0000-0100;daily;Radio Uno;Spanish;CUB;Quivican;x;50;10;RU\n", "csv"),
        (NAMED_IN_ANOTHER_ORDER.replace(";", ",") + "\n6000,0000-0100,d,Radio Uno,S,CUB,Q,x,50,10,RU\n", "csv"),
        (
            NAMED_IN_ANOTHER_ORDER.replace(";", "\t") + "\n" + "6000;0000-0100;;USA;R;E;NAm;;1;;".replace(";", "\t"),
            "csv",
        ),
        ("Freq;UTC;Days;Country;Name;Lang;To;Site;P;From;Until\n", "eibi"),
        (f"\n# a copy\n{EIBI}\n\n{EIBI}\n", "eibi"),
        (f"{EIBI}\r\r\n{EIBI}\r\r\n", "eibi"),
        ("A24 Short wave Frequencies List  May 3 2024  Day 1 = Sunday\n", "aoki"),
        ("B25 Shortwave Freqency list\n", "aoki"),
        ("Khz           Time (UTC)      ITU Station                Lang. Loction     Days\n", "aoki"),
        ("// A26 list\nvar x = [\n" + AOKI_JSON + ",\n];", "aoki"),
        ("", None),
        ("   \r\n\r\n", None),
        ("hello\n", None),
        ("AFG Afghanistan                                        Afghanistan\n", None),
        ("; A26 ALL 21-jul-2026\n", "hfcc"),
        (";A26 AGM 21-JUL-2026\n", "hfcc"),
        (";FREQ STRT STOP CIRAF ZONES\n", "hfcc"),
        (";         19-MAR-2012 ADMIN.TXT REFERENCE TABLE\n;\n", None),
    ],
)
def test_a_kind_is_told_by_content(text, kind):
    assert recognise("anything", text.encode()) == kind


@pytest.mark.parametrize("name", ["a.yaml", "a.csv", "A26all00.TXT"])
def test_the_name_decides_nothing(name):
    assert recognise(name, EIBI.encode()) == "eibi"


def test_rows_without_a_header_are_hfcc_even_when_shifted(row):
    assert recognise("x", row().encode()) == "hfcc"
    assert recognise("x", (" " + row()).encode()) == "hfcc"
    assert recognise("x", b"\xef\xbb\xbf" + row().encode()) == "hfcc"


def test_a_wide_or_binary_text_is_nothing(row):
    assert recognise("x", row().encode("utf-16")) is None
    assert recognise("x", b"\x00" + row().encode()) is None


def test_a_few_foreign_lines_do_not_make_a_list_another_one(row):
    assert recognise("x", "\n".join(["junk", *[row()] * 5, EIBI]).encode()) == "hfcc"


def test_the_sample_may_end_anywhere(row):
    assert recognise("x", ("\n".join([row()] * 2000)).encode()) == "hfcc"


def test_every_kind_but_yaml_has_one_recogniser():
    assert [recogniser.kind for recogniser in RECOGNISERS] == ["hfcc", "eibi", "aoki", "csv"]
