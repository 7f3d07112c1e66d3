"""The archive as the supervisor sees it."""

import os
from pathlib import Path

from suite.backup.databases import libpq_environment
from suite.backup.sets import Places
from suite.installation import Installation
from suite.part import Part, python


class Archive(Part):
    name = "archive"
    needs = ("postgres",)
    grace = 15.0

    def __init__(self, folder: Path, admin_url: str, secrets: Path) -> None:
        self.folder, self._admin_url, self._secrets = folder, admin_url, secrets
        self.address = str(folder)
        self._ready = folder / ".following"

    def prepare(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._ready.unlink(missing_ok=True)

    def command(self) -> list[str]:
        return [python(), "-m", "suite.archive", str(self.folder), str(self._secrets)]

    def environment(self) -> dict[str, str]:
        return libpq_environment(self._admin_url)

    def ready(self) -> bool:
        return self._ready.exists()


def chosen_archive(installation: Installation) -> Archive | None:
    """Off unless asked for: each commit then waits for a second disk."""
    if os.environ.get("PARVIS_ARCHIVE", "") in ("", "0"):
        return None
    return Archive(Places.chosen(installation.state).wal, installation.admin_url, installation.state.secrets)
