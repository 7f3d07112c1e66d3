"""The support portal's home: « Sélectionnez un service », and how to reach a technician. Visible to all (TK-01, TK-10)."""

from typing import Any

from litestar import Response

from gateway.api import ServiceDown
from gateway.here import Here
from gateway.words import N_

LATEST = 4
# Words of `contracts.plans`, for our catalogue.
PLANS = (
    N_("Découverte"),
    N_("Essentielle"),
    N_("Complète"),
    N_("Démarches en ligne"),
    N_("Assistance"),
    N_("Publication et messages"),
    N_("Pièces et conservation"),
)


async def render_home(here: Here) -> Response[Any]:
    """While ticketing is down the page still says how to call."""
    api = here.api("ticketing")
    latest: list[Any] = []
    subscription = await _subscription(here)
    try:
        catalogue = await api.get("/v1/catalogue")
        if here.person is not None and here.person.kind == "member":
            latest = (await api.get("/v1/me/tickets", {"limit": LATEST}))["items"]
    except ServiceDown:
        catalogue = None
    return here.page("support/home.html", catalogue=catalogue, latest=latest, subscription=subscription)


async def _subscription(here: Here) -> Any:
    """Of the member's own organisation; done without while identity is down, and for the operator's own staff."""
    if here.person is None or here.person.kind != "member" or here.person.organisation == here.organisation.id:
        return None
    try:
        return await here.api("identity").get("/v1/subscription")
    except ServiceDown:
        return None
