"""The letters that tell applicants « your request has come »: looked for by those who wait for one."""

import asyncio
from collections.abc import Iterable

import httpx

from kit.eventually import eventually
from kit.suite import RunningSuite

AT_ONCE = 8


class Acknowledgements:
    """Applicant's address → Message-ID of each letter. The mailbox keeps its latest 20,000: looked at as one goes on."""

    def __init__(self, suite: RunningSuite) -> None:
        self.suite = suite
        self.received: dict[str, list[str]] = {}

    async def all_of(self, addresses: Iterable[str], *, within: float) -> None:
        """Until each of them has one; fails when one has none within so many seconds."""
        waiting = set(addresses).difference(self.received)

        async def nobody_waits() -> bool:
            await self.look(waiting)
            waiting.difference_update(self.received)
            return not waiting

        await eventually(nobody_waits, within=within, every=2)

    async def look(self, addresses: Iterable[str]) -> None:
        """What is there now. A letter that the mailbox let go since is not forgotten."""
        turns = asyncio.Semaphore(AT_ONCE)
        async with httpx.AsyncClient(base_url=self.suite.mailbox, timeout=60) as http:

            async def one(address: str) -> None:
                async with turns:
                    answer = await http.get("/api/messages", params={"to": address})
                there = [mail["message_id"] for mail in answer.raise_for_status().json()]
                if len(there) > len(self.received.get(address, [])):
                    self.received[address] = there

            await asyncio.gather(*map(one, list(addresses)))

    @property
    def again(self) -> int:
        """How many letters came a second time, after a crash between the mailbox's answer and our note of it."""
        return sum(len(ids) - 1 for ids in self.received.values())

    @property
    def by_one_message(self) -> bool:
        """Whether who received two received the same one."""
        return all(len(set(ids)) == 1 for ids in self.received.values())
