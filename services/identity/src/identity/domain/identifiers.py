"""The name one signs in with: how it is proposed, and which ones may be chosen (ID-12)."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import count

LONGEST_PROPOSAL = 20
SHORTEST, LONGEST = 3, 40
_COMPOUND = re.compile(r"[\s\-‐‑–—]+")
_ALLOWED = re.compile(r"[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?")
# Letters that Unicode does not decompose.
_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
NOBODY = "usager"


def proposed(given_name: str, family_name: str) -> str:
    """`prenom.nom`; when either is compound, all parts joined by `-`. Lower case, no accents, 20 characters at most.

    Names without a single Latin letter give « usager ».
    """
    given, family = _parts(given_name), _parts(family_name)
    compound = len(given) > 1 or len(family) > 1
    joined = ("-" if compound else ".").join([*given, *family])
    return joined[:LONGEST_PROPOSAL].strip(".-") or NOBODY


def numbered(identifier: str) -> Iterator[str]:
    """The identifier, then the same with 2, 3, 4… at its end, never longer than a proposal may be, each once.

    A name that ends with digits itself may give the same twice once it is cut.
    """
    longest, offered = max(LONGEST_PROPOSAL, len(identifier)), {identifier}
    yield identifier
    for number in count(2):
        candidate = identifier[: longest - len(str(number))].rstrip(".-_") + str(number)
        if candidate not in offered:
            offered.add(candidate)
            yield candidate


def fault_of(identifier: str) -> str | None:
    """What is wrong with an identifier that somebody chose, or None."""
    if not SHORTEST <= len(identifier) <= LONGEST:
        return f"Choisissez un identifiant de {SHORTEST} à {LONGEST} caractères."
    if _ALLOWED.fullmatch(identifier) is None:
        return "Utilisez des lettres sans accent, des chiffres, des points ou des tirets, par exemple prenom.nom."
    return None


def normal(identifier: str) -> str:
    """As it is kept and compared: without blanks around it, in lower case."""
    return unicodedata.normalize("NFC", identifier).strip().lower()


def _parts(name: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", name.lower().translate(_LETTERS))
    return [part for part in (re.sub(r"[^a-z0-9]", "", piece) for piece in _COMPOUND.split(plain)) if part]
