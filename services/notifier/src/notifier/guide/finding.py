"""Looking in the guide: whole passages, ranked by how rare the words found are (BM25), to be quoted with their page."""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

# How fast a word said again stops counting, and how much a long passage weighs less: the usual values.
SATURATION, LENGTH = 1.2, 0.75
IN_TITLE = 3
# Below this share of what was asked, rarity counted, a passage is about something else.
ENOUGH = 0.5
# What a word weighs in the question that no page has: between a common one and a rare one.
UNKNOWN = 2.5
# Words that say nothing of what is looked for, once without accents.
_EMPTY = """
a ai ait au aux avec avoir c ce ces cet cette comment d dans de des doit dois du elle en est et etre eu faire
faut fait il ils j je l la le les leur lui m ma mais me mes moi mon n ne nos notre nous on ou par pas peut peux
plus pour puis qu quand que quel quelle quelles quels qui quoi s sa se ses si son sont sur t ta te tes ton tu un
une vos votre vous y dire savoir veux voudrais vais bonjour merci svp combien coute coutent pourquoi
"""
EMPTY = frozenset(_EMPTY.split())


# Who asks what something costs is answered by a passage with a price.
PRICE = re.compile(r"\b(combien|co[uû]te\w*|prix|tarifs?|payer|payant\w*|gratuit\w*)\b", re.IGNORECASE)
PRICED = re.compile(r"€|gratuit|payant", re.IGNORECASE)
PRICE_WEIGHT = 2.0


class Passage(NamedTuple):
    """A paragraph, a list or a line of a table, as text; `page` is its page's slug."""

    page: str
    title: str
    text: str


class Found(NamedTuple):
    passage: Passage
    score: float


def words_of(text: str) -> list[str]:
    """Without accents, capitals or endings of the plural."""
    plain = "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))
    return [_stem(word) for word in re.findall(r"[a-z0-9]+", plain.replace("œ", "oe")) if word not in EMPTY]


def _stem(word: str) -> str:
    if len(word) > 4 and word.endswith("aux"):
        return word[:-3] + "al"
    return word[:-1] if len(word) > 3 and word[-1] in "sx" else word


class Index:
    """Made from the passages of one town's guide; some 600 of them, some milliseconds."""

    def __init__(self, passages: Iterable[tuple[Passage, str]]) -> None:
        """Each with words that stand for it without being in it."""
        self._passages: list[Passage] = []
        self._counts: list[Counter[str]] = []
        for passage, beside in passages:
            self._passages.append(passage)
            about = words_of(f"{passage.title} {beside}") * IN_TITLE
            self._counts.append(Counter([*words_of(passage.text), *about]))
        seen = Counter(word for counts in self._counts for word in counts)
        total = len(self._counts)
        self._rarity = {word: math.log(1 + (total - n + 0.5) / (n + 0.5)) for word, n in seen.items()}
        self._mean = sum(counts.total() for counts in self._counts) / total if total else 1.0

    def find(self, asked: str, *, limit: int) -> list[Found]:
        """The best passage of each page, best page first; nothing when nothing is close enough."""
        wanted = set(words_of(asked))
        whole = sum(self._rarity.get(word, UNKNOWN) for word in wanted)
        asks_price = PRICE.search(asked) is not None
        best: dict[str, Found] = {}
        for passage, counts in zip(self._passages, self._counts, strict=True):
            there = wanted & counts.keys()
            if not there or sum(self._rarity[word] for word in there) < ENOUGH * whole:
                continue
            score = sum(self._weight(word, counts) for word in there)
            if asks_price and PRICED.search(passage.text):
                score *= PRICE_WEIGHT
            if passage.page not in best or best[passage.page].score < score:
                best[passage.page] = Found(passage, score)
        return sorted(best.values(), key=lambda found: -found.score)[:limit]

    def _weight(self, word: str, counts: Counter[str]) -> float:
        often = counts[word]
        length = 1 - LENGTH + LENGTH * counts.total() / self._mean
        return self._rarity[word] * often * (SATURATION + 1) / (often + SATURATION * length)


def passages_of(slug: str, title: str, summary: str, texts: Sequence[str]) -> list[Passage]:
    """The summary, and each block of the text with more than a few words."""
    return [Passage(slug, title, text) for text in (summary, *texts) if len(text.split()) > 3]
