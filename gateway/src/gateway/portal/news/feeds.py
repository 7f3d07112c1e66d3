"""News for feed readers (RSS 2.0), what takes place for calendars (RFC 5545): public publications alone."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from hashlib import sha256
from typing import Any
from xml.etree import ElementTree as Xml

import icalendar
from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from gateway.api import Refused
from gateway.here import Here
from gateway.portal.news import telling
from gateway.portal.news.telling import dressed
from gateway.words import N_

AnyRequest = Request[Any, Any, Any]
ATOM = "http://www.w3.org/2005/Atom"
KEPT = "public, max-age=300"
LASTS = timedelta(hours=1)
Xml.register_namespace("atom", ATOM)


@get("/agenda", include_in_schema=False)
async def agenda(here: NamedDependency[Here]) -> Response[Any]:
    occasions = [dressed(here, one) for one in await telling.told(here, "/v1/publications/occasions")]
    return here.page("news/agenda.html", occasions=occasions)


@get("/actualites.rss", include_in_schema=False)
async def rss(here: NamedDependency[Here], request: AnyRequest) -> Response[bytes]:
    found = await here.entrance.remembered.get(here, "notifier", telling.listing("news"))
    root = _address(here)
    feed = Xml.Element("rss", version="2.0")
    channel = Xml.SubElement(feed, "channel")
    # The portal's own title (« Vos démarches en ligne ») says nothing among a reader's other feeds.
    name = here.organisation.name
    _say(channel, "title", here.said(N_("Actualités de %(town)s"), town=name))
    _say(channel, "link", f"{root}/actualites")
    _say(channel, "description", here.said(N_("Ce que %(town)s annonce à ses habitants."), town=name))
    _say(channel, "language", here.locale)
    own = {"href": f"{root}/actualites.rss", "rel": "self", "type": "application/rss+xml"}
    Xml.SubElement(channel, f"{{{ATOM}}}link", own)
    for one in found["publications"]["items"]:
        item = Xml.SubElement(channel, "item")
        _say(item, "title", one["title"])
        _say(item, "link", f"{root}/actualites/{one['slug']}")
        _say(item, "description", one["summary"])
        _say(item, "category", here.said(one["category"]))
        _say(item, "pubDate", format_datetime(datetime.fromisoformat(one["shown_from"]).astimezone(UTC)))
        Xml.SubElement(item, "guid", isPermaLink="false").text = f"urn:uuid:{one['id']}"
    text = Xml.tostring(feed, encoding="utf-8", xml_declaration=True)
    return _unless_known(request, text, "application/rss+xml; charset=utf-8", {"cache-control": KEPT})


@get("/agenda.ics", include_in_schema=False)
async def calendar(here: NamedDependency[Here], request: AnyRequest) -> Response[bytes]:
    return _ics(here, request, await here.entrance.remembered.get(here, "notifier", "/v1/publications/occasions"))


@get("/agenda/{slug:str}", include_in_schema=False)
async def one_occasion(here: NamedDependency[Here], request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """`<slug>.ics`: this one for one's own calendar, private ones included for who may read them."""
    found = await telling.told(here, "/v1/publications/occasions")
    wanted = [one for one in found if f"{one['slug']}.ics" == slug]
    if not wanted:
        raise Refused(404, N_("Cet événement n’existe pas, ou il est passé."))
    return _ics(here, request, wanted[:1], name=wanted[0]["slug"])


def _ics(here: Here, request: AnyRequest, occasions: list[dict[str, Any]], *, name: str = "agenda") -> Response[bytes]:
    made = icalendar.Calendar()
    made.add("prodid", "-//Parvis//agenda//FR")
    made.add("version", "2.0")
    made.add("x-wr-calname", here.organisation.name)
    made.add("x-wr-timezone", "Europe/Paris")
    for one in occasions:
        event = icalendar.Event()
        starts = datetime.fromisoformat(one["starts_at"]).astimezone(UTC)
        ends = datetime.fromisoformat(one["ends_at"]).astimezone(UTC) if one["ends_at"] else starts + LASTS
        event.add("uid", f"{one['id']}@{here.host.partition(':')[0]}")
        event.add("dtstamp", datetime.fromisoformat(one["shown_from"]).astimezone(UTC))
        event.add("dtstart", starts)
        event.add("dtend", ends)
        event.add("summary", one["title"])
        event.add("description", one["summary"])
        event.add("url", _address(here) + telling.PATHS[one["kind"]] + f"/{one['slug']}")
        if one["place"]:
            event.add("location", one["place"])
        made.add_component(event)
    disposition = f'attachment; filename="{name}.ics"' if name != "agenda" else "inline"
    headers = {"cache-control": KEPT if name == "agenda" else "no-store", "content-disposition": disposition}
    if name != "agenda":
        return Response(made.to_ical(), media_type="text/calendar", headers=headers)
    return _unless_known(request, made.to_ical(), "text/calendar", headers)


def _unless_known(request: AnyRequest, content: bytes, media_type: str, headers: dict[str, str]) -> Response[bytes]:
    """Readers ask every few minutes for what seldom changes. Weak: it may travel compressed (RFC 9110, 8.8.1)."""
    validator = f'W/"{sha256(content).hexdigest()[:32]}"'
    headers = {**headers, "etag": validator}
    known = [one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")]
    if validator.removeprefix("W/") in known or "*" in known:
        return Response(b"", status_code=304, headers=headers, media_type=media_type)
    return Response(content, headers=headers, media_type=media_type)


def _say(parent: Xml.Element, name: str, text: str) -> None:
    # XML 1.0 has no way to write most control characters: one pasted into a title must not break the whole feed.
    Xml.SubElement(parent, name).text = "".join(c for c in text if c >= " " or c in "\t\n")


def _address(here: Here) -> str:
    return f"{here.scheme}://{here.host}"


ROUTES = [agenda, rss, calendar, one_occasion]
