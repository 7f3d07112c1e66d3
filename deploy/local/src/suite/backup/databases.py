"""The five databases as they were in one instant: PostgreSQL's own base backup, its verifier, and its recovery."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from suite.backup import sealing
from suite.backup.sets import Set
from suite.keyring import Keyring
from suite.part import HOST, base_environment
from suite.sentences import CannotGoOn
from suite.servers.postgres import Postgres, binary

RECOVERED_WITHIN = 600.0
PARTIAL = ".partial"
# How a copy that lies unsealed for a moment is called.
UNSEALED = "backup-"


class DatabasesNotSaved(CannotGoOn):
    """PostgreSQL refused to be copied."""

    def __init__(self, said: str) -> None:
        super().__init__(f"Les bases n’ont pas pu être sauvegardées : {said}", f"The databases were not saved: {said}")


class NotRecovered(CannotGoOn):
    """PostgreSQL did not come up from the set."""

    def __init__(self, log: Path, said: str) -> None:
        super().__init__(
            f"PostgreSQL ne se relève pas de cette sauvegarde (journal : {log}). Les données d’avant sont intactes.",
            f"PostgreSQL does not recover from this backup (log: {log}): {said}",
        )


def libpq_environment(admin_url: str) -> dict[str, str]:
    """For PostgreSQL's own programs: a password on a command line is everybody's."""
    url = urlsplit(admin_url)
    return {
        **base_environment(),
        "PGHOST": url.hostname or HOST,
        "PGPORT": str(url.port or 5432),
        "PGUSER": unquote(url.username or ""),
        "PGPASSWORD": unquote(url.password or ""),
        "PGDATABASE": "postgres",
        "PGCONNECT_TIMEOUT": "5",
    }


def save(admin_url: str, into: Set, keyring: Keyring, work: Path) -> str:
    """Hot: nobody waits. The write-ahead log of the copy's own time is part of it, so it stands alone. It passes through
    `work`, a folder on the disk of the data, and leaves it sealed. Returns the oldest piece of the log that it needs."""
    with _room(work) as plain:
        _copy(admin_url, plain / "copy", into.name)
        sealing.seal_folder(plain / "copy", into.databases, sealing.recipient_of(keyring))
        return _first_wal(plain / "copy")


def _copy(admin_url: str, folder: Path, name: str) -> None:
    command = [
        *(binary("pg_basebackup"), "--pgdata", str(folder), "--wal-method=stream", "--checkpoint=fast"),
        *("--manifest-checksums=SHA256", "--label", f"parvis {name}", "--no-password"),
    ]
    done = subprocess.run(command, check=False, env=libpq_environment(admin_url), capture_output=True, text=True)
    if done.returncode:
        raise DatabasesNotSaved(done.stderr.strip()[-800:])


def verify(one: Set, work: Path) -> str:
    """Opened; every file against PostgreSQL's manifest, and the log that it needs. Empty when all is well, else what is
    not."""
    with _room(work) as plain:
        try:
            sealing.open_folder(one.databases, plain, Keyring(one.keys))
        except (OSError, sealing.NotOpened) as error:
            return f"{one.databases.name}: {error}"
        command = [binary("pg_verifybackup"), "--quiet", "--exit-on-error", str(plain)]
        done = subprocess.run(command, check=False, env=base_environment(), capture_output=True, text=True)
        return done.stderr.strip() if done.returncode else ""


@contextmanager
def _room(work: Path) -> Iterator[Path]:
    work.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(prefix=UNSEALED, dir=work) as folder:
        yield Path(folder)


def _first_wal(copy: Path) -> str:
    for line in (copy / "backup_label").read_text().splitlines():
        if line.startswith("START WAL LOCATION") and "file " in line:
            return line.partition("file ")[2].rstrip(")")
    return ""


def put_in_place(one: Set, data: Path, *, until: datetime | None = None) -> None:
    """`data` becomes a cluster that recovers when it is started: from the copy alone, then from all that the archive
    has seen since, or as it was at `until`."""
    sealing.open_folder(one.databases, data, Keyring(one.keys))
    data.chmod(0o700)
    # Names of streams of the cluster that was: whoever follows this one begins anew.
    (data / "postgresql.auto.conf").write_text("")
    archive = staged(one, data.parent / "recovering")
    with (data / "postgresql.auto.conf").open("w") as settings:
        quoted = str(archive).replace("%", "%%").replace("'", "''")
        settings.write(f'restore_command = \'cp "{quoted}/%f" "%p"\'\n')
        settings.write("recovery_target_timeline = 'latest'\n")
        settings.write("recovery_target_action = 'promote'\n")
        if until is not None:
            settings.write(f"recovery_target_time = '{until.isoformat()}'\n")
    (data / "recovery.signal").touch()


def staged(one: Set, folder: Path) -> Path:
    """The archive as recovery reads it, opened: the piece that was being written counts as far as it goes."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    # Sealed pieces are whole; they come before others of the same name.
    pieces = [piece for log in one.places.logs for piece in sorted(log.glob("*"), key=_sealed_first)]
    for piece in pieces:
        name = piece.name.removesuffix(sealing.SUFFIX).removesuffix(PARTIAL)
        target = folder / name
        is_needed = (len(name) == 24 and name[8:] >= one.manifest.first_wal[8:]) or target.suffix == ".history"
        if not piece.is_file() or not is_needed or target.exists():
            continue
        if piece.suffix == sealing.SUFFIX:
            sealing.open_file(piece, target, Keyring(one.keys))
        else:
            os.symlink(piece, target)
    return folder


def _sealed_first(piece: Path) -> bool:
    return piece.suffix != sealing.SUFFIX


def recover(server: Postgres) -> None:
    """Starts it, waits until it takes writes, and leaves it running."""
    server.start()
    deadline = time.monotonic() + RECOVERED_WITHIN
    while (said := ask(server.admin_url, "select pg_is_in_recovery()")) != "f":
        if time.monotonic() > deadline:
            server.stop()
            raise NotRecovered(server.folder / "postgres.log", said)
        time.sleep(0.1)
    # Said once, and not to the next start.
    for statement in ("restore_command", "recovery_target_time", "recovery_target_timeline", "recovery_target_action"):
        ask(server.admin_url, f"alter system reset {statement}")
    shutil.rmtree(server.folder / "recovering", ignore_errors=True)


def ask(admin_url: str, statement: str, *, database: str = "postgres") -> str:
    """The one value of a statement, as psql writes it; what it said instead when it failed."""
    command = [binary("psql"), "--no-psqlrc", "--tuples-only", "--no-align", "--quiet", "-v", "ON_ERROR_STOP=1"]
    environment = {**libpq_environment(admin_url), "PGDATABASE": database}
    done = subprocess.run(
        [*command, "-c", statement], check=False, env=environment, capture_output=True, text=True, timeout=60
    )
    return (done.stdout if done.returncode == 0 else done.stderr).strip()
