"""Finding a démarche by everyday words: accents, plurals and typing faults are forgiven."""

import re

from msgspec import Struct
from sqlalchemy import String, column, text
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from demarches.queries.catalogue import Entry, entry_of

LONGEST = 200
# Not above this a word is another word, not a typing fault: « canard » is no card.
LIKENESS = 0.5
# A shorter word with two letters exchanged may well be another word.
SHORTEST_EXCHANGED = 5


class Found(Struct):
    """`understood` are the town's words for what was typed: « collecte des déchets » for « poubelle »."""

    items: list[Entry]
    understood: list[str]


_UNDERSTOOD = text(
    "select distinct on (s.term) s.means from synonyms s, regexp_split_to_table(lower(unaccent(:q)), '[^a-z0-9]+') w "
    "where w <> '' and (similarity(s.term, w) > :likeness or s.term = lower(unaccent(:q)))"
).columns(column("means", String))

# A word found is enough, and more words found come first, each with its typing faults: `|` where the text search would ask for all.
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
    order by coalesce(ts_rank(d.search, a.query), 0) + strict_word_similarity(a.typed, d.words) + (
        select coalesce(sum(strict_word_similarity(w, d.words)), 0)
        from regexp_split_to_table(a.typed, '[^a-z0-9]+') w where length(w) > 3
    ) desc, d.slug
    limit 20
    """
)


async def search_demarches(question: str, actor: Actor, connection: AsyncConnection) -> Found:
    typed = " ".join(question.replace("\x00", " ").split())[:LONGEST]
    if not typed:
        return Found([], [])
    understood = await _understood(typed, connection)
    items = await _offered(" ".join([typed, *understood]), typed, actor, connection)
    if not items and (guesses := exchanged(typed)):
        items = await _offered(" ".join([typed, *guesses]), typed, actor, connection)
    return Found(items, understood)


def exchanged(typed: str) -> list[str]:
    """Each longer word with two neighbouring letters the other way round, which trigrams find unlike: « shcool ».

    Of these guesses only a word that the town uses finds anything.
    """
    return [
        word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        for word in re.findall(r"[^\W\d_]+", typed)
        if len(word) >= SHORTEST_EXCHANGED
        for at in range(len(word) - 1)
        if word[at] != word[at + 1]
    ]


async def _understood(typed: str, connection: AsyncConnection) -> list[str]:
    found = await connection.execute(_UNDERSTOOD, {"q": typed, "likeness": LIKENESS})
    return list(dict.fromkeys(found.scalars()))


async def _offered(words: str, typed: str, actor: Actor, connection: AsyncConnection) -> list[Entry]:
    rows = await connection.execute(_SEARCH, {"q": words, "typed": typed, "likeness": LIKENESS})
    return [entry_of(row, actor.locale) for row in rows]
