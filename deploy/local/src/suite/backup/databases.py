"""The five databases as they were in one instant: PostgreSQL's own base backup, its verifier, and its recovery."""

import os
import shutil
import subprocess
import time
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from suite.backup.sets import Places, Set
from suite.part import HOST, base_environment
from suite.sentences import CannotGoOn
from suite.servers.postgres import Postgres, binary

RECOVERED_WITHIN = 600.0
PARTIAL = ".partial"


class DatabasesNotSaved(CannotGoOn):
    """PostgreSQL refused to be copied."""

    def __init__(self, said: str) -> None:
        super().__init__(f"Les bases n'ont pas pu être sauvegardées : {said}", f"The databases were not saved: {said}")


class NotRecovered(CannotGoOn):
    """PostgreSQL did not come up from the set."""

    def __init__(self, log: Path, said: str) -> None:
        super().__init__(
            f"PostgreSQL ne se relève pas de cette sauvegarde (journal : {log}). Les données d'avant sont intactes.",
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


def save(admin_url: str, into: Set) -> None:
    """Hot: nobody waits. The write-ahead log of the copy's own time is part of it, so it stands alone."""
    command = [
        *(binary("pg_basebackup"), "--pgdata", str(into.databases), "--wal-method=stream", "--checkpoint=fast"),
        *("--manifest-checksums=SHA256", "--label", f"parvis {into.name}", "--no-password"),
    ]
    done = subprocess.run(command, check=False, env=libpq_environment(admin_url), capture_output=True, text=True)
    if done.returncode:
        raise DatabasesNotSaved(done.stderr.strip()[-800:])


def verify(one: Set) -> str:
    """Every file against PostgreSQL's manifest, and the log that it needs. Empty when all is well, else what is not."""
    command = [binary("pg_verifybackup"), "--quiet", "--exit-on-error", str(one.databases)]
    done = subprocess.run(command, check=False, env=base_environment(), capture_output=True, text=True)
    return done.stderr.strip() if done.returncode else ""


def first_wal(one: Set) -> str:
    """The oldest piece of the log that this copy needs."""
    for line in (one.databases / "backup_label").read_text().splitlines():
        if line.startswith("START WAL LOCATION") and "file " in line:
            return line.partition("file ")[2].rstrip(")")
    return ""


def put_in_place(one: Set, data: Path, *, until: datetime | None = None) -> None:
    """`data` becomes a cluster that recovers when it is started: from the copy alone, then from all that the archive
    has seen since, or as it was at `until`."""
    data.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    shutil.copytree(one.databases, data)
    data.chmod(0o700)
    # Names of streams of the cluster that was: whoever follows this one begins anew.
    (data / "postgresql.auto.conf").write_text("")
    archive = staged(one.places, data.parent / "recovering")
    with (data / "postgresql.auto.conf").open("w") as settings:
        quoted = str(archive).replace("%", "%%").replace("'", "''")
        settings.write(f'restore_command = \'cp "{quoted}/%f" "%p"\'\n')
        settings.write("recovery_target_timeline = 'latest'\n")
        settings.write("recovery_target_action = 'promote'\n")
        if until is not None:
            settings.write(f"recovery_target_time = '{until.isoformat()}'\n")
    (data / "recovery.signal").touch()


def staged(places: Places, folder: Path) -> Path:
    """The archive as recovery reads it: the piece that was being written counts as far as it goes."""
    folder.mkdir(parents=True, exist_ok=True)
    for piece in places.wal.glob("*") if places.wal.is_dir() else ():
        whole = folder / piece.name.removesuffix(PARTIAL)
        if piece.is_file() and not whole.exists() and (len(whole.name) == 24 or whole.suffix == ".history"):
            os.symlink(piece, whole)
    return folder


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
