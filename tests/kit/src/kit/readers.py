"""Who decodes the answers of another service into a struct of its own, and of which operation. Whatever else an entrance reads of an answer it
takes by its names: there each field of it counts."""

from typing import Any, NamedTuple

import msgspec

from gateway import accounts, opening, organisations, sessions


class Read(NamedTuple):
    service: str
    method: str
    path: str

    def __str__(self) -> str:
        return f"{self.service}: {self.method.upper()} {self.path}"


READERS: dict[str, tuple[Any, tuple[Read, ...]]] = {
    "gateway.organisations.Facts": (
        organisations.Facts,
        (
            Read("identity", "get", "/internal/organisations/{slug}"),
            Read("identity", "get", "/internal/previews/{token}"),
        ),
    ),
    "gateway.sessions.Exchange": (
        sessions.Exchange,
        (Read("identity", "post", "/internal/exchange"), Read("identity", "post", "/internal/assistant-exchange")),
    ),
    "gateway.accounts.Seen": (list[accounts.Seen | None], (Read("identity", "post", "/internal/sessions"),)),
    "gateway.opening.HoursException": (
        tuple[opening.HoursException, ...],
        (Read("notifier", "get", "/v1/publications/hours-exceptions"),),
    ),
}


def document() -> dict[str, Any]:
    return {
        name: {"reads": [read._asdict() for read in reads], "schema": msgspec.json.schema(kind)}
        for name, (kind, reads) in READERS.items()
    }
