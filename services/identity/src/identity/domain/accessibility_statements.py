"""What an organisation adds to its accessibility declaration (decree 2019-768, article 5): what it knows not to be accessible,
what it is let off, and who answers."""

from collections.abc import Iterator

import msgspec

from chassis.refusals import Fault
from identity.domain.persons import has_control_characters

MOST = 20
LONGEST = 500
CRITERIA_OF = (9, 2, 3, 13, 8, 2, 5, 10, 4, 14, 13, 11, 12)
"""How many criteria each of the 13 themes of RGAA 4.1 has."""


class NonConformity(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`criterion` of RGAA 4.1 (« 3.2 »), where it is known; `alternative`: how people do meanwhile."""

    content: str
    criterion: str = ""
    alternative: str = ""


class Derogation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Let off for a disproportionate burden, which the law wants explained."""

    content: str
    reason: str
    alternative: str = ""


class AccessibilityStatement(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`contact` is a person or a service; how to reach it is needed as soon as it is named."""

    contact: str = ""
    email: str = ""
    phone: str = ""
    non_conformities: tuple[NonConformity, ...] = ()
    derogations: tuple[Derogation, ...] = ()


def statement_faults(said: AccessibilityStatement, at: str) -> Iterator[Fault]:
    """`at` is where it stands: the beginning of each pointer."""
    if said.contact.strip() and not (said.email.strip() or said.phone.strip()):
        yield Fault(f"{at}/email", "Indiquez comment joindre ce contact : son adresse ou son téléphone.", "required")
    for name in ("contact", "email", "phone"):
        yield from _one_line(f"{at}/{name}", getattr(said, name))
    for part in ("non_conformities", "derogations"):
        rows: tuple[NonConformity | Derogation, ...] = getattr(said, part)
        if len(rows) > MOST:
            yield Fault(f"{at}/{part}", "Indiquez 20 lignes au plus.", "too_many")
        for number, row in enumerate(rows):
            yield from _row_faults(row, f"{at}/{part}/{number}")


def _row_faults(row: NonConformity | Derogation, at: str) -> Iterator[Fault]:
    if not row.content.strip():
        yield Fault(f"{at}/content", "Dites quel contenu n’est pas accessible.", "required")
    if isinstance(row, Derogation) and not row.reason.strip():
        yield Fault(f"{at}/reason", "Dites pourquoi : la loi demande cette explication.", "required")
    if isinstance(row, NonConformity) and row.criterion and not _is_criterion(row.criterion):
        yield Fault(f"{at}/criterion", "Écrivez un critère du RGAA 4.1, de 1.1 à 13.12.", "criterion")
    for name in row.__struct_fields__:
        if name != "criterion":
            yield from _one_line(f"{at}/{name}", getattr(row, name))


def _one_line(pointer: str, text: str) -> Iterator[Fault]:
    if len(text) > LONGEST or has_control_characters(text):
        yield Fault(pointer, "Écrivez 500 caractères au plus, sur une ligne.", "too_long")


def _is_criterion(typed: str) -> bool:
    theme, _, number = typed.partition(".")
    if not (theme.isdecimal() and number.isdecimal() and typed.isascii() and len(typed) <= 5):
        return False
    return 1 <= int(theme) <= len(CRITERIA_OF) and 1 <= int(number) <= CRITERIA_OF[int(theme) - 1]
