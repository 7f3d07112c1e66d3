"""What the notifier holds of a person: notices, preferences, the letter, who a mail was for. All of it goes."""

from typing import Any
from uuid import UUID

from sqlalchemy import Table, delete, select, update

from chassis.personal_data import Forgotten, PersonalData, lines_about
from contracts.notifier import PersonalDataForgotten, PersonalDataGathered
from notifier.domain.notification import recipient_of
from notifier.storage.inboxes import digests, notices, preferences
from notifier.storage.letter_tables import issue_recipients, subscribers
from notifier.storage.posting import postal_letters
from notifier.storage.publishing import publication_readings
from notifier.storage.pushing import push_devices
from notifier.storage.tables import notifications
from notifier.storage.texting import texts
from notifier.storage.work import NotifierWork

TEXTS = ("kind", "status", "segments", "created_at", "ended_at")
PAPER = ("kind", "because", "status", "created_at", "ended_at")
SENT = ("template", "lane", "status", "created_at", "ended_at")


async def tell(account_id: UUID, uow: NotifierWork) -> dict[str, Any]:
    n, s = notices.c, subscribers.c
    seen = select(n.kind, n.title, n.link, n.created_at, n.read_at).where(n.account_id == account_id)
    letter = select(s.letter, s.themes, s.confirmed_at, s.left_at).where(s.account_id == account_id)
    mails = select(*(notifications.c[name] for name in SENT)).where(
        notifications.c.recipient == recipient_of(account_id)
    )
    chosen = select(preferences.c.chosen).where(preferences.c.id == account_id)
    devices = select(push_devices.c.label, push_devices.c.created_at, push_devices.c.told_at).where(
        push_devices.c.account_id == account_id
    )
    told = select(*(texts.c[name] for name in TEXTS)).where(texts.c.account_id == account_id)
    paper = select(*(postal_letters.c[name] for name in PAPER)).where(postal_letters.c.account_id == account_id)
    return {
        "devices": await _rows(devices.order_by(push_devices.c.created_at), uow),
        "texts": await _rows(told.order_by(texts.c.created_at), uow),
        "letters_on_paper": await _rows(paper.order_by(postal_letters.c.created_at), uow),
        "notices": await _rows(seen.order_by(n.created_at), uow),
        "letter": await _rows(letter, uow),
        "mails": await _rows(mails.order_by(notifications.c.created_at), uow),
        "preferences": await uow.connection.scalar(chosen),
    }


async def forget(account_id: UUID, uow: NotifierWork) -> Forgotten:
    """A mail that is still to leave finds no address any more: who asks identity for one gets none."""
    erased = {
        "devices": await uow.devices.forget_account(account_id),
        "texts": await uow.texts.forget_account(account_id),
        "letters_on_paper": await uow.postal_letters.forget_account(account_id),
        "notices": await _delete(notices, account_id, uow) + await _delete(digests, account_id, uow),
        "readings": await _delete(publication_readings, account_id, uow),
        "subscriptions": await _delete(subscribers, account_id, uow),
        "preferences": await _count(delete(preferences).where(preferences.c.id == account_id), uow),
    }
    unnamed = update(issue_recipients).where(issue_recipients.c.account_id == account_id).values(account_id=None)
    mails = update(notifications).where(notifications.c.recipient == recipient_of(account_id))
    forgotten = mails.where(notifications.c.ended_at.is_not(None)).values(recipient=None, address_trace=None)
    erased["recipients"] = await _count(unnamed, uow) + await _count(forgotten, uow)
    return Forgotten(erased=erased, kept={"journal": await lines_about(account_id, uow.connection)})


async def _delete(table: Table, account_id: UUID, uow: NotifierWork) -> int:
    return await _count(delete(table).where(table.c.account_id == account_id), uow)


async def _count(statement: Any, uow: NotifierWork) -> int:
    return int((await uow.connection.execute(statement)).rowcount)


async def _rows(statement: Any, uow: NotifierWork) -> list[dict[str, Any]]:
    return [dict(row._mapping) for row in await uow.connection.execute(statement)]


PERSONAL_DATA = PersonalData(tell, forget, PersonalDataGathered, PersonalDataForgotten)
