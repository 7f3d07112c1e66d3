from uuid import UUID

from msgspec import Struct, to_builtins

from contracts.forms import Words
from demarches.domain.definition import Kind
from demarches.storage import catalogue
from demarches.storage.unit_of_work import DemarchesWork


class Department(Struct, frozen=True, kw_only=True):
    id: UUID
    name: str
    email: str = ""
    phone: str = ""
    address: str = ""
    hours: str = ""


class Theme(Struct, frozen=True, kw_only=True):
    id: UUID
    slug: str
    name: Words
    icon: str
    position: int = 0


class Place(Struct, frozen=True, kw_only=True):
    """Where a démarche stands in the catalogue; with `external_url` it is a link to somewhere else, with `body` a page."""

    id: UUID
    slug: str
    theme_id: UUID
    title: Words
    summary: Words
    position: int = 0
    pinned: bool = False
    external_url: str | None = None
    kind: str = Kind.DEMARCHE
    body: Words | None = None
    needs_account: bool = False
    keywords: tuple[str, ...] = ()


class ArrangeCatalogue(Struct, frozen=True, kw_only=True):
    reference_prefix: str
    departments: tuple[Department, ...] = ()
    themes: tuple[Theme, ...] = ()
    places: tuple[Place, ...] = ()
    synonyms: dict[str, str] = {}


async def arrange_catalogue(command: ArrangeCatalogue, uow: DemarchesWork) -> None:
    """Adds what is new, changes what is known by its id; removes nothing."""
    await catalogue.set_prefix(uow.connection, command.reference_prefix)
    for department in command.departments:
        await catalogue.keep_department(uow.connection, to_builtins(department))
    for theme in command.themes:
        await catalogue.keep_theme(uow.connection, to_builtins(theme))
    for place in command.places:
        await catalogue.keep_place(uow.connection, to_builtins(place))
    await catalogue.keep_synonyms(uow.connection, command.synonyms)
