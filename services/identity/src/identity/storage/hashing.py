"""Password hashing behind a bulkhead: slow on purpose, so it must not make everything else slow."""

import asyncio
import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from chassis.refusals import Unavailable
from identity.domain.passwords import normal

R = TypeVar("R")
# OWASP's second profile: 19 MiB, two passes, one lane.
MEMORY_KIB, PASSES, LANES = 19_456, 2, 1
LONGEST_QUEUE = 40
# Of the thread alone: what waits for a password gives way to the pages of everybody else.
NICE = 10


class TooBusyToHash(Unavailable):
    """Trop de connexions en même temps. Réessayez dans quelques secondes."""


def _give_way() -> None:
    # Linux counts each thread by itself.
    os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICE)


class Hasher:
    """One thread and a bounded queue: a storm of sign-ins waits or is turned away, and pages stay quick (D-3)."""

    def __init__(self, *, longest_queue: int = LONGEST_QUEUE) -> None:
        self._argon = PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="hashing", initializer=_give_way)
        self._longest_queue = longest_queue
        self._waiting = 0
        # Verified when there is no account, so that an unknown identifier takes as long as a known one.
        self._nobodys = self._argon.hash("nobody has this password")

    async def hash(self, password: str) -> str:
        return await self._in_turn(self._argon.hash, normal(password))

    async def verify(self, known_hash: str | None, password: str) -> bool:
        """Whether the password is the one; False for no hash, after the same work."""
        right = await self._in_turn(self._matches, known_hash or self._nobodys, normal(password))
        return right and known_hash is not None

    def close(self) -> None:
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _matches(self, known_hash: str, password: str) -> bool:
        try:
            return self._argon.verify(known_hash, password)
        except (VerificationError, InvalidHashError):
            return False

    async def _in_turn(self, work: Callable[..., R], *args: str) -> R:
        if self._waiting >= self._longest_queue:
            raise TooBusyToHash(retry_after=3)
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, work, *args)
        finally:
            self._waiting -= 1
