"""Short ways to sign people in and out in tests."""

import httpx

from contracts.demo import PASSWORD
from kit.service import ServiceUnderTest


async def sign_in(
    identity: ServiceUnderTest, slug: str, identifier: str, password: str = PASSWORD, **more: str
) -> httpx.Response:
    body = {"slug": slug, "identifier": identifier, "password": password, **more}
    return await identity.call_as_gateway("POST", "/internal/sign-in", json=body)


async def exchange(identity: ServiceUnderTest, secret: str, slug: str | None) -> httpx.Response:
    return await identity.call_as_gateway("POST", "/internal/exchange", json={"secret": secret, "slug": slug})
