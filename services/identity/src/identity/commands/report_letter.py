"""« Le courrier n’est pas arrivé »: after five working days the operator prints it again (ID-08)."""

import msgspec

from chassis.policies import must_be_signed_in
from identity.domain.mandates import LETTER_TAKES, LetterStillOnItsWay, Mandate, MandateNotFound
from identity.domain.working_days import after_working_days
from identity.storage.work import IdentityWork


class ReportLetter(msgspec.Struct, frozen=True):
    """By who asked to be administrator."""


async def report_letter(_: ReportLetter, uow: IdentityWork) -> Mandate:
    mine = [each for each in await uow.mandates.pending() if each.account_id == must_be_signed_in(uow.actor)]
    if not mine:
        raise MandateNotFound
    mandate = mine[0]
    if mandate.letter_sent_at is None:
        raise LetterStillOnItsWay
    mandate.report_missing(after=after_working_days(mandate.letter_sent_at, LETTER_TAKES), at=uow.now)
    await uow.mandates.want_letter_again(mandate)
    await uow.mandates.remember("letter_missing", mandate.account_id)
    return mandate
