"""A small plan in a folder of its own, gathered the way the commands gather it."""

from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest

from bcastplan.workspace.inspection.plan_hours import Question
from bcastplan.workspace.report.plan_report import book_of_paths, report_of_paths

MADE_AT = datetime(2026, 4, 1, 12, 30, tzinfo=UTC)

PLAN = """\
bcastplan: 1
plan: Broadcasts to the DPRK
rates:
  currency: USD
  efficiency: 0.5
  items:
    - {site: PHT, per_hour: 60.00, per_kwh: 0.10}
    - {per_hour: 33.33}
fiscal_year_starts: 10
"""

SCHEDULE = """\
bcastplan: 1
service: VOA Korean
season: A26
defaults: {broadcaster: VOA, manager: AGM, administration: PHL, language: Kor, target: 44NE, antenna: 216, azimuth: 21}
transmissions:
  - {id: voa-1, frequency: 9565, time: 1530-1630, site: PHT, power: 250}
  - {id: voa-2, frequency: 9720, time: 1600-1700, site: PHT, power: 250}
  - {id: voa-3, frequency: 9720, time: 2330-0030, days: [Fri, Sat], site: PHT, power: 250}
  - {id: voa-4, frequency: 9565, time: 1600-1700, site: TAC, power: 100, service: Relay}
"""

WINTER = SCHEDULE.replace("A26", "B26").replace("voa-", "voaw-")


@pytest.fixture
def plan(tmp_path, monkeypatch):
    """A folder with a plan of two seasons; it is the current folder, so that names are short."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bcastplan.yaml").write_text(PLAN)
    (tmp_path / "a26.yaml").write_text(SCHEDULE)
    (tmp_path / "b26.yaml").write_text(WINTER)
    return tmp_path


@pytest.fixture
def book(plan):
    """Hours of ``plan`` with their standing views."""

    def counted(*paths, **question):
        return book_of_paths([*map(str, paths)] or ["."], Question(**question), made_at=MADE_AT).book

    return counted


@pytest.fixture
def report(plan):
    """The whole page's data for ``plan``."""

    def gathered(*paths, **options):
        return report_of_paths([*map(str, paths)] or ["."], made_at=MADE_AT, **options).data

    return gathered


VOID = frozenset({"meta", "link", "br", "img", "input", "hr", "col"})


class Page(HTMLParser):
    """Elements, attributes and texts of a page; ``problems`` are unbalanced elements."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.tags = []
        self.attributes = []
        self.texts = []
        self.ids = []
        self.open = []
        self.problems = []
        self.feed(text)
        self.close()
        self.problems += self.open

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]
        self.ids += [value for name, value in attrs if name == "id"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]
        self.ids += [value for name, value in attrs if name == "id"]

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.problems.append(tag)

    def handle_data(self, data):
        if not self.open or self.open[-1] != "style":
            self.texts.append(data)

    @property
    def text(self):
        """All texts, white space made even."""
        return " ".join(" ".join(self.texts).split())


def assert_inert(page):
    """No script, no frame, no handler, no address but places on the page itself."""
    assert not {"script", "iframe", "object", "embed", "img", "link", "base", "form", "foreignobject"} & set(page.tags)
    for _, name, value in page.attributes:
        assert not name.startswith("on"), name
        assert name not in {"src", "srcset", "action", "xlink:href"}, name
        if name == "href":
            assert value.startswith("#")


@pytest.fixture(scope="session")
def read_page():
    """Parse a page, and see that it is whole and that nothing in it is active."""

    def read(text):
        page = Page(text)
        assert page.problems == []
        assert len(page.ids) == len(set(page.ids))
        assert_inert(page)
        return page

    return read
