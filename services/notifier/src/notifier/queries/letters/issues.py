"""What do the editors know of their letters, and readers of those that were sent?"""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from sqlalchemy import Row, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from chassis.pagination import Page, after, page
from notifier.articles.markdown import html_of
from notifier.domain.letters.issue import Block, Issue, Status, Words
from notifier.domain.letters.recipient import Recipient
from notifier.domain.letters.refusals import IssueNotFound
from notifier.domain.letters.subscriber import Subscriber
from notifier.storage.letter_tables import issue_recipients, issues, subscribers
from notifier.storage.letters import issue_of, reads, recipient_of, subscriber_of

_i, _r, _s = issues.c, issue_recipients.c, subscribers.c


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """audience = accepted + bounced + skipped + unknown + pending: counted in one look, true at every instant."""

    audience: int = 0
    accepted: int = 0
    bounced: int = 0
    skipped: int = 0
    unknown: int = 0
    pending: int = 0

    @property
    def done(self) -> int:
        """Per cent."""
        return round(100 * (self.audience - self.pending - self.unknown) / self.audience) if self.audience else 100


class IssueLine(msgspec.Struct, frozen=True, kw_only=True):
    """`held_at`: since when it waits for a hand, because the organisation's access was suspended."""

    id: UUID
    subject: str
    status: str
    scheduled_at: datetime | None
    frozen_at: datetime | None
    ended_at: datetime | None
    held_at: datetime | None
    written_at: datetime
    audience: int
    version: int


class IssueView(IssueLine, frozen=True, kw_only=True):
    """`left`: who unsubscribed from this one. `by_hour`: accepted by hour; `reasons`: why others were not."""

    words: Words
    progress: Progress
    left: int
    by_hour: list[tuple[datetime, int]]
    reasons: list[tuple[str, int]]


class ArchivedBlock(msgspec.Struct, frozen=True, kw_only=True):
    """`html` is a text's Markdown, made safe by us."""

    kind: str
    title: str
    text: str
    url: str
    html: str


class ArchivedIssue(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID
    subject: str
    sent_at: datetime
    blocks: list[ArchivedBlock] = []


class ListIssues(msgspec.Struct, frozen=True, kw_only=True):
    cursor: str | None = None
    limit: int = 50


class ReadyLetter(NamedTuple):
    recipient: Recipient
    issue: Issue
    subscriber: Subscriber | None


async def list_issues(question: ListIssues, _: Actor, connection: AsyncConnection) -> Page[IssueLine]:
    statement = after(select(issues), [_i.written_at, _i.id], question.cursor, question.limit)
    rows = (await connection.execute(statement)).all()
    cut = page(rows, question.limit, lambda row: [row.written_at, row.id])
    return Page([IssueLine(**_line(row)) for row in cut.items], cut.next)


async def show_issue(issue_id: UUID, _: Actor, connection: AsyncConnection) -> IssueView:
    row = (await connection.execute(select(issues).where(_i.id == issue_id))).one_or_none()
    if row is None:
        raise IssueNotFound
    mine = (_r.issue_id == issue_id) & _r.is_test.is_(False)
    hour = func.date_trunc("hour", _r.ended_at)
    hours = select(hour, func.count()).where(mine, _r.standing == "accepted").group_by(hour).order_by(hour)
    reasons = select(_r.reason, func.count()).where(mine, _r.standing.in_(["bounced", "skipped"])).group_by(_r.reason)
    left = select(func.count()).where(_s.left_issue == issue_id)
    return IssueView(
        **_line(row),
        words=msgspec.convert(row.words, Words),
        progress=await _progress(issue_id, connection),
        left=(await connection.execute(left)).scalar_one(),
        by_hour=[(at, count) for at, count in (await connection.execute(hours)).all()],
        reasons=[
            (why, count) for why, count in (await connection.execute(reasons.order_by(func.count().desc()))).all()
        ],
    )


async def count_audience(words: Words, _: Actor, connection: AsyncConnection) -> int:
    """How many would receive it now."""
    if not words.themes:
        return 0
    return (await connection.execute(select(func.count()).select_from(subscribers).where(*reads(words)))).scalar_one()


async def recipient_to_send(recipient_id: UUID, _: Actor, connection: AsyncConnection) -> ReadyLetter | None:
    row = (await connection.execute(select(issue_recipients).where(_r.id == recipient_id))).one_or_none()
    if row is None:
        return None
    recipient = recipient_of(row)
    issue = (await connection.execute(select(issues).where(_i.id == recipient.issue_id))).one_or_none()
    known = (await connection.execute(select(subscribers).where(_s.id == recipient.subscriber_id))).one_or_none()
    if issue is None:
        return None
    return ReadyLetter(recipient, issue_of(issue), subscriber_of(known) if known is not None else None)


async def list_archive(_: None, __: Actor, connection: AsyncConnection) -> list[ArchivedIssue]:
    sent = select(issues).where(_i.status.in_([str(Status.SENT), str(Status.SENDING), str(Status.PAUSED)]))
    rows = (await connection.execute(sent.order_by(_i.frozen_at.desc()).limit(50))).all()
    return [ArchivedIssue(id=row.id, subject=row.words["subject"], sent_at=row.frozen_at) for row in rows]


async def show_archived(issue_id: UUID, _: Actor, connection: AsyncConnection) -> ArchivedIssue:
    """What was sent is public once it has left."""
    row = (await connection.execute(select(issues).where(_i.id == issue_id, _i.frozen_at.is_not(None)))).one_or_none()
    if row is None:
        raise IssueNotFound
    words = msgspec.convert(row.words, Words)
    return ArchivedIssue(
        id=row.id, subject=words.subject, sent_at=row.frozen_at, blocks=list(map(_archived, words.blocks))
    )


def _archived(block: Block) -> ArchivedBlock:
    html = html_of(block.text) if block.kind == "text" else ""
    return ArchivedBlock(kind=block.kind, title=block.title, text=block.text, url=block.url, html=html)


async def _progress(issue_id: UUID, connection: AsyncConnection) -> Progress:
    counted = select(_r.standing, func.count()).where(_r.issue_id == issue_id, _r.is_test.is_(False))
    found: dict[str, int] = {name: n for name, n in (await connection.execute(counted.group_by(_r.standing))).all()}
    pending = found.pop("pending", 0) + found.pop("sending", 0)
    return Progress(audience=sum(found.values()) + pending, pending=pending, **found)


def _line(row: Row[Any]) -> dict[str, Any]:
    return {
        "id": row.id,
        "subject": row.words.get("subject", ""),
        "status": row.status,
        "scheduled_at": row.scheduled_at,
        "frozen_at": row.frozen_at,
        "ended_at": row.ended_at,
        "held_at": row.held_at,
        "written_at": row.written_at,
        "audience": row.audience,
        "version": row.version,
    }
