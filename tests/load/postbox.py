"""The mail server of these measurements, how long is waited, and how a result is told."""

import asyncio
import re
import sys
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

_MESSAGE_ID = re.compile(rb"^message-id:\s*(<[^>]+>)", re.IGNORECASE | re.MULTILINE)


@dataclass
class Postbox:
    """Takes everything, after `holds` seconds, and notes when each address had its first, and the Message-ID of each."""

    port: int
    holds: float = 0.0
    taken: dict[str, float] = field(default_factory=dict[str, float])
    ids: dict[str, list[str]] = field(default_factory=lambda: defaultdict[str, list[str]](list))

    async def handle_DATA(self, _: Any, __: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        found = _MESSAGE_ID.search(envelope.content)
        for address in envelope.rcpt_tos:
            self.taken.setdefault(address, time.monotonic())
            self.ids[address].append(found[1].decode() if found else "")
        await asyncio.sleep(self.holds)
        return "250 2.0.0 taken"

    @property
    def repeated(self) -> int:
        return sum(len(ids) - 1 for ids in self.ids.values())

    @property
    def told_apart(self) -> list[str]:
        """Addresses whose repetitions nobody could recognise. Nobody, one hopes."""
        return [address for address, ids in self.ids.items() if len(set(ids)) != 1]


async def until(done: Callable[[], bool | Awaitable[bool]], *, within: float) -> bool:
    ends = time.monotonic() + within
    while time.monotonic() < ends:
        answer = done()
        if answer if isinstance(answer, bool) else await answer:
            return True
        await asyncio.sleep(0.25)
    return False


def tell(sentence: str, kept: bool) -> bool:
    sys.stdout.write(f"{'✓' if kept else '✗'} {sentence}\n")
    sys.stdout.flush()
    return kept
