"""The frame of a page: the organisation and the person, as the layouts show them."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from chassis.pages import Actor, Link, Opening, Organisation, Urls
from gateway import declaration, opening
from gateway.opening import HoursException
from gateway.opening_words import in_words
from gateway.organisations import Facts
from gateway.sessions import Exchange
from gateway.words import N_

SUPPORT_URLS = {
    "search": "",
    "catalogue": "",
    "guide": "",
    "site_map": "",
    "dashboard": "",
    "pieces": "",
    "sign_up": "",
    "exchanges": "/tickets-a-lire",
    "dossiers": "/mes-tickets",
}
# Of a guichet that serves nobody there is nothing to look for.
UNSERVED_URLS = {
    "search": "",
    "suggestions": "",
    "catalogue": "",
    "sign_in": "",
    "sign_up": "",
    "guide": "",
    "site_map": "",
    "contact": "",
}
OPEN_NOW = N_("Ouvert maintenant jusqu’à %(hour)s")


def organisation(
    facts: Facts,
    said: Callable[..., str],
    exceptions: Sequence[HoursException] = (),
    *,
    now: datetime,
    locale: str = "fr",
) -> Organisation:
    """`said` translates."""
    lines = tuple(Opening(day=line.day, hours=line.hours) for line in facts.opening_hours)
    until = opening.open_until(lines, now, exceptions)
    return Organisation(
        name=facts.name,
        slug=facts.slug,
        title=facts.title,
        phone=facts.phone,
        email=facts.email,
        address=facts.address,
        logo_url=f"/guichet/logo?v={facts.logo}" if facts.logo else None,
        banner_url=f"/guichet/banniere?v={facts.banner}" if facts.banner else None,
        openings=tuple(in_words(line, locale) for line in lines),
        exceptions=opening.told(exceptions, said, now, locale=locale),
        open_now=said(OPEN_NOW, hour=opening.clock(until, locale)) if until else "",
        links=tuple(Link(label=link.label, href=link.url) for link in facts.links if _is_web(link.url)),
        accessibility=declaration.conformity(
            declaration.KNOWN.public if declaration.KNOWN else None, facts.accessibility
        ),
        theme_version=hashlib.sha256(facts.colour.encode()).hexdigest()[:10] if facts.colour else "",
    )


def urls(usual: Urls, facts: Facts) -> Urls:
    """At the support portal one follows tickets; what it does not have gets no link. Nor does a space that cannot be made
    yet, because the guichet is not open."""
    if facts.is_support_portal:
        return replace(usual, **SUPPORT_URLS)
    if facts.status != "active":
        return replace(usual, **UNSERVED_URLS)
    return usual if facts.guichet_active else replace(usual, sign_up="")


def person(exchange: Exchange | None, facts: Facts) -> Actor | None:
    if exchange is None:
        return None
    elsewhere = exchange.organisation != facts.id
    return Actor(
        name=exchange.display_name, kind=exchange.kind, organisation=exchange.organisation_name if elsewhere else ""
    )


def _is_web(url: str) -> bool:
    """Checked by identity when saved, and here again before it becomes a link."""
    return url.lower().startswith(("https://", "http://"))
