"""Plassans offers letters on paper; Camille takes them for what counts, and her latest one waits for the printer."""

from msgspec.structs import replace
from sqlalchemy import select

from contracts.demo import CITIZEN
from notifier.commands.posting.batches import OfferPost, offer_post
from notifier.commands.posting.letters import write_on_paper
from notifier.storage.inboxes import notices
from notifier.storage.posting import post_offices
from notifier.storage.work import NotifierWork

WANTED = ("dossier_decided", "dossier_received", "piece_requested")


async def offer_paper(_: None, uow: NotifierWork) -> None:
    """Once: what was changed since stays changed. Messages that are still to leave bring their letters themselves."""
    if (await uow.connection.execute(select(post_offices.c.id))).first() is not None:
        return
    _office = await offer_post(OfferPost(offered=True), uow)
    preferences = await uow.preferences.of(CITIZEN.id)
    preferences.choose(replace(preferences.chosen, on_paper=WANTED))
    await uow.flush()
    hers = select(notices.c.id).where(notices.c.account_id == CITIZEN.id, notices.c.kind.in_(WANTED))
    latest = (await uow.connection.execute(hers.order_by(notices.c.created_at.desc()).limit(1))).scalar_one_or_none()
    if latest is not None:
        await write_on_paper(await uow.notices.of(latest, CITIZEN.id), uow)
