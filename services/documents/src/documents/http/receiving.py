"""A request's body, received: recognised by its first bytes, measured, hashed and sealed as it comes."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any, NamedTuple
from urllib.parse import unquote

from litestar import Request
from litestar.exceptions import InternalServerException

from documents.checks.signatures import malware_in
from documents.domain import media, names
from documents.domain.media import HEAD, LARGEST_FILE, LARGEST_PICTURE, MediaType
from documents.domain.refusals import (
    EmptyFile,
    FileHoldsMalware,
    FileTooLarge,
    PictureTooLarge,
    UploadCut,
    UploadTooSlow,
    WrongFileType,
)
from documents.storage.sealed import SealedSpool

WITHIN = 600.0
DRAINED = 80_000_000
"""A refused sender is read on, up to this much: one who cannot finish sending never hears why."""


class Received(NamedTuple):
    name: str
    media_type: MediaType
    spool: SealedSpool


async def receive(request: Request[Any, Any, Any], spool: SealedSpool, *, largest: int = LARGEST_FILE) -> Received:
    """Raises a refusal that says why the file is not taken. Nothing of it is kept then."""
    body = request.stream()
    try:
        async with asyncio.timeout(WITHIN):
            media_type = await into(spool, body, declared=request.headers.get("content-length"), largest=largest)
    except TimeoutError as error:
        spool.close()
        raise UploadTooSlow from error
    except (InternalServerException, ConnectionError) as error:  # Litestar's word for a sender who left, and ours
        spool.close()
        raise UploadCut from error
    except BaseException:
        spool.close()
        await _drain(body)
        raise
    name = names.cleaned(unquote(request.headers.get("upload-name", "")))
    return Received(media.named_after(name, media_type), media_type, spool)


async def into(
    spool: SealedSpool, body: AsyncIterator[bytes], *, declared: str | None = None, largest: int = LARGEST_FILE
) -> MediaType:
    """The type of what went into the spool, whose last segment is still to be sealed."""
    if declared is not None and declared.isdigit() and int(declared) > largest:
        raise _too_large(largest)
    head, media_type = b"", None
    async for chunk in body:
        if spool.size + len(head) + len(chunk) > largest:
            raise _too_large(largest)
        if media_type is not None:
            await spool.write(chunk)
            continue
        head += chunk
        if len(head) >= HEAD:
            media_type = recognised(head)
            await spool.write(head)
            head = b""
    if media_type is None:
        media_type = recognised(head)
        await spool.write(head)
    return media_type


def _too_large(largest: int) -> FileTooLarge:
    return FileTooLarge(None if largest == LARGEST_FILE else media.at_most(largest))


def recognised(head: bytes) -> MediaType:
    """Raises a refusal for what its first bytes say that we do not take."""
    if not head:
        raise EmptyFile
    if malware_in(head):
        raise FileHoldsMalware
    media_type = media.sniff(head)
    if media_type is None:
        raise WrongFileType
    if (media.declared_pixels(head) or 0) > LARGEST_PICTURE:
        raise PictureTooLarge
    return media_type


async def _drain(body: AsyncIterator[bytes]) -> None:
    left = DRAINED
    try:
        async with asyncio.timeout(30):
            async for chunk in body:
                left -= len(chunk)
                if left < 0:
                    return
    except Exception:
        # The sender left: there is nobody to tell.
        return
