"""Addresses proposed as one types, from the national address base where the operator configured it
(`PARVIS_ADDRESS_API_URL`, for instance `https://data.geopf.fr/geocodage`).

Its protocol: `GET /search/?q=…&limit=…&autocomplete=1` answers GeoJSON features. The question leaves from here, never
from the browser: nobody outside learns who asks. A comfort only: slow, absent or wrong, it proposes nothing.
"""

from typing import Any

import aiohttp
import msgspec

from chassis import logs

PATIENCE = aiohttp.ClientTimeout(total=1.5)
MOST = 6
LONGEST = 200
SHORTEST = 3


class Proposed(msgspec.Struct, frozen=True, kw_only=True):
    label: str
    line1: str
    postal_code: str
    city: str


class PublicAddresses:
    def __init__(self, address: str) -> None:
        self._address = address.rstrip("/")

    @property
    def is_there(self) -> bool:
        return bool(self._address)

    async def like(self, typed: str) -> list[Proposed]:
        typed = " ".join(typed.split())[:LONGEST]
        if not self._address or len(typed) < SHORTEST:
            return []
        asked = {"q": typed, "limit": str(MOST), "autocomplete": "1"}
        try:
            async with (
                aiohttp.ClientSession(timeout=PATIENCE) as session,
                session.get(f"{self._address}/search/", params=asked) as answer,
            ):
                answer.raise_for_status()
                found = msgspec.json.decode(await answer.read(), type=_Collection)
        except (aiohttp.ClientError, TimeoutError, msgspec.MsgspecError) as error:
            # Not the words: they are somebody's address.
            logs.log.warning("address base does not answer", cause=type(error).__name__)
            return []
        read = (_proposed(feature.properties) for feature in found.features)
        return [one for one in read if one is not None][:MOST]


class _Feature(msgspec.Struct):
    properties: dict[str, Any]


class _Collection(msgspec.Struct):
    features: list[_Feature]


def _proposed(properties: dict[str, Any]) -> Proposed | None:
    """None for a whole town: a line is what one is typing."""
    said = {name: str(properties.get(name) or "") for name in ("type", "label", "name", "postcode", "city")}
    if said["type"] == "municipality" or not (said["name"] and said["postcode"] and said["city"]):
        return None
    return Proposed(
        label=said["label"] or f"{said['name']} {said['postcode']} {said['city']}",
        line1=said["name"],
        postal_code=said["postcode"],
        city=said["city"],
    )
