"""The legal representative enters the codes: first to see who is meant, then to confirm or refuse (ID-08, A35, A36).

No account is needed, and wrong codes count: refusals are answers here, so that the count stays.
"""

from enum import StrEnum
from uuid import UUID

import msgspec

from chassis.refusals import Refusal
from identity.domain.mandates import MOST_TRIES, CodesDead, Mandate, MandateEnd, typed
from identity.storage.work import IdentityWork


class Answer(StrEnum):
    LOOK = "look"
    CONFIRM = "confirm"
    REFUSE = "refuse"


class AnswerMandate(msgspec.Struct, frozen=True, kw_only=True):
    reference: str
    code: str
    answer: Answer = Answer.LOOK


class Answered(msgspec.Struct, frozen=True, kw_only=True):
    """`mandate_id` None: the codes are wrong. `dead`: they were right once."""

    mandate_id: UUID | None = None
    account_id: UUID | None = None
    dead: bool = False


async def answer_mandate(command: AnswerMandate, uow: IdentityWork) -> Answered:
    mandate = await uow.mandates.by_reference(typed(command.reference))
    if mandate is None:
        return Answered()
    try:
        mandate.must_be_open(at=uow.now)
    except CodesDead:
        return Answered(dead=True)
    if not mandate.is_opened_by(command.code):
        if mandate.attempts >= MOST_TRIES:
            await end_mandate(mandate, MandateEnd.VOID, uow)
        return Answered()
    if not await _is_there(mandate.account_id, uow):
        await end_mandate(mandate, MandateEnd.ACCOUNT_GONE, uow)
        return Answered(dead=True)
    if command.answer is Answer.CONFIRM:
        await _confirm(mandate, uow)
    elif command.answer is Answer.REFUSE:
        await end_mandate(mandate, MandateEnd.REFUSED, uow)
    return Answered(mandate_id=mandate.id, account_id=mandate.account_id)


async def _is_there(account_id: UUID, uow: IdentityWork) -> bool:
    """Whoever asked may have been put out or deleted while the letter travelled: why is not the representative's to read."""
    try:
        (await uow.accounts.get(account_id)).must_be_able_to_sign_in(at=uow.now)
    except Refusal:
        return False
    return True


async def _confirm(mandate: Mandate, uow: IdentityWork) -> None:
    former = await uow.mandates.active()
    if former is not None:
        await end_mandate(former, MandateEnd.REPLACED, uow)
        await uow.mandates.hand_over(former.id, mandate.id)
        # One administrator at a time: the former's row gives way before the new one's is written.
        await uow.mandates.save_changes()
    uow.record(mandate.activate(at=uow.now), concerns=mandate.account_id)
    await uow.mandates.remember("mandate_activated", mandate.account_id)


async def end_mandate(mandate: Mandate, reason: MandateEnd, uow: IdentityWork) -> None:
    uow.record(mandate.end(reason, at=uow.now), concerns=mandate.account_id)
    await uow.mandates.remember("mandate_ended", mandate.account_id, reason=reason)
