from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct

from chassis.policies import must_be_signed_in, must_hold
from demarches.domain.editor.reading import must_be_readable
from demarches.domain.permissions import EDIT
from demarches.storage import editing
from demarches.storage.unit_of_work import DemarchesWork


class ChangeDefinition(Struct, frozen=True, kw_only=True):
    """`expected`: the version of the work that its author had before their eyes; 0 when nothing was under work."""

    demarche_id: UUID
    content: dict[str, Any]
    expected: int


async def change_definition(command: ChangeDefinition, uow: DemarchesWork) -> int:
    """Kept as it is, if it can be read at all: what keeps it from being published is told on its own page."""
    must_hold(uow.actor, EDIT)
    _ = await editing.work_on(uow.connection, command.demarche_id)
    content = msgspec.to_builtins(must_be_readable(command.content))
    return await editing.keep_work(
        uow.connection,
        command.demarche_id,
        content,
        expected=command.expected,
        at=uow.now,
        by=must_be_signed_in(uow.actor),
    )
