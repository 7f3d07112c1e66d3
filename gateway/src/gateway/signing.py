"""Beginning, strengthening and ending a session: asked of identity, kept in the cookie of the entrance."""

import secrets
from typing import TYPE_CHECKING, Any

from gateway.api import Refused, ServiceDown

if TYPE_CHECKING:
    from gateway.here import Here


async def sign_in(here: "Here", slug: str, identifier: str, password: str) -> None:
    """The session that the browser had, if any, ends: two never live side by side in one browser."""
    before, device = here.secret, here.device or secrets.token_urlsafe(32)
    asked = {
        "slug": slug,
        "identifier": identifier,
        "password": password,
        "device": device,
        "address": here.address,
    }
    told: Any = await here.api_as_gateway("identity").post("/internal/sign-in", asked)
    here.keep_session(here.entrance.session_cookie(slug, str(told["secret"])))
    here.keep_device(device)
    if before:
        await _end(here, before)


async def sign_out(here: "Here") -> None:
    if here.secret:
        await _end(here, here.secret)
    here.drop_session()
    here.clear_cache = True


async def step_up(here: "Here", password: str) -> None:
    person = here.require_person()
    told: Any = await here.api_as_gateway("identity").post(
        "/internal/step-up", {"secret": here.secret, "password": password}
    )
    here.entrance.sessions.forget(session=person.session_id)
    renewed = told.get("secret") if isinstance(told, dict) else None
    if renewed:
        here.keep_session(here.entrance.session_cookie(here.slug, str(renewed)))


async def _end(here: "Here", secret: str) -> None:
    try:
        await here.api_as_gateway("identity").post("/internal/sign-out", {"secret": secret})
    except ServiceDown:
        raise
    except Refused:
        # Dead already: what was wanted.
        pass
    if here.person is not None:
        here.entrance.sessions.forget(session=here.person.session_id)
