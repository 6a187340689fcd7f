"""A page in a headless Chromium, asked over the DevTools protocol: evaluate, resize, print."""

import asyncio
import base64
import hashlib
import io
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import aiohttp

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
AXE_VERSION = "4.14.1"
AXE_SHA512 = (
    "1477dafa598d8d065f273d6af302aa203c02e83131707b7fa648cd41bd3d6b73"
    "4f8c22a0dab86ee6a6f64b8afbe804b214d36db85a2826965edfb3a0b9d546b5"
)
AXE_VARIABLE = "BCASTPLAN_AXE"  # names an axe.min.js, or a folder for the one that npm brings


def axe_script():
    """The text of axe-core, or None where neither a file is named nor npm can be asked."""
    named = os.environ.get(AXE_VARIABLE)
    if named and Path(named).is_file():
        return Path(named).read_text(encoding="utf-8")
    npm = shutil.which("npm")
    if npm is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        command = [npm, "pack", f"axe-core@{AXE_VERSION}", "--silent", "--pack-destination", folder]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=60, cwd=folder)
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
            return None
        data = next(Path(folder).glob("*.tgz")).read_bytes()
    if hashlib.sha512(data).hexdigest() != AXE_SHA512:
        return None
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        member = archive.extractfile("package/axe.min.js")
        assert member is not None
        return member.read().decode("utf-8")


class Tab:
    """The one tab of a browser; methods block until the browser has answered."""

    def __init__(self, loop, session, socket):
        self.loop = loop
        self.session = session
        self.socket = socket
        self.number = 0

    def ask(self, method, **parameters):
        """Send one command and return its result; raises RuntimeError where the browser refuses it."""
        return self.loop.run_until_complete(asyncio.wait_for(self._ask(method, parameters), 60))

    async def _ask(self, method, parameters):
        self.number += 1
        await self.socket.send_json({"id": self.number, "method": method, "params": parameters})
        while True:
            answer = json.loads((await self.socket.receive()).data)
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return answer["result"]

    def evaluate(self, expression):
        """The value of an expression, awaited where it is a promise."""
        result = self.ask("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in result:
            raise RuntimeError(result["exceptionDetails"]["exception"]["description"])
        return result["result"].get("value")

    def resize(self, width, scheme):
        """Show the page ``width`` pixels wide, in a light or dark scheme."""
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
        self.ask("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def picture(self):
        """What is in sight of the page, as a PNG."""
        return base64.b64decode(self.ask("Page.captureScreenshot", format="png")["data"])

    def printed(self):
        """The page as a PDF."""
        return base64.b64decode(self.ask("Page.printToPDF", preferCSSPageSize=True, printBackground=True)["data"])


@contextmanager
def opened(address, folder):
    """A tab that shows an address; the page's own rules about scripts do not bind the asker."""
    profile = Path(folder) / "profile"
    command = [
        CHROMIUM, "--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0",
        f"--user-data-dir={profile}", "about:blank",
    ]  # fmt: skip
    loop = asyncio.new_event_loop()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as browser:
        tab = None
        try:
            tab = loop.run_until_complete(asyncio.wait_for(_connected(loop, profile, address), 60))
            yield tab
        finally:
            if tab is not None:
                loop.run_until_complete(tab.session.close())
            browser.terminate()
            browser.wait(20)
            loop.close()


async def _connected(loop, profile, address):
    port_file = profile / "DevToolsActivePort"
    started = time.monotonic()
    while not port_file.exists() or not port_file.read_text().strip():
        if time.monotonic() - started > 50:
            raise TimeoutError("Chromium does not say where it listens")
        await asyncio.sleep(0.05)
    port = port_file.read_text().split("\n", 1)[0]
    session = aiohttp.ClientSession()
    async with session.get(f"http://127.0.0.1:{port}/json/list") as answer:
        target = next(entry for entry in await answer.json() if entry["type"] == "page")
    socket = await session.ws_connect(target["webSocketDebuggerUrl"], max_msg_size=0)
    tab = Tab(loop, session, socket)
    for method, parameters in (
        ("Page.enable", {}),
        ("Page.setBypassCSP", {"enabled": True}),
        ("Page.navigate", {"url": address}),
    ):
        await tab._ask(method, parameters)
    while json.loads((await socket.receive()).data).get("method") != "Page.loadEventFired":
        pass
    return tab
