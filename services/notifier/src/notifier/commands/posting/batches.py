"""A batch of letters: put together, printed, taken to the post; and whether the town offers letters."""

from collections.abc import Mapping
from uuid import UUID

import msgspec

from chassis.ids import new_id
from notifier.domain.posting.batch import PostBatch, PostOffice
from notifier.domain.posting.postal_letter import Status
from notifier.domain.posting.refusals import BatchEmpty
from notifier.storage.posting import postal_letters
from notifier.storage.work import NotifierWork


class MakeBatch(msgspec.Struct, frozen=True):
    """What was found when each waiting letter was written: `waiting` for one that can be printed, else how it ends."""

    found: Mapping[UUID, Status]


class OfBatch(msgspec.Struct, frozen=True):
    batch_id: UUID


class SetAside(msgspec.Struct, frozen=True, kw_only=True):
    """What was found when a batch's letters were written again: how those end that are not to leave any more."""

    batch_id: UUID
    ended: Mapping[UUID, Status]


class OfferPost(msgspec.Struct, frozen=True):
    offered: bool


async def make_batch(command: MakeBatch, uow: NotifierWork) -> PostBatch | None:
    """None when no letter can be printed; those that cannot are ended all the same."""
    batch = PostBatch(id=new_id(), created_at=uow.now, created_by=uow.actor.subject)
    is_empty = True
    waiting = (postal_letters.c.id.in_(list(command.found)), postal_letters.c.status == str(Status.WAITING))
    for letter in await uow.postal_letters.several(*waiting):
        status = command.found[letter.id]
        if status is Status.WAITING:
            letter.batch(batch.id)
            is_empty = False
        else:
            letter.end(status, at=uow.now)
    if is_empty:
        return None
    uow.note("post_batch.made", batch.id)
    return uow.post_batches.add(batch)


async def set_aside(command: SetAside, uow: NotifierWork) -> PostBatch:
    """Their sheets are not made, or are to be taken out: they never count as posted."""
    batch = await uow.post_batches.get(command.batch_id)
    batch.must_be_here()
    for letter in await uow.postal_letters.of_batch(batch.id):
        if letter.id in command.ended:
            letter.end(command.ended[letter.id], at=uow.now)
    return batch


async def print_batch(command: SetAside, uow: NotifierWork) -> PostBatch:
    batch = await set_aside(command, uow)
    batch.print(at=uow.now)
    for letter in await uow.postal_letters.of_batch(batch.id):
        if letter.is_open:
            letter.print()
    uow.note("post_batch.printed", batch.id)
    return batch


async def post_batch(command: OfBatch, uow: NotifierWork) -> PostBatch:
    """Whoever's mails come back is reached: by this letter."""
    batch = await uow.post_batches.get(command.batch_id)
    batch.post(at=uow.now)
    letters = await uow.postal_letters.of_batch(batch.id)
    if not letters:
        raise BatchEmpty
    for letter in letters:
        uow.record(letter.post(at=uow.now), concerns=letter.account_id)
    await uow.suppressions.reach_accounts({letter.account_id for letter in letters}, by=uow.actor.subject, at=uow.now)
    uow.note("post_batch.posted", batch.id)
    return batch


async def offer_post(command: OfferPost, uow: NotifierWork) -> PostOffice:
    office = await uow.post_offices.of()
    office.offered = command.offered
    uow.note("post.offered" if command.offered else "post.not_offered", office.id)
    return office
