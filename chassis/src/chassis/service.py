"""How a service is put together: what all of them share, in one place."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, Generic, TypeVar

from litestar import Litestar, Router
from litestar.datastructures import State
from litestar.di import Provide
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.types import ControllerRouterHandler

from chassis import dead_letter_routes, features, health, http, personal_data, problems
from chassis.access import Authorisation, Needs
from chassis.actor import Actor
from chassis.anchors import Anchoring
from chassis.assistants import endpoint as assistants_endpoint
from chassis.assistants import routes as assistants
from chassis.assistants.tools import Toolbox
from chassis.bus import Bus
from chassis.clock import Clock, utc_now
from chassis.commands import Commands
from chassis.connection import Connection
from chassis.database import Database
from chassis.described import Alone, Description
from chassis.features import Features
from chassis.keys import SigningKeyFile, Trust
from chassis.measures import Measures, Probe
from chassis.pages.translations import Catalogues
from chassis.queries import Queries
from chassis.settings import Settings
from chassis.subscriptions import Subscription, Timer
from chassis.tokens import Signer, Verifier
from chassis.unit_of_work import UnitOfWork
from chassis.worker import Answer, Worker
from contracts.asks import AskFeatures, FeatureStates
from contracts.journals import AnchorHeads

U = TypeVar("U", bound=UnitOfWork)
# The relay waits for the bus with one, a timer rings with another, the rest take turns: an idle one costs the server 3 MiB.
RELAY_CONNECTIONS = 3


class Service(Generic[U]):
    """The parts that a service's `main` wires its own to. Opens nothing until the application starts."""

    def __init__(
        self,
        settings: Settings,
        unit_of_work: Callable[[Connection, Actor, datetime], U],
        *,
        now: Clock = utc_now,
    ) -> None:
        self.settings = settings
        self.now = now
        self.database = Database(settings.database_url, pool_size=settings.database_pool)
        self.relay_database = Database(
            settings.relay_database_url or settings.database_url, pool_size=RELAY_CONNECTIONS
        )
        self.commands = Commands(self.database, unit_of_work, now=now)
        self.queries = Queries(self.database)
        self.trust = Trust(settings.trust_file)
        self._signing_key = SigningKeyFile(settings.signing_key_file)
        self.signer = Signer(settings.service, self._signing_key, now=now)
        self.verifier = Verifier(settings.service, self.trust, now=now)
        self.features = Features(self._ask_features)
        self.worker: Worker | None = None

    def app(
        self,
        *,
        routes: Sequence[ControllerRouterHandler],
        pages: Sequence[ControllerRouterHandler] = (),
        subscriptions: Sequence[Subscription[Any, Any]] = (),
        timers: Sequence[Timer[Any]] = (),
        answers: Mapping[str, Answer] | None = None,
        tasks: Sequence[Callable[[], Awaitable[None]]] = (),
        probes: Mapping[str, Probe] | None = None,
        dependencies: Mapping[str, object] | None = None,
        request_max_body_size: int = 1_000_000,
    ) -> Litestar:
        """`routes` are the public API (below /v1), `pages` the console and whatever stands outside of it.

        `dependencies` are values that routes may ask for by name; `probes` what the service stands on beside database and
        bus: each says by not raising that it would answer now.
        """
        anchoring = Anchoring(
            self.settings.service,
            database=self.database,
            relay_database=self.relay_database,
            keys=self._signing_key,
            trust=self.trust,
            connected=self._bus,
            every=self.settings.journal_anchor_every,
            now=self.now,
        )
        measures = Measures(
            self.settings.service,
            database=self.database,
            relay_database=self.relay_database,
            bus=lambda: self.worker.bus if self.worker else None,
            probes=probes,
        )
        self.worker = Worker(
            self.settings,
            database=self.database,
            relay_database=self.relay_database,
            commands=self.commands,
            subscriptions=subscriptions,
            timers=(*timers, personal_data.TIMER),
            answers={AnchorHeads.subject_for(self.settings.service): anchoring.answer, **(answers or {})},
            tasks=(
                *tasks,
                self.features.keep,
                anchoring.anchor,
                measures.measure,
                self.database.shrink,
                self.relay_database.shrink,
            ),
            hears={features.CHANGES: self.features.hear},
        )
        shared: dict[str, object] = {
            "commands": self.commands,
            "queries": self.queries,
            "database": self.database,
            "settings": self.settings,
            "trust": self.trust,
            "worker": self.worker,
            "signer": self.signer,
            "verifier": self.verifier,
            "features": self.features,
            **(dependencies or {}),
        }
        description = Description(
            title=f"Parvis — {self.settings.service}",
            version="1",
            path="/v1",
            render_plugins=[JsonRenderPlugin(path="/openapi.json")],
            openapi_router=Alone("/v1", route_handlers=[], opt={"needs": Needs.NOTHING}, include_in_schema=False),
        )
        app = Litestar(
            # `chassis.logs` writes them: the framework's own would bring a thread and a queue.
            logging_config=None,
            route_handlers=[
                health.router,
                Router("/v1", route_handlers=[*routes, assistants.router, dead_letter_routes.router(subscriptions)]),
                assistants_endpoint.endpoint,
                *pages,
                personal_data.ROUTER,
            ],
            guards=[Authorisation(self.verifier).guard],
            dependencies={
                "actor": Provide(http.actor_of),
                "once": Provide(http.once_of),
                "if_match": Provide(http.if_match_of),
                **{name: Provide(_always(value), sync_to_thread=False) for name, value in shared.items()},
            },
            exception_handlers=problems.HANDLERS,
            lifespan=[self._running],
            openapi_config=description,
            request_max_body_size=request_max_body_size,
            state=State({"service": self, "words": Catalogues([self.settings.service])}),
        )
        description.app = app
        app.state.toolbox = Toolbox(app)
        return app

    async def _ask_features(self) -> FeatureStates:
        return await (await self._bus()).ask(AskFeatures.subject, AskFeatures(), FeatureStates)

    async def _bus(self) -> Bus:
        assert self.worker is not None
        return await self.worker.connected()

    @asynccontextmanager
    async def _running(self, _: Litestar) -> AsyncGenerator[None]:
        """Requests are drained before this ends; then the worker stops, and what it had begun is begun again later."""
        assert self.worker is not None
        working = asyncio.create_task(self.worker.run()) if self.settings.nats_url else None
        try:
            yield
        finally:
            if working is not None:
                await self.worker.stop(working)
            await self.worker.close()
            await self.database.close()
            await self.relay_database.close()


def _always(value: object) -> Callable[[], Any]:
    def provide() -> Any:
        return value

    return provide
