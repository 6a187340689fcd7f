"""The web server behind ``serve``: only browsers with the token get its pages, which load nothing from elsewhere."""

from __future__ import annotations

import asyncio
import hmac
import socket
import sys
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from aiohttp import web
from jinja2 import Environment, FileSystemLoader
from textual_serve.server import Server

from bcastplan.ending import SIGNALS

LOOPBACK = ("127.0.0.1", "localhost", "::1")
# asyncio listens on all interfaces of the machine where the host is empty.
EVERYWHERE = ("0.0.0.0", "::", "")
MOST_SESSIONS = 4
"""Browser windows at a time: each is a program of about 60 MB."""
_NOWHERE = ("192.0.2.1", 9)  # an address for documentation (RFC 5737); nothing is sent to it
_PAGE = "browser_page.html"
_POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
"""What the page may load: what this server serves."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def planner_server(command: str, host: str, port: int, token: str, names: Iterable[str] = ()) -> PlannerServer:
    """A server that runs ``command`` for every browser window; ``names`` are further names of this machine."""
    return PlannerServer(command, host, port, token, frozenset(name.lower() for name in names))


def host_name(netloc: str) -> str:
    """The name in a Host header or behind the ``//`` of a URL, empty where there is none."""
    try:
        parts = urlsplit(f"//{netloc}")
        known = "@" not in netloc and (parts.port is None or parts.port > 0)
        return parts.hostname or "" if known else ""
    except ValueError:  # as of `[` or a port that is no number
        return ""


def is_own_page(origin: str | None, host_header: str, allowed: Iterable[str]) -> bool:
    """Whether a request comes from the page that is served here, under a name that is served here.

    A page of another site may send requests to this machine too; it cannot choose its Origin header, and a name that
    it points at this machine shows in the Host header.
    """
    if host_name(host_header) not in allowed:
        return False
    try:
        return origin is None or urlsplit(origin).netloc == host_header
    except ValueError:
        return False


def own_names(host: str) -> frozenset[str]:
    """The names and addresses under which a browser reaches a server that listens on ``host``."""
    if host in LOOPBACK:
        return frozenset(LOOPBACK)
    if host not in EVERYWHERE:
        return frozenset({host.lower()})
    names = {*LOOPBACK, socket.gethostname().lower(), socket.getfqdn().lower(), address_in_network()}
    with suppress(OSError):  # a machine that does not know its own name
        names.update(str(entry[4][0]) for entry in socket.getaddrinfo(socket.gethostname(), None))
    return frozenset(names)


def address_in_network() -> str:
    """The address by which other machines reach this one, 127.0.0.1 without a network; nothing is sent."""
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.connect(_NOWHERE)
            return str(probe.getsockname()[0])
    except OSError:
        return "127.0.0.1"


class PlannerServer(Server):
    """Shows the page to whoever has the token, as the printed address has it and then a cookie of the browser."""

    def __init__(self, command: str, host: str, port: int, token: str, names: frozenset[str]) -> None:
        shown = address_in_network() if host in EVERYWHERE else host
        # An IPv6 address stands in brackets in a URL (RFC 3986), so that its colons are not taken for that of the port.
        shown = f"[{shown}]" if ":" in shown else shown
        super().__init__(command, host=host, port=port, title="bcastplan", public_url=f"http://{shown}:{port}")
        self.token = token
        self.cookie = f"bcastplan-{port}"  # browsers keep cookies by name of the machine, whatever the port
        self.names = own_names(host) | names
        self.sessions = 0
        self.ended_by: int | None = None
        loader = FileSystemLoader(Path(__file__).parent)
        self.page = Environment(loader=loader, autoescape=True).get_template(_PAGE)

    def initialize_logging(self) -> None:
        """Log nothing: requests leave no lines on standard error."""

    async def on_startup(self, app: web.Application) -> None:
        """Say where to look, and what follows from listening where others can reach."""
        if self.host not in LOOPBACK:
            _tell(
                f"warning: listening on {self.host or 'all addresses'}, where other machines reach it; nothing is "
                "encrypted, and whoever sees the address can edit your files"
            )
        for number in SIGNALS:  # these handlers replace the library's, which do not tell what ended the server
            asyncio.get_running_loop().add_signal_handler(number, self.end, number)
        _tell(f"open {self.public_url}/?token={self.token} in a browser; Ctrl+C ends it")

    def end(self, number: int) -> None:
        """Close the windows and stop, as a signal asks."""
        self.ended_by = number
        self.request_exit()

    async def _make_app(self) -> web.Application:
        app = await super()._make_app()

        @web.middleware
        async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
            if not is_own_page(request.headers.get("Origin"), request.headers.get("Host", ""), self.names):
                raise web.HTTPForbidden(text="this page is served to itself only")
            given = request.query.get("token")
            # The redirect takes the token out of the address bar, the history and what other pages could read of it.
            if given is not None and request.path == "/" and self._is_token(given):
                leaving = web.HTTPFound("/")
                leaving.set_cookie(self.cookie, self.token, httponly=True, samesite="Lax", path="/")
                raise leaving
            if not self._is_token(request.cookies.get(self.cookie, "")):
                raise web.HTTPForbidden(text="open the whole address that `bcastplan serve` printed: it has a token")
            return await handler(request)

        app.middlewares.append(guard)
        return app

    def _is_token(self, given: str) -> bool:
        # `==` would take longer the more characters are right, and so tell the token piece by piece.
        return hmac.compare_digest(given.encode("utf-8", "replace"), self.token.encode())

    async def handle_index(self, request: web.Request) -> web.Response:
        """The page, with addresses of the name it was asked for by."""
        # textual-serve would write the address it was started with into the page; a browser that came by another name,
        # as through a tunnel, cannot reach that.
        text = self.page.render(title=self.title, socket=f"ws://{request.headers['Host']}/ws")
        headers = {"Content-Security-Policy": _POLICY, "Referrer-Policy": "no-referrer", "Cache-Control": "no-store"}
        return web.Response(text=text, content_type="text/html", headers=headers)

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """Run a program for a browser window, unless four are running."""
        if self.sessions >= MOST_SESSIONS:
            raise web.HTTPServiceUnavailable(text=f"{MOST_SESSIONS} windows are open: close one")
        self.sessions += 1
        try:
            return await super().handle_websocket(request)
        finally:
            self.sessions -= 1


def _tell(text: str) -> None:
    print(f"bcastplan: {text}", file=sys.stderr, flush=True)  # noqa: T201
