"""Who is acting."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from contracts.asks import Reader
from contracts.tokens import Assistant


class Kind(StrEnum):
    CITIZEN = "citizen"
    MEMBER = "member"
    VISITOR = "visitor"
    SERVICE = "service"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A person, a visitor or a service, inside one tenant.

    `tenant` is where one acts, `organisation` where one's account lives; they differ only for a customer's member
    at a support portal. `department` is a member's there, in that organisation's words. `subject` is the account's id, or a visitor's anonymous session. An `assistant`
    never adds to what its principal may do: it borrows some of the permissions, and both go into the journal, by their ids.
    `through` is another way that somebody came (a mail).
    """

    tenant: UUID
    kind: Kind
    subject: UUID | None = None
    organisation: UUID | None = None
    permissions: frozenset[str] = frozenset()
    session: UUID | None = None
    acr: int = 1
    authenticated_at: datetime | None = None
    locale: str = "fr"
    department: str = ""
    service: str | None = None
    assistant: Assistant | None = None
    through: str | None = None

    @classmethod
    def of_service(cls, service: str, tenant: UUID) -> "Actor":
        return cls(tenant=tenant, kind=Kind.SERVICE, organisation=tenant, service=service)

    @classmethod
    def of_reader(cls, reader: Reader, tenant: UUID) -> "Actor":
        """The member in whose name another service asks, with what their token lets them do."""
        return cls(
            tenant=tenant,
            kind=Kind.MEMBER,
            subject=reader.account_id,
            organisation=tenant,
            permissions=frozenset(reader.permissions),
            locale=reader.locale,
        )

    @property
    def is_signed_in(self) -> bool:
        return self.kind in (Kind.CITIZEN, Kind.MEMBER)

    @property
    def account(self) -> UUID | None:
        """The account, or None for visitors and services."""
        return self.subject if self.is_signed_in else None

    def holds(self, permission: str) -> bool:
        return permission in self.permissions

    def acting_through(self, assistant: Assistant) -> "Actor":
        return replace(self, assistant=assistant)

    def __str__(self) -> str:
        who = f"service:{self.service}" if self.kind is Kind.SERVICE else f"{self.kind}:{self.subject}"
        through = f"assistant:{self.assistant.id}" if self.assistant is not None else self.through
        return who if through is None else f"{who} through {through}"
