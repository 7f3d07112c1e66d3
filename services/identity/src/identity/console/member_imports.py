"""Bringing in a list of members: a rehearsal with its report, then the real thing (ID-05)."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency

from chassis.actor import Actor
from chassis.console import ConsolePages
from chassis.http import By
from chassis.pages import FormState
from chassis.refusals import Invalid
from identity.commands.import_members import ImportMembers, ImportReport, Outcome, import_members
from identity.console.forms import fields_of, file_in, words
from identity.domain.member_lists import EXAMPLE, decoded
from identity.domain.members import MANAGE
from identity.http.context import Doing

Pages = NamedDependency[ConsolePages]
AnyRequest = Request[Any, Any, Any]


@get("/members/import", needs=MANAGE)
async def show(request: AnyRequest, actor: By, pages: Pages) -> Response[Any]:
    return _page(request, actor, pages, FormState())


@get("/members/import/exemple.csv", needs=MANAGE)
async def example() -> Response[bytes]:
    headers = {"content-disposition": 'attachment; filename="membres.csv"'}
    return Response(b"\xef\xbb\xbf" + EXAMPLE.encode(), media_type="text/csv; charset=utf-8", headers=headers)


@post("/members/import", needs=MANAGE, status_code=200)
async def take(request: AnyRequest, actor: By, commands: Doing, pages: Pages) -> Response[Any]:
    """A file, or lines pasted; `confirmed` does what the report announced."""
    fields, _ = await fields_of(request), words(pages, request, actor)
    confirmed = "confirmed" in fields
    try:
        text = decoded(await file_in(request, "file")) or fields.get("lines", "")
        if not text.strip():
            form = FormState(fields, {"file": _("Choisissez un fichier, ou collez des lignes.")})
            return _page(request, actor, pages, form, status=422)
        command = ImportMembers(text=text, rehearsal=not confirmed, locale=actor.locale)
        report = await commands.run(import_members, command, actor=actor)
    except Invalid as refusal:
        form = FormState(fields, {"file": _(refusal.detail or refusal.title)})
        return _page(request, actor, pages, form, status=422)
    if confirmed:
        added = report.number(Outcome.ADDED)
        said = pages.pages.messages(pages.context(request, actor).locale).ngettext(
            "%(num)s membre ajouté.", "%(num)s membres ajoutés.", added
        )
        return pages.redirect("/identity/members", flash=said % {"num": added})
    return _page(request, actor, pages, FormState({"lines": text}), report=report)


def _page(
    request: AnyRequest,
    actor: Actor,
    pages: ConsolePages,
    form: FormState,
    *,
    report: ImportReport | None = None,
    status: int = 200,
) -> Response[Any]:
    return pages.render(request, actor, "console/member_import.html", status, form=form, report=report)


ROUTES = [show, example, take]
