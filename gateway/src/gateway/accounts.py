"""Several accounts of one person at one browser (ID-11): each proved there, one in use, the others within a click.

The one in use is the session's cookie, as for everybody; the others wait in a cookie of their own. Nothing asks a service
for anything in the name of one that waits, and it grows old meanwhile: its session's idle time runs.
"""

from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from chassis.pages import OtherAccount
from gateway.api import Refused, ServiceDown
from gateway.browser import Kept
from gateway.words import N_

if TYPE_CHECKING:
    from gateway.here import Here

MOST = 5
KINDS = {"citizen": N_("Espace personnel"), "member": N_("Agent")}


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """What identity says of a living session to who holds its secret: no token, no permission."""

    session_id: UUID
    account_id: UUID
    kind: str
    display_name: str
    organisation_slug: str
    organisation_name: str


async def waiting(here: "Here") -> list[tuple[Kept, Seen]]:
    """The accounts that wait at this browser and still live."""
    kept = here.browser.kept_accounts
    if not kept or here.person is None:
        return []
    seen = await _seen(here, [each.secret for each in kept])
    own = here.person.session_id
    return [(each, who) for each, who in zip(kept, seen, strict=True) if who and who.session_id != own]


async def shown(here: "Here") -> tuple[OtherAccount, ...]:
    """For the menu; a page is shown without them while identity does not answer."""
    try:
        return tuple(_line(here, who) for _, who in await waiting(here))
    except Refused:
        return ()


def _line(here: "Here", who: Seen) -> OtherAccount:
    note = here.said(KINDS[who.kind])
    elsewhere = here.entrance.name == "internal" or who.organisation_slug != here.organisation.slug
    return OtherAccount(
        id=str(who.session_id), name=who.display_name, note=who.organisation_name if elsewhere else note
    )


async def park(here: "Here", secret: str) -> None:
    """The account in use waits from now on, beside a new one: `secret` is the session that has just begun. An account
    that was there already is there once."""
    others = [Kept(here.secret, here.browser.kept_exit), *here.browser.kept_accounts]
    new, *seen = await _seen(here, [secret, *(each.secret for each in others)])
    stays: list[Kept] = []
    for each, who in zip(others, seen, strict=True):
        if who is not None and new is not None and who.account_id == new.account_id:
            await end(here, each.secret)
        elif who is not None:
            stays.append(each)
    here.browser.keep_accounts(stays)
    _leave_nothing(here)


async def switch(here: "Here", session_id: str) -> Seen | None:
    """Uses another of them; None when it does not live any more."""
    found = await waiting(here)
    target = next(((each, who) for each, who in found if str(who.session_id) == session_id), None)
    if target is None:
        here.browser.keep_accounts([each for each, _ in found])
        return None
    others = [each for each, _ in found if each is not target[0]]
    here.browser.keep_accounts([Kept(here.secret, here.browser.kept_exit), *others])
    _use(here, target[0])
    return target[1]


async def leave_this_one(here: "Here") -> Seen | None:
    """Signs out of the account in use. Another that waits takes its place, and is told; None when there is none."""
    try:
        found = await waiting(here)
    except Refused:
        found = []
    if not found:
        await leave_all(here)
        return None
    await end(here, here.secret)
    (first, who), *others = found
    here.browser.keep_accounts([each for each, _ in others])
    _use(here, first)
    return who


async def leave_all(here: "Here") -> None:
    for each in here.browser.kept_accounts:
        await end(here, each.secret)
    here.browser.keep_accounts([])
    if here.secret:
        await end(here, here.secret)
    here.browser.drop_session()
    here.clear_cache = True


def _use(here: "Here", kept: Kept) -> None:
    here.browser.keep_session(kept.secret)
    if kept.exit:
        here.browser.keep_exit(kept.exit)
    else:
        here.browser.drop_exit()
    _leave_nothing(here)


def _leave_nothing(here: "Here") -> None:
    """What the browser keeps of one account is not the other's: pages, the anonymous id that claims drafts, a preview."""
    here.browser.drop_visitor()
    here.browser.end_preview()
    here.clear_cache = True


async def _seen(here: "Here", secrets: list[str]) -> list[Seen | None]:
    asked = {"secrets": secrets, "slug": here.organisation.slug if here.entrance.name == "public" else None}
    told = await here.api_as_gateway("identity").post("/internal/sessions", asked)
    return msgspec.convert(told, list[Seen | None])


async def end(here: "Here", secret: str) -> None:
    try:
        await here.api_as_gateway("identity").post("/internal/sign-out", {"secret": secret})
    except ServiceDown:
        raise
    except Refused:
        # Dead already, as was wanted.
        return
    if here.person is not None and secret == here.secret:
        here.entrance.sessions.forget(session=here.person.session_id)
