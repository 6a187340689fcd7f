"""The page in a real browser: nothing is fetched, nothing is reported, light, dark and paper can be told apart."""

import http.server
import re
import shutil
import subprocess
import threading

import pytest
from devtools import CHROMIUM, axe_script, opened
from examples import thorough

from bcastplan.cli import main

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine: apt-get install chromium"),
]


RATES = """
rates:
  currency: USD
  efficiency: 0.65
  items:
    - {band: MW, per_hour: 220.00, tenure: leased}
    - {service: VOA Korean, per_hour: 30.00, from: 2006-10-01, escalation: 3, tenure: owned}
    - {per_month: 5200.00}
    - {per_hour: 35.00}
"""


@pytest.fixture(scope="module")
def page(tmp_path_factory, request):
    """A report with every section: rates, what changed, coverage, what can be cut."""
    folder = tmp_path_factory.mktemp("page")
    target = folder / "report.html"
    schedules = request.config.rootpath / "schedules"
    for name in ("dprk-b06", "dprk-b07"):
        shutil.copytree(schedules / name, folder / name)
        with (folder / name / "bcastplan.yaml").open("a") as plan:
            plan.write(RATES)
    after, before = (str(folder / name) for name in ("dprk-b07", "dprk-b06"))
    with pytest.raises(SystemExit) as left:
        main(["report", after, "--compare", before, "--coverage", "-o", str(target)])
    assert left.value.code == 0
    return target


def browse(folder, *arguments):
    return subprocess.run(
        [
            CHROMIUM, "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--enable-logging=stderr",
            "--v=0", f"--user-data-dir={folder / 'profile'}", *arguments,
        ],
        capture_output=True, timeout=120, check=True,
    )  # fmt: skip


def test_the_browser_asks_for_nothing_but_the_page(page, tmp_path):
    asked = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            data = page.read_bytes() if self.path == "/report.html" else b""
            self.send_response(200 if data else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_arguments):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        ran = browse(tmp_path, "--dump-dom", f"http://127.0.0.1:{server.server_port}/report.html")
    finally:
        server.shutdown()
    assert set(asked) <= {"/report.html", "/favicon.ico"}
    assert b"The day on the air" in ran.stdout
    assert b"What changed" in ran.stdout
    assert [line for line in ran.stderr.decode().splitlines() if "CONSOLE" in line] == []


@pytest.fixture(scope="module")
def tab(page, tmp_path_factory):
    with opened(page.as_uri(), tmp_path_factory.mktemp("browser")) as shown:
        yield shown


@pytest.fixture(scope="module")
def axe(tab):
    script = axe_script()
    if script is None:
        pytest.skip("axe-core is not to be had: no npm, no network, and BCASTPLAN_AXE names no axe.min.js")
    tab.evaluate(f"(() => {{ {script} }})()")
    return tab


WIDTHS = (390, 768, 1280)


@pytest.mark.parametrize(
    ("width", "scheme"),
    [
        (390, "light"),
        (1280, "dark"),
        *(thorough(width, scheme) for width, scheme in ((390, "dark"), (768, "light"), (768, "dark"), (1280, "light"))),
    ],
)
def test_axe_finds_nothing_serious(axe, width, scheme):
    """The rules of axe-core (https://github.com/dequelabs/axe-core), serious and critical ones."""
    axe.resize(width, scheme)
    axe.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)")
    violations = axe.evaluate(
        "axe.run(document, {resultTypes: ['violations']}).then(result => result.violations"
        ".filter(found => ['serious', 'critical'].includes(found.impact))"
        ".map(found => [found.id, found.impact, found.nodes.map(node => node.html).slice(0, 3)]))"
    )
    assert violations == []


OUT_OF_SIGHT = """
(() => {
  const width = document.documentElement.clientWidth;
  const hidden = [...document.querySelectorAll('table td, table th')].filter(cell => {
    if (cell.closest('.scroll, thead, details:not([open])') || cell.matches('.spark-cell, .gap')) return false;
    if (!cell.textContent.trim()) return false;
    const box = cell.getBoundingClientRect();
    return box.width === 0 || box.left < 0 || box.right > width + 0.5;
  });
  return [document.documentElement.scrollWidth - width, hidden.map(cell => cell.textContent).slice(0, 5)];
})()
"""


@pytest.mark.parametrize("width", WIDTHS)
def test_every_table_shows_its_numbers_without_scrolling_the_page(tab, width):
    tab.resize(width, "light")
    assert tab.evaluate(OUT_OF_SIGHT) == [0, []]


@pytest.mark.parametrize("width", WIDTHS)
def test_the_whole_day_is_in_sight(tab, width):
    tab.resize(width, "light")
    boxes = tab.evaluate(
        "[...document.querySelectorAll('svg.timeline')].map(drawing => drawing.getBoundingClientRect())"
        ".filter(box => box.width).map(box => [box.left, box.right])"
    )
    assert len(boxes) == 1
    assert boxes[0][0] >= 0
    assert boxes[0][1] <= width


def test_regions_that_scroll_are_reached_by_the_keyboard(tab):
    for width in WIDTHS:
        tab.resize(width, "light")
        unreachable = tab.evaluate(
            "[...document.querySelectorAll('main *')].filter(element => element.scrollWidth > element.clientWidth + 1"
            " && ['auto', 'scroll'].includes(getComputedStyle(element).overflowX) && element.tabIndex < 0)"
            ".map(element => element.className)"
        )
        assert unreachable == []


def test_no_heading_of_a_table_is_empty(tab):
    assert tab.evaluate("[...document.querySelectorAll('th')].filter(head => !head.textContent.trim()).length") == 0


def test_light_and_dark_are_different_pictures(tab):
    pictures = {}
    for scheme in ("light", "dark"):
        tab.resize(1000, scheme)
        pictures[scheme] = tab.picture()
    assert pictures["light"].startswith(b"\x89PNG")
    assert pictures["light"] != pictures["dark"]
    tab.resize(1000, "light")
    assert tab.picture() == pictures["light"]


def test_paper_has_4_to_8_pages(tab):
    tab.evaluate("document.querySelectorAll('details').forEach(details => details.open = false)")
    printed = tab.printed()
    assert printed.startswith(b"%PDF-")
    pages = re.findall(rb"/Type\s*/Page\b(?!s)", printed)
    assert 4 <= len(pages) <= 8
