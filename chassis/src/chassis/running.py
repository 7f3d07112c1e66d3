"""What runs, told beside the measures: of which code, how configured. Who compares two moments sees what changed in between."""

import hashlib
import importlib.util
import os
import re
from collections.abc import Iterable
from pathlib import Path

from pydantic import BaseModel

from chassis import metrics

# Shared by all members: a change of either is a change of each.
SHARED = ("chassis", "contracts")
READ = {".py", ".sql", ".html", ".po", ".toml", ".md"}
# Whatever is said before the `@` of an address is a credential.
CREDENTIAL = re.compile(r"//[^/@\s]*@")
SECRET = re.compile(r"password|secret|_key$|token")


def tell(settings: BaseModel, member: str) -> None:
    """Once, at start. `PARVIS_VERSION` is the release's name; without it, the code is told by its digest."""
    metrics.CODE.labels(os.environ.get("PARVIS_VERSION") or digest_of(folders_of(member, *SHARED))).set(1)
    for name, fingerprint in fingerprints(settings).items():
        metrics.SETTING.labels(name, fingerprint).set(1)


def fingerprints(settings: BaseModel) -> dict[str, str]:
    """One per setting, so that a change has a name. No secret goes in, not even into a digest that could be guessed at."""
    found: dict[str, str] = {}
    for name, value in settings.model_dump(mode="json").items():
        is_path = name.endswith("_file")
        if SECRET.search(name) and not is_path:
            value = bool(value)
        found[name] = hashlib.sha256(CREDENTIAL.sub("//", str(value)).encode()).hexdigest()[:8]
    return found


def folders_of(*members: str) -> list[Path]:
    found = (importlib.util.find_spec(member) for member in members)
    return [Path(spec.origin).parent for spec in found if spec is not None and spec.origin is not None]


def digest_of(folders: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(path for path in folder.rglob("*") if path.suffix in READ):
            digest.update(os.fsencode(path.relative_to(folder)) + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:10]
