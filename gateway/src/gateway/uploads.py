"""Forms with files, for browsers without script: read as they arrive, a few kilobytes in memory at a time."""

import re
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, asynccontextmanager
from typing import Any

from litestar import Request
from multipart import MultipartError, MultipartSegment, PushMultipartParser, parse_options_header

from gateway.api import Refused
from gateway.csrf import FIELDS, CrossSite, PageGrewOld
from gateway.forms import BadForm, FormFields
from gateway.here import Here
from gateway.limits import TooLarge
from gateway.words import N_

LONGEST_FIELD = 64 * 1024
ROOM_FOR_FIELDS = 256 * 1024
MOST_PARTS = 100
Event = MultipartSegment | bytes | None


class NotMultipart(Refused):
    def __init__(self) -> None:
        super().__init__(415, N_("Ce formulaire doit être envoyé avec ses fichiers (multipart/form-data)."))


class UploadedFile:
    """A file on its way. Its `stream` is read once, before the next file is asked for."""

    def __init__(self, segment: MultipartSegment, events: AsyncIterator[Event], *, max_bytes: int) -> None:
        self.field = segment.name
        self.filename = clean_name(segment.filename or "")
        self.media_type = segment.content_type or "application/octet-stream"
        self.ended = False
        self._events, self._max_bytes = events, max_bytes

    async def stream(self) -> AsyncGenerator[bytes, None]:
        """Its bytes; raises `TooLarge` beyond the limit."""
        received = 0
        while not self.ended:
            event = await anext(self._events, None)
            if event is None:
                self.ended = True
                return
            assert not isinstance(event, MultipartSegment)
            received += len(event)
            if received > self._max_bytes:
                raise TooLarge(self._max_bytes)
            yield bytes(event)


class Upload:
    """The fields before the first file, that file, and those that follow. Fields that come later join when reached."""

    def __init__(self, events: AsyncIterator[Event], *, max_bytes: int) -> None:
        self.fields = FormFields()
        self.file: UploadedFile | None = None
        self._events, self._max_bytes = events, max_bytes

    @property
    def filename(self) -> str:
        """Empty when no file was chosen."""
        return self.file.filename if self.file else ""

    @property
    def media_type(self) -> str:
        return self.file.media_type if self.file else ""

    async def stream(self) -> AsyncGenerator[bytes, None]:
        """The first file's bytes; none when no file was chosen."""
        if self.file is not None:
            async for chunk in self.file.stream():
                yield chunk

    async def files(self) -> AsyncGenerator[UploadedFile, None]:
        """Every file in turn (`<input multiple>`)."""
        while self.file is not None:
            yield self.file
            async for _ in self.file.stream():
                pass
            await self.advance()

    async def advance(self) -> None:
        """Reads on to the next file, collecting the fields on the way."""
        self.file = None
        async for event in self._events:
            if not isinstance(event, MultipartSegment):
                continue
            if event.filename:
                self.file = UploadedFile(event, self._events, max_bytes=self._max_bytes)
                return
            if event.filename is None:
                text = await self._field()
                self.fields.setdefault(event.name or "", []).append(text)

    async def _field(self) -> str:
        value = bytearray()
        while (event := await anext(self._events, None)) is not None:
            assert not isinstance(event, MultipartSegment)
            value += event
            if len(value) > LONGEST_FIELD:
                raise BadForm
        text = value.decode("utf-8", "replace")
        if "\0" in text:
            raise BadForm
        return text.replace("\r\n", "\n")


def has_files(request: Request[Any, Any, Any]) -> bool:
    """Whether the form was sent as one that may carry files."""
    kind, _ = parse_options_header(request.headers.get("content-type", ""))
    return kind == "multipart/form-data"


@asynccontextmanager
async def receive_upload(
    request: Request[Any, Any, Any], *, max_bytes: int, max_files: int = 1
) -> AsyncIterator[Upload]:
    """The form being received: `upload.fields`, `.filename`, `.media_type`, `.stream()`. `max_bytes` is for each file.

    The route is declared with `streams=True`. The form's token is checked here, before any byte of a file is passed
    on: the hidden field must stand before the file input, which `ui.form` does.
    """
    here: Here = request.scope["here"]  # pyright: ignore[reportGeneralTypeIssues]
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    if kind != "multipart/form-data" or "boundary" not in options:
        raise NotMultipart
    here.body_limit = max_bytes * max_files + ROOM_FOR_FIELDS
    here.file_limit = max_bytes
    async with aclosing(_events(request, options["boundary"])) as events:
        upload = Upload(events, max_bytes=max_bytes)
        await upload.advance()
        if not here.form_checked:
            try:
                here.must_know(next((upload.fields.one(name) for name in FIELDS if name in upload.fields), ""))
            except CrossSite:
                raise PageGrewOld(upload.fields) from None
        yield upload


async def _events(request: Request[Any, Any, Any], boundary: str) -> AsyncGenerator[Event, None]:
    parser = PushMultipartParser(boundary, max_segment_count=MOST_PARTS, strict=True)
    try:
        async for chunk in request.stream():
            for event in parser.parse(chunk) if chunk else ():
                yield event  # pyright: ignore[reportReturnType]
            if parser.closed:
                return
        parser.close()
    except MultipartError as error:
        raise BadForm from error


def clean_name(name: str) -> str:
    """The file's own name: no folder, no control or direction character, 200 characters at most."""
    own = re.split(r"[/\\]", name)[-1]
    return re.sub(r"[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", own).strip()[-200:]
