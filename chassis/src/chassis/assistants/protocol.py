"""The Model Context Protocol's few words that we speak: JSON-RPC over one POST, without sessions, answers as JSON.

Both eras: the handshake (`initialize`, to 2025-11-25) and requests that say their version each (2026-07-28). A client of
either ignores what is the other's.
"""

from typing import Any

import msgspec

HANDSHAKES = ("2025-03-26", "2025-06-18", "2025-11-25")
VERSIONS = (*HANDSHAKES, "2026-07-28")
NOT_JSON, NOT_A_REQUEST, NO_SUCH_METHOD, BAD_PARAMS, NOT_THAT_VERSION = -32700, -32600, -32601, -32602, -32022
COMPLETE = {"resultType": "complete"}
# Lists depend on the member's rights: never kept by anybody in between, nor for long.
FRESH = {"ttlMs": 0, "cacheScope": "private"}


class Wrong(Exception):
    """What was sent is no request of this protocol."""

    def __init__(self, code: int, message: str, *, data: Any = None, status: int = 200) -> None:
        super().__init__(message)
        self.code, self.message, self.data, self.status = code, message, data, status


class Asked(msgspec.Struct, frozen=True):
    """`id` is None for what wants no answer."""

    method: str
    id: int | str | None
    params: dict[str, Any]


def read(body: bytes, version: str | None) -> Asked:
    try:
        told = msgspec.json.decode(body)
    except msgspec.DecodeError as error:
        raise Wrong(NOT_JSON, "This is not JSON.", status=400) from error
    if not isinstance(told, dict):
        raise Wrong(NOT_A_REQUEST, "One JSON-RPC message at a time.", status=400)
    message: dict[str, Any] = told
    if version is not None and version not in VERSIONS:
        raise Wrong(NOT_THAT_VERSION, "Unsupported protocol version.", data={"supported": VERSIONS}, status=400)
    method, number, params = message.get("method"), message.get("id"), message.get("params", {})
    if message.get("jsonrpc") != "2.0" or not isinstance(number, int | str | None) or isinstance(number, bool):
        raise Wrong(NOT_A_REQUEST, "This is not a JSON-RPC request.", status=400)
    if method is None and ("result" in message or "error" in message):
        return Asked("", None, {})
    if not isinstance(method, str) or not isinstance(params, dict):
        raise Wrong(NOT_A_REQUEST, "This is not a JSON-RPC request.", status=400)
    return Asked(method, number, params)


def answered(asked: Asked, result: dict[str, Any]) -> bytes:
    return msgspec.json.encode({"jsonrpc": "2.0", "id": asked.id, "result": result})


def refused(number: int | str | None, wrong: Wrong) -> bytes:
    error = {"code": wrong.code, "message": wrong.message}
    return msgspec.json.encode(
        {"jsonrpc": "2.0", "id": number, "error": {**error, **({"data": wrong.data} if wrong.data else {})}}
    )


def welcome(asked: Asked, name: str, instructions: str) -> dict[str, Any]:
    wanted = asked.params.get("protocolVersion")
    return {
        "protocolVersion": wanted if wanted in HANDSHAKES else HANDSHAKES[-1],
        "capabilities": {"tools": {}},
        "serverInfo": {"name": f"parvis-{name}", "title": f"Parvis — {name}", "version": "1"},
        "instructions": instructions,
    }


def discovered(instructions: str) -> dict[str, Any]:
    told = {"supportedVersions": VERSIONS, "capabilities": {"tools": {}}, "instructions": instructions}
    return {**told, **COMPLETE, **FRESH}


def content(told: dict[str, Any], *, is_error: bool = False) -> dict[str, Any]:
    """The same twice, as the protocol has it: for programs, and as text for those that know no better."""
    text = msgspec.json.encode(told).decode()
    return {
        "content": [{"type": "text", "text": text}],
        "structuredContent": told,
        "isError": is_error,
        **COMPLETE,
    }
