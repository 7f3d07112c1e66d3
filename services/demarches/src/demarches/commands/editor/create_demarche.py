import re
import unicodedata
from typing import Any, cast
from uuid import UUID

import msgspec
from msgspec import Struct
from sqlalchemy import select

from chassis.ids import new_id
from chassis.policies import must_be_signed_in, must_hold
from chassis.refusals import Fault
from contracts.forms import Words
from demarches.domain.definition import Definition
from demarches.domain.editor.reading import must_be_readable
from demarches.domain.permissions import EDIT
from demarches.domain.refusals import DefinitionUnreadable, DemarcheInvalid
from demarches.domain.texts import must_be_written
from demarches.domain.unfinished import TO_COMPLETE
from demarches.storage import catalogue, editing
from demarches.storage.tables import demarches, departments, themes
from demarches.storage.unit_of_work import DemarchesWork

Document = dict[str, Any]


class CreateDemarche(Struct, frozen=True, kw_only=True):
    """`content`: a whole definition to begin with, as an export holds it."""

    title: str
    theme_id: UUID | None
    department_id: UUID | None
    content: dict[str, Any] | None = None


async def create_demarche(command: CreateDemarche, uow: DemarchesWork) -> UUID:
    """Under work, offered to nobody before it is published."""
    must_hold(uow.actor, EDIT)
    title = must_be_written(command.title, "/title", longest=150)
    c = uow.connection
    if command.theme_id is None or await c.scalar(select(themes.c.id).where(themes.c.id == command.theme_id)) is None:
        raise DemarcheInvalid(faults=[Fault("/theme", "Choisissez un thème.", "missing")])
    known = select(departments.c.id).where(departments.c.id == command.department_id)
    if command.department_id is None or await c.scalar(known) is None:
        raise DemarcheInvalid(faults=[Fault("/department", "Choisissez un service.", "missing")])
    slug = slug_of(title)
    if await c.scalar(select(demarches.c.id).where(demarches.c.slug == slug)) is not None:
        raise DemarcheInvalid(faults=[Fault("/title", "Une autre démarche a déjà ce titre.", "taken")])
    named = _named(title, command.content or {})
    begun: Document = {**(command.content or blank()), "title": named, "department_id": str(command.department_id)}
    content = msgspec.to_builtins(_read(begun))
    demarche_id = new_id()
    place = {
        "id": demarche_id,
        "slug": slug,
        "theme_id": command.theme_id,
        "title": named,
        "summary": content["summary"],
        "position": 0,
        "pinned": False,
        "external_url": None,
        "needs_account": False,
        "kind": "demarche",
        "body": None,
    }
    await catalogue.keep_place(c, place)
    author = must_be_signed_in(uow.actor)
    _ = await editing.keep_work(c, demarche_id, content, expected=0, at=uow.now, by=author)
    uow.note("demarches.demarche.created", demarche_id)
    return demarche_id


def _named(title: str, content: Document) -> Words:
    """A title kept as it was keeps its English; another one has none yet."""
    known = content.get("title")
    return cast(Words, known) if isinstance(known, dict) and cast(Document, known).get("fr") == title else title


def _read(begun: dict[str, Any]) -> Definition:
    """Only what was imported may be otherwise than the language of forms has it: the place follows."""
    try:
        return must_be_readable(begun)
    except DefinitionUnreadable as refused:
        said = "Ce fichier n’est pas un export entier, ou il vient d’une version plus récente."
        raise DemarcheInvalid(faults=[Fault("/file", said, "file"), *refused.faults]) from refused


def slug_of(title: str) -> str:
    plain = unicodedata.normalize("NFKD", title.replace("œ", "oe")).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60] or "demarche"


def blank() -> dict[str, Any]:
    """Who asks, and one question: what every form begins with."""
    return {
        "summary": f"{TO_COMPLETE}.",
        "form": {
            "version": 1,
            "steps": [
                {
                    "id": "informations",
                    "title": {"fr": "Mes informations", "en": "My details"},
                    "items": [
                        {
                            "kind": "person",
                            "id": "applicant",
                            "label": "Vous",
                            "required": True,
                            "prefill": "profile",
                            # No more than a letter needs: an author adds what this request truly wants.
                            "parts": ["family_name", "given_names"],
                            "optional": [],
                        },
                        {"kind": "email", "id": "email", "label": "Adresse électronique", "prefill": "profile.email"},
                    ],
                },
                {
                    "id": "demande",
                    "title": {"fr": "Ma demande", "en": "My request"},
                    "items": [{"kind": "long_text", "id": "request", "label": "Votre demande", "required": True}],
                },
            ],
        },
        "clock": {"silence": "acceptance", "months": 2, "articles": ["CRPA L231-1"]},
        "texts": {"what_you_get": f"{TO_COMPLETE}."},
        "applicant": {"step": "informations", "person": "applicant", "email": "email"},
    }
