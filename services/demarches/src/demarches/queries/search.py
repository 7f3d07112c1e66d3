"""Finding a démarche by everyday words: accents, plurals and typing faults are forgiven."""

from msgspec import Struct
from sqlalchemy import String, column, text
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from demarches.queries.catalogue import Entry, entry_of

LONGEST = 200
# Below this a word is another word, not a typing fault.
LIKENESS = 0.45


class Found(Struct):
    """`understood` are the town's words for what was typed: « collecte des déchets » for « poubelle »."""

    items: list[Entry]
    understood: list[str]


_UNDERSTOOD = text(
    "select distinct on (s.term) s.means from synonyms s, regexp_split_to_table(lower(unaccent(:q)), '[^a-z0-9]+') w "
    "where w <> '' and (similarity(s.term, w) > :likeness or s.term = lower(unaccent(:q)))"
).columns(column("means", String))

# A word found is enough, and more words found come first: `|` where the text search would ask for all.
_SEARCH = text(
    """
    with asked as (
        select nullif(replace(plainto_tsquery('french', unaccent(:q))::text, ' & ', ' | '), '')::tsquery as query,
               lower(unaccent(:typed)) as typed
    )
    select d.id, d.slug, d.title, d.summary, d.needs_account, d.external_url, d.pinned, d.duration_minutes,
           d.kind
    from demarches d, asked a
    where (d.current is not null or d.external_url is not null or d.body is not null)
      and (d.search @@ a.query or strict_word_similarity(a.typed, d.words) > :likeness)
    order by coalesce(ts_rank(d.search, a.query), 0) + strict_word_similarity(a.typed, d.words) desc, d.slug
    limit 20
    """
)


async def search_demarches(question: str, actor: Actor, connection: AsyncConnection) -> Found:
    typed = " ".join(question.replace("\x00", " ").split())[:LONGEST]
    if not typed:
        return Found([], [])
    values = {"q": typed, "likeness": LIKENESS}
    understood = list(dict.fromkeys((await connection.execute(_UNDERSTOOD, values)).scalars()))
    widened = {"q": " ".join([typed, *understood]), "typed": typed, "likeness": LIKENESS}
    rows = await connection.execute(_SEARCH, widened)
    return Found([entry_of(row, actor.locale) for row in rows], understood)
