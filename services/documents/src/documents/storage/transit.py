"""The root of the keys in Vault's (or OpenBao's) transit engine: it wraps and unwraps, and never leaves there.

Names of destroyed keys are kept in its key-value store (version 2), hashed: an erased safe stays erased although a
backup of the database comes back, and a backup of Vault is one of what was destroyed as well.
"""

import base64
import hashlib
import json
import time
from pathlib import Path
from typing import Any

import urllib3
from urllib3.exceptions import HTTPError

from chassis import logs
from documents.domain import keys
from documents.domain.refusals import IntegrityBroken, KeyDestroyed, KeysUnavailable

ANSWER_WITHIN = 2.0
REMEMBERED = 60.0
"""For so long an opened organisation's key is not asked for again, nor is the list of what was destroyed for `FRESH`."""
FRESH = 3.0
MOST_REMEMBERED = 500


class Transit:
    """`KeyManagement` over HTTP. The token file is read anew each time: whoever renews it writes it anew."""

    answers_at_once = False

    def __init__(self, url: str, key: str, token_file: Path) -> None:
        self._url, self._key, self._token_file = url.rstrip("/"), key, token_file
        self._http = urllib3.PoolManager(retries=False, timeout=urllib3.Timeout(connect=1.0, read=ANSWER_WITHIN))
        self._opened: dict[tuple[str, bytes], tuple[float, bytes]] = {}
        self._destroyed: frozenset[str] = frozenset()
        self._asked_at = -FRESH

    def new_key(self, name: str, *, under: bytes | None = None) -> tuple[bytes, bytes]:
        made = keys.new_key()
        return made, self.wrap(name, made, under=under)

    def wrap(self, name: str, key: bytes, *, under: bytes | None = None) -> bytes:
        if under is not None:
            return keys.wrap(key, under=under, name=name)
        answer = self._post(f"transit/encrypt/{self._key}", plaintext=_said(key), associated_data=_said(name.encode()))
        return str(answer["ciphertext"]).encode()

    def unwrap(self, name: str, wrapped: bytes, *, under: bytes | None = None) -> bytes:
        if _hashed(name) in self._names():
            raise KeyDestroyed
        if under is not None:
            return keys.unwrap(wrapped, under=under, name=name)
        at, key = self._opened.get((name, wrapped), (0.0, b""))
        if key and time.monotonic() - at < REMEMBERED:
            return key
        answer = self._post(
            f"transit/decrypt/{self._key}", ciphertext=wrapped.decode(), associated_data=_said(name.encode())
        )
        key = base64.b64decode(answer["plaintext"])
        if len(self._opened) >= MOST_REMEMBERED:
            self._opened.clear()
        self._opened[(name, wrapped)] = (time.monotonic(), key)
        return key

    def destroy(self, name: str) -> None:
        _ = self._call("POST", f"secret/data/parvis/destroyed/{_hashed(name)}", {"data": {"destroyed": True}})
        self._asked_at = -FRESH
        self._opened = {known: kept for known, kept in self._opened.items() if known[0] != name}

    def _names(self) -> frozenset[str]:
        if time.monotonic() - self._asked_at > FRESH:
            status, answer = self._call("LIST", "secret/metadata/parvis/destroyed", None)
            self._destroyed = frozenset(answer["data"]["keys"]) if status == 200 else frozenset()
            self._asked_at = time.monotonic()
        return self._destroyed

    def _post(self, path: str, **body: str) -> Any:
        status, answer = self._call("POST", path, body)
        if status == 400:
            # Vault's word for a ciphertext or its associated data that do not belong together.
            raise IntegrityBroken
        return answer["data"]

    def _call(self, method: str, path: str, body: object) -> tuple[int, Any]:
        headers = {"X-Vault-Token": self._token_file.read_text().strip(), "content-type": "application/json"}
        sent = json.dumps(body) if body is not None else None
        try:
            answer: Any = self._http.request(method, f"{self._url}/v1/{path}", body=sent, headers=headers)
        except (HTTPError, OSError) as error:
            logs.log.warning("key management not reachable", cause=type(error).__name__)
            raise KeysUnavailable from error
        if answer.status not in (200, 204, 400, 404):
            logs.log.warning("key management refused", status=answer.status)
            raise KeysUnavailable
        return answer.status, json.loads(answer.data or b"null")


def _said(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _hashed(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()
