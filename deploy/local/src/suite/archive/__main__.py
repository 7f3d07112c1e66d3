"""`python -m suite.archive <folder> <secrets>`: follows PostgreSQL's log; a commit is answered once it is in there too (RPO 0).

A commit must never wait for an archive that does not come back: after 30 s without one, they are answered without it, and
said so in the log. The server to follow is in the environment, as PostgreSQL's own programs read it.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

from suite.backup import sealing
from suite.keyring import Keyring
from suite.servers.postgres import binary

SLOT = "archive"
PATIENCE_SECONDS = 30.0
LOOK_EVERY = 0.5
WHOLE = "[0-9A-F]" * 24
FOLLOWING = f"select count(*) from pg_stat_replication where application_name = '{SLOT}' and state = 'streaming'"


class Follower:
    def __init__(self, folder: Path, secrets: Path) -> None:
        self._folder = folder
        self._mark = folder / ".following"
        self._recipient = sealing.recipient_of(Keyring(secrets))
        # Not known at first: one before may have died while commits waited for it.
        self._awaited: bool | None = None
        self._alone_since = time.monotonic()
        self.stopping = threading.Event()

    def run(self) -> None:
        while not self.stopping.is_set():
            self._once("--create-slot", "--if-not-exists")
            receiving = self._receive()
            self._watch(receiving)
            self.stopping.wait(LOOK_EVERY)
        self._await_it(False)

    def _watch(self, receiving: "subprocess.Popen[bytes]") -> None:
        while receiving.poll() is None:
            if self.stopping.wait(LOOK_EVERY):
                # Commits first: those that wait for us are answered before we go.
                self._await_it(False)
                receiving.send_signal(signal.SIGINT)
                receiving.wait(10)
                return
            if not self._awaited and ask(FOLLOWING) == "1":
                self._await_it(True)
                self._mark.touch()
            self._alone_since = time.monotonic()
            self._seal()
        if self._awaited:
            # A server that was started anew waits for nobody until it is told again.
            self._awaited = None
        if time.monotonic() - self._alone_since > PATIENCE_SECONDS:
            self._await_it(False)

    def _seal(self) -> None:
        """A piece that is full is sealed; only the one that is being written lies open."""
        # A full disk: at the next look. Nobody is to wait for the archive because of that.
        with suppress(OSError):
            for piece in self._folder.glob(WHOLE):
                sealing.seal_file(piece, piece.with_name(piece.name + sealing.SUFFIX), self._recipient)
                piece.unlink()

    def _receive(self) -> "subprocess.Popen[bytes]":
        command = [binary("pg_receivewal"), "--directory", str(self._folder), "--slot", SLOT]
        environment = {**os.environ, "PGAPPNAME": SLOT}
        return subprocess.Popen(
            [*command, "--synchronous", "--no-loop", "--no-password", "--status-interval=1"], env=environment
        )

    def _once(self, *words: str) -> None:
        command = [binary("pg_receivewal"), "--slot", SLOT, "--no-password", *words]
        subprocess.run(command, check=False, stderr=subprocess.DEVNULL)

    def _await_it(self, wanted: bool) -> None:
        if wanted == self._awaited:
            return
        verb = f"set synchronous_standby_names = '{SLOT}'" if wanted else "reset synchronous_standby_names"
        ask(f"alter system {verb}")
        ask("select pg_reload_conf()")
        self._awaited = wanted
        print(f"commits {'wait for the archive' if wanted else 'do not wait for the archive any more'}", flush=True)


def ask(statement: str) -> str:
    command = [binary("psql"), "--no-psqlrc", "--tuples-only", "--no-align", "--quiet", "-c", statement]
    try:
        return subprocess.run(command, check=False, capture_output=True, text=True, timeout=10).stdout.strip()
    except subprocess.TimeoutExpired:
        return ""


def main() -> int:
    follower = Follower(Path(sys.argv[1]), Path(sys.argv[2]))
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: follower.stopping.set())
    follower.run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
