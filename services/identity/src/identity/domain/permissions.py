"""Who may give which permission to whom, and which of them travel."""

from collections.abc import Iterable
from uuid import UUID

from chassis.actor import Actor
from chassis.refusals import Forbidden, NotFound
from contracts.permissions import BY_NAME, Permission
from identity.domain.mandates import ADMINISTRATION

# Self-service would end the separation between who administers and who is administered.
_OF_ADMINISTRATION = frozenset(ADMINISTRATION)
# What a customer's member may do at the support portal, where the tenant is not their organisation.
_TRAVELS = "ticketing"


class PermissionNotFound(NotFound):
    """Cette permission n’existe pas."""


class NotYourOwn(Forbidden):
    """Vous ne pouvez pas vous attribuer vous-même cette permission."""


class PlatformPermission(Forbidden):
    """Cette permission est réservée à l’organisation qui exploite la plateforme."""


def named(name: str) -> Permission:
    if name not in BY_NAME:
        raise PermissionNotFound
    return BY_NAME[name]


def must_not_promote_oneself(actor: Actor, account_id: UUID, permission: Permission) -> None:
    """An administrator gives himself the use of an e-service (ID-10), never a right over accounts or the platform."""
    of_administration = permission.platform or permission.name in _OF_ADMINISTRATION
    if actor.subject == account_id and of_administration:
        raise NotYourOwn


def must_suit_the_organisation(permission: Permission, *, is_operator: bool) -> None:
    if permission.platform and not is_operator:
        raise PlatformPermission


def effective(names: Iterable[str], *, at_home: bool, is_operator: bool) -> frozenset[str]:
    """The permissions that a session carries, of those that were granted.

    Away from home (a customer's member at the operator's support portal) the tenant is the operator's: a right over
    one's own organisation would become one over the operator's, so only what concerns tickets comes along.
    """
    granted = (BY_NAME[name] for name in names if name in BY_NAME)
    if at_home:
        return frozenset(permission.name for permission in granted if is_operator or not permission.platform)
    return frozenset(p.name for p in granted if p.e_service == _TRAVELS and not p.platform)
