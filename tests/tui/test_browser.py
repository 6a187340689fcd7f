"""The screen in a browser: a headless Chromium opens what `serve` serves, moves a transmission and saves it."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
import pytest

from bcastplan.cli.browser_server import MOST_SESSIONS, is_own_page, own_names, planner_server
from bcastplan.cli.serve import command_line
from bcastplan.files.confined import confine
from bcastplan.files.writing import write_atomically

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
browser = pytest.mark.browser


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextlib.asynccontextmanager
async def serving(folder: Path, state: Path) -> AsyncIterator[str]:
    """The server over a folder, as the address that it prints; ends with the test."""
    port = free_port()
    environment = {**os.environ, "BCASTPLAN_STATE_DIR": str(state), "BCASTPLAN_CONFIG_DIR": str(state)}
    arguments = [sys.executable, "-m", "bcastplan", "serve", "dprk-b07", "--port", str(port)]
    with subprocess.Popen(arguments, cwd=folder, env=environment, stderr=subprocess.PIPE) as server:
        try:
            assert server.stderr is not None
            said = await asyncio.to_thread(server.stderr.readline)
            found = re.search(rf"open (http://127\.0\.0\.1:{port}/\?token=[\w-]+) in a browser", said.decode())
            assert found is not None, said
            await reachable(port)
            yield found[1]
        finally:
            server.terminate()


async def reachable(port: int) -> None:
    for _ in range(200):
        with contextlib.suppress(OSError):
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.close()
            return
        await asyncio.sleep(0.05)
    pytest.fail("the server does not listen")


class Page:
    """A browser page over the DevTools protocol; ``output`` is what the program wrote to its terminal."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self.number = 0
        self.session: str | None = None
        self.output = ""
        self.requested: list[str] = []
        self.answers: dict[int, dict] = {}
        self.reader = asyncio.create_task(self._read())

    async def _read(self) -> None:
        async for received in self.socket:
            message = json.loads(received.data)
            if "id" in message:
                self.answers[message["id"]] = message
            elif message.get("method") == "Network.requestWillBeSent":
                self.requested.append(message["params"]["request"]["url"])
            elif message.get("method") == "Network.webSocketCreated":
                self.requested.append(message["params"]["url"])
            elif message.get("method") == "Network.webSocketFrameReceived":
                frame = message["params"]["response"]
                data = frame["payloadData"]
                text = base64.b64decode(data).decode("utf-8", "replace") if frame["opcode"] == 2 else data
                self.output += re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", text)

    async def call(self, method: str, **parameters: object) -> dict:
        self.number += 1
        number = self.number
        message = {"id": number, "method": method, "params": parameters}
        if self.session is not None:
            message["sessionId"] = self.session
        await self.socket.send_json(message)
        await self.until(lambda: number in self.answers, method)
        answer = self.answers.pop(number)
        assert "error" not in answer, answer
        return answer["result"]

    async def until(self, true: Callable[[], bool], what: str, seconds: float = 60) -> None:
        for _ in range(int(seconds / 0.02)):
            if true():
                return
            await asyncio.sleep(0.02)
        pytest.fail(f"waited in vain for {what}; the last output was {self.output[-500:]!r}")

    async def sees(self, text: str) -> None:
        """Wait until the program has written a text since the last wait."""
        await self.until(lambda: text in self.output, text)
        self.output = ""

    async def focus(self) -> None:
        """Give the terminal in the page the keyboard."""
        script = (
            "(() => { const area = document.querySelector('.xterm-helper-textarea'); if (!area) return false;"
            " area.focus(); return document.activeElement === area; })()"
        )
        for _ in range(600):
            answer = await self.call("Runtime.evaluate", expression=script)
            if answer["result"].get("value"):
                return
            await asyncio.sleep(0.1)
        pytest.fail("the page has no terminal to type into")

    async def press_until(self, text: str, key: str, code: int) -> None:
        """Press a key that does no harm until the program answers: the terminal takes a moment to listen."""
        for _ in range(20):
            await self.press(key, code)
            for _ in range(150):
                if text in self.output:
                    self.output = ""
                    return
                await asyncio.sleep(0.02)
        pytest.fail(f"no answer to {key}; the last output was {self.output[-500:]!r}")

    async def press(self, key: str, code: int, *, text: str = "", ctrl: bool = False) -> None:
        common = {"key": key, "windowsVirtualKeyCode": code, "modifiers": 2 if ctrl else 0}
        await self.call("Input.dispatchKeyEvent", type="keyDown", text=text, **common)
        await self.call("Input.dispatchKeyEvent", type="keyUp", **common)


@contextlib.asynccontextmanager
async def chromium(profile: Path) -> AsyncIterator[Page]:
    """A headless browser with one page."""
    assert CHROMIUM is not None
    arguments = [
        CHROMIUM, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
        "--remote-debugging-port=0", f"--user-data-dir={profile}", "--window-size=1200,800", "about:blank",
    ]  # fmt: skip
    with subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            port_file = profile / "DevToolsActivePort"
            async with asyncio.timeout(30):
                while not (port_file.exists() and port_file.read_text().count("\n")):
                    await asyncio.sleep(0.05)
            port, path = port_file.read_text().split("\n")[:2]
            async with (
                aiohttp.ClientSession() as session,
                session.ws_connect(f"ws://127.0.0.1:{port}{path}", max_msg_size=0) as socket,
            ):
                page = Page(socket)
                targets = await page.call("Target.getTargets")
                target = next(one for one in targets["targetInfos"] if one["type"] == "page")
                attached = await page.call("Target.attachToTarget", targetId=target["targetId"], flatten=True)
                page.session = attached["sessionId"]
                await page.call("Network.enable")
                await page.call("Page.enable")
                yield page
                page.reader.cancel()
        finally:
            process.terminate()


@browser
@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium found (Debian: apt-get install chromium)")
async def test_open_move_and_save_in_a_browser(tmp_path: Path, root: Path) -> None:
    shutil.copytree(root / "schedules" / "dprk-b07", tmp_path / "dprk-b07")
    file = tmp_path / "dprk-b07" / "voa.yaml"
    before = file.read_text()
    async with serving(tmp_path, tmp_path / "state") as url, chromium(tmp_path / "profile") as page:
        await page.call("Page.navigate", url=url)
        await page.sees("27 transmissions")
        await page.focus()
        await page.press_until("UTC daily", "ArrowDown", 40)
        await page.press("/", 191, text="/")
        for character in "648 on:1930":
            await page.press(character, ord(character), text=character)
        await page.sees("1 of 27")
        await page.press("Enter", 13, text="\r")
        await page.press("]", 221, text="]")
        await page.sees("1 file unsaved")
        await page.press("s", 83, ctrl=True)
        await page.sees("Save dprk-b07/voa.yaml?")
        await page.press("Enter", 13, text="\r")
        await page.sees("saved dprk-b07/voa.yaml")
        hosts = {urlsplit(one).netloc for one in page.requested if not one.startswith("data:")}
        assert hosts == {urlsplit(url).netloc}, "something is loaded from another machine"
        assert any(one.endswith(".ttf") for one in page.requested), "the font is the server's own copy"
    assert file.read_text() == before.replace("frequency: 648, time: 1900-2100", "frequency: 648, time: 1905-2105")


def base_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


async def test_pages_of_other_sites_are_refused(tmp_path: Path, root: Path) -> None:
    shutil.copytree(root / "schedules" / "dprk-b07", tmp_path / "dprk-b07")
    jar = aiohttp.CookieJar(unsafe=True)
    async with serving(tmp_path, tmp_path / "state") as url, aiohttp.ClientSession(cookie_jar=jar) as session:
        base = base_of(url)
        by_name = base.replace("127.0.0.1", "localhost")
        for headers, expected in (
            ({}, 200),
            ({"Origin": base}, 200),
            ({"Origin": "http://evil.example"}, 403),
            ({"Origin": "http://["}, 403),
            ({"Host": "evil.example"}, 403),
            ({"Host": "["}, 403),
            ({"Host": "127.0.0.1:x"}, 403),
            ({"Host": urlsplit(by_name).netloc, "Origin": by_name}, 200),
        ):
            async with session.get(url, headers=headers) as response:
                assert response.status == expected, headers
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await session.ws_connect(f"{base}/ws", origin="http://evil.example")
        assert refused.value.status == 403


async def test_only_who_has_the_token_gets_anything(tmp_path: Path, root: Path) -> None:
    shutil.copytree(root / "schedules" / "dprk-b07", tmp_path / "dprk-b07")
    async with serving(tmp_path, tmp_path / "state") as url:
        base = base_of(url)
        async with aiohttp.ClientSession() as stranger:
            for path in ("/", "/?token=", "/?token=x", "/ws", "/static/js/textual.js", "/download/x", "/?token=%ff"):
                async with stranger.get(base + path) as response:
                    assert response.status == 403, path
                    assert "token" in await response.text()
            with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
                await stranger.ws_connect(f"{base}/ws")
            assert refused.value.status == 403
        async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as owner:
            async with owner.get(url, allow_redirects=False) as response:
                assert (response.status, response.headers["Location"]) == (302, "/")
                cookie = response.headers["Set-Cookie"]
                assert "HttpOnly" in cookie
                assert "SameSite=Lax" in cookie
            async with owner.get(base) as response:
                page = await response.text()
                assert "://" not in page.replace(f"ws://{urlsplit(url).netloc}/ws", "")
                assert "default-src 'none'" in response.headers["Content-Security-Policy"]
            async with owner.get(f"{base}/static/js/textual.js") as response:
                assert response.status == 200


async def test_four_windows_at_a_time(tmp_path: Path, root: Path) -> None:
    shutil.copytree(root / "schedules" / "dprk-b07", tmp_path / "dprk-b07")
    jar = aiohttp.CookieJar(unsafe=True)
    async with serving(tmp_path, tmp_path / "state") as url, aiohttp.ClientSession(cookie_jar=jar) as owner:
        await owner.get(url)
        windows = [await owner.ws_connect(f"{base_of(url)}/ws") for _ in range(MOST_SESSIONS)]
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await owner.ws_connect(f"{base_of(url)}/ws")
        assert refused.value.status == 503
        for window in windows:
            await window.close()


def test_an_address_for_other_machines_is_printed_with_a_warning() -> None:
    server = planner_server("true", "0.0.0.0", 8123, "secret", ("planner.example",))
    named = urlsplit(server.public_url).hostname
    assert named not in (None, "0.0.0.0", "")
    assert named in server.names
    assert {"127.0.0.1", "localhost", "planner.example", socket.gethostname().lower()} <= server.names
    assert "evil.example" not in server.names


async def test_who_listens_everywhere_is_warned(capsys: pytest.CaptureFixture[str]) -> None:
    for host, warned in (("0.0.0.0", True), ("127.0.0.1", False)):
        server = planner_server("true", host, 8123, "secret")
        await server.on_startup(None)
        told = capsys.readouterr().err
        assert ("warning: listening on 0.0.0.0" in told) is warned
        assert f"open {server.public_url}/?token=secret in a browser" in told


def test_names_of_one_address_only() -> None:
    assert own_names("192.0.2.7") == {"192.0.2.7"}
    assert own_names("localhost") == {"127.0.0.1", "localhost", "::1"}


def test_a_confined_program_writes_below_its_paths_only(tmp_path: Path) -> None:
    inside, outside = tmp_path / "plan", tmp_path / "elsewhere"
    inside.mkdir()
    outside.mkdir()
    (inside / "link").symlink_to(outside)
    try:
        confine([str(inside), str(tmp_path / "one.yaml")])
        write_atomically(inside / "a.yaml", b"a")
        write_atomically(tmp_path / "one.yaml", b"a")
        for name in (outside / "a.yaml", inside / "link" / "a.yaml", inside / ".." / "b.yaml", tmp_path / "planb"):
            with pytest.raises(PermissionError, match="may write below"):
                write_atomically(name, b"a")
            assert not name.exists()
    finally:
        confine([])


@pytest.mark.parametrize(
    ("origin", "host", "expected"),
    [
        (None, "127.0.0.1:8000", True),
        ("http://127.0.0.1:8000", "127.0.0.1:8000", True),
        ("http://localhost:8000", "127.0.0.1:8000", False),
        ("http://127.0.0.1:9000", "127.0.0.1:8000", False),
        ("null", "127.0.0.1:8000", False),
        (None, "rebound.example:8000", False),
        (None, "", False),
        (None, "[", False),
        (None, "127.0.0.1:x", False),
        (None, "me@127.0.0.1:8000", False),
        ("http://[", "127.0.0.1:8000", False),
        ("http://localhost:8000", "localhost:8000", True),
    ],
)
def test_who_may_ask(origin: str | None, host: str, expected: bool) -> None:
    assert is_own_page(origin, host, ("127.0.0.1", "localhost")) is expected


def test_paths_are_quoted_for_the_shell() -> None:
    line = command_line(("a b", "$(rm -rf)", "-x"), ("c'd.zip",))
    assert line.endswith("edit --confined --against 'c'\"'\"'d.zip' -- 'a b' '$(rm -rf)' -x")
