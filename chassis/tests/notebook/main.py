"""One aggregate, its event, its commands and its routes."""

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

import msgspec
from litestar import Litestar, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody
from sqlalchemy import Column, MetaData, String, Table, Uuid, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis import tables
from chassis.access import Needs
from chassis.actor import Actor
from chassis.commands import Commands
from chassis.http import Again, Ask, By, IfMatch
from chassis.ids import new_id
from chassis.pagination import Page, after, page
from chassis.policies import must_match
from chassis.refusals import Conflict, NotFound
from chassis.repository import Repository
from chassis.service import Service
from chassis.settings import Settings
from chassis.subscriptions import Subscription, Timer
from chassis.unit_of_work import UnitOfWork
from contracts.demarches import DossierDecided
from contracts.events import Event

notes = Table(
    "notes",
    MetaData(),
    *tables.aggregate_columns(),
    Column("author", Uuid),
    Column("text", String, nullable=False),
    Column("status", String, nullable=False),
)


class NoteWritten(Event, frozen=True, kw_only=True):
    type: ClassVar[str] = "identity.note.written.v1"
    about: ClassVar[str] = "note_id"
    note_id: UUID


class NoteSealed(Event, frozen=True, kw_only=True):
    type: ClassVar[str] = "identity.note.sealed.v1"
    about: ClassVar[str] = "note_id"
    note_id: UUID


class NoteNotFound(NotFound):
    """Cette note n’existe pas, ou vous n’y avez pas accès."""


class NoteAlreadySealed(Conflict):
    """La note est déjà scellée."""


@dataclass
class Note:
    id: UUID
    author: UUID | None
    text: str
    status: str = "open"
    version: int = 0

    def seal(self) -> NoteSealed:
        if self.status == "sealed":
            raise NoteAlreadySealed
        self.status = "sealed"
        return NoteSealed(note_id=self.id)


class Notes(Repository[Note]):
    table = notes
    missing = NoteNotFound

    def load(self, row: Any) -> Note:
        return Note(row.id, row.author, row.text, row.status, row.version)

    def dump(self, aggregate: Note) -> dict[str, Any]:
        a = aggregate
        return {"id": a.id, "author": a.author, "text": a.text, "status": a.status}

    def visible(self) -> Any:
        actor = self.uow.actor
        return None if actor.subject is None else notes.c.author == actor.subject


class NotebookWork(UnitOfWork):
    def __init__(self, *circumstances: Any) -> None:
        super().__init__(*circumstances)
        self.notes = Notes(self)


class WriteNote(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    text: str


class SealNote(msgspec.Struct, frozen=True):
    note_id: UUID
    version: int | None = None


class NoteView(msgspec.Struct):
    id: UUID
    text: str
    status: str
    version: int

    @classmethod
    def of(cls, note: Note) -> "NoteView":
        return cls(note.id, note.text, note.status, note.version)


async def write_note(command: WriteNote, uow: NotebookWork) -> Note:
    note = uow.notes.add(Note(new_id(), uow.actor.subject, command.text))
    uow.record(NoteWritten(note_id=note.id), concerns=uow.actor.account)
    return note


async def seal_note(command: SealNote, uow: NotebookWork) -> Note:
    note = await uow.notes.get(command.note_id)
    must_match(note.version, command.version)
    uow.record(note.seal(), concerns=note.author)
    return note


async def list_notes(question: tuple[str | None, int], _: Actor, connection: AsyncConnection) -> Page[NoteView]:
    cursor, limit = question
    statement = after(select(notes), [notes.c.id], cursor, limit)
    rows = (await connection.execute(statement)).all()
    cut = page(rows, limit, lambda row: [row.id])
    return Page([NoteView(r.id, r.text, r.status, r.version) for r in cut.items], cut.next)


@get("/", needs=Needs.SIGNED_IN)
async def index(
    actor: By, queries: Ask, cursor: FromQuery[str | None] = None, limit: FromQuery[int] = 50
) -> Page[NoteView]:
    return await queries.ask(list_notes, (cursor, limit), actor=actor)


@post("/", needs=Needs.SIGNED_IN)
async def create(
    data: JSONBody[WriteNote], actor: By, commands: NamedDependency[Commands[Any]], once: Again
) -> NoteView:
    return await commands.run(write_note, data, actor=actor, show=NoteView.of, once=once)


@post("/{note_id:uuid}/seal", needs="demarches.dossiers.decide")
async def seal(
    note_id: FromPath[UUID], actor: By, commands: NamedDependency[Commands[Any]], if_match: IfMatch
) -> NoteView:
    return await commands.run(seal_note, SealNote(note_id, if_match), actor=actor, show=NoteView.of)


router = Router("/notes", route_handlers=[index, create, seal])


async def write_note_about_decision(command: WriteNote, uow: NotebookWork) -> None:
    """Fails on demand, as handlers do: once for `hiccup`, always for `broken`."""
    if command.text.startswith("broken") or (command.text == "hiccup" and not FAILED):
        FAILED.append(command.text)
        raise RuntimeError("the handler failed")
    uow.notes.add(Note(new_id(), None, command.text))


async def hear_decision(command: WriteNote, uow: NotebookWork) -> None:
    """A second handler of the same event."""
    uow.notes.add(Note(new_id(), None, command.text))


async def hear_in_order(command: WriteNote, uow: NotebookWork) -> None:
    if command.text in FAILING:
        raise RuntimeError("the handler failed")
    uow.notes.add(Note(new_id(), None, f"heard {command.text}"))


FAILED: list[str] = []
FAILING: set[str] = set()
SUBSCRIPTIONS = (
    Subscription(DossierDecided, lambda event: WriteNote(event.outcome), write_note_about_decision),
    Subscription(DossierDecided, lambda e: WriteNote(e.outcome) if "heard" in e.outcome else None, hear_decision),
    Subscription(
        DossierDecided,
        lambda e: WriteNote(e.outcome) if e.outcome.startswith("in order") else None,
        hear_in_order,
        reader="notebook",
    ),
)


async def answer_hello(body: bytes) -> bytes:
    return msgspec.json.encode({"said": body.decode()})


TIMERS = (Timer("seal", SealNote, seal_note),)


def create_app(settings: Settings, *, now: Any) -> Litestar:
    answers = {"ask.identity.contacts.v1": answer_hello}
    service = Service(settings, NotebookWork, now=now)
    return service.app(routes=[router], subscriptions=SUBSCRIPTIONS, timers=TIMERS, answers=answers)
