"""What agents do together: hand over, merge, link, act on many, see who else is there; drafts and views of one's own."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Request, Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from chassis.commands import Commands
from chassis.console import ConsolePages
from chassis.http import Ask, By
from ticketing.commands.desk.act_on_many import ActOnMany, act_on_many
from ticketing.commands.desk.assign_ticket import AssignTicket, assign_ticket
from ticketing.commands.desk.keep_view import DropView, KeepView, drop_view, keep_view
from ticketing.commands.desk.link_tickets import LinkTickets, link_tickets
from ticketing.commands.desk.merge_ticket import MergeTicket, merge_ticket
from ticketing.commands.desk.note_presence import NotePresence, note_presence
from ticketing.commands.desk.reweigh_ticket import ReweighTicket, reweigh_ticket
from ticketing.commands.desk.save_draft import SaveDraft, save_draft
from ticketing.commands.desk.split_ticket import SplitTicket, split_ticket
from ticketing.commands.desk.undo_merge import UndoMerge, undo_merge
from ticketing.commands.desk.undo_split import UndoSplit, undo_split
from ticketing.commands.guest.recognise_guest import RecogniseGuest, recognise_guest
from ticketing.console.acts import N_, done
from ticketing.console.fields import fields_of, id_in, ids_in, lists_of, number_in
from ticketing.console.pages import TicketPage
from ticketing.domain.policies import ANSWER
from ticketing.domain.severity import Impact, Urgency
from ticketing.people import People
from ticketing.queries.desk import WhoIsHere, who_is_here
from ticketing.storage.unit_of_work import TicketingWork

AnyRequest = Request[Any, Any, Any]
Doing = NamedDependency[Commands[TicketingWork]]
Console = NamedDependency[ConsolePages]
Whose = NamedDependency[People]
Back = NamedDependency[TicketPage]
WRITES, READS, SOMEBODY = N_("%(name)s écrit une réponse."), N_("%(name)s lit cette demande."), N_("Un collègue")
FILTERS = ("file", "q", "gravite", "etat")


@post("/tickets/{ticket_id:uuid}/assignee", needs=ANSWER)
async def assign(
    ticket_id: FromPath[UUID], request: AnyRequest, actor: By, commands: Doing, page: Back, console: Console
) -> Response[Any]:
    fields = await fields_of(request)
    doing = commands.run(assign_ticket, AssignTicket(ticket_id, id_in(fields, "agent")), actor=actor)
    return await done(doing, page, console, ticket_id, fields, N_("La demande est confiée à votre collègue."))


@post("/tickets/{ticket_id:uuid}/weight", needs=ANSWER)
async def weigh(
    ticket_id: FromPath[UUID], request: AnyRequest, actor: By, commands: Doing, page: Back, console: Console
) -> Response[Any]:
    fields = await fields_of(request)
    impact, urgency = fields.get("impact"), fields.get("urgency")
    command = ReweighTicket(
        ticket_id,
        Impact(impact) if impact in set(Impact) else Impact.PERSON,
        Urgency(urgency) if urgency in set(Urgency) else Urgency.LOW,
        number_in(fields, "seen"),
    )
    doing = commands.run(reweigh_ticket, command, actor=actor)
    return await done(doing, page, console, ticket_id, fields, N_("La gravité est modifiée."))


@post("/tickets/{ticket_id:uuid}/merger", needs=ANSWER)
async def merge(
    ticket_id: FromPath[UUID], request: AnyRequest, actor: By, commands: Doing, page: Back, console: Console
) -> Response[Any]:
    fields = await fields_of(request)
    doing = commands.run(merge_ticket, MergeTicket(ticket_id, fields.get("merge_with", "")), actor=actor)
    said = N_("Les demandes sont regroupées. Vous pouvez l’annuler pendant 30 jours.")
    return await done(doing, page, console, ticket_id, fields, said, unknown="merge_with")


@post("/tickets/{ticket_id:uuid}/merger/undoing", needs=ANSWER)
async def unmerge(
    ticket_id: FromPath[UUID], request: AnyRequest, actor: By, commands: Doing, page: Back, console: Console
) -> Response[Any]:
    doing = commands.run(undo_merge, UndoMerge(ticket_id), actor=actor)
    return await done(doing, page, console, ticket_id, {}, N_("Le regroupement est annulé."))


@post("/tickets/{ticket_id:uuid}/split", needs=ANSWER)
async def split(
    ticket_id: FromPath[UUID], request: AnyRequest, actor: By, commands: Doing, page: Back, console: Console
) -> Response[Any]:
    fields, chosen = await fields_of(request), await lists_of(request)
    command = SplitTicket(ticket_id, ids_in(chosen, "messages"), fields.get("subject", ""))
    doing = commands.run(split_ticket, command, actor=actor)
    said = N_("Une demande à part est ouverte. Vous pouvez l’annuler pendant 30 jours.")
    return await done(doing, page, console, ticket_id, fields, said)


@post("/tickets/{ticket_id:uuid}/split/undoing", needs=ANSWER)
async def unsplit(
    ticket_id: FromPath[UUID], request: AnyRequest, actor: By, commands: Doing, page: Back, console: Console
) -> Response[Any]:
    doing = commands.run(undo_split, UndoSplit(ticket_id), actor=actor)
    return await done(doing, page, console, ticket_id, {}, N_("La demande est revenue dans celle d’où elle venait."))


@post("/tickets/{ticket_id:uuid}/links", needs=ANSWER)
async def link(
    ticket_id: FromPath[UUID], request: AnyRequest, actor: By, commands: Doing, page: Back, console: Console
) -> Response[Any]:
    fields = await fields_of(request)
    command = LinkTickets(ticket_id, fields.get("linked_with", ""), linked=fields.get("unlink") != "true")
    doing = commands.run(link_tickets, command, actor=actor)
    said = N_("Les demandes sont liées.") if command.linked else N_("Le lien est retiré.")
    return await done(doing, page, console, ticket_id, fields, said, unknown="linked_with")


@post("/tickets/{ticket_id:uuid}/recognition", needs=ANSWER)
async def recognise(
    ticket_id: FromPath[UUID], request: AnyRequest, actor: By, commands: Doing, page: Back, console: Console
) -> Response[Any]:
    fields = await fields_of(request)
    command = RecogniseGuest(ticket_id, fields.get("like", ""), fields.get("proof", ""))
    doing = commands.run(recognise_guest, command, actor=actor)
    said = N_("La demande est rattachée au compte.")
    return await done(doing, page, console, ticket_id, fields, said, unknown="like")


@post("/tickets/{ticket_id:uuid}/draft", needs=ANSWER, status_code=204)
async def draft(ticket_id: FromPath[UUID], request: AnyRequest, actor: By, commands: Doing) -> None:
    fields = await fields_of(request)
    await commands.run(save_draft, SaveDraft(ticket_id, fields.get("body", "")), actor=actor)
    await commands.run(note_presence, NotePresence(ticket_id, writing=True), actor=actor)


@post("/tickets/{ticket_id:uuid}/presence", needs=ANSWER, status_code=200)
async def presence(
    ticket_id: FromPath[UUID],
    request: AnyRequest,
    actor: By,
    commands: Doing,
    queries: Ask,
    people: Whose,
    console: Console,
) -> dict[str, str]:
    """One sentence: who else reads or writes. Empty when nobody does."""
    fields = await fields_of(request)
    await commands.run(note_presence, NotePresence(ticket_id, fields.get("writing") == "true"), actor=actor)
    here = await queries.ask(who_is_here, WhoIsHere(ticket_id, commands.now()), actor=actor)
    names = await people.names([one.agent_id for one in here], tenant=actor.tenant)
    words = console.pages.messages(console.context(request, actor).locale)
    said = [
        words.gettext(WRITES if one.writing else READS) % {"name": names.get(one.agent_id) or words.gettext(SOMEBODY)}
        for one in here
    ]
    return {"text": " ".join(said)}


@post("/acts", needs=ANSWER)
async def many(request: AnyRequest, actor: By, commands: Doing, console: Console) -> Response[Any]:
    fields, chosen = await fields_of(request), await lists_of(request)
    act: Any = fields.get("act") if fields.get("act") in ("take", "wait", "resolve", "spam") else "take"
    told = await commands.run(act_on_many, ActOnMany(ids_in(chosen, "tickets"), act), actor=actor)
    words = console.pages.messages(console.context(request, actor).locale)
    said = words.ngettext("%(num)s demande traitée.", "%(num)s demandes traitées.", told.done) % {"num": told.done}
    if told.left:
        left = "%(num)s ne le permettait pas."
        said += " " + words.ngettext(left, "%(num)s ne le permettaient pas.", told.left) % {"num": told.left}
    return console.redirect(_queue(fields), flash=said, kind="warning" if told.left else "success")


@post("/views", needs=ANSWER)
async def view(request: AnyRequest, actor: By, commands: Doing, console: Console) -> Response[Any]:
    fields = await fields_of(request)
    filters = {name: fields[name] for name in FILTERS if fields.get(name)}
    await commands.run(keep_view, KeepView(fields.get("name", ""), filters), actor=actor)
    return console.redirect(_queue(fields))


@post("/views/{view_id:uuid}/removal", needs=ANSWER)
async def remove_view(view_id: FromPath[UUID], actor: By, commands: Doing, console: Console) -> Response[Any]:
    await commands.run(drop_view, DropView(view_id), actor=actor)
    return console.redirect("/ticketing/")


def _queue(fields: dict[str, str]) -> str:
    filters = {name: fields[name] for name in FILTERS if fields.get(name)}
    return f"/ticketing/?{urlencode(filters)}" if filters else "/ticketing/"


PAGES = (assign, weigh, merge, unmerge, split, unsplit, link, recognise, draft, presence, many, view, remove_view)
