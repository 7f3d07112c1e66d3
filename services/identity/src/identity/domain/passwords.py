"""What a password must be (ID-13; decision D-3: the source's rule exactly, plus the list of common ones)."""

import re
import unicodedata
from collections.abc import Collection

from chassis.refusals import Fault

SHORTEST, LONGEST = 8, 256
# Of what is typed: an accent may come apart from its letter, up to four signs for one.
MOST_SIGNS = 4 * LONGEST


def normal(password: str) -> str:
    """As it is hashed: however a keyboard composes an accent, the same person gets in. Blanks are kept."""
    return unicodedata.normalize("NFC", password)


def is_too_long(password: str) -> bool:
    """Refused without hashing: a megabyte of password must cost nothing. Counted as it is hashed, so that whoever has chosen it
    on one keyboard can type it on another."""
    return len(password) > MOST_SIGNS or len(normal(password)) > LONGEST


def faults_of(password: str, common: Collection[str], *, pointer: str = "/password") -> list[Fault]:
    """Every condition that is not met, all at once. `common` are passwords refused as they are, by exact match."""
    if is_too_long(password):
        return [Fault(pointer, f"Choisissez un mot de passe de {LONGEST} caractères au plus.", "too_long")]
    password = normal(password)
    conditions = (
        (len(password) >= SHORTEST, f"Utilisez au moins {SHORTEST} caractères.", "too_short"),
        (re.search(r"[0-9]", password), "Ajoutez au moins un chiffre.", "no_digit"),
        (any(letter.islower() for letter in password), "Ajoutez au moins une lettre minuscule.", "no_lower_case"),
        (any(letter.isupper() for letter in password), "Ajoutez au moins une lettre majuscule.", "no_upper_case"),
    )
    faults = [Fault(pointer, message, code) for met, message, code in conditions if not met]
    if not faults and password in common:
        faults.append(Fault(pointer, "Ce mot de passe est trop courant.", "common"))
    return faults


def repetition_faults(password: str, again: str, *, pointer: str = "/password_again") -> list[Fault]:
    if normal(password) == normal(again):
        return []
    return [Fault(pointer, "Les deux mots de passe ne sont pas identiques.", "different")]
