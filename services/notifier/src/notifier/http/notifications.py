"""« Was it sent? » for programs."""

from uuid import UUID

from litestar import Router, get
from litestar.params import FromPath, FromQuery

from chassis.http import Ask, By
from chassis.pagination import Page
from notifier.domain.notification import Status
from notifier.http import assistants
from notifier.queries.lines import NotificationDetail, NotificationLine
from notifier.queries.list_notifications import ListNotifications, list_notifications
from notifier.queries.show_notification import show_notification

READ = "notifier.messages.read"


@get("/", needs=READ, summary="Messages, newest first", operation_id="list_messages", assistants=assistants.MESSAGES)
async def index(
    actor: By,
    queries: Ask,
    status: FromQuery[Status | None] = None,
    cause_id: FromQuery[UUID | None] = None,
    subject: FromQuery[UUID | None] = None,
    account_id: FromQuery[UUID | None] = None,
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int] = 50,
) -> Page[NotificationLine]:
    question = ListNotifications(
        status=status, cause_id=cause_id, subject=subject, account_id=account_id, cursor=cursor, limit=limit
    )
    return await queries.ask(list_notifications, question, actor=actor)


@get(
    "/{notification_id:uuid}",
    needs=READ,
    summary="A message and its attempts",
    operation_id="open_message",
    assistants=assistants.MESSAGE,
)
async def show(notification_id: FromPath[UUID], actor: By, queries: Ask) -> NotificationDetail:
    return await queries.ask(show_notification, notification_id, actor=actor)


router = Router("/notifications", route_handlers=[index, show])
