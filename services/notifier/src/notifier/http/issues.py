"""The newsletter, for who writes it."""

from datetime import datetime
from uuid import UUID

import msgspec
from litestar import Router, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from chassis.commands import Commands
from chassis.http import Again, Ask, By, IfMatch
from chassis.pagination import Page
from notifier.commands.letters.arrange_themes import AddTheme, RemoveTheme, add_theme, remove_theme
from notifier.commands.letters.edit_issue import RemoveIssue, WriteIssue, remove_issue, write_issue
from notifier.commands.letters.send_issue import (
    OfIssue,
    ScheduleIssue,
    cancel_issue,
    pause_issue,
    resume_issue,
    schedule_issue,
    test_issue,
    unschedule_issue,
)
from notifier.domain.letters.issue import Issue, Words
from notifier.queries.letters.issues import IssueLine, IssueView, ListIssues, list_issues, show_issue
from notifier.queries.letters.subscriptions import Figures, subscriber_figures
from notifier.storage.work import NotifierWork

EDIT = "notifier.publications.edit"
Change = NamedDependency[Commands[NotifierWork]]


class At(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Without a moment: now."""

    moment: datetime | None = None


class IssueMade(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID
    status: str
    version: int


class ThemeMade(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID


def _made(issue: Issue) -> IssueMade:
    return IssueMade(id=issue.id, status=issue.status.value, version=issue.version)


@get("/issues", needs=EDIT, summary="Letters, newest first")
async def index(
    actor: By, queries: Ask, cursor: FromQuery[str | None] = None, limit: FromQuery[int] = 50
) -> Page[IssueLine]:
    return await queries.ask(list_issues, ListIssues(cursor=cursor, limit=limit), actor=actor)


@post("/issues", needs=EDIT, summary="Write a letter")
async def create(data: JSONBody[Words], actor: By, commands: Change, once: Again) -> IssueMade:
    return await commands.run(write_issue, WriteIssue(words=data), actor=actor, show=_made, once=once)


@get("/issues/{issue_id:uuid}", needs=EDIT, summary="A letter, how far it is, what came of it")
async def show(issue_id: FromPath[UUID], actor: By, queries: Ask) -> IssueView:
    return await queries.ask(show_issue, issue_id, actor=actor)


@put("/issues/{issue_id:uuid}", needs=EDIT, summary="Write it anew")
async def write(
    issue_id: FromPath[UUID], data: JSONBody[Words], actor: By, commands: Change, if_match: IfMatch
) -> IssueMade:
    return await commands.run(
        write_issue, WriteIssue(issue_id=issue_id, words=data, version=if_match), actor=actor, show=_made
    )


@delete("/issues/{issue_id:uuid}", needs=EDIT, summary="Throw a draft away")
async def remove(issue_id: FromPath[UUID], actor: By, commands: Change) -> None:
    await commands.run(remove_issue, RemoveIssue(issue_id), actor=actor)


@post("/issues/{issue_id:uuid}/schedule", needs=EDIT, summary="Send it, now or at a moment")
async def schedule(issue_id: FromPath[UUID], data: JSONBody[At], actor: By, commands: Change) -> IssueMade:
    command = ScheduleIssue(issue_id=issue_id, moment=data.moment)
    return await commands.run(schedule_issue, command, actor=actor, show=_made)


@delete("/issues/{issue_id:uuid}/schedule", needs=EDIT, summary="Back to the desk")
async def unschedule(issue_id: FromPath[UUID], actor: By, commands: Change) -> None:
    await commands.run(unschedule_issue, OfIssue(issue_id), actor=actor)


@post("/issues/{issue_id:uuid}/pause", needs=EDIT, summary="Hold it back where it is")
async def pause(issue_id: FromPath[UUID], actor: By, commands: Change) -> IssueMade:
    return await commands.run(pause_issue, OfIssue(issue_id), actor=actor, show=_made)


@post("/issues/{issue_id:uuid}/resumption", needs=EDIT, summary="Go on")
async def resume(issue_id: FromPath[UUID], actor: By, commands: Change) -> IssueMade:
    return await commands.run(resume_issue, OfIssue(issue_id), actor=actor, show=_made)


@post("/issues/{issue_id:uuid}/cancellation", needs=EDIT, summary="Nobody else gets it")
async def cancel(issue_id: FromPath[UUID], actor: By, commands: Change) -> IssueMade:
    return await commands.run(cancel_issue, OfIssue(issue_id), actor=actor, show=_made)


@post("/issues/{issue_id:uuid}/test", needs=EDIT, status_code=202, summary="Send it to me, as it is")
async def test(issue_id: FromPath[UUID], actor: By, commands: Change) -> None:
    await commands.run(test_issue, OfIssue(issue_id), actor=actor)


@get("/subscribers", needs=EDIT, summary="How many receive, and how many receive nothing although they asked")
async def figures(actor: By, queries: Ask) -> Figures:
    return await queries.ask(subscriber_figures, None, actor=actor)


@post("/themes", needs=EDIT, summary="Add a range, or a theme to one")
async def new_theme(data: JSONBody[AddTheme], actor: By, commands: Change, once: Again) -> ThemeMade:
    return await commands.run(add_theme, data, actor=actor, show=lambda made: ThemeMade(id=made), once=once)


@delete("/themes/{theme_id:uuid}", needs=EDIT, summary="Remove a theme, or an empty range")
async def drop_theme(theme_id: FromPath[UUID], actor: By, commands: Change) -> None:
    await commands.run(remove_theme, RemoveTheme(theme_id), actor=actor)


router = Router(
    "/editor",
    route_handlers=[
        index,
        create,
        show,
        write,
        remove,
        schedule,
        unschedule,
        pause,
        resume,
        cancel,
        test,
        figures,
        new_theme,
        drop_theme,
    ],
    tags=["Rédaction"],
)
