"""What the knowledge base published, offered to whoever writes the letter."""

from collections.abc import Callable, Sequence
from typing import NamedTuple
from uuid import UUID

from chassis import logs
from chassis.actor import Actor
from chassis.queries import Queries
from chassis.refusals import Unavailable
from contracts.asks import ArticleLine
from notifier.console.labels import N_
from notifier.delivery.facts import Facts
from notifier.domain.letters.issue import Block, Words
from notifier.queries.letters.announcements import Announcement, unannounced

SUBJECT = N_("Du nouveau dans la base de connaissances")
READ_ON = N_("Lire la suite")


class Offered(NamedTuple):
    """`pages` is None when nobody tells their titles now."""

    pages: list[tuple[Announcement, ArticleLine]] | None


async def offered(actor: Actor, queries: Queries, facts: Facts) -> Offered:
    since = await queries.ask(unannounced, None, actor=actor)
    if not since:
        return Offered([])
    try:
        told = await facts.articles([one.article_id for one in since], tenant=actor.tenant)
    except Unavailable:
        logs.log.warning("titles of published pages not told")
        return Offered(None)
    return Offered([(one, told[one.article_id]) for one in since if one.article_id in told])


def letter_about(chosen: Sequence[UUID], offer: Offered, say: Callable[[str], str]) -> Words:
    """A draft that announces these pages: a heading, a summary and the way to each."""
    blocks = [
        block
        for _, page in offer.pages or []
        if page.article_id in chosen
        for block in (
            Block(kind="heading", text=page.title),
            Block(kind="text", text=page.summary),
            Block(kind="button", text=say(READ_ON), url=page.link),
        )
        if block.text
    ]
    return Words(subject=say(SUBJECT) if blocks else "", blocks=tuple(blocks))
