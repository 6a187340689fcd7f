from textwrap import dedent

import pytest

from bcastplan.document.plan_reader import read_plan
from bcastplan.model.finding import Severity
from bcastplan.model.frequency import FrequencyRange

WHOLE = """\
    bcastplan: 1
    plan: Broadcasts to the DPRK
    region: 3
    codes:
      broadcasters: {RFA: Radio Free Asia}
      sites: {USK: {name: Ussuriysk, administration: RUS, latitude: 43.54, longitude: 131.93}}
    schedules: ["*.yaml"]
    against: [hfcc/A26allx2.zip]
    sites:
      USK:
        transmitters: [{id: USK-1, power: 1000, frequencies: [531-1602], retune: 10}]
        antennas: [{id: mast, antenna: 975}]
    rates:
      currency: USD
      efficiency: 0.65
      items:
        - {site: USK, band: MW, power: 500-1000, from: 2007-10-01, until: 2008-09-30, per_hour: 55.00}
        - {per_hour: 30.00, per_kwh: 0.09}
    fiscal_year_starts: 10
    rules:
      ignore: [FRQ001]
      severity: {SIT002: info}
      files: {"b07/*.yaml": {ignore: [SIT]}}
    agreed:
      - {a: voa-9565-evening, b: rfa-9570, reason: settled at the A26 conference}
    x-mine: anything
    """


def read(text):
    return read_plan("b07/bcastplan.yaml", dedent(text), "b07")


def test_reads_every_key():
    plan, problems = read(WHOLE)
    assert problems == []
    assert (plan.root, plan.file, plan.name, plan.region) == ("b07", "b07/bcastplan.yaml", "Broadcasts to the DPRK", 3)
    assert plan.codes.broadcasters == {"RFA": "Radio Free Asia"}
    assert plan.codes.sites["USK"].longitude == 131.93
    assert (plan.schedules, plan.against, plan.fiscal_year_starts) == (("*.yaml",), ("hfcc/A26allx2.zip",), 10)
    (transmitter,) = plan.sites["USK"].transmitters
    assert (transmitter.id, transmitter.power_kw, transmitter.retune_minutes) == ("USK-1", 1000.0, 10)
    assert transmitter.frequencies == (FrequencyRange(531, 1602),)
    assert plan.sites["USK"].antennas[0].antenna == "975"
    first, second = plan.rates.items
    assert (first.power, str(first.valid_from), first.per_hour, first.per_kwh) == (
        FrequencyRange(500, 1000), "2007-10-01", 55.0, None,
    )  # fmt: skip
    assert (second.site, second.per_kwh, plan.rates.currency, plan.rates.efficiency) == (None, 0.09, "USD", 0.65)
    assert plan.rules.ignore == ("FRQ001",)
    assert plan.rules.severity == {"SIT002": Severity.INFO}
    assert plan.rules.files["b07/*.yaml"].ignore == ("SIT",)
    assert (plan.agreed[0].a, plan.agreed[0].place.line) == ("voa-9565-evening", 25)
    assert plan.places["against.0"].line == 8
    assert plan.places["rules.ignore.0"].line == 21


def test_a_plan_needs_only_its_version():
    plan, problems = read("bcastplan: 1\n")
    assert problems == []
    assert (plan.name, plan.region, plan.fiscal_year_starts, plan.rates.efficiency) == (None, None, 1, 1.0)


def test_everything_wrong_is_said_in_one_run():
    _, problems = read("""\
        plam: x
        region: 4
        codes: {sites: {USK: {name: U, latitude: 43}}, brodcasters: {}}
        sites: {USK: {transmitters: [{power: 5}], antenas: []}, X: 5}
        rates: {items: [{site: USK}, {per_hour: -1}]}
        fiscal_year_starts: 13
        rules: {ignore: [[x]], severity: {SIT: fatal}, files: {x: y}}
        agreed: [{a: x, b: y}]
        """)
    assert [(problem.code, problem.place.line) for problem in problems] == [
        ("YML011", 1), ("YML002", 1), ("YML005", 2), ("YML004", 3), ("YML002", 3), ("YML004", 4), ("YML002", 4),
        ("YML005", 4), ("YML004", 5), ("YML005", 5), ("YML005", 6), ("YML005", 7), ("YML005", 7),
        ("YML005", 7), ("YML004", 8),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        ("agreed: {a: x}", "YML005", "'agreed' is a list"),
        ("agreed: [x]", "YML005", "an item of 'agreed' is a mapping of a, b, reason"),
        ("codes: [x]", "YML005", "'codes' is a mapping"),
        ("sites: {A: {transmitters: [{id: T, frequencies: 1602-531}]}}", "YML005", "runs backwards"),
        ("sites: {A: {transmitters: [{id: T, retune: 1.5}]}}", "YML005", "not a whole number"),
        ("rates: {currency: USD, items: [{per_hour: 1, power: 500-100}]}", "YML005", "runs backwards"),
        ("rates: {items: [{per_hour: 1}]}", "PLN006", "rates without a currency"),
        ("rates: {efficiency: 65}", "YML005", "outside 0.01 to 1"),
        ("fiscal_year_starts: 1.5", "YML005", "not a whole number"),
        ("fiscal_year_starts: October", "YML005", "not a whole number"),
        ("rules: {severity: {SIT: eror}}", "YML005", "did you mean error?"),
        ("fiscal_year_start: 10", "YML002", "did you mean fiscal_year_starts?"),
        ("agreed: [{a: x, b: y, reason: ''}]", "YML005", "empty"),
    ],
)
def test_a_fault_says_what_to_write(text, code, says):
    _, problems = read(f"bcastplan: 1\n{text}\n")
    assert code in [problem.code for problem in problems]
    assert says in " ".join(problem.message for problem in problems)
    assert {problem.place.line for problem in problems} == {2}


@pytest.mark.parametrize(
    ("text", "code"), [("", "YML009"), ("[1]", "YML011"), ("a: [", "YML001"), ("bcastplan: 9", "YML010")]
)
def test_a_broken_plan_file_keeps_the_defaults(text, code):
    plan, problems = read(text)
    assert [problem.code for problem in problems] == [code]
    assert plan.root == "b07"


@pytest.mark.parametrize("glob", ["[" * 1001, "**/" * 4 + "*.yaml"])
@pytest.mark.parametrize(
    "key", ["schedules: ['GLOB']", "against: ['GLOB']", "rules: {files: {'GLOB': {ignore: [SIT]}}}"]
)
def test_globs_that_take_long_to_search_for_are_refused(glob, key):
    _, problems = read(f"bcastplan: 1\n{key.replace('GLOB', glob)}\n")
    assert [(problem.code, problem.place.line) for problem in problems] == [("YML005", 2)]


def test_a_value_longer_than_any_that_means_something_is_refused():
    _, problems = read(f"bcastplan: 1\nplan: {'a' * 10_001}\n")
    assert [problem.message for problem in problems] == [
        "plan: a value of 10,001 characters is too long: at most 10,000"
    ]


@pytest.mark.parametrize(
    ("keys", "codes", "message"),
    [
        ("site: PHT", ["YML004"], "a rate needs a price: per_hour, per_kwh, per_month or per_season"),
        ("site: PHT, per_huor: 5", ["YML002"], "unknown key 'per_huor'"),
        ("sit: PHT", ["YML002", "YML004"], "unknown key 'sit'"),
    ],
)
def test_a_misspelt_price_is_told_once(keys, codes, message):
    text = f"bcastplan: 1\nrates:\n  currency: USD\n  items:\n    - {{{keys}}}\n"
    plan, problems = read_plan("bcastplan.yaml", text)
    assert sorted(problem.code for problem in problems) == codes
    assert any(message in problem.message for problem in problems)
    assert plan.rates.items == ()


def test_a_plan_knows_where_its_keys_stand():
    plan, _ = read_plan("bcastplan.yaml", "bcastplan: 1\nplan: P\nagainst: [a.zip,\n  b.zip]\n")
    places = {path: (place.line, place.column) for path, place in plan.places.items()}
    assert places["plan"] == (2, 7)
    assert places["against"] == (3, 10)
    assert (places["against.0"], places["against.1"]) == ((3, 11), (4, 3))
