"""The keys, kept apart from what they open: who finds one of the two has nothing."""

import hashlib
import os
import shutil
from pathlib import Path

from suite.backup.sets import Set
from suite.keyring import Keyring
from suite.sentences import CannotGoOn

# Neither may ever lose a line to a restore.
LEDGERS = ("documents.master.destroyed", "erasures.jsonl")


class KeysMissing(CannotGoOn):
    """The keys that open this set are nowhere to be found."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"Les clés de cette sauvegarde manquent ({folder}) : sans elles aucune pièce ne s’ouvre. "
            "Indiquez leur dossier avec PARVIS_KEY_BACKUPS.",
            f"The keys of this backup are missing ({folder}): say where they are by PARVIS_KEY_BACKUPS.",
        )


def save(keyring: Keyring, into: Set) -> str:
    """Returns the fingerprint of the root key."""
    shutil.copytree(keyring.folder, into.keys, ignore=shutil.ignore_patterns(".*"))
    into.keys.chmod(0o700)
    return fingerprint(keyring.master_key_file)


def refresh(keyring: Keyring, into: Set) -> None:
    """The ledgers, as long as they have grown meanwhile."""
    for name in LEDGERS:
        if (keyring.folder / name).exists():
            shutil.copy2(keyring.folder / name, into.keys / name)


def fingerprint(master_key_file: Path) -> str:
    return hashlib.sha256(master_key_file.read_bytes().strip()).hexdigest()[:16] if master_key_file.exists() else ""


def verify(one: Set) -> str:
    """Empty when the keys beside the set are those that open it."""
    found = fingerprint(Keyring(one.keys).master_key_file)
    if not found:
        return f"no keys in {one.keys}"
    return "" if found == one.manifest.keys else f"the keys in {one.keys} open another set"


def put_back(one: Set, keyring: Keyring) -> None:
    """The set's own keys; both ledgers as long as the longer of what is here and what was saved."""
    if verify(one):
        raise KeysMissing(one.keys)
    kept = {name: _lines(keyring.folder / name) for name in LEDGERS}
    keyring.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for path in one.keys.iterdir():
        if path.name not in LEDGERS:
            shutil.copy2(path, keyring.folder / path.name)
    for name, here in kept.items():
        saved = _lines(one.keys / name)
        merged = list(dict.fromkeys([*saved, *here, *_newer(one, name)]))
        if merged:
            _append_only(keyring.folder / name, merged)


def _newer(one: Set, name: str) -> list[str]:
    """What later backups of the keys knew: the disk that was lost may have held the only living ledger."""
    later = sorted(path for path in one.places.keys.glob("*") if path.is_dir() and path.name > one.name)
    return [line for folder in later for line in _lines(folder / name)]


def _lines(path: Path) -> list[str]:
    return path.read_text().splitlines() if path.exists() else []


def _append_only(path: Path, lines: list[str]) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as stream:
        stream.write("".join(f"{line}\n" for line in lines))
        stream.flush()
        os.fsync(stream.fileno())
