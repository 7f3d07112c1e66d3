"""The root in a key management that speaks Vault's transit protocol: a small one of ours, over real HTTP."""

import base64
import json
import os
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from documents.domain import keys
from documents.domain.refusals import IntegrityBroken, KeyDestroyed, KeysUnavailable
from documents.storage import transit
from documents.storage.root_key import root_key
from documents.storage.transit import Transit
from kit.servers import Servers
from kit.service import settings_for

pytestmark = pytest.mark.requirement("DV-06")


class Vault:
    """Encrypts with its newest key version, decrypts with all, keeps secrets, and counts what it was asked."""

    def __init__(self) -> None:
        self.versions = [os.urandom(32)]
        self.secrets: set[str] = set()
        self.asked: list[str] = []
        self.token = "s.token"

    def answer(self, method: str, path: str, token: str, body: Any) -> tuple[int, Any]:
        self.asked.append(f"{method} {path}")
        if token != self.token:
            return 403, {"errors": ["permission denied"]}
        if path.startswith("/v1/transit/encrypt/"):
            nonce = os.urandom(12)
            sealed = AESGCM(self.versions[-1]).encrypt(nonce, _read(body, "plaintext"), _read(body, "associated_data"))
            said = base64.b64encode(nonce + sealed).decode()
            return 200, {"data": {"ciphertext": f"vault:v{len(self.versions)}:{said}"}}
        if path.startswith("/v1/transit/decrypt/"):
            _, version, said = body["ciphertext"].split(":")
            sealed = base64.b64decode(said)
            try:
                key = AESGCM(self.versions[int(version[1:]) - 1])
                plain = key.decrypt(sealed[:12], sealed[12:], _read(body, "associated_data"))
            except InvalidTag:
                return 400, {"errors": ["cipher: message authentication failed"]}
            return 200, {"data": {"plaintext": base64.b64encode(plain).decode()}}
        if method == "POST":
            self.secrets.add(path.rpartition("/")[2])
            return 200, {"data": {}}
        return (200, {"data": {"keys": sorted(self.secrets)}}) if self.secrets else (404, {"errors": []})


def _read(body: Any, name: str) -> bytes:
    return base64.b64decode(body[name])


@pytest.fixture
def vault() -> Vault:
    return Vault()


@pytest.fixture
def url(vault: Vault) -> Iterator[str]:
    class Door(BaseHTTPRequestHandler):
        def do(self) -> None:
            length = int(self.headers.get("content-length", 0))
            body = json.loads(self.rfile.read(length)) if length else None
            status, answer = vault.answer(self.command, self.path, self.headers.get("x-vault-token", ""), body)
            said = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("content-length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        do_POST = do_LIST = do_GET = do  # noqa: N815

        def log_message(self, *_: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()


@pytest.fixture
def root(url: str, tmp_path: Path) -> Transit:
    (tmp_path / "token").write_text("s.token\n")
    return Transit(url, "parvis", tmp_path / "token")


def test_a_key_is_wrapped_there_and_opens_under_its_own_name_alone(root: Transit):
    made, wrapped = root.new_key("tenant/a")

    assert wrapped.startswith(b"vault:v1:")
    assert root.unwrap("tenant/a", wrapped) == made
    with pytest.raises(IntegrityBroken):
        root.unwrap("tenant/b", wrapped)


def test_keys_below_need_no_round_trip_and_the_same_key_is_not_asked_for_twice(root: Transit, vault: Vault):
    tenant, wrapped = root.new_key("tenant/a")
    safe, below = root.new_key("safe/b", under=tenant)
    for _ in range(5):
        assert root.unwrap("tenant/a", wrapped) == tenant
        assert root.unwrap("safe/b", below, under=tenant) == safe

    assert sum("decrypt" in asked for asked in vault.asked) == 1
    assert sum("LIST" in asked for asked in vault.asked) == 1


def test_what_was_destroyed_stays_destroyed_for_every_process(root: Transit, url: str, tmp_path: Path):
    tenant, _ = root.new_key("tenant/a")
    _, below = root.new_key("safe/b", under=tenant)
    root.destroy("safe/b")

    for process in (root, Transit(url, "parvis", tmp_path / "token")):
        with pytest.raises(KeyDestroyed):
            process.unwrap("safe/b", below, under=tenant)


def test_a_rotation_there_stops_nobody(root: Transit, vault: Vault):
    made, before = root.new_key("tenant/a")
    vault.versions.append(os.urandom(32))

    after = root.wrap("tenant/a", root.unwrap("tenant/a", before))

    assert after.startswith(b"vault:v2:")
    assert root.unwrap("tenant/a", after) == made


def test_silent_or_refusing_it_means_later_and_never_another_key(
    root: Transit, vault: Vault, monkeypatch: pytest.MonkeyPatch
):
    _, wrapped = root.new_key("tenant/a")
    vault.token = "s.other"
    with pytest.raises(KeysUnavailable):
        root.unwrap("tenant/a", wrapped)
    monkeypatch.setattr(root, "_url", "http://127.0.0.1:9")
    with pytest.raises(KeysUnavailable):
        root.new_key("tenant/c")
    assert transit.REMEMBERED > 0
    assert len(keys.new_key()) == 32


def test_the_settings_say_where_the_root_is(servers: Servers, url: str, tmp_path: Path):
    settings = settings_for("documents", servers, {}, transit_url=url)
    with pytest.raises(RuntimeError):
        root_key(settings)

    (tmp_path / "token").write_text("s.token")
    made = root_key(settings.model_copy(update={"transit_token_file": tmp_path / "token"}))

    assert isinstance(made, Transit)
