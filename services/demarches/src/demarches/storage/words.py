"""The words that dossiers are found by, kept."""

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.forms import say, without_sensitive
from demarches.domain.definition import Definition
from demarches.domain.dossier import Dossier
from demarches.domain.words import texts_in, words_of
from demarches.storage.tables import dossier_words, dossiers

# After every text that begins with what stands before it.
_END = "\U0010ffff"
MOST_ASKED = 6


async def keep(connection: AsyncConnection, dossier: Dossier, definition: Definition) -> None:
    """What was answered, except where the form says that an answer is sensitive."""
    answered = texts_in(without_sensitive(definition.form, dossier.answers))
    known = (dossier.reference or "", dossier.contact_name, dossier.contact_email or "", say(definition.title))
    rows = [{"word": word, "dossier_id": dossier.id} for word in words_of(*known, *answered)]
    if rows:
        await connection.execute(insert(dossier_words).on_conflict_do_nothing(), rows)


def having(typed: str) -> list[ColumnElement[bool]]:
    """One condition per word typed: the dossier has a word that begins like it."""
    c = dossier_words.c
    return [
        dossiers.c.id.in_(select(c.dossier_id).where(and_(c.word >= word, c.word < word + _END)))
        for word in words_of(typed)[:MOST_ASKED]
    ]
