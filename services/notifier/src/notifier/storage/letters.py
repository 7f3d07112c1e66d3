"""Newsletters, kept."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Row, delete, exists, func, insert, literal, or_, select, update
from sqlalchemy.dialects.postgresql import insert as insert_or

from chassis.repository import Repository
from notifier.domain.letters.issue import Issue, Status, Words
from notifier.domain.letters.recipient import OPEN, Recipient, Standing
from notifier.domain.letters.refusals import IssueNotFound, SubscriptionNotFound
from notifier.domain.letters.subscriber import Choice, Subscriber
from notifier.storage.letter_tables import issue_recipients, issues, subscribers
from notifier.storage.queue import BULK
from notifier.storage.tables import deliveries

_s, _r = subscribers.c, issue_recipients.c
# Readers in one statement: a hundred thousand at once take longer than a statement may on a busy machine.
PIECE = 10_000
# Readers of a town who wait for the mail server; the others are looked for every few seconds. Far more than can leave
# meanwhile, and a queue that a pause empties at once.
AHEAD = 5_000


class Issues(Repository[Issue]):
    table = issues
    missing = IssueNotFound

    def load(self, row: Row[Any]) -> Issue:
        return issue_of(row)

    def dump(self, aggregate: Issue) -> dict[str, Any]:
        a = aggregate
        return {
            "id": a.id,
            "status": str(a.status),
            "words": msgspec.to_builtins(a.words),
            "scheduled_at": a.scheduled_at,
            "frozen_at": a.frozen_at,
            "ended_at": a.ended_at,
            "held_at": a.held_at,
            "audience": a.audience,
            "written_at": a.written_at,
            "written_by": a.written_by,
        }

    async def under_way(self) -> list[UUID]:
        """Those that leave, or will by themselves."""
        leaving = issues.c.status.in_([str(Status.SCHEDULED), str(Status.SENDING)])
        return list(
            (await self.uow.connection.execute(select(issues.c.id).where(leaving).order_by(issues.c.id))).scalars()
        )

    async def remove(self, issue: Issue) -> None:
        self._kept.pop(issue.id, None)
        tests = delete(issue_recipients).where(_r.issue_id == issue.id)
        await self.uow.connection.execute(tests)
        await self.uow.connection.execute(delete(issues).where(issues.c.id == issue.id))

    async def freeze_audience(self, issue_id: UUID, words: Words) -> int:
        """One row per reader, in one transaction: whoever subscribes later waits for the next issue."""
        audience, last = 0, UUID(int=0)
        while True:
            readers = select(_s.id).where(*reads(words), _s.id > last).order_by(_s.id).limit(PIECE).subquery()
            issue = literal(issue_id, issues.c.id.type)
            chosen = select(func.uuidv7().label("id"), issue.label("issue_id"), readers.c.id.label("subscriber_id"))
            made = insert(issue_recipients).from_select(["id", "issue_id", "subscriber_id"], chosen)
            added = (await self.uow.connection.execute(made.returning(_r.subscriber_id))).scalars().all()
            audience += len(added)
            if len(added) < PIECE:
                return audience
            last = max(added)

    async def has_many_readers(self, words: Words) -> bool:
        some = select(1).select_from(subscribers).where(*reads(words)).limit(PIECE + 1).subquery()
        return (await self.uow.connection.execute(select(func.count()).select_from(some))).scalar_one() > PIECE

    async def enqueue_rest(self, issue_id: UUID, *, at: datetime) -> None:
        """Those who have no answer and no place yet, as many as can leave soon; who is under way keeps theirs."""
        ours = deliveries.c.tenant == func.current_setting("app.tenant").cast(deliveries.c.tenant.type)
        due = select(1).where(deliveries.c.lane == BULK, ours, deliveries.c.due_at <= at).limit(AHEAD).subquery()
        ahead = (await self.uow.connection.execute(select(func.count()).select_from(due))).scalar_one()
        placed = select(1).where(deliveries.c.notification_id == _r.id).exists()
        rest = select(_r.id, literal(BULK), func.greatest(func.coalesce(_r.due_at, at), at)).where(
            _r.issue_id == issue_id, _r.standing.in_([str(one) for one in OPEN]), _r.is_test.is_(False), ~placed
        )
        queued = insert_or(deliveries).from_select(["notification_id", "lane", "due_at"], rest.limit(AHEAD - ahead))
        await self.uow.connection.execute(queued.on_conflict_do_nothing())

    async def leave_queue(self, issue_id: UUID) -> None:
        """All but those who are being sent to in this moment."""
        mine = select(_r.id).where(_r.issue_id == issue_id, _r.is_test.is_(False))
        waiting = deliveries.c.notification_id.in_(mine) & deliveries.c.lease_until.is_(None)
        await self.uow.connection.execute(delete(deliveries).where(waiting))

    async def skip_rest(self, issue_id: UUID, *, at: datetime) -> None:
        rest = (_r.issue_id == issue_id) & (_r.standing == str(Standing.PENDING)) & _r.is_test.is_(False)
        values = {"standing": str(Standing.SKIPPED), "reason": "cancelled", "ended_at": at, "version": _r.version + 1}
        piece = update(issue_recipients).where(rest, _r.id.in_(select(_r.id).where(rest).limit(PIECE)))
        while (await self.uow.connection.execute(piece.values(**values))).rowcount:
            pass

    async def has_rest(self, issue_id: UUID, *, but: UUID | None = None) -> bool:
        """Somebody without an answer yet, other than `but`, whose answer is not written down yet."""
        rest = select(1).where(
            _r.issue_id == issue_id,
            _r.standing.in_([str(one) for one in OPEN]),
            _r.is_test.is_(False),
            _r.id != (but or issue_id),
        )
        return bool((await self.uow.connection.execute(select(exists(rest)))).scalar_one())

    async def is_sending_to(self, recipient_id: UUID) -> bool:
        """Held until this transaction ends: a pause waits for who is already at the mail server's door. Asked before the
        reader is locked, since whoever cancels locks the issue first and then its readers."""
        status = select(issues.c.status).where(_is_of(recipient_id)).with_for_update(read=True)
        return (await self.uow.connection.execute(status)).scalar_one_or_none() == str(Status.SENDING)

    async def hold_of(self, recipient_id: UUID) -> None:
        """Lock the issue of a reader who is not locked yet."""
        await self.uow.connection.execute(select(issues.c.id).where(_is_of(recipient_id)).with_for_update())


def _is_of(recipient_id: UUID) -> ColumnElement[bool]:
    return issues.c.id == select(_r.issue_id).where(_r.id == recipient_id).scalar_subquery()


class Recipients(Repository[Recipient]):
    table = issue_recipients
    missing = IssueNotFound

    def load(self, row: Row[Any]) -> Recipient:
        return recipient_of(row)

    def dump(self, aggregate: Recipient) -> dict[str, Any]:
        a = aggregate
        return {
            "id": a.id,
            "issue_id": a.issue_id,
            "subscriber_id": a.subscriber_id,
            "account_id": a.account_id,
            "is_test": a.is_test,
            "standing": str(a.standing),
            "reason": a.reason,
            "attempts": a.attempts,
            "due_at": a.due_at,
            "ended_at": a.ended_at,
            "address_trace": a.address_trace,
        }


class Subscribers(Repository[Subscriber]):
    table = subscribers
    missing = SubscriptionNotFound

    def load(self, row: Row[Any]) -> Subscriber:
        return subscriber_of(row)

    def dump(self, aggregate: Subscriber) -> dict[str, Any]:
        a = aggregate
        return {
            "id": a.id,
            "kind": a.kind,
            "account_id": a.account_id,
            "email": a.email,
            "letter": a.choice.letter,
            "themes": list(a.choice.themes),
            "locale": a.choice.locale,
            "asked": msgspec.to_builtins(a.asked) if a.asked is not None else None,
            "asked_at": a.asked_at,
            "confirmed_at": a.confirmed_at,
            "left_at": a.left_at,
            "left_issue": a.left_issue,
        }

    async def by_account(self, account_id: UUID) -> Subscriber | None:
        return await self.find(_s.account_id == account_id)

    async def by_email(self, email: str) -> Subscriber | None:
        return await self.find(_s.email == email)


def reads(words: Words) -> Sequence[Any]:
    """Who receives an issue with these words: the letter's own box, one of its themes, a proved address."""
    conditions: list[Any] = [_s.letter, _s.confirmed_at.is_not(None), _s.themes.overlap(list(words.themes))]
    if words.kinds:
        conditions.append(or_(*(_s.kind == kind for kind in words.kinds)))
    if words.locale:
        conditions.append(_s.locale == words.locale)
    return conditions


def issue_of(row: Row[Any]) -> Issue:
    return Issue(
        id=row.id,
        words=msgspec.convert(row.words, Words),
        written_at=row.written_at,
        written_by=row.written_by,
        status=Status(row.status),
        scheduled_at=row.scheduled_at,
        frozen_at=row.frozen_at,
        ended_at=row.ended_at,
        held_at=row.held_at,
        audience=row.audience,
        version=row.version,
    )


def recipient_of(row: Row[Any]) -> Recipient:
    return Recipient(
        id=row.id,
        issue_id=row.issue_id,
        subscriber_id=row.subscriber_id,
        account_id=row.account_id,
        is_test=row.is_test,
        standing=Standing(row.standing),
        reason=row.reason,
        attempts=row.attempts,
        due_at=row.due_at,
        ended_at=row.ended_at,
        address_trace=row.address_trace,
        version=row.version,
    )


def subscriber_of(row: Row[Any]) -> Subscriber:
    return Subscriber(
        id=row.id,
        kind=row.kind,
        account_id=row.account_id,
        email=row.email,
        choice=Choice(letter=row.letter, themes=tuple(row.themes), locale=row.locale),
        asked=msgspec.convert(row.asked, Choice) if row.asked is not None else None,
        asked_at=row.asked_at,
        confirmed_at=row.confirmed_at,
        left_at=row.left_at,
        left_issue=row.left_issue,
        version=row.version,
    )
