"""From the host asked for to the organisation behind it."""

import re
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from litestar.types import Scope

from gateway.api import Refused
from gateway.organisations import Facts, Organisations
from gateway.words import N_

Resolver = Callable[[Scope], Awaitable[tuple[Facts, str]]]
AGENTS = "agents"
_ADDRESS = re.compile(r"[0-9.]+|[0-9a-f:]+:[0-9a-f:]*")
_PORT = re.compile(r":\d{1,5}\Z")


class HostRefused(Refused):
    def __init__(self, status: int = 421) -> None:
        super().__init__(
            status,
            N_("Aucun guichet ne se trouve à cette adresse."),
            N_("Vérifiez l’adresse dans la barre du navigateur."),
        )


def host_of(scope: Scope) -> str:
    """The one `Host` of the request, port included; two are a forgery, none is not HTTP/1.1."""
    sent = [value for name, value in scope["headers"] if name == b"host"]
    if len(sent) != 1:
        raise Refused(400, N_("Votre demande n’est pas lisible."))
    return sent[0].decode("latin-1").lower()


def is_bare(scope: Scope) -> bool:
    """Reached by address or as localhost, as probes do."""
    name = _PORT.sub("", host_of(scope)).strip("[]")
    return name == "localhost" or _ADDRESS.fullmatch(name) is not None


def public_hosts(organisations: Organisations, public_url: str) -> Resolver:
    """`public_url` says how a guichet's address is made: `http://{organisation}.localhost:8000`."""
    before, after = (urlsplit(public_url).hostname or "").split("{organisation}", 1)

    async def resolve(scope: Scope) -> tuple[Facts, str]:
        host = host_of(scope)
        name = _PORT.sub("", host)
        slug = name.removeprefix(before).removesuffix(after)
        if slug == AGENTS or f"{before}{slug}{after}" != name or not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,62}", slug):
            raise HostRefused
        facts = await organisations.find(slug)
        if facts is None:
            raise HostRefused(404)
        return facts, host

    return resolve


def internal_host(internal_url: str, facts: Facts) -> Resolver:
    """One host for the consoles of every organisation: the session says which."""
    expected = urlsplit(internal_url).hostname or ""

    async def resolve(scope: Scope) -> tuple[Facts, str]:
        host = host_of(scope)
        if _PORT.sub("", host) != expected:
            raise HostRefused
        return facts, host

    return resolve
