"""Ranges and rubrics of the knowledge base, and the season in which a rubric is shown."""

from datetime import date
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from chassis.commands import Commands
from chassis.console import ConsolePages
from chassis.http import Ask, By
from chassis.ids import new_id
from chassis.pages import FormState, NotADate, read_date
from chassis.queries import Queries
from chassis.refusals import Fault, Invalid, NotFound
from contracts.forms import say
from ticketing.commands.knowledge.keep_shelf import KeepRange, KeepRubric, keep_range, keep_rubric
from ticketing.console.acts import N_
from ticketing.console.fields import fields_of, id_in
from ticketing.console.settings_forms import errors_of, number, two, words_in
from ticketing.console.shelf import AnyRequest, Console, said_by
from ticketing.domain.knowledge import Range, Rubric, Season
from ticketing.domain.policies import EDIT_ARTICLES
from ticketing.domain.refusals import ShelfInvalid
from ticketing.queries.settings_shelves import KeptShelves, ShowKeptShelves, show_kept_shelves
from ticketing.storage.unit_of_work import TicketingWork

Doing = NamedDependency[Commands[TicketingWork]]
HOME = "/ticketing/articles/gammes"


@get("/articles/gammes", needs=EDIT_ARTICLES)
async def index(request: AnyRequest, actor: By, queries: Ask, console: Console) -> Response[str]:
    kept = await _kept(queries, actor)
    names = _names(kept, console, request, actor)
    return console.render(request, actor, "ticketing/shelves.html", shelves=kept, names=names)


@get("/articles/gammes/nouvelle", needs=EDIT_ARTICLES)
async def new_range(request: AnyRequest, actor: By, console: Console) -> Response[str]:
    return console.render(request, actor, "ticketing/range.html", id=new_id(), form=FormState())


@get("/articles/gammes/{id:uuid}", needs=EDIT_ARTICLES)
async def one_range(
    id: FromPath[UUID], request: AnyRequest, actor: By, queries: Ask, console: Console
) -> Response[str]:
    kept = _found(id, (await _kept(queries, actor)).ranges)
    said = {**words_in("name", kept.name), "slug": kept.slug, "position": str(kept.position)}
    return console.render(request, actor, "ticketing/range.html", id=id, form=FormState(said))


@post("/articles/gammes/{id:uuid}", needs=EDIT_ARTICLES)
async def keep_a_range(
    id: FromPath[UUID], request: AnyRequest, actor: By, commands: Doing, console: Console
) -> Response[Any]:
    fields = await fields_of(request)
    made = Range(id, _slug(fields), two(fields, "name"), number(fields.get("position", "")))
    try:
        await commands.run(keep_range, KeepRange(made), actor=actor)
    except Invalid as invalid:
        form = FormState(fields, errors_of(invalid))
        return console.render(request, actor, "ticketing/range.html", 422, id=id, form=form)
    return console.redirect(HOME, flash=said_by(console, request, actor, N_("La gamme est enregistrée.")))


@get("/articles/rubriques/nouvelle", needs=EDIT_ARTICLES)
async def new_rubric(request: AnyRequest, actor: By, queries: Ask, console: Console) -> Response[str]:
    return await _rubric_page(request, actor, queries, console, new_id(), FormState())


@get("/articles/rubriques/{id:uuid}", needs=EDIT_ARTICLES)
async def one_rubric(
    id: FromPath[UUID], request: AnyRequest, actor: By, queries: Ask, console: Console
) -> Response[str]:
    kept = _found(id, (await _kept(queries, actor)).rubrics)
    said = {
        **words_in("name", kept.name),
        "slug": kept.slug,
        "range": str(kept.range_id),
        "position": str(kept.position),
        **_parts("first", kept.season.first),
        **_parts("last", kept.season.last),
        "every_year": "true" if kept.season.every_year else "",
    }
    return await _rubric_page(request, actor, queries, console, id, FormState(said))


@post("/articles/rubriques/{id:uuid}", needs=EDIT_ARTICLES)
async def keep_a_rubric(
    id: FromPath[UUID], request: AnyRequest, actor: By, queries: Ask, commands: Doing, console: Console
) -> Response[Any]:
    fields = await fields_of(request)
    try:
        made = Rubric(
            id,
            id_in(fields, "range"),
            _slug(fields),
            two(fields, "name"),
            Season(_day(fields, "first"), _day(fields, "last"), bool(fields.get("every_year"))),
            number(fields.get("position", "")),
        )
        await commands.run(keep_rubric, KeepRubric(made), actor=actor)
    except Invalid as invalid:
        form = FormState(fields, errors_of(invalid))
        return await _rubric_page(request, actor, queries, console, id, form, 422)
    return console.redirect(HOME, flash=said_by(console, request, actor, N_("La rubrique est enregistrée.")))


async def _rubric_page(
    request: AnyRequest,
    actor: By,
    queries: Queries,
    console: ConsolePages,
    id: UUID,
    form: FormState,
    status: int = 200,
) -> Response[str]:
    shelves = await _kept(queries, actor)
    names = _names(shelves, console, request, actor)
    return console.render(
        request, actor, "ticketing/rubric.html", status, id=id, form=form, shelves=shelves, names=names
    )


async def _kept(queries: Queries, actor: By) -> KeptShelves:
    return await queries.ask(show_kept_shelves, ShowKeptShelves(), actor=actor)


def _names(kept: KeptShelves, console: ConsolePages, request: AnyRequest, actor: By) -> dict[UUID, str]:
    locale = console.context(request, actor).locale
    return {one.id: say(one.name, locale) for one in (*kept.ranges, *kept.rubrics)}


def _slug(fields: dict[str, str]) -> str:
    return fields.get("slug", "").strip().lower()


def _day(fields: dict[str, str], name: str) -> date | None:
    """None for a date that is not given."""
    try:
        return read_date(fields, name)
    except NotADate as error:
        said = "Indiquez une date au format jour/mois/année, par exemple 15 11 2026."
        raise ShelfInvalid(faults=[Fault(f"/{name}", said, "format")]) from error


def _parts(name: str, day: date | None) -> dict[str, str]:
    if day is None:
        return {}
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


def _found(id: UUID, kept: Any) -> Any:
    found = next((one for one in kept if one.id == id), None)
    if found is None:
        raise NotFound
    return found


PAGES = (index, new_range, one_range, keep_a_range, new_rubric, one_rubric, keep_a_rubric)
