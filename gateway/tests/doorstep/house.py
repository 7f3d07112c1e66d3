"""Both entrances, their services, and browsers to visit them with."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from chassis.actor import Actor
from chassis.settings import Settings
from doorstep.browser import Browser
from doorstep.identity import TinyIdentity, tiny_identity
from doorstep.serving import served
from doorstep.upstream import TinyService, tiny_service
from gateway.door import Door
from gateway.internal.main import create_app as create_internal
from gateway.public.main import create_app as create_public
from kit.actors import a_citizen, a_member
from kit.servers import Servers

SERVICES = ("demarches", "documents", "ticketing", "notifier")


@dataclass
class House:
    servers: Servers
    identity: TinyIdentity
    services: dict[str, TinyService]
    urls: dict[str, str]
    public: str = ""
    public_entrance: Any = None
    internal: str = ""
    internal_entrance: Any = None

    @property
    def demarches(self) -> TinyService:
        return self.services["demarches"]

    def settings(self, **changes: Any) -> Settings:
        ring = self.servers.keyring
        facts: dict[str, Any] = {
            "service": "gateway",
            "http_port": 0,
            "signing_key_file": ring.signing_key_file("gateway"),
            "trust_file": ring.trust_file,
            "secret_file": ring.secret_file("gateway"),
            "services": ",".join(f"{name}={url}" for name, url in self.urls.items()),
            "rate_limits": 0,
        }
        return Settings(**{**facts, **changes})

    @asynccontextmanager
    async def entrance(
        self, create_app: Callable[[Settings], Door] = create_public, **changes: Any
    ) -> AsyncIterator[str]:
        """Another entrance, with settings of its own."""
        async with served(create_app(self.settings(**changes))) as address:
            yield address

    def town(self, **facts: Any) -> dict[str, Any]:
        return self.identity.town(**facts)

    def citizen_of(self, town: dict[str, Any]) -> Actor:
        return self._known(town, a_citizen(UUID(town["id"])), "camille.rougon")

    def member_of(self, town: dict[str, Any], *permissions: str) -> Actor:
        return self._known(town, a_member(UUID(town["id"]), *permissions), "adele.sicardot")

    def visit(self, town: dict[str, Any], person: Actor | None = None, *, at: str = "") -> Browser:
        """A browser at the town's portal, signed in as this person."""
        browser = Browser(at or self.public, host=f"{town['slug']}.localhost:8000")
        if person is not None:
            browser.bring("parvis_guichet_session", self.identity.open_session(person))
        return browser

    def visit_agents(self, person: Actor | None = None) -> Browser:
        browser = Browser(self.internal, host="agents.localhost:8001")
        if person is not None:
            browser.bring("parvis_agents_session", self.identity.open_session(person))
        return browser

    def _known(self, town: dict[str, Any], actor: Actor, identifier: str) -> Actor:
        self.identity.people[(town["slug"], identifier)] = actor
        return actor


@asynccontextmanager
async def a_house(servers: Servers) -> AsyncIterator[House]:
    async with AsyncExitStack() as stack:
        identity = TinyIdentity(servers.keyring)
        services = {name: TinyService(name) for name in SERVICES}
        urls = {"identity": await stack.enter_async_context(served(tiny_identity(identity)))}
        for name, service in services.items():
            urls[name] = await stack.enter_async_context(served(tiny_service(service)))
        house = House(servers, identity, services, urls)
        await servers.provision_bus()
        bus = {
            "nats_url": servers.nats.address,
            "nats_user": "gateway",
            "nats_password": servers.keyring.passwords("bus")["gateway"],
        }
        public = create_public(house.settings(**bus))
        house.public_entrance = public.entrance
        house.public = await stack.enter_async_context(served(public))
        internal = create_internal(house.settings(**bus))
        house.internal_entrance = internal.entrance
        house.internal = await stack.enter_async_context(served(internal))
        yield house
