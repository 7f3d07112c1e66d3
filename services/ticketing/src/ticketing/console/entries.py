"""One service of the catalogue: what it is called, and the questions that its requests answer."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from chassis.ids import new_id
from chassis.pages import FormState
from chassis.refusals import Conflict, Fault, Invalid
from contracts.forms import Form, FormFault, read_form
from ticketing.commands.catalogue.keep_entry import KeepEntry, keep_entry
from ticketing.console.acts import N_
from ticketing.console.catalogue import HOME, Doing, Here, whole
from ticketing.console.fields import fields_of, id_in
from ticketing.console.questions import FIELDS, acted, document_in, field_at, values_of
from ticketing.console.settings import Desk
from ticketing.console.settings_forms import errors_of, number, two, words_in
from ticketing.domain import questions
from ticketing.domain.catalogue import CatalogueEntry, RequestKind
from ticketing.domain.form_faults import unreadable
from ticketing.domain.policies import SET_UP
from ticketing.domain.questions import Document
from ticketing.domain.refusals import EntryInvalid
from ticketing.queries.settings_catalogue import ShowKeptEntry, show_kept_entry


@get("/reglages/services/nouveau", needs=SET_UP)
async def new_entry(desk: Here, comme: FromQuery[UUID | None] = None) -> Response[str]:
    """`comme`: begins with the form of this entry."""
    said: dict[str, Any] = {"offered": "true", "kind": "assistance", "new": "true"}
    document = questions.added(questions.empty(), "long_text")
    if comme is not None:
        like = await desk.queries.ask(show_kept_entry, ShowKeptEntry(comme), actor=desk.actor)
        said |= {"kind": str(like.kind), "product": str(like.product_id)}
        document = _written(like.form)
    return await _page(desk, new_id(), document, said)


@get("/reglages/services/{id:uuid}", needs=SET_UP)
async def entry(id: FromPath[UUID], desk: Here) -> Response[str]:
    kept = await desk.queries.ask(show_kept_entry, ShowKeptEntry(id), actor=desk.actor)
    return await _page(desk, id, _written(kept.form), _fields(kept))


@post("/reglages/services/{id:uuid}", needs=SET_UP)
async def keep_an_entry(id: FromPath[UUID], desk: Here, commands: Doing) -> Response[Any]:
    """Or one act on its questions, which is shown and not kept: a form that is half done is nobody's yet."""
    fields = await fields_of(desk.request, most=FIELDS)
    faults: list[Fault] = []
    document = document_in(fields, faults)
    if act := fields.get("act"):
        return await _page(desk, id, acted(document, act, fields.get("add_kind", "")), fields, act=act)
    try:
        if faults:
            raise EntryInvalid(faults=faults)
        await commands.run(keep_entry, KeepEntry(_entry(id, fields, document)), actor=desk.actor)
    except Invalid as invalid:
        errors = {_field(name, document): said for name, said in errors_of(invalid).items()}
        return await _page(desk, id, document, fields, errors)
    except Conflict as conflict:
        return await _page(desk, id, document, fields, {"slug": desk.said(conflict.title)})
    return desk.console.redirect(
        HOME, flash=desk.said(N_("Le service est enregistré. Il vaut pour les demandes à venir."))
    )


async def _page(
    desk: Desk,
    id: UUID,
    document: Document,
    fields: Mapping[str, str],
    errors: dict[str, str] | None = None,
    *,
    act: str = "",
) -> Response[str]:
    """With errors, what was typed is shown again as it was; after an act, the questions as they are now."""
    own = {name: value for name, value in fields.items() if not name.startswith("q-") and name != "form"}
    typed = fields if errors else own
    locale = desk.actor.locale
    asked = questions.questions(document)
    return await desk.page(
        "entry.html",
        422 if errors else 200,
        id=id,
        form=FormState({**values_of(document), **typed, "form": values_of(document)["form"]}, errors or {}),
        is_new=bool(fields.get("new")),
        catalogue=await whole(desk),
        questions=asked,
        conditions=[questions.conditions(document, place, locale) for place in range(len(asked))],
        kinds=questions.KINDS,
        act=act,
    )


def _field(name: str, document: Document) -> str:
    return field_at(name, document) if name == "form" or name.startswith("form/") else name


def _entry(id: UUID, fields: dict[str, str], document: Document) -> CatalogueEntry:
    kind = fields.get("kind")
    return CatalogueEntry(
        id=id,
        slug=fields.get("slug", "").strip().lower(),
        product_id=id_in(fields, "product"),
        kind=RequestKind(kind) if kind in set(RequestKind) else RequestKind.ASSISTANCE,
        label=two(fields, "label"),
        form=_form(document),
        position=number(fields.get("position", "")),
        summary=two(fields, "summary"),
        offered=bool(fields.get("offered")),
    )


def _form(document: Document) -> Form:
    try:
        return read_form(document)
    except FormFault as error:
        raise unreadable(error) from error


def _written(form: Form) -> Document:
    """As JSON has it: lists, which can be changed."""
    return msgspec.json.decode(msgspec.json.encode(form))


def _fields(kept: CatalogueEntry) -> dict[str, str]:
    return {
        "slug": kept.slug,
        "product": str(kept.product_id),
        "kind": str(kept.kind),
        **words_in("label", kept.label),
        **words_in("summary", kept.summary),
        "position": str(kept.position),
        "offered": "true" if kept.offered else "",
    }


PAGES = (new_entry, entry, keep_an_entry)
