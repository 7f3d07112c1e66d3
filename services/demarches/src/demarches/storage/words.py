"""The words that dossiers are found by, kept."""

from sqlalchemy import ColumnElement, and_, select, text

from chassis.connection import Connection
from contracts.forms import say, without_sensitive
from demarches.domain.definition import Definition
from demarches.domain.dossier import Dossier
from demarches.domain.words import texts_in, words_of
from demarches.storage.tables import dossier_words, dossiers

# After every text that begins with what stands before it.
_END = "\U0010ffff"
MOST_ASKED = 6
# However many there are, one statement.
_KEEP = text(
    "insert into dossier_words (word, dossier_id) select distinct word, cast(:dossier_id as uuid) "
    "from unnest(cast(:words as text[])) as word on conflict do nothing"
)


async def keep(connection: Connection, dossier: Dossier, definition: Definition) -> None:
    """What was answered, except where the form says that an answer is sensitive."""
    answered = texts_in(without_sensitive(definition.form, dossier.answers))
    known = (dossier.reference or "", dossier.contact_name, dossier.contact_email or "", say(definition.title))
    found = {"words": list(words_of(*known, *answered)), "dossier_id": dossier.id}
    await connection.later(_KEEP, found)


def having(typed: str) -> list[ColumnElement[bool]]:
    """One condition per word typed: the dossier has a word that begins like it."""
    c = dossier_words.c
    return [
        dossiers.c.id.in_(select(c.dossier_id).where(and_(c.word >= word, c.word < word + _END)))
        for word in words_of(typed)[:MOST_ASKED]
    ]
