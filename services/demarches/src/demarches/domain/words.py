"""The words that a dossier is found by."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

LONGEST = 40
MOST = 120
_WORD = re.compile(r"[a-z0-9]+")


def words_of(*texts: str) -> list[str]:
    """Each once, in order, without accents or capitals: « PLA-2026-000123 » is three words."""
    found: dict[str, None] = {}
    for text in texts:
        plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
        for word in _WORD.findall(plain.replace("œ", "oe")):
            found.setdefault(word[:LONGEST])
    return list(found)[:MOST]


def texts_in(answers: Mapping[str, Any]) -> Iterator[str]:
    """Every text typed, however deep."""
    yield from _texts(answers.values())


def _texts(values: Iterable[Any]) -> Iterator[str]:
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            yield from _texts(cast(dict[str, Any], value).values())
        elif isinstance(value, list):
            yield from _texts(cast(list[Any], value))
