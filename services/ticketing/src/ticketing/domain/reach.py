"""What of the tickets a reader may see (TK-04). One table, from which the storage makes its condition.

| reader | sees |
|---|---|
| the service itself, the provider's support team | every ticket of the provider |
| a member of the customer's organisation | those they opened, and those that were shared with them by name |
| … with « read_department » | besides, those asked from the department they belong to today |
| … with « read_organisation » | besides, all of the organisation's |
| anybody else: another organisation's members, citizens, visitors | none |

Nobody sees beyond their organisation: what was shared with them ends when they leave it. Who belongs to no department
has no department's tickets. A ticket keeps the department that it was asked from.
"""

import unicodedata
from typing import NamedTuple
from uuid import UUID

from chassis.actor import Actor, Kind
from ticketing.domain.policies import READ_DEPARTMENT, READ_ORGANISATION, is_support


class Reach(NamedTuple):
    """`everything`: of the provider. Else of `organisation` (None: nothing): the whole of it, or what was asked from
    this `department` (empty: none), or by this account, or is shared with it."""

    everything: bool = False
    organisation: UUID | None = None
    whole: bool = False
    department: str = ""
    account: UUID | None = None


def reach_of(actor: Actor) -> Reach:
    if actor.kind is not Kind.MEMBER or actor.account is None:
        return Reach(everything=actor.kind is Kind.SERVICE)
    return Reach(
        everything=is_support(actor),
        organisation=actor.organisation,
        whole=actor.holds(READ_ORGANISATION),
        department=department_key(actor.department) if actor.holds(READ_DEPARTMENT) else "",
        account=actor.account,
    )


def department_key(name: str) -> str:
    """As departments are compared: « État  Civil » is « etat civil », whoever typed it."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return " ".join("".join(letter for letter in plain if not unicodedata.combining(letter)).split())
