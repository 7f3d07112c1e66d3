"""What others did to a request while its page stays open before an agent: asked by the page each time it moves."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from chassis.actor import Actor
from chassis.http import Ask, By
from demarches.console.names import Names
from demarches.domain.policies import READ
from demarches.http.dossiers import Now
from demarches.queries.dossier.read import AskDossier, read_instruction
from demarches.queries.dossier.views import InstructionView
from demarches.queries.words import translation

MOST = 5


@get("/dossiers/{dossier_id:uuid}/news", needs=READ)
async def news(
    dossier_id: FromPath[UUID],
    since: FromQuery[datetime],
    actor: By,
    queries: Ask,
    names: NamedDependency[Names],
    clock: Now,
) -> dict[str, list[str]]:
    """The newest first, in the reader's language; nothing of what they did themselves. Nothing of it is opened anew."""
    found = await queries.ask(read_instruction, AskDossier(dossier_id, clock()), actor=actor)
    theirs = sorted(others_acts(found, since, actor), key=lambda one: one[0], reverse=True)[:MOST]
    known = await names.of(actor, [who for _, _, who in theirs])
    _ = translation(actor.locale)
    return {
        "lines": [
            _(said) + (f" ({known[who]})" if who is not None and who in known else "") for _at, said, who in theirs
        ]
    }


def others_acts(found: InstructionView, since: datetime, actor: Actor) -> Iterator[tuple[datetime, str, UUID | None]]:
    """When, what (a text for the catalogue), and which agent."""
    me = actor.account
    yield from ((line.at, line.title, line.who) for line in found.dossier.history if line.at > since and line.who != me)
    yield from ((note.at, NOTE, note.author) for note in found.notes if note.at > since and note.author != me)


def N_(text: str) -> str:  # noqa: N802 - gettext's name for « translate this later »
    return text


NOTE = N_("Note interne")
ROUTES = [news]
