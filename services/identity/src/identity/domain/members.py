"""Members of an organisation: what is said of them, and who may keep their list (ID-05, ID-06)."""

from collections.abc import Iterable
from uuid import UUID

import msgspec

from chassis.actor import Actor
from chassis.refusals import Conflict, Fault, Forbidden
from contracts.interests import INTEREST_KEYS
from identity.domain.persons import Identity, Reach, has_control_characters, identity_faults, reach_faults

MANAGE, GRANT = "identity.members.manage", "identity.permissions.grant"
# Proposed to every organisation: one that nobody holds stands out in the list.
DEFAULT_FUNCTIONS = ("Le Maire, Directeur, Président", "Le Directeur général des services", "Le Secrétaire de mairie")
LONGEST = 120


class OnlyTheAdministrator(Forbidden):
    """Seul l’administrateur donne le droit de créer et de modifier des comptes."""


class NotYourself(Conflict):
    """Vous ne pouvez pas supprimer votre propre compte."""


class Membership(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`may_manage`: the right « création / modification de comptes »; None leaves it as it is."""

    identity: Identity = Identity()
    reach: Reach = Reach()
    function: str = ""
    department: str = ""
    interests: tuple[str, ...] = ()
    newsletter: bool = False
    may_manage: bool | None = None


def membership_faults(membership: Membership) -> list[Fault]:
    """Everything that is wrong, in the order of the page."""
    return [
        *identity_faults(membership.identity, of_oneself=False),
        *reach_faults(membership.reach),
        *position_faults(membership.function, membership.department),
        *interest_faults(membership.interests),
    ]


def position_faults(function: str, department: str) -> list[Fault]:
    found: list[Fault] = []
    for pointer, text in (("/function", function), ("/department", department)):
        if len(text) > LONGEST or has_control_characters(text):
            found.append(Fault(pointer, f"Écrivez {LONGEST} caractères au plus.", "too_long"))
    return found


def interest_faults(interests: Iterable[str]) -> list[Fault]:
    if set(interests) <= INTEREST_KEYS:
        return []
    return [Fault("/interests", "Choisissez parmi les centres d’intérêt proposés.", "unknown")]


def must_be_administrator(actor: Actor) -> None:
    if not actor.holds(GRANT):
        raise OnlyTheAdministrator


def must_not_be_oneself(actor: Actor, account_id: UUID) -> None:
    if actor.subject == account_id:
        raise NotYourself
