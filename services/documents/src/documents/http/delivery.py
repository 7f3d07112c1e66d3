"""A file, sent to who was let in: never a page of ours, never a script."""

from typing import Any
from urllib.parse import quote

from litestar.response import Stream

from chassis import logs
from chassis.actor import Actor
from chassis.commands import Commands
from chassis.ids import new_id
from documents.checks.verdict import Outcome
from documents.commands.open_file import OpenedFile, ReportBrokenFile, report_broken_file
from documents.domain.refusals import CopyUnavailable, IntegrityBroken
from documents.scanning.hatchery import ChecksFailed
from documents.scanning.process import Checks
from documents.storage.objects import ObjectStore
from documents.storage.sealed import SealedContent, SealedSpool

SEALED_OFF = "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
# Chromium's PDF viewer is an object in a page of its own making: a sandboxed document, or one without objects, stays
# blank. A PDF shown in place was rewritten without scripts, and this policy would run none.
PDF_IN_PLACE = (
    "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'self'"
)


async def deliver(
    opened: OpenedFile, store: ObjectStore, commands: Commands[Any], actor: Actor, *, inline: bool = False
) -> Stream:
    """The content, checked whole before its first byte leaves. `inline`: shown by the browser rather than saved."""
    content = opened.content
    sealed = await fetched(opened, store, commands, actor)
    return Stream(
        sealed.segments_then_close(),
        media_type=content.media_type,
        headers=headers(opened, inline=inline) | {"content-length": str(content.size)},
    )


async def deliver_stamped(
    opened: OpenedFile, store: ObjectStore, commands: Commands[Any], checks: Checks, actor: Actor, words: str
) -> Stream:
    """A copy with the words drawn into every page. Where that cannot be done nothing is shown instead."""
    sealed = await fetched(opened, store, commands, actor)
    place = opened.place._replace(file_id=new_id())
    spool = SealedSpool(opened.key, place)
    try:
        try:
            verdict = await checks.stamp(sealed.segments(), words, spool)
        except ChecksFailed as error:
            raise CopyUnavailable from error
        finally:
            sealed.close()
        if verdict.outcome is not Outcome.CLEAN:
            raise CopyUnavailable
    except BaseException:
        spool.close()
        raise
    copy = SealedContent(spool.file, opened.key, place, spool.size)
    return Stream(
        copy.segments_then_close(),
        media_type=opened.content.media_type,
        headers=headers(opened, inline=True) | {"content-length": str(spool.size)},
    )


async def fetched(opened: OpenedFile, store: ObjectStore, commands: Commands[Any], actor: Actor) -> SealedContent:
    """The content as it was received, or an alarm; no alarm where somebody erased it meanwhile."""
    content = opened.content
    try:
        return await SealedContent.fetch(store, content.object_key, opened.key, opened.place, size=content.size)
    except IntegrityBroken:
        await commands.run(report_broken_file, ReportBrokenFile(opened.file_id), actor=actor)
        logs.log.error("integrity broken", file_id=str(opened.file_id))
        raise


def headers(opened: OpenedFile, *, inline: bool) -> dict[str, str]:
    is_pdf_in_place = inline and opened.content.media_type == "application/pdf"
    return {
        "content-disposition": _disposition(opened.name, "inline" if inline else "attachment"),
        "x-content-type-options": "nosniff",
        "content-security-policy": PDF_IN_PLACE if is_pdf_in_place else SEALED_OFF,
        "cross-origin-resource-policy": "same-origin",
        "cache-control": "private, no-store",
        "referrer-policy": "no-referrer",
    }


def _disposition(name: str, kind: str) -> str:
    plain = "".join(c if c.isascii() and c.isprintable() and c not in '"\\%' else "_" for c in name)
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
