"""`parvis up`: everything runs when it returns 0, and nothing is left half-running when it does not."""

import asyncio
import fcntl
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from chassis.configuration import known, misspelt
from suite.assets import build_assets
from suite.cli.addresses import print_addresses
from suite.cli.down import stop_suite
from suite.cli.progress import Progress, say
from suite.cli.restart import OURS, restart
from suite.cluster import twin_of
from suite.demo import demo_accounts, load_demo
from suite.installation import Installation
from suite.part import Part, base_environment, python
from suite.parts import parts, provisioning
from suite.provision.migrations import behind
from suite.sentences import CannotGoOn, PortTaken
from suite.state import code_changed_since
from suite.supervisor.orphans import end_orphans
from suite.supervisor.progress import busy
from suite.supervisor.records import Board, Condition, Record
from suite.topology import SERVICES

GIGABYTE = 1 << 30
# Deaths before the first « ready » that we wait through: a killed PostgreSQL may need one or two to recover.
PATIENCE_DEATHS = 3
# Without a sign of work from any of those that are waited for, longer than each of them has.
PATIENCE_SECONDS = 180.0
TELL_EVERY = 15.0
PORTS_FREE_WITHIN = 10.0
# What a person signs in with: said to one command, never to the processes that it starts.
PERSONAL = ("PARVIS_PASSWORD", "PARVIS_CODE")
# What is read here and by no service: misspelt, it would be believed to be set.
OURS_ALONE = {
    *("PARVIS_ARCHIVE", "PARVIS_BACKUPS", "PARVIS_CLUSTER", "PARVIS_FORK", "PARVIS_KEY_BACKUPS", "PARVIS_OPERATOR"),
    *("PARVIS_PORT_BASE", "PARVIS_RATE_LIMITS", "PARVIS_STATE"),
}


class OtherBase(CannotGoOn):
    """The suite of this checkout already runs, on other ports."""

    def __init__(self, base: int) -> None:
        super().__init__(
            f"Parvis tourne déjà ici avec PARVIS_PORT_BASE={base} : make down d’abord.",
            f"This checkout already runs with PARVIS_PORT_BASE={base}: make down first.",
        )


class DidNotStart(CannotGoOn):
    """A process keeps dying before it is ready."""

    def __init__(self, record: Record, log: object) -> None:
        super().__init__(
            f"{record.name} ne démarre pas (journal : {log}).",
            f"{record.name} does not start:\n{record.last_words.strip()}",
        )


class NotRenewed(CannotGoOn):
    """The running suite could not be brought to the code of this checkout."""

    def __init__(self, step: str, output: str) -> None:
        super().__init__(
            f"La mise à jour ({step}) a échoué : la suite tourne encore avec son ancien code.",
            f"The update ({step}) failed; the suite still runs its former code.\n{output.strip()[-1500:]}",
        )


class NotProvisioned(CannotGoOn):
    """A server that is not ours refused what the suite needs in it."""

    def __init__(self, step: str, output: str) -> None:
        super().__init__(
            f"Le serveur extérieur ({step}) ne s’est pas laissé préparer : vérifiez son adresse et ses droits.",
            f"The outside server ({step}) could not be prepared: check its address and rights.\n{output.strip()[-1500:]}",
        )


def up() -> int:
    installation = Installation.chosen()
    for sentence in misspelt(os.environ, known=known() | OURS_ALONE):
        say(f"⚠ {sentence}")
    installation.state.ensure()
    with _alone(installation):
        board = Board.read(_board_path(installation))
        if board and board.supervised():
            if board.port_base != installation.ports.base:
                raise OtherBase(board.port_base)
            return _report_running(installation, board)
        _start(installation, board)
    print_addresses(installation, demo_accounts(installation))
    return 0


def load_demo_again() -> int:
    installation = Installation.chosen()
    board = Board.read(_board_path(installation))
    if board is None or not board.supervised():
        return up()
    load_demo(installation, Progress(), again=True)
    print_addresses(installation, demo_accounts(installation))
    return 0


def _report_running(installation: Installation, board: Board) -> int:
    deadline = time.monotonic() + 30
    while not board.all_running() and time.monotonic() < deadline:
        time.sleep(0.1)
        board = Board.read(_board_path(installation)) or board
    for record in board.records:
        if record.condition is not Condition.RUNNING:
            raise DidNotStart(record, installation.state.log(record.name))
    say("Parvis tourne déjà.")
    if {part.name for part in parts(installation)} != {record.name for record in board.records}:
        say("Cette version a d’autres processus que celle qui tourne : make down && make up les prend en compte.")
    progress = Progress()
    if code_changed_since(oldest_of_ours(board)):
        _renew(installation, progress)
    elif asyncio.run(behind(installation.admin_url, SERVICES)):
        # What runs is as young as the code: `parvis restart` came first.
        _bring_schema(progress)
    load_demo(installation, progress)
    print_addresses(installation, demo_accounts(installation))
    return 0


def oldest_of_ours(board: Board) -> float:
    """Since when the process of ours runs that was started first: what is younger is not in it."""
    return min(
        (record.started for record in board.records if twin_of(record.name) in OURS and record.started), default=0.0
    )


def _renew(installation: Installation, progress: Progress) -> None:
    """Code is younger than what runs: the schema first (it only ever widens), then one process after the other."""
    with progress.step("pages et styles"):
        build_assets()
    _bring_schema(progress)
    for name in OURS:
        with progress.step(f"{name} : code nouveau"):
            restart(name, quiet=True)


def _bring_schema(progress: Progress) -> None:
    with progress.step("migrations"):
        for step in ("databases", "bus"):
            done = subprocess.run(provisioning(step), check=False, capture_output=True, text=True, timeout=240)
            if done.returncode:
                raise NotRenewed(step, done.stderr)


def _start(installation: Installation, left: Board | None) -> None:
    progress = Progress()
    _warn_of_little_room(installation)
    if ended := end_orphans(left):
        progress.done(f"processus orphelins terminés : {', '.join(ended)}")
    installation.keyring.ensure()
    _check(parts(installation), patience=PORTS_FREE_WITHIN if ended else 0.0)
    with progress.step("pages et styles"):
        build_assets()
    _prepare_outside(installation, progress)
    supervisor = subprocess.Popen(
        [python(), "-m", "suite.supervisor"],
        env=supervisor_environment(),
        stdin=subprocess.DEVNULL,
        stdout=installation.state.log("supervisor").open("ab"),
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        _wait_until_all_run(installation, supervisor, progress)
        load_demo(installation, progress)
    except BaseException:
        # Ctrl-C as well: what this command began, it ends.
        say("… arrêt")
        stop_suite(installation.state)
        if supervisor.poll() is None:
            supervisor.terminate()
            supervisor.wait(60)
        raise


def _check(needed: list[Part], *, patience: float) -> None:
    """Who has just been ended may hold its port a moment longer, as its threads end after it."""
    give_up = time.monotonic() + patience
    for part in needed:
        while True:
            try:
                part.check()
                break
            except PortTaken:
                if time.monotonic() > give_up:
                    raise
                time.sleep(0.1)


def supervisor_environment() -> dict[str, str]:
    told = {name: value for name, value in os.environ.items() if name.startswith(("PARVIS_", "OTEL_"))}
    return {name: value for name, value in {**base_environment(), **told}.items() if name not in PERSONAL}


def _prepare_outside(installation: Installation, progress: Progress) -> None:
    outside = installation.outside
    given = {"databases": outside.database_url, "bus": outside.nats_url, "objects": outside.s3_url}
    for step, url in given.items():
        if url:
            with progress.step(f"serveur extérieur : {step}"):
                done = subprocess.run(provisioning(step), check=False, capture_output=True, text=True, timeout=120)
                if done.returncode:
                    raise NotProvisioned(step, done.stderr)


def _wait_until_all_run(installation: Installation, supervisor: "subprocess.Popen[bytes]", progress: Progress) -> None:
    told: set[str] = set()
    moved_at = told_at = time.monotonic()
    signs: list[tuple[str, str, str]] = []
    while True:
        board = Board.read(_board_path(installation))
        records = board.records if board and board.pid == supervisor.pid else []
        for record in records:
            if record.condition is Condition.RUNNING and record.name not in told:
                told.add(record.name)
                progress.done(record.name, seconds=record.ready_after, note=record.address)
            elif record.name not in told and record.restarts >= PATIENCE_DEATHS:
                raise DidNotStart(record, installation.state.log(record.name))
        if records and len(told) == len(records):
            return
        if supervisor.poll() is not None:
            raise CannotGoOn(
                f"Le superviseur s’est arrêté (journal : {installation.state.log('supervisor')}).",
                "The supervisor ended by itself.",
            )
        late = [record for record in records if record.name not in told]
        now, former = time.monotonic(), signs
        signs = [(record.name, record.condition, record.getting_on) for record in late]
        moved_at = now if signs != former else moved_at
        if now - moved_at > PATIENCE_SECONDS:
            first = next(iter(late), Record("parvis"))
            raise DidNotStart(first, installation.state.log(first.name))
        if now - told_at > TELL_EVERY:
            told_at = now
            starting = [_telling(one) for one in late if one.condition is Condition.STARTING]
            say(f"  … {', '.join(starting) or 'attente'} ; {busy()}")
        time.sleep(0.03)


def _telling(record: Record) -> str:
    """Whoever has only just begun has nothing to tell yet."""
    return f"{record.name} ({record.getting_on})" if record.getting_on else record.name


def _warn_of_little_room(installation: Installation) -> None:
    free = shutil.disk_usage(installation.state.root).free
    if free < GIGABYTE:
        print(
            f"⚠ Moins de 1 Go libre pour {installation.state.root} ({free >> 20} Mo) : les bases risquent de s’arrêter. / "
            "Less than 1 GB free: the databases may stop.",
            file=sys.stderr,
        )


@contextmanager
def _alone(installation: Installation) -> Iterator[None]:
    """Two `make up` at once: the second waits for the first, then sees that everything runs."""
    with (installation.state.run / "up.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Un autre « make up » est à l'œuvre ici : celui-ci attend qu’il ait fini.")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _board_path(installation: Installation):
    return installation.state.run / "status.json"
