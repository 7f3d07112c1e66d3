"""What both entrances are made of: the parts that live as long as the process, and how the application is assembled."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from typing import Any, Literal
from urllib.parse import urlsplit
from uuid import UUID

import msgspec
from litestar import Litestar, Request
from litestar.datastructures import State
from litestar.di import Provide
from litestar.types import ControllerRouterHandler, Scope

from chassis import bus, health, logs
from chassis.bus import Bus
from chassis.features import Features
from chassis.keys import SigningKeyFile, Trust
from chassis.pages import NavItem, Pages, Urls
from chassis.settings import Settings
from chassis.tokens import Signer
from contracts.asks import FeatureStates
from gateway import accounts, assets, csrf, errors, probes, standing
from gateway.api import Api, Refused, ServiceDown, Upstream
from gateway.arrivals import Arrivals
from gateway.badges import BadgeCounts
from gateway.cookies import Cookies
from gateway.fellows import Fellows
from gateway.guides.memo import Memos
from gateway.here import Here
from gateway.openapi import Description
from gateway.opening import HoursException
from gateway.organisations import Facts, Organisations
from gateway.previews import Previews
from gateway.public_addresses import PublicAddresses
from gateway.queues import OpenQueues
from gateway.remembered import Remembered
from gateway.sealed import Seal
from gateway.sessions import Exchange, Sessions, SessionUnknown
from gateway.showcase import Showcase
from gateway.visitors import Visitors
from gateway.waiting import WaitingProposals

Navigation = Callable[[Here], tuple[NavItem, ...]]
NOWHERE = Facts(id=UUID(int=0), slug="", name="Parvis")
AFTER_FAILURE = 5.0
# Of a whole organisation: its access, and whom it trusts.
END_SESSIONS = ("identity.mandate.>", "identity.organisation.>")
FORGET_ORGANISATIONS = ("identity.guichet.>", "identity.organisation.>")
# Passwords tried at a time: in a storm the others wait in line, and every other page stays quick (P10).
SIGN_INS_AT_ONCE = 2
# Of an open queue, which agents and technicians have at their entrance.
MOVE_QUEUES = ("demarches.dossier.>", "demarches.message.>", "ticketing.ticket.>")
FORGET_PUBLIC = ("demarches.definition.>", "notifier.publication.>", "notifier.guide_page.>")


class Entrance:
    """One of the two doors. Opens nothing until the application starts."""

    def __init__(
        self,
        name: Literal["public", "internal"],
        settings: Settings,
        *,
        pages: Pages,
        urls: Urls,
        navigation: Navigation = lambda _: (),
    ) -> None:
        self.name: Literal["public", "internal"] = name
        self.settings, self.pages, self.urls = settings, pages, urls
        self._navigation = navigation
        url = settings.public_url if name == "public" else settings.internal_url
        self.scheme = urlsplit(url).scheme
        self.cookies = Cookies(
            secure=self.scheme == "https",
            same_site="Lax" if name == "public" else "Strict",
            entrance="guichet" if name == "public" else "agents",
        )
        self.seal = Seal(settings.read_secret())
        self.trust = Trust(settings.trust_file)
        self.visitors = Visitors(Signer("gateway", SigningKeyFile(settings.signing_key_file)))
        self.upstream = Upstream(settings.service_urls)
        self.organisations = Organisations(self.own_api("identity"))
        self.previews = Previews(self.own_api("identity"), self.cookies)
        self.sessions = Sessions(self.own_api("identity"))
        self.assistants = Sessions(self.own_api("identity"), "/internal/assistant-exchange")
        self.addresses = PublicAddresses(settings.address_api_url)
        self.badge_counts = BadgeCounts()
        self.waiting = WaitingProposals()
        self.memos = Memos()
        self.remembered = Remembered()
        self.showcase = Showcase()
        self.arrivals = Arrivals()
        self.queues = OpenQueues()
        self.sign_ins = asyncio.Semaphore(SIGN_INS_AT_ONCE)
        self.hours_asleep_until = 0.0
        self.fellows = Fellows(name)
        self.description = Description()
        self.assets_version = assets.version()
        self.features = Features(self._ask_features)
        self.bus: Bus | None = None
        # What runs beside the requests for as long as the process lives.
        self.samples: Any = None
        self.history: Any = None
        self.background: list[Callable[[], Coroutine[Any, Any, None]]] = [self.features.run]

    def own_api(self, service: str) -> Api:
        return Api(self.upstream, service, lambda: self.visitors.own_token(service))

    async def _ask_features(self) -> FeatureStates:
        return msgspec.convert(await self.own_api("identity").get("/internal/features"), FeatureStates)

    def navigation(self, here: Here) -> tuple[NavItem, ...]:
        """Of a guichet that serves nobody there is nothing to go to."""
        return self._navigation(here) if here.organisation.status == "active" else ()

    def nowhere(self, scope: Scope) -> Here:
        """Before the organisation is known: enough to show an error."""
        here = Here(self, scope, NOWHERE, host="")
        scope["here"] = here  # pyright: ignore[reportGeneralTypeIssues]
        return here

    async def recognise(self, here: Here) -> None:
        """Puts the person behind the session cookie, if it lives, into `here`."""
        browser = here.browser
        if not browser.brings_session:
            return
        slug = here.organisation.slug if self.name == "public" else None
        try:
            here.person = await self.sessions.find(browser.session, slug) if browser.session else None
        except SessionUnknown:
            here.person_unknown = True
            return
        here.secret = browser.session
        if here.person is None:
            here.session_dead = True
            # « Déconnecter partout » reaches this browser now: its pages forget what they kept of that person.
            if self.name == "public" and await self.sessions.was_ended(browser.session):
                browser.keep_ended()
            # Not by a form sent too late, nor behind its back: the page that keeps what was typed still has to know the
            # browser by it.
            if here.goes_to_a_page:
                browser.drop_session()
        elif self.name == "internal":
            here.organisation = await self._home_of(here.person) or here.organisation

    async def _home_of(self, person: Exchange) -> Facts | None:
        """Behind the one internal host, the town is the agent's own."""
        try:
            return await self.organisations.find(person.organisation_slug)
        except ServiceDown:
            return None

    def must_be_open(self, here: Here) -> None:
        """Behind the internal host there is no guichet: a session says whose it is, or is dead."""
        if self.name == "public":
            standing.must_be_served(here)

    def identity_down(self) -> SessionUnknown:
        return SessionUnknown()

    def app(self, routes: Sequence[ControllerRouterHandler]) -> Litestar:
        return Litestar(
            logging_config=None,
            route_handlers=[probes.live, probes.ready, health.metrics, health.jwks, *assets.ROUTES, *routes],
            guards=[csrf.guard],
            dependencies={
                "here": Provide(here_of),
                "trust": Provide(lambda: self.trust, sync_to_thread=False),
                "settings": Provide(lambda: self.settings, sync_to_thread=False),
            },
            exception_handlers=errors.HANDLERS,
            lifespan=[self._running],
            openapi_config=None,
            request_max_body_size=None,
            state=State({"entrance": self}),
        )

    @asynccontextmanager
    async def _running(self, _: Litestar) -> AsyncIterator[None]:
        await self.upstream.open()
        beside = [asyncio.create_task(each()) for each in self.background]
        if self.settings.nats_url:
            beside.append(asyncio.create_task(self._listen()))
        try:
            yield
        finally:
            for task in beside:
                task.cancel()
            await asyncio.gather(*beside, return_exceptions=True)
            self.arrivals.close()
            self.queues.close()
            if self.bus is not None:
                await self.bus.close()
            await self.upstream.close()

    async def _listen(self) -> None:
        """Events only hasten what time does anyway: without the bus, caches end by themselves."""
        s = self.settings
        self.bus = await bus.connect(s.nats_url, service=s.service, user=s.nats_user, password=s.nats_password)
        await self.bus.listen("identity.feature.>", self.features.hear)
        await self.bus.listen("identity.session.>", self.sessions.on_session)
        await self.bus.listen("identity.permission.>", self.sessions.on_permission)
        for subject in END_SESSIONS:
            await self.bus.listen(subject, self.sessions.on_organisation)
        await self.bus.listen("identity.assistant.>", self.assistants.on_assistant)
        await self.bus.listen("identity.permission.>", self.assistants.on_permission)
        for subject in END_SESSIONS:
            await self.bus.listen(subject, self.assistants.on_organisation)
        for subject in FORGET_ORGANISATIONS:
            await self.bus.listen(subject, self.organisations.forget)
            await self.bus.listen(subject, self.remembered.forget)
            await self.bus.listen(subject, self.showcase.forget)
        await self.bus.listen("notifier.inbox.>", self.arrivals.on_inbox)
        for subject in MOVE_QUEUES if self.name == "internal" else ():
            await self.bus.listen(subject, self.queues.on_move)
        for subject in FORGET_PUBLIC:
            await self.bus.listen(subject, self.remembered.forget)
            await self.bus.listen(subject, self.showcase.forget)
        await self.bus.listen(self.fellows.subject, self.fellows.hear)
        logs.log.info("listening")
        await self.fellows.keep_saying(self.bus)


async def here_of(request: Request[Any, Any, Any]) -> Here:
    here: Here = request.scope["here"]  # pyright: ignore[reportGeneralTypeIssues]
    here.request = request
    if request.method == "GET" and here.entrance.name == "public":
        here.badges, here.hours_exceptions, here.others = await asyncio.gather(
            here.entrance.badge_counts.of(here), hours_exceptions(here), accounts.shown(here)
        )
    elif request.method == "GET":
        here.others, here.waiting = await asyncio.gather(accounts.shown(here), here.entrance.waiting.of(here))
    return here


async def hours_exceptions(here: Here) -> tuple[HoursException, ...]:
    """In the frame of every page: from memory, and done without while nobody can tell."""
    if not here.organisation.opening_hours or here.entrance.hours_asleep_until > time.monotonic():
        return ()
    try:
        told = await here.entrance.remembered.get(here, "notifier", "/v1/publications/hours-exceptions")
    except Refused:
        here.entrance.hours_asleep_until = time.monotonic() + AFTER_FAILURE
        return ()
    return msgspec.convert(told, tuple[HoursException, ...])
