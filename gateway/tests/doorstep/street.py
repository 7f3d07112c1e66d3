"""The gateway before the real identity, over HTTP and the bus; démarches stays tiny."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from contracts.demo import PASSWORD, DemoAccount
from doorstep.browser import Browser
from doorstep.house import House
from doorstep.serving import served
from gateway.internal.main import create_app as create_internal
from gateway.public.main import create_app as create_public
from identity import demo
from identity.main import create_app as create_identity
from kit.service import ServiceUnderTest, under_test


@dataclass
class Street:
    """Both entrances in front of the real identity; démarches stays tiny."""

    identity: ServiceUnderTest
    public: str
    internal: str

    def visit(self, slug: str) -> Browser:
        return Browser(self.public, host=f"{slug}.localhost:8000")

    def visit_agents(self) -> Browser:
        return Browser(self.internal, host="agents.localhost:8001")

    async def signed_in(self, account: DemoAccount, *, at: str = "") -> Browser:
        browser = self.visit(at or account.organisation.slug)
        token = await browser.token("/connexion")
        fields = {"identifier": account.identifier, "password": PASSWORD}
        answer = await browser.send_form("/connexion", fields, token=token)
        assert answer.status_code == 303, answer.text
        return browser

    async def seen(self, *secrets: str) -> list[Any]:
        """Whose sessions these are, as identity knows it."""
        body = {"secrets": list(secrets), "slug": None}
        return (await self.identity.call_as_gateway("POST", "/internal/sessions", json=body)).json()

    async def end(self, secret: str) -> None:
        """Signed out elsewhere."""
        await self.identity.call_as_gateway("POST", "/internal/sign-out", json={"secret": secret})


@asynccontextmanager
async def a_street(shared_house: House) -> AsyncIterator[Street]:
    servers = shared_house.servers
    async with under_test("identity", create_identity, servers, with_bus=True) as identity:
        await demo.load(identity.service.settings)
        async with served(identity.app, lifespan="off") as address:
            services = {**shared_house.urls, "identity": address}
            changes = {
                "services": ",".join(f"{name}={url}" for name, url in services.items()),
                "nats_url": servers.nats.address,
                "nats_user": "gateway",
                "nats_password": servers.keyring.passwords("bus")["gateway"],
            }
            async with (
                shared_house.entrance(create_public, **changes) as public,
                shared_house.entrance(create_internal, **changes) as internal,
            ):
                yield Street(identity, public, internal)
