"""The first screen and the section on what changed: words and figures from plans of any length."""

import pytest

from bcastplan.reports.page import figures, report_html

HEAD = "bcastplan: 1\nservice: {service}\nfrom: {first}\nuntil: {last}\ntransmissions:\n"


@pytest.fixture
def compared(tmp_path, monkeypatch, report):
    """The text of the page of a first plan against others; a plan is (rates, schedules)."""
    monkeypatch.chdir(tmp_path)

    def page(*plans, read):
        names = []
        for number, (rates, *schedules) in enumerate(plans):
            folder = tmp_path / f"p{number}"
            folder.mkdir()
            names.append(folder.name)
            (folder / "bcastplan.yaml").write_text(f"bcastplan: 1\nplan: Plan {number}\n{rates}")
            for place, (service, first, last, *times) in enumerate(schedules):
                rows = "".join(
                    f"  - {{frequency: {9500 + 5 * row}, time: {time}, site: PHT, power: 100}}\n"
                    for row, time in enumerate(times)
                )
                head = HEAD.format(service=service, first=first, last=last)
                (folder / f"s{place}.yaml").write_text(head + rows)
        return read(report_html(report(names[0], compare=names[1:])))

    return page


RATES = "rates: {currency: USD, items: [{per_hour: 10}]}\n"
BEFORE = ("S", "2007-01-01", "2007-04-17", "1200-1300", "1200-1300")
AFTER = ("S", "2008-03-02", "2008-03-30", "1200-1400", "1200-1400")


def test_hours_that_double_are_said_to_double(compared, read_page):
    """Case 06: 98 hours less in a shorter plan are twice as many a day."""
    text = compared((RATES, AFTER), (RATES, BEFORE), read=read_page).text
    assert "Programme-hours rise by 100 %, from 1 to 2 a day; frequency-hours rise by 100 %, from 2 to 4 a day." in text
    assert "A year costs 100 % more: from 7,300 to 14,600 USD." in text
    assert "Each added programme-hour costs 20.00 USD." in text
    assert "29 days, 2 Mar 2008 to 30 Mar 2008" in text
    assert "107 days, 1 Jan 2007 to 17 Apr 2007" in text
    assert "−98" not in text


def test_what_is_given_up_saves_money(compared, read_page):
    text = compared((RATES, BEFORE), (RATES, AFTER), read=read_page).text
    assert "Programme-hours fall by 50 %, from 2 to 1 a day" in text
    assert "A year costs 50 % less" in text
    assert "Each programme-hour given up saves 20.00 USD." in text


def test_money_for_nothing_is_said(compared, read_page):
    dearer = RATES.replace("10", "11")
    text = compared((dearer, AFTER), (RATES, AFTER), read=read_page).text
    assert "Programme-hours stay at 2 a day; frequency-hours stay at 4 a day." in text
    assert "A year costs 10 % more" in text
    assert "No programme-hour is added for it." in text


def test_costs_in_different_currencies_are_not_compared(compared, read_page):
    text = compared((RATES.replace("USD", "EUR"), AFTER), (RATES, BEFORE), read=read_page).text
    assert "A year costs" not in text
    assert "The costs are not compared" in text


def test_each_service_is_divided_by_its_own_days(compared, read_page):
    long = ("T", "2008-02-04", "2008-03-30", "1400-1500")
    text = compared(("", AFTER, long), ("", BEFORE), read=read_page).text
    assert "from 1 to 3 a day" in text
    assert "Plan 0: each service is divided by the days of its own schedule (S 29 days)." in text


def test_four_plans_stand_side_by_side(compared, read_page):
    others = [(RATES, ("S", "2008-03-02", "2008-03-30", f"1200-1{hour}00")) for hour in (3, 4, 5)]
    page = compared((RATES, AFTER), *others, read=read_page)
    for number in range(4):
        assert f"Plan {number}" in page.text
    assert "Programme-hours a day 2 1 +100 % 2 ±0 % 3 −33 %" in page.text
    assert page.text.count("Against Plan") == 3


def test_transmissions_and_paths_fold_away(compared, read_page):
    page = compared(("", AFTER), ("", BEFORE), read=read_page)
    assert "details" in page.tags
    assert "Against p1 . Transmitter-hours a day of each schedule" in page.text


def test_plans_of_one_name_are_told_apart_by_their_paths(report, plan, read_page):
    other = plan / "other"
    other.mkdir()
    (other / "bcastplan.yaml").write_text((plan / "bcastplan.yaml").read_text())
    (other / "a.yaml").write_text((plan / "a26.yaml").read_text())
    text = read_page(report_html(report("a26.yaml", compare=["other/a.yaml"]))).text
    assert "Broadcasts to the DPRK (other/a.yaml)" in text


def test_services_that_share_time(compared, read_page):
    other = ("T", "2008-03-02", "2008-03-30", "1330-1500")
    text = compared(("", AFTER, other), read=read_page).text
    assert "S and T 3 0.5" in text
    assert "2 services: 3.5 programme-hours a day, on 5.5 frequency-hours." in text


def test_what_changed_is_told_in_percent_and_money(compared, read_page):
    other = ("T", "2008-03-02", "2008-03-30", "1330-1500")
    text = compared((RATES, AFTER), (RATES, BEFORE, other), read=read_page).text
    assert "S 2 4 +2.00 +100 % +7,300" in text
    assert "T 1.5 0 −1.50 gone −5,475" in text


def test_equal_months_share_a_row(compared, read_page):
    year = ("S", "2007-10-01", "2008-09-30", "1200-1400")
    text = compared(("", year), read=read_page).text
    assert "Oct 2007 to Sep 2008 12 alike" in text
    assert "Nov 2007 60.00" not in text


def test_months_with_a_gap_between_them_stay_apart(compared, read_page):
    parts = [("S", f"2008-0{month}-01", f"2008-0{month}-28", "1200-1300") for month in (1, 3, 5)]
    text = compared(("", *parts), read=read_page).text
    assert "alike" not in text


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (0.0, "±0 %"),
        (0.004, "+0.4 %"),
        (0.0994, "+9.9 %"),
        (0.0996, "+10 %"),
        (-0.5, "−50 %"),
        (None, ""),
        (12, "+1,200 %"),
    ],
)
def test_changes_in_percent(part, words):
    assert figures.signed_percent(part) == words


@pytest.mark.parametrize(
    ("share", "words"), [(0.996, "99 %"), (1.0, "100 %"), (0.001, "1 %"), (0.0, "0 %"), (0.9666, "97 %")]
)
def test_a_share_is_rounded_but_never_to_all_or_none(share, words):
    assert figures.share(share) == words
