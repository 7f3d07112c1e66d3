"""The themes one may choose among: ranges, and the themes in them."""

from uuid import UUID

import msgspec
from sqlalchemy import delete, exists, func, select

from chassis.ids import new_id
from chassis.refusals import Fault, Invalid
from notifier.domain.letters.refusals import ThemeInUse, ThemeNotFound
from notifier.storage.letter_tables import themes
from notifier.storage.work import NotifierWork

LONGEST = 80
_t = themes.c


class AddTheme(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Without a parent: a range. Ranges hold themes, themes hold nothing."""

    label: str
    parent_id: UUID | None = None


class RemoveTheme(msgspec.Struct, frozen=True):
    theme_id: UUID


async def add_theme(command: AddTheme, uow: NotifierWork) -> UUID:
    label = " ".join(command.label.split())
    if not 1 <= len(label) <= LONGEST:
        raise Invalid(faults=[Fault("/label", f"Écrivez un nom de {LONGEST} caractères au plus.", "length")])
    if command.parent_id is not None:
        parent = select(_t.id).where(_t.id == command.parent_id, _t.parent_id.is_(None))
        if (await uow.connection.execute(parent)).one_or_none() is None:
            raise ThemeNotFound
    last = (await uow.connection.execute(select(func.coalesce(func.max(_t.position), 0)))).scalar_one()
    theme_id = new_id()
    row = {"id": theme_id, "label": label, "parent_id": command.parent_id, "position": last + 1}
    await uow.insert(themes, row)
    uow.note("theme.added", theme_id)
    return theme_id


async def remove_theme(command: RemoveTheme, uow: NotifierWork) -> None:
    """Who had ticked it keeps the others; the id left behind means nothing any more."""
    child = themes.alias()
    if (await uow.connection.execute(select(exists().where(child.c.parent_id == command.theme_id)))).scalar_one():
        raise ThemeInUse
    gone = await uow.connection.execute(delete(themes).where(_t.id == command.theme_id))
    if gone.rowcount != 1:
        raise ThemeNotFound
    uow.note("theme.removed", command.theme_id)
