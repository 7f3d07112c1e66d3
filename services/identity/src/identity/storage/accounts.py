"""Accounts, kept."""

from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from chassis.repository import Repository
from identity.domain.accounts import Account, AccountKind, AccountNotFound, AccountStatus, Deactivation
from identity.domain.identifiers import numbered
from identity.domain.persons import Address, Identity, Reach
from identity.storage.tables import accounts

FREE_ONES_OFFERED = 3
LOOKED_UP_AT_ONCE = 20


class Accounts(Repository[Account]):
    table = accounts
    missing = AccountNotFound

    def load(self, row: Row[Any]) -> Account:
        return account_from(row)

    def dump(self, aggregate: Account) -> dict[str, Any]:
        a = aggregate
        return {
            "id": a.id,
            "kind": str(a.kind),
            "identifier": a.identifier,
            "email": a.reach.email,
            "civility": a.identity.civility,
            "given_name": a.identity.given_name,
            "family_name": a.identity.family_name,
            "birth_name": a.identity.birth_name,
            "address_line": a.address.line,
            "address_complement": a.address.complement,
            "postal_code": a.address.postal_code,
            "city": a.address.city,
            "phone": a.reach.phone,
            "mobile": a.reach.mobile,
            "function": a.function,
            "department": a.department,
            "interests": list(a.interests),
            "newsletter": a.newsletter,
            "set_up_at": a.set_up_at,
            "tours": list(a.tours),
            "status": str(a.status),
            "deactivation": a.deactivation and str(a.deactivation),
            "password_hash": a.password_hash,
            "locale": a.locale,
            "created_at": a.created_at,
            "terms_accepted_at": a.terms_accepted_at,
            "activated_at": a.activated_at,
            "last_sign_in_at": a.last_sign_in_at,
            "warned": a.warned,
            "activation_key_id": a.activation_key_id,
        }

    async def by_email(self, email: str, kind: AccountKind) -> Account | None:
        return await self.find(accounts.c.email == email, accounts.c.kind == str(kind))

    async def by_login(self, typed: str) -> list[UUID]:
        """The accounts that somebody may mean: by identifier, else by address (a citizen's and a member's)."""
        by_identifier = (await self.uow.connection.execute(_ids().where(accounts.c.identifier == typed))).scalars()
        if found := list(by_identifier):
            return found
        return list((await self.uow.connection.execute(_ids().where(accounts.c.email == typed))).scalars())

    async def delete(self, account: Account) -> None:
        """With its links, sessions, devices and permissions, which hang on it."""
        self._kept.pop(account.id, None)
        await self.uow.connection.execute(accounts.delete().where(accounts.c.id == account.id))

    async def is_taken(self, identifier: str, *, but_by: UUID | None = None) -> bool:
        holder = await self.uow.connection.scalar(_ids().where(accounts.c.identifier == identifier))
        return holder is not None and holder != but_by

    async def free(self, identifier: str) -> str:
        """The identifier, or the first numbered one that nobody has."""
        return (await self.free_ones(identifier, 1))[0]

    async def free_ones(self, identifier: str, number: int = FREE_ONES_OFFERED) -> list[str]:
        """Looked up by twenties, so that the hundredth namesake costs five questions and not a hundred."""
        candidates, found = numbered(identifier), list[str]()
        while len(found) < number:
            some = list(islice(candidates, LOOKED_UP_AT_ONCE))
            asked = select(accounts.c.identifier).where(accounts.c.identifier.in_(some))
            taken = set((await self.uow.connection.execute(asked)).scalars())
            found += [candidate for candidate in some if candidate not in taken]
        return found[:number]


def _ids() -> Any:
    return select(accounts.c.id)


def account_from(row: Any) -> Account:
    return Account(
        id=row.id,
        kind=AccountKind(row.kind),
        identifier=row.identifier,
        identity=Identity(
            civility=row.civility,
            given_name=row.given_name,
            family_name=row.family_name,
            birth_name=row.birth_name,
        ),
        address=Address(
            line=row.address_line, complement=row.address_complement, postal_code=row.postal_code, city=row.city
        ),
        reach=Reach(email=row.email, phone=row.phone, mobile=row.mobile),
        created_at=row.created_at,
        function=row.function,
        department=row.department,
        interests=tuple(row.interests),
        newsletter=row.newsletter,
        set_up_at=row.set_up_at,
        tours=tuple(row.tours),
        status=AccountStatus(row.status),
        deactivation=Deactivation(row.deactivation) if row.deactivation else None,
        password_hash=row.password_hash,
        locale=row.locale,
        terms_accepted_at=row.terms_accepted_at,
        activated_at=row.activated_at,
        last_sign_in_at=row.last_sign_in_at,
        warned=row.warned,
        activation_key_id=row.activation_key_id,
        version=row.version,
    )
