"""Beginning, strengthening and ending a session: asked of identity, kept in the cookie of the entrance."""

from typing import TYPE_CHECKING, Any

from gateway import accounts
from gateway.api import Refused
from gateway.words import N_

if TYPE_CHECKING:
    from gateway.here import Here


class NotForYou(Refused):
    def __init__(self) -> None:
        super().__init__(
            403, N_("Cet accès est réservé aux agents. Pour vos démarches, passez par le site de votre commune.")
        )


class SecondStepNeeded(Exception):
    """The password was right; the second step is asked on a page of its own."""

    def __init__(self, ticket: str, slug: str, kind: str, *, application: bool = True, passkey: bool = False) -> None:
        super().__init__("second step")
        self.ticket, self.slug, self.kind = ticket, slug, kind
        self.application, self.passkey = application, passkey


async def sign_in(
    here: "Here", slug: str, identifier: str, password: str, *, kind: str = "", checks: dict[str, str] | None = None
) -> None:
    """The sessions that the browser had, if any, end; unless the person asked to add an account (`accounts.py`)."""
    asked = {
        "slug": slug,
        "identifier": identifier,
        "password": password,
        "device": here.browser.device,
        "device_label": here.user_agent,
        "address": here.address,
        "host": str(here.organisation.id),
        **(checks or {}),
    }
    told: Any = await here.api_as_gateway("identity").post("/internal/sign-in", asked)
    if told.get("ticket"):
        ways = {way: bool(told.get(way)) for way in ("application", "passkey")}
        raise SecondStepNeeded(str(told["ticket"]), slug, kind, **ways)
    await _begin(here, str(told["secret"]), asked["device"], kind)


async def second_step(here: "Here", slug: str, ticket: str, code: str, *, kind: str = "") -> None:
    asked = {
        "slug": slug,
        "ticket": ticket,
        "code": code,
        "device": here.browser.device,
        "device_label": here.user_agent,
        "address": here.address,
    }
    told: Any = await here.api_as_gateway("identity").post("/internal/second-step", asked)
    await _begin(here, str(told["secret"]), asked["device"], kind)


async def passkey_options(here: "Here") -> dict[str, Any]:
    return await here.api_as_gateway("identity").post("/internal/passkey-options", {"slug": _portal(here)})


async def sign_in_by_passkey(here: "Here", credential: str, ticket: str = "") -> None:
    """At the agents' entrance the passkey says whose it is; `ticket` binds it to the password just given."""
    asked = {
        "slug": _portal(here),
        "credential": credential,
        "ticket": ticket,
        "device": here.browser.device,
        "device_label": here.user_agent,
        "address": here.address,
    }
    told: Any = await here.api_as_gateway("identity").post("/internal/passkey-sign-in", asked)
    await _begin(here, str(told["secret"]), asked["device"], "" if _portal(here) else "member")


async def step_up_by_passkey(here: "Here", credential: str) -> None:
    person = here.require_person()
    asked = {"secret": here.secret, "credential": credential, "slug": _portal(here)}
    told: Any = await here.api_as_gateway("identity").post("/internal/passkey-step-up", asked)
    here.entrance.sessions.forget(session=person.session_id)
    here.browser.keep_session(str(told["secret"]))


def _portal(here: "Here") -> str:
    return here.organisation.slug if here.entrance.name == "public" else ""


async def sign_in_federated(here: "Here", returned: dict[str, str]) -> None:
    device = here.browser.device
    asked = {
        **returned,
        "slug": _portal(here),
        "device": device,
        "device_label": here.user_agent,
        "address": here.address,
    }
    told: Any = await here.api_as_gateway("identity").post("/internal/federation-sign-in", asked)
    if told["logout"]:
        here.browser.keep_exit(str(told["logout"]))
    kind = "" if _portal(here) else "member"
    if told["ticket"]:
        ways = {way: bool(told[way]) for way in ("application", "passkey")}
        raise SecondStepNeeded(str(told["ticket"]), str(told["slug"]), kind, **ways)
    await _begin(here, str(told["secret"]), device, kind)


async def _begin(here: "Here", secret: str, device: str, kind: str) -> None:
    if kind and not await _is_for(here, secret, kind):
        await accounts.end(here, secret)
        raise NotForYou
    if here.browser.is_adding and here.person is not None:
        await accounts.park(here, secret)
    else:
        # Whoever signs in finds nothing of who was there before.
        for kept in here.browser.kept_accounts:
            await accounts.end(here, kept.secret)
        here.browser.keep_accounts([])
        if here.secret:
            await accounts.end(here, here.secret)
    here.browser.drop_adding()
    here.browser.keep_session(secret)
    here.browser.keep_device(device)


async def step_up(here: "Here", password: str, code: str = "") -> None:
    person = here.require_person()
    asked = {"secret": here.secret, "password": password, "code": code}
    told: Any = await here.api_as_gateway("identity").post("/internal/step-up", asked)
    here.entrance.sessions.forget(session=person.session_id)
    here.browser.keep_session(str(told["secret"]))


async def organisations(here: "Here", typed: str = "") -> list[dict[str, str]]:
    """Where one may sign in, for who says it by name: slug and name of some thirty, likeliest first."""
    return await here.api_as_gateway("identity").get("/internal/organisations", {"q": typed})


def chosen(typed: str, among: list[dict[str, str]]) -> str:
    """The slug of what was typed: a name from the list, or the slug itself."""
    wanted = typed.strip().casefold()
    found = (each["slug"] for each in among if wanted in (each["name"].casefold(), each["slug"]))
    return next(found, wanted)


async def _is_for(here: "Here", secret: str, kind: str) -> bool:
    person = await here.entrance.sessions.find(secret, None)
    return person is not None and person.kind == kind
