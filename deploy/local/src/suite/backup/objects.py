"""The objects that the databases name, through plain S3: copied once each, since an object never changes."""

import hashlib
import json
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote, urlsplit

from minio import Minio
from minio.error import S3Error

from suite.backup.sets import Set
from suite.installation import Installation
from suite.topology import STORING

AT_ONCE = 6
BLOCK = 1 << 20


class Copied(NamedTuple):
    objects: int
    bytes: int
    fresh: int
    digest: str


def client_of(installation: Installation) -> Minio:
    outside = installation.outside
    keys = installation.keyring.passwords("objects")
    url = urlsplit(installation.s3_url)
    return Minio(
        url.netloc,
        outside.s3_access_key if outside.s3_url else "admin",
        outside.s3_secret_key if outside.s3_url else keys["admin"],
        secure=url.scheme == "https",
        region="us-east-1",
    )


def save(client: Minio, into: Set) -> Copied:
    """What lies in the store now. Its caller has the deletions held back, so that nothing goes in between."""
    known = _known(into)
    listed = [(bucket, one) for bucket in STORING for one in client.list_objects(bucket, recursive=True)]

    def copied(pair: tuple[str, Any]) -> tuple[dict[str, Any], bool] | None:
        bucket, one = pair
        target = place(into, bucket, str(one.object_name))
        fresh = not target.exists() or target.stat().st_size != one.size
        if fresh and not _fetch(client, bucket, str(one.object_name), target):
            return None
        # The digest of the day it was copied: bytes that rot in the pool are found out, not signed anew.
        told = None if fresh else known.get((bucket, str(one.object_name)))
        size = target.stat().st_size
        return {"bucket": bucket, "key": one.object_name, "size": size, "sha256": told or _digest(target)}, fresh

    with ThreadPoolExecutor(AT_ONCE) as threads:
        done = [one for one in threads.map(copied, listed) if one is not None]
    lines = "".join(json.dumps(named, ensure_ascii=False) + "\n" for named, _ in done)
    into.objects.write_text(lines)
    total = sum(named["size"] for named, _ in done)
    return Copied(len(done), total, sum(fresh for _, fresh in done), hashlib.sha256(lines.encode()).hexdigest())


def _known(into: Set) -> dict[tuple[str, str], str]:
    """What the set before said of the objects that both hold."""
    before = [name for name in into.places.names() if name < into.name]
    if not before:
        return {}
    return {(one["bucket"], one["key"]): one["sha256"] for one in Set(into.places, before[-1]).named_objects()}


def _fetch(client: Minio, bucket: str, key: str, target: Path) -> bool:
    """False for an object that went while nothing referred to it (an upload that was given up)."""
    target.parent.mkdir(parents=True, exist_ok=True)
    making = target.with_name(f"{target.name}.{os.getpid()}.part")
    try:
        answer = client.get_object(bucket, key)
    except S3Error as error:
        if error.code in {"NoSuchKey", "NoSuchObject"}:
            return False
        raise
    try:
        with making.open("wb") as stream:
            for block in answer.stream(BLOCK):
                stream.write(block)
            stream.flush()
            os.fsync(stream.fileno())
    finally:
        answer.close()
        answer.release_conn()
    making.replace(target)
    return True


def verify(one: Set) -> Iterator[str]:
    """What is missing or not as it was copied."""
    if not one.objects.exists():
        yield "objects.jsonl is missing"
        return
    if hashlib.sha256(one.objects.read_bytes()).hexdigest() != one.manifest.objects_digest:
        yield "objects.jsonl is not what was written"
        return
    for named in one.named_objects():
        path, name = place(one, named["bucket"], named["key"]), f"{named['bucket']}/{named['key']}"
        if not path.exists():
            yield f"{name} is missing"
        elif path.stat().st_size != named["size"] or _digest(path) != named["sha256"]:
            yield f"{name} is not what was copied"


def put_back(client: Minio, one: Set) -> int:
    """Says how many the store had lost. What it has is not written again."""
    there = {bucket: _sizes(client, bucket) for bucket in STORING}

    def put(named: dict[str, Any]) -> int:
        if there[named["bucket"]].get(named["key"]) == named["size"]:
            return 0
        client.fput_object(
            named["bucket"],
            named["key"],
            str(place(one, named["bucket"], named["key"])),
            content_type="application/octet-stream",
        )
        return 1

    with ThreadPoolExecutor(AT_ONCE) as threads:
        return sum(threads.map(put, one.named_objects()))


def _sizes(client: Minio, bucket: str) -> dict[str, int]:
    if not client.bucket_exists(bucket):
        client.make_bucket(bucket)
    return {str(one.object_name): one.size or 0 for one in client.list_objects(bucket, recursive=True)}


def sweep(one_of: list[Set], pool: Path) -> int:
    """Bytes that no kept set names any more."""
    named = {place(one, o["bucket"], o["key"]) for one in one_of for o in one.named_objects()}
    gone = [path for path in pool.rglob("*") if path.is_file() and path not in named]
    for path in gone:
        path.unlink()
    return len(gone)


def place(one: Set, bucket: str, key: str) -> Path:
    """A key is a path in the store; here each of its steps is quoted, so that none leads out."""
    steps = [quote(step, safe="") or "_" for step in key.split("/")]
    return one.places.objects.joinpath(
        bucket, *(step if step not in {".", ".."} else f"%2E{step[1:]}" for step in steps)
    )


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
