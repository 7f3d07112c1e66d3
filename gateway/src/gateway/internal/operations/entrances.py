"""The two entrances tell their measures like the services: this one at hand, the public one when it is asked."""

import aiohttp
from prometheus_client import generate_latest

from gateway.api import UNREACHABLE, ServiceDown
from gateway.internal.operations.samples import Asked

PUBLIC, INTERNAL = "gateway.public", "gateway.internal"
PATIENCE = aiohttp.ClientTimeout(total=5, sock_connect=3)


class Ourselves:
    async def get(self, path: str, /) -> bytes:
        return generate_latest()


class Portal:
    def __init__(self, url: str) -> None:
        self._url = url

    async def get(self, path: str, /) -> bytes:
        # Under no guichet's name: those who come by one are not told.
        headers = {"host": "localhost"}
        try:
            async with (
                aiohttp.ClientSession(timeout=PATIENCE) as http,
                http.get(self._url + path, headers=headers) as answer,
            ):
                answer.raise_for_status()
                return await answer.read()
        except UNREACHABLE as error:
            raise ServiceDown(PUBLIC) from error


def entrances(portal_url: str) -> dict[str, Asked]:
    portal: dict[str, Asked] = {PUBLIC: Portal(portal_url)} if portal_url else {}
    return {**portal, INTERNAL: Ourselves()}
