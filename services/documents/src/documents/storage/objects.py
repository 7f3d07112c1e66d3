"""The S3 store: plain S3 through the `minio` client, in threads, streamed both ways."""

import asyncio
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import cached_property
from io import BytesIO
from typing import Any, BinaryIO, NamedTuple, Protocol, TypeVar
from urllib.parse import urlsplit

import urllib3
from minio import Minio
from minio.error import MinioException, S3Error
from urllib3.exceptions import HTTPError

from chassis import logs, metrics, telemetry
from chassis.measures import KeepsNothing
from chassis.settings import Settings
from documents.domain.refusals import StoreUnavailable

T = TypeVar("T")
AT_ONCE = 6
"""More transfers at a time than this and small stores stall on all of them."""
CONNECT_WITHIN = 2.0
ANSWER_WITHIN = 5.0
BLOCK = 1 << 18
EPOCH = datetime.fromtimestamp(0, UTC)
SIGNED_FOR = timedelta(minutes=10)
LONGEST_REFUSAL = 1 << 16
# One byte, put there only to see whether there is room again.
TRIAL = "is-there-room"
CODE = re.compile(rb"<Code>\s*(\w+)\s*</Code>")
MISSING = frozenset({"NoSuchKey", "NoSuchObject"})


class ObjectMissing(Exception):
    """The store answers, and does not have it."""


class Takes(Protocol):
    def write(self, piece: bytes, /) -> object: ...


class StoredObject(NamedTuple):
    object_key: str
    size: int
    written_at: datetime


class ObjectStore:
    """One bucket. Raises `StoreUnavailable` for whatever the store cannot do now."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._bucket = settings.s3_bucket
        # No retries here: a caller that waits for a dead store holds a person's request open.
        self._http = urllib3.PoolManager(
            maxsize=AT_ONCE,
            blocksize=BLOCK,
            retries=False,
            timeout=urllib3.Timeout(connect=CONNECT_WITHIN, read=ANSWER_WITHIN),
        )
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="s3")
        self._refused_to_keep = False

    @cached_property
    def _client(self) -> Minio:
        settings, url = self._settings, urlsplit(self._settings.s3_url)
        return Minio(
            url.netloc,
            access_key=settings.s3_access_key,
            secret_key=settings.s3_secret_key,
            secure=url.scheme == "https",
            region="us-east-1",
            http_client=self._http,
        )

    async def put(self, object_key: str, body: BinaryIO, size: int) -> None:
        """Send `size` bytes from where `body` stands: one signed PUT, streamed, never whole in memory."""
        await self._do("put", lambda: self._put(object_key, body, size))

    async def get(self, object_key: str, into: Takes) -> None:
        """Write the object's bytes to `into`, in a thread, as they come. Raises `ObjectMissing`, and what `into` raises."""
        await self._do("get", lambda: self._get(object_key, into))

    async def delete(self, object_key: str) -> None:
        """What is not there is deleted."""
        await self._do("delete", lambda: self._client.remove_object(self._bucket, object_key))

    async def answers(self) -> None:
        """Whether the store knows its bucket now, and keeps what it is given where it refused to. Raises `StoreUnavailable`,
        `KeepsNothing`."""
        if not await self._do("head", lambda: self._client.bucket_exists(self._bucket)):
            raise StoreUnavailable
        if self._refused_to_keep:
            try:
                await self.put(TRIAL, BytesIO(b"?"), 1)
                await self.delete(TRIAL)
            except StoreUnavailable as error:
                raise KeepsNothing from error

    async def list(self, prefix: str) -> list[StoredObject]:
        """What lies below the prefix."""

        def listed() -> list[StoredObject]:
            found = self._client.list_objects(self._bucket, prefix=prefix, recursive=True)
            return [StoredObject(str(one.object_name), one.size or 0, one.last_modified or EPOCH) for one in found]

        return await self._do("list", listed)

    async def _do(self, verb: str, work: Callable[[], T]) -> T:
        with telemetry.span(f"s3 {verb}", kind="client", attributes={"s3.bucket": self._bucket}):
            try:
                return await asyncio.get_running_loop().run_in_executor(self._threads, work)
            except S3Error as error:
                logs.log.warning("store refused", verb=verb, code=error.code)
                raise StoreUnavailable from error
            except (MinioException, HTTPError, OSError) as error:
                logs.log.warning("store not reachable", verb=verb, cause=type(error).__name__)
                raise StoreUnavailable from error

    # Both are plain signed requests: the client would take a refusal whose type is not the one it expects (`text/xml`,
    # say) for a store that is down, and a missing object for a failure that passes.

    def _put(self, object_key: str, body: BinaryIO, size: int) -> None:
        url = self._client.presigned_put_object(self._bucket, object_key, expires=SIGNED_FOR)
        headers = {"Content-Length": str(size), "Content-Type": "application/octet-stream"}
        answer: Any = self._http.request("PUT", url, body=body, headers=headers, redirect=False)
        self._refused_to_keep = answer.status != 200
        if answer.status != 200:
            # At once: whoever looks again does so in ten seconds.
            metrics.DEPENDENCY_WRITABLE.labels("objects").set(False)
            raise _refusal(answer.status, answer.data)

    def _get(self, object_key: str, into: Takes) -> None:
        url = self._client.presigned_get_object(self._bucket, object_key, expires=SIGNED_FOR)
        answer: Any = self._http.request("GET", url, redirect=False, preload_content=False)
        try:
            if answer.status != 200:
                raise _refusal(answer.status, answer.read(LONGEST_REFUSAL))
            # Not `writelines`: a spooled file takes all of what that brings into memory before it looks at its limit.
            while piece := answer.read(BLOCK):
                into.write(piece)
        finally:
            answer.close()
            answer.release_conn()


def _refusal(status: int, body: bytes) -> Exception:
    """What the store means. Only a missing object is one: a missing bucket is a store that cannot work now."""
    found = CODE.search(body)
    code = found[1].decode("ascii", "replace") if found else ""
    if status == 404 and code in MISSING:
        return ObjectMissing()
    logs.log.warning("store refused", status=status, code=code)
    return StoreUnavailable(f"S3 : {status} {code}".strip())
