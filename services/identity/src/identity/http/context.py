"""What routes of identity ask for."""

from dataclasses import replace
from typing import Any

from litestar import Request
from litestar.di import NamedDependency

from chassis.actor import Actor
from chassis.commands import Commands
from identity.storage.hashing import Hasher
from identity.storage.work import IdentityWork

Doing = NamedDependency[Commands[IdentityWork]]
Hashing = NamedDependency[Hasher]
ADDRESS = "x-parvis-address"


async def client_address(request: Request[Any, Any, Any]) -> str:
    """Where the browser is, as the gateway says; it strips the header when it comes from outside."""
    return request.headers.get(ADDRESS, "")


Address = NamedDependency[str]


def at_home(actor: Actor) -> Actor:
    """The same person in the organisation where their account lives: a customer's member at the support portal too."""
    return replace(actor, tenant=actor.organisation or actor.tenant)
