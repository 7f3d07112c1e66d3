"""Link an identity of the State to an account, sign in with it, take the link away (ID-25)."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec

from chassis.ids import new_id
from chassis.policies import must_have_signed_in_since
from identity.commands.open_session import ByDevice, OpenedSession, begin_session
from identity.domain.accounts import AccountKind
from identity.domain.federation import (
    AnotherOrganisation,
    FederatedIdentity,
    FederationRefused,
    LinkedElsewhere,
    NotLinked,
    ProviderNotFound,
    key_of,
    must_be_the_same_person,
    siren_of,
)
from identity.domain.sessions import PASSWORD, SECOND_FACTOR
from identity.storage.work import IdentityWork

PROVEN = timedelta(minutes=10)
FLOWS_LIVE = timedelta(hours=1)


class LinkIdentity(msgspec.Struct, frozen=True, kw_only=True):
    """`mark` is the journey's, which serves once; `claims` what the provider has proved."""

    account_id: UUID
    provider: str
    kind: AccountKind
    claims: Mapping[str, Any]
    mark: str
    secret: bytes


class UnlinkIdentity(msgspec.Struct, frozen=True, kw_only=True):
    account_id: UUID
    provider: str


class SignInFederated(ByDevice, frozen=True, kw_only=True):
    """`strong`: the provider has seen a second factor itself."""

    provider: str
    kind: AccountKind
    claims: Mapping[str, Any]
    mark: str
    secret: bytes
    strong: bool


async def link_identity(command: LinkIdentity, uow: IdentityWork) -> None:
    must_have_signed_in_since(uow.actor, PROVEN, now=uow.now)
    await _once(command.mark, uow)
    account = await uow.accounts.get(command.account_id)
    if account.kind is not command.kind:
        raise ProviderNotFound
    if command.kind is AccountKind.CITIZEN:
        must_be_the_same_person(account, command.claims)
    else:
        await _must_work_here(command.claims, uow)
    key = key_of(command.provider, command.kind, command.claims, command.secret)
    known = await uow.federated_identities.by_key(command.provider, key)
    if known is not None and known.account_id != account.id:
        raise LinkedElsewhere
    if known is not None:
        return
    earlier = await uow.federated_identities.of(account.id, command.provider)
    if earlier is not None:
        await uow.federated_identities.remove(earlier)
    identity = uow.federated_identities.add(FederatedIdentity(new_id(), account.id, command.provider, key, uow.now))
    uow.record(identity.linked(), concerns=account.id)


async def unlink_identity(command: UnlinkIdentity, uow: IdentityWork) -> None:
    must_have_signed_in_since(uow.actor, PROVEN, now=uow.now)
    identity = await uow.federated_identities.of(command.account_id, command.provider)
    if identity is None:
        raise ProviderNotFound
    uow.record(identity.unlinked(), concerns=identity.account_id)
    await uow.federated_identities.remove(identity)


async def sign_in_federated(command: SignInFederated, uow: IdentityWork) -> OpenedSession:
    """Never by the address: raises `NotLinked` for a person who has not linked this identity."""
    await _once(command.mark, uow)
    if command.kind is AccountKind.MEMBER:
        await _must_work_here(command.claims, uow)
    key = key_of(command.provider, command.kind, command.claims, command.secret)
    identity = await uow.federated_identities.by_key(command.provider, key)
    if identity is None:
        raise NotLinked
    account = await uow.accounts.get(identity.account_id)
    account.must_be_able_to_sign_in(at=uow.now)
    identity.use(at=uow.now)
    factor, passkey = await uow.second_factors.of(account.id), bool(await uow.passkeys.number_of(account.id))
    application = factor is not None and factor.is_on
    if (application or passkey) and not command.strong:
        return OpenedSession(
            secret="", session_id=None, account_id=account.id, application=application, passkey=passkey
        )
    return await begin_session(account, command, SECOND_FACTOR if command.strong else PASSWORD, uow)


async def _once(mark: str, uow: IdentityWork) -> None:
    if not await uow.challenges.use(mark, expires_at=uow.now + FLOWS_LIVE):
        raise FederationRefused


async def _must_work_here(claims: Mapping[str, Any], uow: IdentityWork) -> None:
    organisation = await uow.organisations.get(uow.actor.tenant)
    if not organisation.registers.siren or organisation.registers.siren != siren_of(claims):
        raise AnotherOrganisation
