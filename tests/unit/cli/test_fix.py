"""`check --fix` mends what can be mended without changing what is meant, and nothing else in the file."""

from pathlib import Path

import pytest

from bcastplan.rules.registry import all_rules

HEAD = (
    "bcastplan: 1\nservice: OK\nseason: A26\n"
    "defaults: {language: Kor, target: 44NE, site: PHT, power: 250, antenna: 216, azimuth: 21}\n"
    "transmissions:\n"
)
X = "{id: x, frequency: 9565, time: 1530-1630"
BLOCK = "  - id: x\n    frequency: 9565\n    time: 1530-1630\n    days: Mon\n    except:\n"
SAFE = [
    ("TIM001", f"  - {X.replace('1530-1630', '15:30-16:30')}}}  # why\n", f"  - {X}}}  # why\n"),
    ("TIM001", "  - id: x\n    frequency: 9565\n    time: '1530 - 1630 UTC' # c\n",
     "  - id: x\n    frequency: 9565\n    time: 1530-1630 # c\n"),
    ("TIM010", f"  - {X}, days: weekdays}}\n", f"  - {X}, days: Mon-Fri}}\n"),
    ("TIM010", f"  - {X}, days: [Mo, weekend]}}\n", f"  - {X}, days: [Mon, \"Sat,Sun\"]}}\n"),
    ("TIM007", f"  - {X}, days: Mon, except: [2026-06-02, 2026-06-08, 2026-06-09]}}\n",
     f"  - {X}, days: Mon, except: [2026-06-08]}}\n"),
    ("TIM007", f"  - {X}, days: Mon, except: 2026-06-02}}\n", f"  - {X}, days: Mon}}\n"),
    ("TIM007", f"{BLOCK}      - 2026-06-02 # a\n      - 2026-06-08 # b\n",
     f"{BLOCK}      # a\n      - 2026-06-08 # b\n"),
    ("YML002", "  - {id: x, frequncy: 9565, Time: 1530-1630}\n", f"  - {X}}}\n"),
    ("YML005", "  - {id: x, frequency: 9.565 MHz, time: 1530-1630}\n", f"  - {X}}}\n"),
    ("SIT001", f"  - {X}, site: pht}}\n", f"  - {X}, site: PHT}}\n"),
    ("LNG001", f"  - {X}, language: [kor, Eng, RUS]}}\n", f"  - {X}, language: [Kor, Eng, Rus]}}\n"),
    ("COD001", f"  - {X}, broadcaster: voa}}\n", f"  - {X}, broadcaster: VOA}}\n"),
    ("COD002", f"  - {X}, manager: agm}}\n", f"  - {X}, manager: AGM}}\n"),
    ("COD003", f"  - {X}, administration: phl}}\n", f"  - {X}, administration: PHL}}\n"),
    ("IGN001", f"  # bcastplan: ignore[FRQ001] old\n  # kept\n  - {X}}}\n", f"  # kept\n  - {X}}}\n"),
    ("IGN001", f"  - {X}}}   # bcastplan: ignore[FRQ, TIM004]\n", f"  - {X}}}\n"),
    ("IGN001", f"  - {X.replace('9565', '9390')}}}  # bcastplan: ignore[TIM004, FRQ001, SIT] r\n",
     f"  - {X.replace('9565', '9390')}}}  # bcastplan: ignore[FRQ001] r\n"),
    ("IGN001", f"  - {X}}}  # why # bcastplan: ignore[FRQ001] r\n", f"  - {X}}}  # why\n"),
    ("IGN002", f"  - {X.replace('9565', '9390')}}}  # bcastplan: ignore[outside-allocations] r\n",
     f"  - {X.replace('9565', '9390')}}}  # bcastplan: ignore[FRQ001] r\n"),
    ("IGN003", f"  - {X}}}\n  - {{id: y, frequency: 9570, time: 2530-1}}  # bcastplan: ignore[TIM001]\n",
     f"  - {X}}}\n  - {{id: y, frequency: 9570, time: 2530-1}}\n"),
]  # fmt: skip
UNSAFE = [
    ("FRQ002", f"  - {X.replace('9565', '9567')}}}\n", f"  - {X}}}\n"),
    ("FRQ002", f"  - {X.replace('9565', '649')}}}\n", f"  - {X.replace('9565', '648')}}}\n"),
    ("YML005", "  - {id: x, frequency: 9.565, time: 1530-1630}\n", f"  - {X}}}\n"),
    ("IGN001", f"  - {X}}}  # bcastplan: ignore[CON101]\n", f"  - {X}}}\n"),
]
LEFT = [
    f"  - {X}, site: PHTT}}\n",
    f"  - {X}, foo: 1}}\n",
    "  - {id: x, frequency: 9565, time: 1530-1630, tme: 1530-1630}\n",  # both are written
    "  - {id: x, frequency: 9565, time: 25:30-26:30}\n",
    f"  - {X}, days: Sta}}\n",  # a slip, and it might be another day
    f"  - {X}, note: '# bcastplan: ignore[FRQ001]'}}\n",
    f"  - {X.replace('9565', '9390').replace('1530-', '15301-')}}}  # bcastplan: ignore[FRQ001]\n",  # not read at all
    f"  - &a {X}}}\n  - *a\n",
    "  - {id: x, frequency: 9565, time: &t 15:30-16:30}\n",
    f"  - {X}, site: &s pht}}\n",
]


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def fixed(run, items, *options, head=HEAD):
    Path("a.yaml").write_bytes((head + items).encode())
    run("check", ".", "--fix", *options)
    text = Path("a.yaml").read_bytes().decode()
    assert text.startswith(head)
    return text.removeprefix(head)


@pytest.mark.parametrize(("code", "before", "after"), SAFE)
def test_a_safe_fix(run, code, before, after):
    assert fixed(run, before) == after
    assert code not in run("check", ".").out.replace("error TIM001 bad-time [y]", "").replace("(TIM001)", "")
    assert fixed(run, after) == after


@pytest.mark.parametrize(("code", "before", "after"), UNSAFE)
def test_an_unsafe_fix_is_made_only_where_it_is_asked_for(run, code, before, after):
    assert fixed(run, before) == before
    assert "1 finding more with --unsafe-fixes" in run("check", ".", "--fix").err
    assert fixed(run, before, "--unsafe-fixes") == after
    assert code not in run("check", ".").out


@pytest.mark.parametrize("items", LEFT)
def test_what_is_left_as_it_is(run, items):
    assert fixed(run, items, "--unsafe-fixes") == items


def test_every_fix_of_every_rule_is_tried(run):
    tried = {code for code, *_ in SAFE + UNSAFE} | {"PLN002"}
    declared = {rule.code for rule in all_rules().values() if rule.fixes}
    assert tried == declared
    for rule in all_rules().values():
        assert ("--fix`" in rule.docs or "--unsafe-fixes`" in rule.docs) == bool(rule.fixes)


def test_a_date_of_a_default_stays(run):
    head = HEAD.replace("defaults: {", "defaults: {except: [2026-06-02], ")
    assert fixed(run, f"  - {X}, days: Mon}}\n", head=head) == f"  - {X}, days: Mon}}\n"


def test_line_ends_and_the_mark_stay(run):
    Path("a.yaml").write_bytes(b"\xef\xbb\xbf" + (HEAD + f"  - {X}, site: pht}}  # c\n").replace("\n", "\r\n").encode())
    run("check", ".", "--fix")
    expected = b"\xef\xbb\xbf" + (HEAD + f"  - {X}, site: PHT}}  # c\n").replace("\n", "\r\n").encode()
    assert Path("a.yaml").read_bytes() == expected


def test_a_stale_agreement_goes_and_a_misspelt_one_stays(run):
    Path("a.yaml").write_text(HEAD + f"  - {X}}}\n  - {X.replace('id: x', 'id: y').replace('9565', '15120')}}}\n")
    head = "bcastplan: 1\nagred:\n"
    Path("bcastplan.yaml").write_text(
        head + "  - {a: x, b: y, reason: x}  # gone\n  # a remark\n  - {a: x, b: yy, reason: typo}\n"
    )
    run("check", ".", "--fix")
    assert Path("bcastplan.yaml").read_text() == (
        "bcastplan: 1\nagreed:\n  # gone\n  # a remark\n  - {a: x, b: yy, reason: typo}\n"
    )


def test_a_diff_writes_nothing(run):
    before = HEAD + f"  - {X}, site: pht}}\n"
    Path("a.yaml").write_text(before)
    ran = run("check", ".", "--diff")
    assert ran.code == 1
    assert f"-  - {X}, site: pht}}\n+  - {X}, site: PHT}}\n" in ran.out
    assert Path("a.yaml").read_text() == before
    Path("a.yaml").write_text(HEAD + f"  - {X}}}\n")
    assert (run("check", ".", "--diff").code, run("check", ".", "--diff").out) == (0, "")


def test_the_exit_code_is_that_of_what_is_left(run):
    Path("a.yaml").write_text(HEAD + f"  - {X.replace('1530-1630', '15:30-16:30')}}}\n")
    ran = run("check", ".", "--fix")
    assert (ran.code, ran.out) == (0, "1 file, 1 transmission: 0 errors, 0 warnings, 0 infos\n")
    assert ran.err == "fixed 1 finding in 1 file (TIM001 1)\n"


def test_only_what_is_selected_is_fixed(run):
    Path("a.yaml").write_text(HEAD + "  - {id: x, frequency: 9565, time: 15:30-16:30, site: pht}\n")
    run("check", ".", "--fix", "--select", "TIM")
    assert "time: 1530-1630, site: pht" in Path("a.yaml").read_text()


@pytest.mark.parametrize("options", ["--unsafe-fixes", "--fix --watch", "--fix --since HEAD", "--fix -", "--diff -"])
def test_what_does_not_go_together(run, options):
    Path("a.yaml").write_text(HEAD + f"  - {X}}}\n")
    assert run("check", "a.yaml", *options.split()).code == 2
