"""Another address to be reached and recognised by (A44): confirmed from the new one, told to the former one (`take_email_back` undoes it)."""

from uuid import UUID

import msgspec

from chassis.refusals import Fault, Invalid
from identity.domain import throttling
from identity.domain.accounts import Account, EmailTaken
from identity.domain.links import Purpose
from identity.domain.persons import cleaned, email_fault
from identity.storage.work import IdentityWork


class AskEmailChange(msgspec.Struct, frozen=True, kw_only=True):
    account_id: UUID
    email: str


class ConfirmEmail(msgspec.Struct, frozen=True):
    link_id: UUID


async def ask_email_change(command: AskEmailChange, uow: IdentityWork) -> None:
    """Does not tell whether the address is somebody's: its owner alone is written to, three times an hour at most."""
    account, email = await uow.accounts.get(command.account_id), cleaned(command.email)
    faults = email_fault("/email", email)
    if email.lower() == account.reach.email.lower():
        faults = [Fault("/email", "C’est déjà votre adresse.", "same")]
    if faults:
        raise Invalid(faults=faults)
    if not await uow.throttles.within(throttling.recipient_key("email", email), throttling.MAILS_PER_RECIPIENT):
        return
    owner = await uow.accounts.by_email(email, account.kind)
    if owner is not None:
        uow.record(owner.repeat_registration(), concerns=owner.id)
        return
    link = await uow.links.issue(Purpose.EMAIL, account.id, email=email)
    uow.record(account.ask_for_email(link), concerns=account.id)


async def confirm_email(command: ConfirmEmail, uow: IdentityWork) -> None:
    """The former address gets a link that undoes it. Those of earlier changes live on: whoever took the account over and
    changes the address twice does not shut out its owner."""
    link = await uow.links.get(command.link_id)
    link.use(at=uow.now)
    account = await uow.accounts.get(link.account_id)
    account.must_be_able_to_sign_in(at=uow.now)
    back = uow.links.issue_beside(Purpose.EMAIL_BACK, account.id, email=account.reach.email)
    await move_to(account, link.email or "", uow)
    uow.record(account.moved(back), concerns=account.id)


async def move_to(account: Account, email: str, uow: IdentityWork) -> None:
    owner = await uow.accounts.by_email(email, account.kind)
    if owner is not None and owner.id != account.id:
        raise EmailTaken
    uow.record(account.move_to(email), concerns=account.id)
    uow.note("identity.email.changed", account.id, concerns=account.id)
    # What was sent to the address that is left opens nothing any more.
    await uow.links.end(Purpose.RESET, account.id)
