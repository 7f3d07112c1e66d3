"""What has to be written to whom: answered when the notifier is about to send."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import msgspec

from chassis.access import LANGUAGES
from chassis.actor import Actor, Kind
from chassis.pages.filters import Words
from chassis.queries import Queries
from contracts.asks import AskMessageFacts, AskOrganisation, MessageFacts, OrganisationFacts, Recipient
from contracts.documents import PieceExpiring
from documents.queries.one_piece import PieceFacts, read_piece

SERVICE = "documents"
Answer = Callable[[bytes], Awaitable[bytes]]
AskIdentity = Callable[[AskOrganisation], Awaitable[OrganisationFacts]]


def answers(queries: Queries, ask_identity: AskIdentity) -> dict[str, Answer]:
    async def message_facts(body: bytes) -> bytes:
        asked = msgspec.json.decode(body, type=AskMessageFacts)
        return msgspec.json.encode(await facts_for(asked, queries, ask_identity))

    return {AskMessageFacts.subject_for(SERVICE): message_facts}


async def facts_for(asked: AskMessageFacts, queries: Queries, ask_identity: AskIdentity) -> MessageFacts:
    if asked.event_type != PieceExpiring.type:
        return MessageFacts(template="none")
    event = msgspec.convert(asked.data, PieceExpiring)
    # The piece's row exists for its owner alone. Its name is read in their name, to be written to them; no key is opened.
    as_owner = Actor(tenant=asked.tenant, kind=Kind.SERVICE, subject=event.owner_id, service=SERVICE)
    piece = await queries.ask(read_piece, event.piece_id, actor=as_owner)
    if piece is None or piece.valid_until is None:
        return MessageFacts(template="piece_expiring")
    town = await ask_identity(AskOrganisation(tenant=asked.tenant))
    told = {locale: values_for(event.piece_id, piece, town, locale) for locale in LANGUAGES}
    return MessageFacts(
        template="piece_expiring",
        recipients=(Recipient(account_id=event.owner_id),),
        values=told.pop(LANGUAGES[0]),
        translated=told,
    )


def values_for(piece_id: UUID, piece: PieceFacts, town: OrganisationFacts, locale: str) -> dict[str, str]:
    assert piece.valid_until is not None
    return {
        "piece": piece.label,
        "valid_until": Words(locale).day(piece.valid_until),
        "link": f"{town.public_url.rstrip('/')}/mes-pieces/{piece_id}/remplacer",
    }
