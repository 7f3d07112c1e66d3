"""A service under test: the real application on real servers, called over HTTP or by command."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import httpx
import msgspec
from litestar import Litestar
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from chassis.actor import Actor
from chassis.commands import Commands
from chassis.service import Service
from chassis.settings import Settings
from kit.actors import gateway_token, token_for
from kit.clock import MovableClock
from kit.servers import Servers

# Headers that would no longer be true of a page's words once they are changed.
_OF_ITS_BYTES = frozenset({"content-encoding", "content-length", "transfer-encoding"})


class ServiceUnderTest:
    def __init__(self, name: str, app: Litestar, servers: Servers, clock: MovableClock, owner: AsyncEngine) -> None:
        self.name, self.app, self.servers, self.clock = name, app, servers, clock
        self.service: Service[Any] = app.state.service
        self._owner = owner
        transport = httpx.ASGITransport(app=app)  # pyright: ignore[reportArgumentType]
        self._http = httpx.AsyncClient(transport=transport, base_url=f"http://{name}.test", timeout=60)

    @property
    def commands(self) -> Commands[Any]:
        return self.service.commands

    async def run(self, handler: Any, command: Any, *, actor: Actor, **options: Any) -> Any:
        return await self.commands.run(handler, command, actor=actor, **options)

    async def ask(self, query: Any, question: Any, *, actor: Actor) -> Any:
        return await self.service.queries.ask(query, question, actor=actor)

    async def call(self, actor: Actor | None, method: str, path: str, **options: Any) -> httpx.Response:
        """The HTTP answer, with the actor's token; None sends none."""
        headers = dict(options.pop("headers", {}))
        if actor is not None:
            token = token_for(actor, self.servers.keyring, audience=self.name, now=self.clock)
            headers["authorization"] = f"Bearer {token}"
        return _plain(await self._http.request(method, path, headers=headers, **options))

    async def call_as_gateway(self, method: str, path: str, **options: Any) -> httpx.Response:
        token = gateway_token(self.servers.keyring, audience=self.name, now=self.clock)
        headers = {**options.pop("headers", {}), "authorization": f"Bearer {token}"}
        return _plain(await self._http.request(method, path, headers=headers, **options))

    async def published(self, tenant: UUID, *, type: str | None = None) -> list[Mapping[str, Any]]:
        """What was recorded in the outbox for this tenant, oldest first."""
        rows = await self.rows("select * from outbox where tenant = :tenant order by position", tenant=tenant)
        return [row for row in rows if type is None or row["type"] == type]

    async def rows(self, statement: str, **values: Any) -> list[Mapping[str, Any]]:
        """Rows as the superuser sees them, row-level security or not."""
        async with self._owner.begin() as connection:
            return list((await connection.execute(text(statement), values)).mappings())

    async def settle(self) -> None:
        """Tables that were filled at once, as they are once the database has swept and counted them."""
        async with self._owner.connect() as connection:
            alone = await connection.execution_options(isolation_level="AUTOCOMMIT")
            await alone.execute(text("vacuum analyze"))

    async def close(self) -> None:
        await self._http.aclose()
        await self._owner.dispose()


def _plain(answer: httpx.Response) -> httpx.Response:
    """Pages with the spaces that no line breaks at as plain ones: tests read words, typography has its own."""
    if not answer.headers.get("content-type", "").startswith("text/html"):
        return answer
    headers = [(name, value) for name, value in answer.headers.multi_items() if name not in _OF_ITS_BYTES]
    words = answer.content.replace("\u00a0".encode(), b" ")
    return httpx.Response(answer.status_code, headers=headers, content=words, request=answer.request)


def settings_for(name: str, servers: Servers, urls: Mapping[str, str], **changes: Any) -> Settings:
    """Settings of a service on the test's servers; without NATS unless `nats_url` is among the changes."""
    ring = servers.keyring
    facts: dict[str, Any] = {
        "service": name,
        "http_port": 0,
        "database_url": urls.get("app", ""),
        "relay_database_url": urls.get("relay", ""),
        "nats_user": name,
        "nats_password": ring.passwords("bus").get(name, ""),
        "signing_key_file": ring.signing_key_file(name),
        "trust_file": ring.trust_file,
        "secret_file": ring.secret_file(name),
        "master_key_file": ring.master_key_file,
        **changes,
    }
    return Settings(**facts)


@asynccontextmanager
async def under_test(
    name: str,
    create_app: Callable[..., Litestar],
    servers: Servers,
    *,
    with_bus: bool = False,
    schema: str | None = None,
    **changes: Any,
) -> AsyncIterator[ServiceUnderTest]:
    """The service, started, with its worker when `with_bus`. `create_app(settings, now=clock)` is its own."""
    urls = await servers.database(name, schema=schema)
    if with_bus:
        await servers.provision_bus()
        changes["nats_url"] = servers.nats.address
    clock = MovableClock()
    app = create_app(settings_for(name, servers, urls, **changes), now=clock)
    admin = servers.postgres.admin_url.replace("postgresql://", "postgresql+asyncpg://", 1).rpartition("/")[0]
    service = ServiceUnderTest(name, app, servers, clock, create_async_engine(f"{admin}/{schema or name}"))
    async with _started(app):
        try:
            yield service
        finally:
            await service.close()


@asynccontextmanager
async def _started(app: Litestar) -> AsyncIterator[None]:
    """The application's lifespan, entered and left in one task as it wants; fixtures are torn down in another."""
    ready, done = asyncio.Event(), asyncio.Event()

    async def live() -> None:
        async with app.lifespan():
            ready.set()
            await done.wait()

    living = asyncio.create_task(live())
    waiting = asyncio.create_task(ready.wait())
    await asyncio.wait({living, waiting}, return_when=asyncio.FIRST_COMPLETED)
    if living.done():
        living.result()
    try:
        yield
    finally:
        done.set()
        await living


def problem(response: httpx.Response) -> dict[str, Any]:
    """The problem document of an answer, which must be one."""
    assert response.headers["content-type"].startswith("application/problem+json"), response.text
    return msgspec.json.decode(response.content)
