"""The root of the keys in a security module (PKCS#11): it wraps and unwraps there, and cannot leave.

Several roots of one label may stand in the token, told apart by their id: the greatest wraps, all unwrap. Rotation:
make another (`python -m documents.tools.make_root`), wrap the tenants' keys anew (`… tools.rotate`), destroy the old.
"""

import contextlib
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import pkcs11
from pkcs11 import Attribute, GCMParams, KeyType, Mechanism, ObjectClass
from pkcs11.exceptions import (
    EncryptedDataInvalid,
    EncryptedDataLenRange,
    GeneralError,
    PinIncorrect,
    PinLocked,
    PKCS11Error,
    UserAlreadyLoggedIn,
)

from chassis import logs
from chassis.settings import Settings
from documents.domain import keys
from documents.domain.keys import NONCE
from documents.domain.refusals import IntegrityBroken, KeyDestroyed, KeysUnavailable
from documents.storage.destroyed import Destroyed

T = TypeVar("T")
TAG_BITS = 128
REMEMBERED = 60.0
"""For so long an opened organisation's key is not asked for again: a module opens some hundred a second."""
MOST_REMEMBERED = 500


class SecurityModule:
    """`KeyManagement` in a token. One session, one thread in it at a time; a session that broke is opened anew."""

    answers_at_once = False

    def __init__(self, module: Path, token: str, pin_file: Path, label: str, destroyed: Path) -> None:
        self._module, self._token, self._pin_file, self._label = module, token, pin_file, label
        self._destroyed = Destroyed(destroyed)
        self._lock = threading.Lock()
        self._session: Any = None
        self._opened: dict[tuple[str, bytes], tuple[float, bytes]] = {}

    @classmethod
    def configured(cls, settings: Settings) -> "SecurityModule":
        if settings.pkcs11_module is None or settings.pkcs11_pin_file is None or settings.pkcs11_destroyed_file is None:
            raise RuntimeError("PARVIS_PKCS11_MODULE, _PIN_FILE and _DESTROYED_FILE belong together")
        return cls(
            settings.pkcs11_module,
            settings.pkcs11_label,
            settings.pkcs11_pin_file,
            settings.pkcs11_key,
            settings.pkcs11_destroyed_file,
        )

    def make_root(self) -> int:
        """Another root, which wraps from now on. Its id."""

        def made(session: Any) -> int:
            newest = max((int.from_bytes(root.id) for root in self._roots(session)), default=0)
            never_out = {Attribute.EXTRACTABLE: False, Attribute.SENSITIVE: True}
            session.generate_key(
                KeyType.AES, 256, label=self._label, id=(newest + 1).to_bytes(2), store=True, template=never_out
            )
            return newest + 1

        return self._in_session(made)

    def new_key(self, name: str, *, under: bytes | None = None) -> tuple[bytes, bytes]:
        made = keys.new_key()
        return made, self.wrap(name, made, under=under)

    def wrap(self, name: str, key: bytes, *, under: bytes | None = None) -> bytes:
        if under is not None:
            return keys.wrap(key, under=under, name=name)

        def wrapped(session: Any) -> bytes:
            newest = max(self._roots(session), key=lambda root: int.from_bytes(root.id), default=None)
            if newest is None:
                raise KeysUnavailable
            nonce = os.urandom(NONCE)
            return int.from_bytes(newest.id).to_bytes(2) + nonce + newest.encrypt(key, **_how(nonce, name))

        return self._in_session(wrapped)

    def unwrap(self, name: str, wrapped: bytes, *, under: bytes | None = None) -> bytes:
        if name in self._destroyed:
            raise KeyDestroyed
        if under is not None:
            return keys.unwrap(wrapped, under=under, name=name)
        at, key = self._opened.get((name, wrapped), (0.0, b""))
        if key and time.monotonic() - at < REMEMBERED:
            return key
        root, nonce, sealed = wrapped[:2], wrapped[2 : 2 + NONCE], wrapped[2 + NONCE :]

        def opened(session: Any) -> bytes:
            found = next((one for one in self._roots(session) if int.from_bytes(one.id) == int.from_bytes(root)), None)
            if found is None:
                raise IntegrityBroken
            try:
                return found.decrypt(sealed, **_how(nonce, name))
            except (EncryptedDataInvalid, EncryptedDataLenRange) as error:
                raise IntegrityBroken from error
            except GeneralError as error:
                # Some modules say no more than this of a seal that does not hold. One that works is not ill.
                if _works(found):
                    raise IntegrityBroken from error
                raise

        key = self._in_session(opened)
        if len(self._opened) >= MOST_REMEMBERED:
            self._opened.clear()
        self._opened[(name, wrapped)] = (time.monotonic(), key)
        return key

    def destroy(self, name: str) -> None:
        self._destroyed.add(name)
        self._opened = {known: kept for known, kept in self._opened.items() if known[0] != name}

    def _roots(self, session: Any) -> list[Any]:
        return list(session.get_objects({Attribute.CLASS: ObjectClass.SECRET_KEY, Attribute.LABEL: self._label}))

    def _in_session(self, work: Callable[[Any], T]) -> T:
        """Twice at most: a session may have died since the last time, with its module's restart."""
        with self._lock:
            for attempt in (1, 2):
                try:
                    if self._session is None:
                        self._session = self._open()
                    return work(self._session)
                except PKCS11Error as error:
                    broken, self._session = self._session, None
                    with contextlib.suppress(PKCS11Error):
                        if broken is not None:
                            broken.close()
                    # A second wrong PIN would bring the module nearer to locking itself.
                    if attempt == 2 or isinstance(error, PinIncorrect | PinLocked):
                        logs.log.warning("key management refused", cause=type(error).__name__)
                        raise KeysUnavailable from error
        raise KeysUnavailable

    def _open(self) -> Any:
        try:
            library: Any = pkcs11.lib(str(self._module))
            pin = self._pin_file.read_text().strip()
        except (OSError, RuntimeError) as error:
            logs.log.warning("key management not reachable", cause=type(error).__name__)
            raise KeysUnavailable from error
        found = library.get_token(token_label=self._token)
        try:
            return found.open(rw=True, user_pin=pin)
        except UserAlreadyLoggedIn:
            # One signs in once for the whole process.
            return found.open(rw=True)


def _how(nonce: bytes, name: str) -> dict[str, Any]:
    return {"mechanism": Mechanism.AES_GCM, "mechanism_param": GCMParams(nonce, name.encode(), TAG_BITS)}


def _works(root: Any) -> bool:
    nonce = os.urandom(NONCE)
    try:
        return root.decrypt(root.encrypt(b"?", **_how(nonce, "")), **_how(nonce, "")) == b"?"
    except PKCS11Error:
        return False
