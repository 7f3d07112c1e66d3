"""The queue's address: what is asked of it, in French words, and back."""

from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from demarches.domain.dossier import Status
from demarches.queries.desk.queue import VIEWS, AskQueue

PAGE = 50
FIRST = "unassigned"
# In the order in which they stand in an address.
NAMES = ("vue", "q", "demarche", "service", "etat", "agent", "tri", "apres", "apercu")
FILTERS = ("q", "demarche", "service", "etat", "agent")
_SORTS = {"recue": "received", "echeance": "due"}


class QueueAddress:
    """What does not fit is left out: an old link shows more than it did, never an error."""

    def __init__(self, query: str) -> None:
        self.values = {name: value for name, value in parse_qsl(query) if name in NAMES and value}

    def __call__(self, **changes: Any) -> str:
        """This address with some things otherwise; an empty one is left out. Another page is begun at its top."""
        kept = {**self.values, "apres": "", "apercu": "", **{name: str(value or "") for name, value in changes.items()}}
        return "?" + urlencode({name: kept[name] for name in NAMES if kept.get(name)})

    @property
    def query(self) -> str:
        """What a kept view keeps: neither the place in the list nor the dossier looked at."""
        return self().removeprefix("?")

    @property
    def view(self) -> str:
        chosen = self.values.get("vue", "")
        return chosen if chosen in VIEWS else ("all" if self.is_filtered else FIRST)

    @property
    def sort(self) -> str:
        return self.values.get("tri", "")

    @property
    def is_filtered(self) -> bool:
        return any(self.values.get(name) for name in FILTERS)

    @property
    def preview(self) -> UUID | None:
        return _uuid(self.values.get("apercu"))

    def question(self, today: date, *, limit: int = PAGE) -> AskQueue:
        status, sort = self.values.get("etat"), self.sort
        named = _SORTS.get(sort.removeprefix("-"))
        return AskQueue(
            today=today,
            view=self.view,
            demarche=self.values.get("demarche"),
            department=_uuid(self.values.get("service")),
            status=status if status in set(Status) else None,
            agent=_uuid(self.values.get("agent")),
            q=self.values.get("q", "")[:200],
            sort=("-" if sort.startswith("-") else "") + named if named else "",
            cursor=self.values.get("apres"),
            limit=limit,
        )


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
