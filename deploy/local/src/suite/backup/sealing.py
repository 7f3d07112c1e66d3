"""Sealed for the holder of the keys' part of a backup alone (age, age-encryption.org/v1: X25519, ChaCha20-Poly1305).

Sealing needs only the public half of the key; a bit that was changed is found when a file is opened.
"""

import os
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread
from typing import IO, Any, cast

import pyrage

from suite.keyring import Keyring

SUFFIX = ".age"
_age: Any = pyrage


class NotOpened(Exception):
    """Another key's, cut short, or not what was sealed."""


def recipient_of(keyring: Keyring) -> Any:
    return _identity(keyring).to_public()


def _identity(keyring: Keyring) -> Any:
    """Raises `NotOpened` where there is none."""
    try:
        return _age.x25519.Identity.from_str(keyring.backup_key_file.read_text().strip())
    except (OSError, _age.IdentityError) as error:
        raise NotOpened(f"no key of backups in {keyring.folder}") from error


def seal_file(source: Path, target: Path, recipient: Any) -> None:
    """`target` is whole, and on the disk, or not there."""
    with source.open("rb") as plain, _being_made(target) as sealed:
        _age.encrypt_io(plain, sealed, [recipient])


def seal_folder(folder: Path, target: Path, recipient: Any) -> None:
    """As one archive, which is written nowhere unsealed."""

    def pack(into: IO[bytes]) -> None:
        with tarfile.open(fileobj=into, mode="w|") as archive:
            archive.add(folder, arcname=".")

    # Packing that failed is raised by the inner one, so that no half archive takes its name.
    with _being_made(target) as sealed, _written_by(pack) as packed:
        _age.encrypt_io(packed, sealed, [recipient])


def open_file(source: Path, target: Path, keyring: Keyring) -> None:
    """Raises `NotOpened`."""
    with source.open("rb") as sealed, open(target, "wb", opener=_private) as plain:
        _opened(sealed, plain, _identity(keyring))


def open_folder(source: Path, target: Path, keyring: Keyring) -> None:
    """Raises `NotOpened`; what was unpacked until then stays in `target`."""
    identity, failed = _identity(keyring), list[NotOpened]()

    def unseal(into: IO[bytes]) -> None:
        try:
            with source.open("rb") as sealed:
                _opened(sealed, into, identity)
        except NotOpened as error:
            failed.append(error)

    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        with _written_by(unseal) as plain, tarfile.open(fileobj=plain, mode="r|") as archive:
            archive.extractall(target, filter="data")
            # To the end, padding included: only then is all of it known to be authentic.
            while plain.read(1 << 20):
                pass
    except tarfile.TarError as error:
        raise failed[0] if failed else NotOpened(str(error)) from error
    if failed:
        raise failed[0]


@contextmanager
def _being_made(target: Path) -> Iterator[IO[bytes]]:
    making = target.with_name(f"{target.name}.{os.getpid()}.part")
    try:
        with open(making, "wb", opener=_private) as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
    except BaseException:
        making.unlink(missing_ok=True)
        raise
    making.replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


def _opened(sealed: IO[bytes], plain: IO[bytes], identity: Any) -> None:
    try:
        _age.decrypt_io(sealed, plain, [identity])
    except BrokenPipeError:
        raise
    # What the library finds wrong on its way it tells as a failure to read.
    except (_age.DecryptError, OSError) as error:
        raise NotOpened(str(error)) from error


@contextmanager
def _written_by(write: Callable[[IO[bytes]], None]) -> Iterator[IO[bytes]]:
    """What a function writes, read while it is written."""
    reading, writing = os.pipe()
    failed: list[BaseException] = []

    def run() -> None:
        try:
            # A reader that left says itself why.
            with suppress(BrokenPipeError), os.fdopen(writing, "wb") as into:
                write(cast(IO[bytes], into))
        except BaseException as error:
            failed.append(error)

    thread = Thread(target=run, daemon=True)
    with os.fdopen(reading, "rb") as reader:
        thread.start()
        try:
            yield reader
        finally:
            reader.close()
            thread.join()
    if failed:
        raise failed[0]


def new_key() -> str:
    return str(_age.x25519.Identity.generate())


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
