"""The page in a real browser: nothing is fetched, nothing is reported, light, dark and paper can be told apart."""

import http.server
import shutil
import subprocess
import threading

import pytest

from bcastplan.cli import main

_NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next((found for name in _NAMES if (found := shutil.which(name))), None)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine: apt-get install chromium"),
]


@pytest.fixture(scope="module")
def page(tmp_path_factory, request):
    target = tmp_path_factory.mktemp("page") / "report.html"
    plan = request.config.rootpath / "schedules" / "dprk-b07"
    with pytest.raises(SystemExit) as left:
        main(["report", str(plan), "--compare", str(plan.parent / "dprk-b06"), "-o", str(target)])
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


def test_light_and_dark_are_different_pictures(page, tmp_path):
    pictures = {}
    for name, preferred in (("light", 1), ("dark", 0)):
        target = tmp_path / f"{name}.png"
        browse(
            tmp_path, "--window-size=1000,1200", f"--blink-settings=preferredColorScheme={preferred}",
            f"--screenshot={target}", page.as_uri(),
        )  # fmt: skip
        pictures[name] = target.read_bytes()
    assert pictures["light"].startswith(b"\x89PNG")
    assert pictures["light"] != pictures["dark"]


def test_it_prints(page, tmp_path):
    target = tmp_path / "report.pdf"
    browse(tmp_path, "--no-pdf-header-footer", f"--print-to-pdf={target}", page.as_uri())
    assert target.read_bytes().startswith(b"%PDF-")
