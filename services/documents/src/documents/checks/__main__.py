"""`python -m documents.checks`: loads what the checks need once, and forks a process for each file.

It is asked on its standard input, a socket of messages: `[work, …]` in JSON (`check [type]`, `page <number> <width>` or
`stamp <words>`) with two sockets. The child reads the file from the first and answers there: one line of JSON, then what
was made of the file. On the second, the leash, a byte says that the child is born and four that it ended, and how;
whoever closes its other end wants the child killed. This process itself never sees a byte of any file.
"""

import gc
import json
import os
import resource
import selectors
import signal
import socket
import sys
from typing import NamedTuple, NoReturn

import msgspec

from documents.checks import sandbox, work
from documents.domain.media import MediaType

LONGEST_ORDER = 1 << 16
MOST_FILES = 256
BORN = b"+"
STATUS = 4


class Child(NamedTuple):
    pid: int
    handle: int
    leash: socket.socket


class Parent:
    def __init__(self, door: socket.socket) -> None:
        self._door, self._watched = door, selectors.DefaultSelector()
        self._leashed: set[int] = set()
        _ = self._watched.register(door, selectors.EVENT_READ)

    def live(self) -> None:
        """Until whoever asks goes away: the children go with us."""
        while True:
            for key, _ in self._watched.select():
                child: Child | None = key.data
                if child is None:
                    if not self._take_order():
                        return
                elif key.fileobj is child.leash:
                    self._kill(child)
                else:
                    self._bury(child)

    def _take_order(self) -> bool:
        order, sockets, _, _ = socket.recv_fds(self._door, LONGEST_ORDER, 2)
        if len(sockets) != 2:
            return False
        wire, leash = (socket.socket(fileno=one) for one in sockets)
        pid = os.fork()
        if pid == 0:
            become(wire, json.loads(order))
        wire.close()
        child = Child(pid, os.pidfd_open(pid), leash)
        # Whoever asked may be gone already: the leash says so next.
        _say(leash, BORN)
        self._leashed.add(pid)
        _ = self._watched.register(leash, selectors.EVENT_READ, child)
        _ = self._watched.register(child.handle, selectors.EVENT_READ, child)
        return True

    def _kill(self, child: Child) -> None:
        # It may have ended in the same turn.
        if child.pid in self._leashed:
            self._unleash(child)
            os.kill(child.pid, signal.SIGKILL)

    def _bury(self, child: Child) -> None:
        _, status = os.waitpid(child.pid, 0)
        _say(child.leash, os.waitstatus_to_exitcode(status).to_bytes(STATUS, signed=True))
        if child.pid in self._leashed:
            self._unleash(child)
        _ = self._watched.unregister(child.handle)
        os.close(child.handle)
        child.leash.close()

    def _unleash(self, child: Child) -> None:
        self._leashed.remove(child.pid)
        _ = self._watched.unregister(child.leash)


def become(wire: socket.socket, order: list[str]) -> NoReturn:
    """From here on this process is one check, and has nothing but its file."""
    code = 1
    try:
        for standard in (0, 1):
            _ = os.dup2(wire.fileno(), standard)
        os.closerange(3, MOST_FILES)
        sandbox.enter(tasks=sandbox.THREADS if order == ["check", MediaType.HEIC] else 0)
        verdict, made = work.done(sys.stdin.buffer.read(), *order)
        sys.stdout.buffer.write(msgspec.json.encode(verdict) + b"\n")
        sys.stdout.buffer.write(made)
        sys.stdout.buffer.flush()
        code = 0
    finally:
        # Not sys.exit: nothing of the parent is ours to tidy.
        os._exit(code)


def _say(leash: socket.socket, words: bytes) -> None:
    try:
        leash.sendall(words)
    except OSError:
        return


def main() -> None:
    work.prepare()
    resource.setrlimit(resource.RLIMIT_NOFILE, (MOST_FILES, MOST_FILES))
    door = socket.socket(fileno=os.dup(0))
    # The collector must not write into the pages that children share.
    gc.collect()
    gc.freeze()
    Parent(door).live()


if __name__ == "__main__":
    main()
