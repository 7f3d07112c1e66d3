"""The mail servers and HTTP providers that take our mails, by weight; when one is out of reach the others take its part."""

import random
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from typing import Any, NamedTuple, Protocol
from urllib.parse import parse_qs, urlsplit, urlunsplit

from notifier.delivery.answer import Answer
from notifier.delivery.breaker import Breaker
from notifier.delivery.mailgun import SCHEME, MailgunProvider
from notifier.delivery.smtp import ProviderUnavailable, SmtpProvider
from notifier.mails.mail import Mail


class Provider(Protocol):
    """Who takes mails: a mail server, or a provider over HTTP."""

    name: str
    port: int
    breaker: Breaker

    def line(self) -> AbstractAsyncContextManager[Any]: ...
    async def hand_over(self, client: Any, mail: Mail, *, message_id: str) -> Answer: ...
    def close(self) -> None: ...


class Line(NamedTuple):
    """A connection on which a mail may be begun, and whose it is."""

    provider: Provider
    client: Any

    @property
    def name(self) -> str:
        return self.provider.name


class AllBreakers:
    """Open while every one is: as long as one answers, mails leave."""

    def __init__(self, providers: Sequence[Provider]) -> None:
        self._breakers = [provider.breaker for provider in providers]

    @property
    def is_open(self) -> bool:
        return all(breaker.is_open for breaker in self._breakers)

    @property
    def is_being_tried(self) -> bool:
        return all(breaker.is_open or breaker.is_being_tried for breaker in self._breakers) and not self.is_open

    @property
    def opens_in(self) -> float:
        return min(breaker.opens_in for breaker in self._breakers)


class Providers:
    """`urls` parted by commas; `?weight=3` gives one three times the part of another (1 when unsaid, 0: only when no
    other answers). Raises `ProviderUnavailable` before, and never after, something was handed over."""

    def __init__(self, urls: str, *, lines: int, chance: Callable[[], float] = random.random) -> None:
        found = [_weighted(url.strip()) for url in urls.split(",") if url.strip()]
        self._weighted = [(_provider(url, lines), weight) for url, weight in found or [("", 1.0)]]
        self._chance = chance
        self.breaker = AllBreakers([provider for provider, _ in self._weighted])

    @asynccontextmanager
    async def line(self) -> AsyncIterator[Line]:
        async with AsyncExitStack() as stack:
            yield await self._first_that_answers(stack)

    async def hand_over(self, line: Line, mail: Mail, *, message_id: str) -> Answer:
        return await line.provider.hand_over(line.client, mail, message_id=message_id)

    def close(self) -> None:
        for provider, _ in self._weighted:
            provider.close()

    async def _first_that_answers(self, stack: AsyncExitStack) -> Line:
        failure = ProviderUnavailable()
        for provider in self._in_turn():
            try:
                return Line(provider, await stack.enter_async_context(provider.line()))
            except ProviderUnavailable as error:
                failure = error
        raise failure

    def _in_turn(self) -> list[Provider]:
        """Drawn by weight; those that failed a moment ago last, since a mail that waits for them need not."""
        drawn = sorted(self._weighted, key=lambda one: self._chance() ** (1 / one[1]) if one[1] else -1.0, reverse=True)
        return sorted((provider for provider, _ in drawn), key=lambda provider: provider.breaker.is_open)


def _provider(url: str, lines: int) -> Provider:
    return MailgunProvider(url, lines=lines) if url.startswith(SCHEME) else SmtpProvider(url, lines=lines)


def _weighted(url: str) -> tuple[str, float]:
    parts = urlsplit(url)
    weight = parse_qs(parts.query).get("weight", ["1"])[0]
    return urlunsplit(parts._replace(query="")), max(0.0, float(weight))
