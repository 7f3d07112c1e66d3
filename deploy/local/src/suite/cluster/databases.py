"""Two PostgreSQL: one leads, the other follows, and no commit is told before both have it on their disks.

Which one leads is written in a file that the sentinel alone changes. The one that does not lead is made anew from the one
that does whenever it is not already following it.
"""

import contextlib
import fcntl
import json
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import psutil

from suite.keyring import write_private
from suite.part import HOST, Child, base_environment, python
from suite.sentences import CannotGoOn
from suite.servers.postgres import SUPERUSER, Postgres, as_ordinary_user, binary
from suite.supervisor.records import find, start_time

LEADER_WITHIN = 60.0


class VolumeLost(CannotGoOn):
    """The leader's data is gone. It must not begin anew, empty: its follower has everything."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Les données de {name}, qui menait, ont disparu : la sentinelle va promouvoir l’autre.",
            f"The data of {name}, which led, is gone: the sentinel will promote the other one.",
        )


class NotFollowing(CannotGoOn):
    """The leader could not be copied yet."""

    def __init__(self, name: str, cause: str) -> None:
        super().__init__(f"{name} ne peut pas encore suivre : {cause}", f"{name} cannot follow yet.")


class Deposed(CannotGoOn):
    """While it was being prepared to lead, the other one was made leader."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} ne mène plus : l’autre a été promu.", f"{name} leads no more: the other one does.")


class Pair:
    """What both of them, and the sentinel, know."""

    def __init__(self, folder: Path, ports: tuple[int, int], *, password: str) -> None:
        self.folder, self.password = folder, password
        self._ports = dict(enumerate(ports, start=1))
        self._file = folder / "leader"

    @property
    def leader(self) -> int | None:
        """None before there has been one."""
        with contextlib.suppress(OSError, ValueError):
            return int(self._file.read_text())
        return None

    def lead(self, number: int) -> None:
        write_private(self._file, f"{number}\n")

    @contextlib.contextmanager
    def deciding(self) -> Iterator[None]:
        """Who leads does not change while one is started as what it is, and nobody is started while it changes."""
        with (self.folder / "deciding").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def note_process(self, number: int, pid: int) -> None:
        write_private(self._process_file(number), json.dumps([pid, start_time(pid)]))

    def process(self, number: int) -> psutil.Process | None:
        """The one that was started last, while it lives."""
        with contextlib.suppress(OSError, ValueError):
            pid, started = json.loads(self._process_file(number).read_text())
            return find(pid, started)
        return None

    def _process_file(self, number: int) -> Path:
        return self.folder / f"{self.name_of(number)}.pid"

    def other(self, number: int) -> int:
        return 3 - number

    def port_of(self, number: int) -> int:
        return self._ports[number]

    def name_of(self, number: int) -> str:
        return f"postgres.{number}"


class Paired(Postgres):
    # A copy of the leader is made before it starts.
    ready_within = 180.0

    def __init__(self, pair: Pair, number: int) -> None:
        super().__init__(pair.folder / f"postgres.{number}", pair.port_of(number), password=pair.password)
        self.name, self._pair, self._number = pair.name_of(number), pair, number
        self._prepared_to_lead = False

    @property
    def leads(self) -> bool:
        return self._pair.leader == self._number or (self._pair.leader is None and self._number == 1)

    def prepare(self) -> None:
        self._prepared_to_lead = self.leads
        if self._pair.leader is None and self.leads:
            super().prepare()
            self._pair.lead(self._number)
        elif self.leads:
            if not (self.data / "PG_VERSION").exists():
                raise VolumeLost(self.name)
            # The sentinel made it lead, and it died before it knew.
            (self.data / "standby.signal").unlink(missing_ok=True)
        elif not (self.data / "standby.signal").exists():
            self._follow()
        (self.data / "parvis.conf").write_text(self._settings())

    def spawn(self, log: Path) -> Child:
        with self._pair.deciding():
            if self.leads != self._prepared_to_lead:
                raise Deposed(self.name)
            child = super().spawn(log)
            self._pair.note_process(self._number, child.pid)
            return child

    def once_ready(self) -> list[str]:
        return [python(), "-m", "suite.provision", "databases"] if self.leads else []

    def _follow(self) -> None:
        """What was here is no part of the leader's history, or nothing yet."""
        leader = self._wait_for_leader()
        shutil.rmtree(self.data, ignore_errors=True)
        making = self.folder / "copying"
        shutil.rmtree(making, ignore_errors=True)
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        command = [
            *as_ordinary_user(binary("pg_basebackup")),
            *(f"--pgdata={making}", f"--host={HOST}", f"--port={self._pair.port_of(leader)}"),
            *(f"--username={SUPERUSER}", "--write-recovery-conf", "--wal-method=stream", "--checkpoint=fast"),
        ]
        environment = {**base_environment(), "PGPASSWORD": self._pair.password}
        made = subprocess.run(command, check=False, capture_output=True, text=True, env=environment)
        if made.returncode or self._pair.leader != leader:
            raise NotFollowing(self.name, made.stderr.strip()[-300:])
        making.rename(self.data)

    def _wait_for_leader(self) -> int:
        deadline = time.monotonic() + LEADER_WITHIN
        while time.monotonic() < deadline:
            leader = self._pair.leader
            if leader == self._number:
                raise NotFollowing(self.name, "it leads now")
            if leader is not None and listens(self._pair.port_of(leader)):
                return leader
            time.sleep(0.1)
        raise NotFollowing(self.name, "the leader does not answer")

    def _settings(self) -> str:
        other = self._pair.name_of(self._pair.other(self._number)).replace(".", "_")
        own = self.name.replace(".", "_")
        return super()._settings() + (
            # What the other one is told it is called, and whose acknowledgement each commit waits for.
            f"cluster_name = '{own}'\n"
            f"synchronous_standby_names = '{other}'\n"
            "synchronous_commit = on\n"
            "wal_keep_size = '512MB'\n"
            "wal_receiver_status_interval = '1s'\n"
            "wal_retrieve_retry_interval = '300ms'\n"
            # Shorter than the services wait for a commit (chassis.database): one that is given up is kept by the leader alone,
            # and by then the sentinel must know that its follower lacks something.
            "wal_sender_timeout = '4s'\n"
            "wal_receiver_timeout = '4s'\n"
        )


def listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1.0)
        return probe.connect_ex((HOST, port)) == 0
