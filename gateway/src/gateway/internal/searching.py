"""One search over all consoles (Ctrl-K): each service is asked what the member may see there, as that member."""

import asyncio
import unicodedata
from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple
from urllib.parse import quote

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromQuery

from chassis import console
from gateway.api import Refused
from gateway.here import Here
from gateway.internal.also_called import ALSO_CALLED, BELOW
from gateway.words import N_

SEARCH = "/recherche"
SUGGESTIONS = f"{SEARCH}/suggestions"
LONGEST = 200
MOST = 8
MOST_SUGGESTED = 4


class Hit(NamedTuple):
    label: str
    href: str
    note: str = ""


class Group(NamedTuple):
    """`hits` is None while the service does not answer."""

    name: str
    icon: str
    hits: list[Hit] | None


class Source(NamedTuple):
    name: str
    icon: str
    permission: str
    ask: Callable[[Here, str], Awaitable[list[Hit]]]


@get(SEARCH, include_in_schema=False)
async def search(here: NamedDependency[Here], q: FromQuery[str] = "") -> Response[Any]:
    _ = here.require_kind("member")
    asked = q.strip()[:LONGEST]
    groups = await _found(here, asked) if asked else []
    return here.page("internal/search.html", asked=asked, groups=groups, most=MOST)


@get(SUGGESTIONS, include_in_schema=False)
async def suggestions(here: NamedDependency[Here], q: FromQuery[str] = "") -> Response[Any]:
    _ = here.require_kind("member")
    asked = q.strip()[:LONGEST]
    groups = await _found(here, asked) if asked else []
    lines = [
        {"label": hit.label, "href": hit.href, "note": " · ".join(part for part in (group.name, hit.note) if part)}
        for group in groups
        for hit in (group.hits or [])[:MOST_SUGGESTED]
    ]
    return Response(lines, headers={"cache-control": "no-store"})


async def _found(here: Here, asked: str) -> list[Group]:
    """Of what the member holds the permission to see, and nothing of the rest is even asked."""
    assert here.person is not None
    permissions = here.person.permissions
    sources = [source for source in SOURCES if source.permission in permissions]
    groups = await asyncio.gather(*(_group(here, source, asked) for source in sources))
    return [_pages(here, asked), *groups]


async def _group(here: Here, source: Source, asked: str) -> Group:
    try:
        hits = await source.ask(here, asked)
    except Refused as refused:
        if refused.status == 401:
            raise
        hits = None
    return Group(here.said(source.name), source.icon, hits)


def _pages(here: Here, asked: str) -> Group:
    """The consoles' own pages, by their name and by what else people call them; a page's own name comes first."""
    assert here.person is not None
    items = console.navigation(here.entrance.pages, here.locale, here.person.permissions, "")
    named = [item for item in items if _has(asked, item.label, item.group)]
    known = [item for item in items if item not in named and _has(asked, item.label, ALSO_CALLED.get(item.href, ""))]
    hits = [Hit(item.label, item.href, item.group) for item in (*named, *known)]
    hits += [
        Hit(here.said(name), href, here.said(group))
        for name, href, group, permission, words in BELOW
        if permission in here.person.permissions and _has(asked, here.said(name), words)
    ]
    return Group(here.said(N_("Pages")), "layout-dashboard", hits[:MOST])


async def _dossiers(here: Here, asked: str) -> list[Hit]:
    found = await here.api("demarches").get("/v1/dossiers", {"q": asked, "limit": MOST})
    return [
        Hit(
            f"{line['reference']} – {line['demarche']}",
            f"/demarches/dossiers/{line['id']}",
            " · ".join(part for part in (line["applicant"], line["status_word"]) if part),
        )
        for line in found["items"]
    ]


async def _tickets(here: Here, asked: str) -> list[Hit]:
    """Those that are open, then those that are over."""
    queues = ({"queue": queue, "q": asked, "limit": MOST} for queue in ("open", "archives"))
    answers = await asyncio.gather(*(here.api("ticketing").get("/v1/desk/tickets", queue) for queue in queues))
    found = {line["id"]: line for answer in answers for line in answer["items"]}
    return [
        Hit(
            f"{line['reference']} – {line['subject']}",
            f"/ticketing/tickets/{line['id']}",
            " · ".join(part for part in (line["requester"], line["status_label"]) if part),
        )
        for line in [*found.values()][:MOST]
    ]


async def _colleagues(here: Here, asked: str) -> list[Hit]:
    """By name; each leads to the requests that this colleague has in hand."""
    found = await here.api("ticketing").get("/v1/colleagues", {"q": asked})
    note = here.said(N_("Ses demandes"))
    return [Hit(one["name"], f"/demarches/?vue=all&agent={one['id']}", note) for one in found[:MOST]]


async def _members(here: Here, asked: str) -> list[Hit]:
    found = await here.api("identity").get("/v1/members")
    return [
        Hit(f"{one['given_name']} {one['family_name']}", f"/identity/members/{one['account_id']}", one["function"])
        for one in found
        if _has(asked, one["given_name"], one["family_name"], one["identifier"], one["email"])
    ][:MOST]


async def _organisations(here: Here, asked: str) -> list[Hit]:
    found = await here.api("identity").get("/v1/organisations", {"q": asked, "limit": MOST})
    return [Hit(one["name"], f"/identity/organisations?q={quote(one['slug'])}", one["slug"]) for one in found["items"]]


def _has(asked: str, *texts: str) -> bool:
    """Every word typed begins a word that is there, accents and capitals aside."""
    words = _plain(" ".join(texts)).replace(".", " ").replace("-", " ").replace("’", " ").replace("'", " ").split()
    return all(any(word.startswith(part) for word in words) for part in _plain(asked).replace("-", " ").split())


def _plain(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))


SOURCES = (
    Source(N_("Demandes"), "folder", "demarches.dossiers.read", _dossiers),
    Source(N_("Tickets"), "messages", "ticketing.tickets.answer", _tickets),
    Source(N_("Collègues"), "user-check", "demarches.dossiers.read", _colleagues),
    Source(N_("Membres"), "users", "identity.members.manage", _members),
    Source(N_("Organisations"), "building-community", "platform.guichets.activate", _organisations),
)
ROUTES = [search, suggestions]
