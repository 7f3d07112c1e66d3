"""« Propositions »: what members' AI assistants would do, in every service, until the member confirms or refuses it."""

import asyncio
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency

from chassis.pages import FormState
from gateway.api import Refused
from gateway.forms import FormFields
from gateway.here import Here
from gateway.words import N_

HOME = "/propositions"
MOST_AT_ONCE = 50
STALE = "/problems/proposal-stale"
UNCHANGED = "/problems/nothing-changed"


class Said(NamedTuple):
    """`name` where the member may write over it."""

    label: str
    text: str
    name: str


class Proposal(NamedTuple):
    """`mark` names it in a form: its service and its id."""

    mark: str
    assistant: str
    title: str
    named: str
    page: str
    status: str
    fields: list[Said]
    at: datetime
    until: datetime
    modified_at: datetime | None
    settled_at: datetime | None


class Told(NamedTuple):
    """`silent`: services that did not answer."""

    proposals: list[Proposal]
    silent: list[str]


class Outcome(NamedTuple):
    """Why one could not be confirmed; `is_stale` can be confirmed all the same, having been read again. `typed`: the words
    that were refused, and the reason beside each."""

    mark: str
    title: str
    is_stale: bool = False
    typed: FormState | None = None


async def waiting_for(here: Here, *, settled: bool = False) -> Told:
    """Newest first, of all services."""
    services = list(here.entrance.upstream.urls)
    told = await asyncio.gather(*(_of_service(here, service, settled) for service in services))
    found = [proposal for each in told for proposal in each or ()]
    silent = [service for service, each in zip(services, told, strict=True) if each is None]
    return Told(sorted(found, key=lambda one: one.settled_at or one.at, reverse=True), silent)


@get(HOME, include_in_schema=False)
async def index(here: NamedDependency[Here]) -> Response[Any]:
    return await _page(here, [])


@post(HOME + "/confirmation", include_in_schema=False, status_code=200)
async def confirm(here: NamedDependency[Here]) -> Response[Any]:
    """One, or those that are ticked: each is done by itself, and what is refused stays with its reason."""
    return await _settle(here, "confirmation")


@post(HOME + "/refus", include_in_schema=False, status_code=200)
async def refuse(here: NamedDependency[Here]) -> Response[Any]:
    return await _settle(here, "refusal")


@post(HOME + "/modification", include_in_schema=False, status_code=200)
async def modify(here: NamedDependency[Here]) -> Response[Any]:
    """The member's own words in the place of the assistant's; what is modified still waits."""
    _ = here.require_kind("member")
    fields = await here.form()
    mark = fields.one("mark")
    refused = await _rewrite(here, mark, fields)
    if refused is not None:
        return await _page(here, [refused], status=409)
    here.flash(
        "success", here.said(N_("Vos mots sont enregistrés. La proposition attend toujours votre confirmation."))
    )
    return here.redirect(f"{HOME}#{mark.replace('/', '-')}")


async def _rewrite(here: Here, mark: str, fields: FormFields) -> Outcome | None:
    """What was typed over the words of this proposal; nothing to do where they are the same."""
    # A page has several of them: each field bears the mark of its own. Browsers send lines as CRLF.
    begins = f"words:{mark}:"
    words = {
        name.removeprefix(begins): fields.one(name).replace("\r\n", "\n") for name in fields if name.startswith(begins)
    }
    api, path = here.api(_service_of(here, mark)), _path(mark, "modification")
    if not words:
        return None
    try:
        await api.post(path, {"words": words})
    except Refused as refused:
        if refused.status in (401, 404):
            raise
        if refused.type == UNCHANGED:
            return None
        beside = {f"{begins}{name.removeprefix('words.')}": text for name, text in refused.by_field.items() if name}
        return Outcome(mark, refused.detail or refused.title, typed=FormState(fields, beside))
    return None


async def _settle(here: Here, verb: str) -> Response[Any]:
    member = here.require_kind("member")
    fields = await here.form()
    anyway = bool(fields.one("anyway"))
    alone = fields.one("anyway") or fields.one("alone")
    marks = [alone] if alone else fields.all("chosen")[:MOST_AT_ONCE]
    refused: list[Outcome] = []
    # One after the other: two about the same dossier are two changes of it.
    for mark in marks:
        # Whoever typed over the words means theirs, saved before or not.
        outcome = await _rewrite(here, mark, fields) if alone and verb == "confirmation" else None
        outcome = outcome or await _one(here, mark, verb, anyway=anyway)
        if outcome is not None:
            refused.append(outcome)
    here.entrance.waiting.forget(member.account_id)
    done = len(marks) - len(refused)
    if done:
        here.flash("success", _sentence(here, verb, done))
    elif not marks:
        here.flash("info", here.said(N_("Cochez au moins une proposition.")))
    return here.redirect(HOME) if not refused else await _page(here, refused, status=409)


async def _one(here: Here, mark: str, verb: str, *, anyway: bool) -> Outcome | None:
    api, path = here.api(_service_of(here, mark)), _path(mark, verb)
    try:
        await api.post(path, {"anyway": anyway} if verb == "confirmation" else None)
    except Refused as refused:
        if refused.status == 401:
            raise
        named = refused.detail or " ".join(fault.get("detail", "") for fault in refused.errors)
        title = named if refused.status == 422 and named else refused.title
        return Outcome(mark, title, is_stale=refused.type == STALE)
    return None


def _service_of(here: Here, mark: str) -> str:
    service = mark.partition("/")[0]
    if service not in here.entrance.upstream.urls:
        raise Refused(404, N_("Cette page n’existe pas."))
    return service


def _path(mark: str, verb: str) -> str:
    try:
        return f"/v1/proposals/{UUID(mark.partition('/')[2])}/{verb}"
    except ValueError as wrong:
        raise Refused(404, N_("Cette page n’existe pas.")) from wrong


async def _page(here: Here, refused: list[Outcome], *, status: int = 200) -> Response[Any]:
    here.require_kind("member")
    waiting, settled = await asyncio.gather(waiting_for(here), waiting_for(here, settled=True))
    here.waiting = len(waiting.proposals)
    return here.page(
        "internal/proposals.html",
        status=status,
        waiting=waiting.proposals,
        settled=settled.proposals[:20],
        silent=waiting.silent,
        refused={outcome.mark: outcome for outcome in refused},
        gone=[one for one in refused if one.mark not in {proposal.mark for proposal in waiting.proposals}],
    )


async def _of_service(here: Here, service: str, settled: bool) -> list[Proposal] | None:
    try:
        told = await here.api(service).get("/v1/proposals", {"settled": settled})
    except Refused as refused:
        if refused.status == 401:
            raise
        return None
    return [_read(service, one) for one in told]


def _read(service: str, told: dict[str, Any]) -> Proposal:
    return Proposal(
        mark=f"{service}/{told['id']}",
        assistant=told["assistant"],
        title=told["title"],
        named=told["named"],
        page=told["page"],
        status=told["status"],
        fields=[Said(field["label"], field["text"], field.get("name", "")) for field in told["fields"]],
        at=datetime.fromisoformat(told["proposed_at"]),
        until=datetime.fromisoformat(told["expires_at"]),
        modified_at=datetime.fromisoformat(told["modified_at"]) if told.get("modified_at") else None,
        settled_at=datetime.fromisoformat(told["settled_at"]) if told["settled_at"] else None,
    )


def _sentence(here: Here, verb: str, number: int) -> str:
    words = here.entrance.pages.messages(here.locale)
    if verb == "confirmation":
        said = words.ngettext(
            "%(num)s proposition est confirmée : c’est fait.",
            "%(num)s propositions sont confirmées : c’est fait.",
            number,
        )
    else:
        said = words.ngettext("%(num)s proposition est refusée.", "%(num)s propositions sont refusées.", number)
    return said % {"num": number}


ROUTES = [index, confirm, modify, refuse]
