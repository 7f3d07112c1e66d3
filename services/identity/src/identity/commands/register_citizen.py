"""Somebody asks for a personal space: an account that waits for its link to be followed (ID-14, ID-17)."""

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import func, select

from chassis.ids import new_id
from chassis.robots import SolvedChallenge
from identity.commands.use_challenge import use_challenge
from identity.domain import throttling
from identity.domain.account_life import NEVER_ACTIVATED
from identity.domain.accounts import Account, AccountKind, Deactivation, IdentifierTaken
from identity.domain.identifiers import normal, proposed
from identity.domain.links import LIVES, Purpose
from identity.domain.organisations import RegistrationClosed
from identity.domain.persons import Address, Identity, Reach, tidy
from identity.storage.work import IdentityWork


class RegisterCitizen(msgspec.Struct, frozen=True, kw_only=True):
    """`solved` is the robot check that is used up with it: « already taken » may then be said (`IdentifierTaken`)."""

    identity: Identity
    address: Address
    reach: Reach
    identifier: str = ""
    activation_key_id: UUID | None = None
    solved: SolvedChallenge | None = None
    locale: str = "fr"


class Registration(msgspec.Struct, frozen=True, kw_only=True):
    """The same whether an account with that address exists or not."""

    expires_at: datetime


async def register_citizen(command: RegisterCitizen, uow: IdentityWork) -> Registration:
    if await uow.organisations.is_support_portal(uow.actor.tenant):
        raise RegistrationClosed
    if command.solved is not None:
        await use_challenge(command.solved, uow)
    await _one_at_a_time(uow)
    identity, address, reach = tidy(command.identity, command.address, command.reach)
    known = await uow.accounts.by_email(reach.email, AccountKind.CITIZEN)
    answer = Registration(expires_at=uow.now + LIVES[Purpose.ACTIVATION])
    if known is not None and not known.is_pending and known.deactivation is not Deactivation.NEVER_ACTIVATED:
        await _tell_the_owner(known, uow)
        return answer
    wanted = normal(command.identifier) or proposed(identity.given_name, identity.family_name)
    if await uow.accounts.is_taken(wanted, but_by=known and known.id):
        if command.identifier and command.solved is not None:
            raise IdentifierTaken(await uow.accounts.free_ones(wanted))
        wanted = await uow.accounts.free(wanted)
    account = known or uow.accounts.add(
        Account(new_id(), AccountKind.CITIZEN, wanted, identity, address, reach, uow.now, locale=command.locale)
    )
    # Who asks again before the link was followed corrects what was typed first. Nobody has proved anything yet.
    _ = account.describe(identity, address, reach)
    account.identifier, account.terms_accepted_at = wanted, uow.now
    account.activation_key_id = command.activation_key_id
    await send_activation_link(account, uow)
    return answer


async def send_activation_link(account: Account, uow: IdentityWork) -> None:
    """A new link, the older ones dead; nothing when that mailbox got three in the last hour."""
    key = throttling.recipient_key("activation", account.reach.email)
    if await uow.throttles.within(key, throttling.MAILS_PER_RECIPIENT):
        if account.version == 0:
            await uow.schedule("account_life", account.id, due_at=uow.now + NEVER_ACTIVATED)
        link = await uow.links.issue(Purpose.ACTIVATION, account.id)
        uow.record(account.register(link), concerns=account.id)


async def _tell_the_owner(account: Account, uow: IdentityWork) -> None:
    key = throttling.recipient_key("repeated", account.reach.email)
    if await uow.throttles.within(key, throttling.MAILS_PER_RECIPIENT):
        uow.record(account.repeat_registration(), concerns=account.id)


async def _one_at_a_time(uow: IdentityWork) -> None:
    """Registrations of one organisation queue here, for some milliseconds: fifty at once get fifty identifiers."""
    turn = func.pg_advisory_xact_lock(func.hashtext("register"), func.hashtext(str(uow.actor.tenant)))
    _ = await uow.connection.execute(select(turn))
