"""The answer to a request that cannot be done: the editor shows the reason."""

from __future__ import annotations

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException


class Refused(JsonRpcException):
    """What the user asked for cannot be done."""

    CODE = lsp.LSPErrorCodes.RequestFailed
    MESSAGE = "refused"
