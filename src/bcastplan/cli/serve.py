"""``bcastplan serve``: the planner's screen in a browser of this machine; pages of other sites cannot reach it."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

from bcastplan.cli.common import against_option
from bcastplan.files.regular import is_there

if TYPE_CHECKING:
    from aiohttp import web

LOOPBACK = ("127.0.0.1", "localhost", "::1")


@click.command("serve")
@click.argument("paths", nargs=-1, type=click.Path())
@against_option
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="The port to listen on.")
def command(paths: tuple[str, ...], against: tuple[str, ...], host: str, port: int) -> None:
    """Show the planner's screen for PATHS in a browser.

    Whoever can reach the address can edit the files: listen on another address than 127.0.0.1 only behind something
    that asks for a password. Every browser window is a program of its own.
    """
    import asyncio

    missing = [path for path in paths if not is_there(path)]
    if missing:
        raise click.UsageError(f"there is no {missing[0]}")
    server = _server(command_line(paths, against), host, port)
    asyncio.set_event_loop(asyncio.new_event_loop())
    try:
        server.serve()
    except OSError as error:
        raise click.UsageError(f"cannot listen on {host}:{port}: {error.strerror or error}") from None


def command_line(paths: tuple[str, ...], against: tuple[str, ...]) -> str:
    """The command that each browser window runs, quoted for a shell."""
    words = [sys.executable, "-m", "bcastplan", "edit"]
    for name in against:
        words += ["--against", name]
    return shlex.join([*words, "--", *paths])


def is_own_page(origin: str | None, host_header: str, allowed: tuple[str, ...]) -> bool:
    """Whether a request comes from the page that is served here, under a name that is served here.

    A page of another site may send requests to this machine too; it cannot choose its Origin header, and a name that
    it points at this machine shows in the Host header.
    """
    named = urlsplit(f"//{host_header}").hostname or ""
    if named not in allowed:
        return False
    return origin is None or urlsplit(origin).netloc == host_header


def _server(command_text: str, host: str, port: int) -> Any:
    from aiohttp import web
    from textual_serve.server import Server

    names = (host, *LOOPBACK) if host in LOOPBACK else ()

    class PlannerServer(Server):
        """Tells where it serves on standard error, and serves its own pages only."""

        def initialize_logging(self) -> None:
            """Say nothing for every request."""

        async def on_startup(self, app: web.Application) -> None:
            """Say where to look."""
            print(f"bcastplan: open {self.public_url} in a browser; Ctrl+C ends it", file=sys.stderr, flush=True)  # noqa: T201

        async def _make_app(self) -> web.Application:
            app = await super()._make_app()

            @web.middleware
            async def own_pages_only(
                request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
            ) -> web.StreamResponse:
                origin, named = request.headers.get("Origin"), request.headers.get("Host", "")
                known = names or (urlsplit(f"//{named}").hostname or "",)
                if not is_own_page(origin, named, known):
                    raise web.HTTPForbidden(text="this page is served to itself only")
                return await handler(request)

            app.middlewares.append(own_pages_only)
            return app

    return PlannerServer(command_text, host=host, port=port, title="bcastplan")
