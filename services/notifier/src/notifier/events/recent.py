"""The latest messages to somebody, for who reads about them elsewhere: never an address, never what was written."""

import msgspec

from chassis.actor import Actor
from chassis.pages.translations import Catalogues
from chassis.queries import Queries
from chassis.worker import Answer
from contracts.asks import AskRecent, Recent, RecentLine
from notifier.console import labels
from notifier.domain.notification import Status
from notifier.queries.lines import NotificationLine
from notifier.queries.list_notifications import ListNotifications, list_notifications

READ = "notifier.messages.read"
LATEST = 5


def answers(queries: Queries) -> dict[str, Answer]:
    catalogues = Catalogues(("notifier",))

    async def recent(body: bytes) -> bytes:
        asked = msgspec.json.decode(body, type=AskRecent)
        reader = Actor.of_reader(asked.reader, asked.tenant)
        if not reader.holds(READ):
            return msgspec.json.encode(Recent(permitted=False))
        say = catalogues.messages(reader.locale).gettext

        def line(one: NotificationLine) -> RecentLine:
            word, tone = labels.STATUSES[Status(one.status)]
            return RecentLine(
                id=one.id,
                title=say(labels.KINDS.get(one.template or "", labels.NOT_YET)),
                status=say(word),
                tone=tone,
                at=one.created_at,
                href=f"/notifier/messages/{one.id}",
            )

        question = ListNotifications(account_id=asked.account_id, limit=LATEST)
        found = await queries.ask(list_notifications, question, actor=reader)
        return msgspec.json.encode(Recent(lines=tuple(line(one) for one in found.items)))

    return {AskRecent.subject_for("notifier"): recent}
