"""When the store, the scanner or the sender fails."""

import asyncio
import gc
import resource
import sys
from datetime import timedelta
from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest
from minio import Minio
from samples import a_pdf, noise
from vault import Vault, in_chunks

from chassis.measures import KeepsNothing
from documents.domain.media import LARGEST_ATTACHMENT, LARGEST_FILE
from documents.http import uploads
from documents.scanning import queue as queues
from documents.scanning.clamd import Clamd
from documents.scanning.hatchery import Hatchery
from documents.storage.limits import Limits
from kit.actors import a_citizen, a_member, a_visitor
from kit.service import problem


@pytest.fixture
def without_store(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """The store's address answers nobody."""

    store = vault.service.app.state.store
    dead = Minio(
        "127.0.0.1:9", access_key="x", secret_key="x", secure=False, region="us-east-1", http_client=store._http
    )
    monkeypatch.setattr(store, "_client", dead)
    return monkeypatch


async def test_without_the_store_an_upload_is_refused_clearly_and_leaves_nothing(
    vault: Vault, tenant: UUID, without_store: pytest.MonkeyPatch
):
    answer = await vault.send(a_visitor(tenant), bundle=uuid4())

    assert answer.status_code == 503
    assert answer.headers["retry-after"]
    assert "stockage des fichiers" in problem(answer)["title"]
    for table in ("files", "bundle_files", "bundles", "outbox"):
        assert await vault.service.rows(f"select 1 from {table} where tenant = :t", t=tenant) == []


async def test_without_the_store_reading_says_so_and_works_again_afterwards(
    vault: Vault, tenant: UUID, monkeypatch: pytest.MonkeyPatch
):
    sender, bundle = a_visitor(tenant), uuid4()
    file = await vault.a_file(sender, bundle=bundle)
    grant = vault.upload_grant(sender, bundle)

    with monkeypatch.context() as outage:
        outage.setattr(vault.service.app.state.store, "_client", None)
        outage.setattr(vault.service.app.state.store, "_get", _refused)
        during = await vault.read(sender, file, bundle=bundle, grant=grant)
    after = await vault.read(sender, file, bundle=bundle, grant=grant)

    assert (during.status_code, after.status_code) == (503, 200)


def _refused(*_: object) -> None:
    raise ConnectionRefusedError


async def test_a_store_that_keeps_nothing_more_is_told_until_it_keeps_again(
    vault: Vault, tenant: UUID, monkeypatch: pytest.MonkeyPatch
):
    store = vault.service.app.state.store
    before = {one.object_key for one in await store.list("")}
    # As a store with a full disk does.
    with monkeypatch.context() as full:
        full.setattr(
            store._http, "request", lambda *_, **__: SimpleNamespace(status=500, data=b"<Code>InternalError</Code>")
        )
        refused = await vault.send(a_visitor(tenant), bundle=uuid4())
        full.setattr(store._client, "bucket_exists", lambda _: True)
        with pytest.raises(KeepsNothing):
            await store.answers()

    await store.answers()

    assert refused.status_code == 503
    assert {one.object_key for one in await store.list("")} == before


async def test_an_object_whose_row_never_came_is_swept(vault: Vault, tenant: UUID, monkeypatch: pytest.MonkeyPatch):

    async def dies(*_: object) -> None:
        raise ConnectionResetError

    await vault.sweep()
    before = vault.objects(tenant)
    dies.__name__ = "receive_file"
    monkeypatch.setattr(uploads, "receive_file", dies)
    await vault.send(a_visitor(tenant), bundle=uuid4())
    orphans = vault.objects(tenant).keys() - before.keys()
    assert len(orphans) == 1

    await vault.sweep()

    assert vault.objects(tenant).keys() == before.keys()


async def test_a_sender_who_leaves_at_the_last_moment_leaves_nothing(vault: Vault, tenant: UUID):
    before = vault.objects(tenant)

    async def cut():
        async for chunk in in_chunks(noise(3_000_000)):
            yield chunk
        raise ConnectionResetError

    answer = await vault.send(a_visitor(tenant), cut(), bundle=uuid4())  # pyright: ignore[reportArgumentType]

    assert problem(answer)["type"] == "/problems/upload-cut"
    assert vault.objects(tenant) == before
    assert await vault.service.rows("select 1 from files where tenant = :t", t=tenant) == []
    assert await vault.service.rows("select 1 from object_deletions where tenant = :t", t=tenant) == []


async def test_a_scanner_that_is_down_keeps_files_waiting_and_unreadable(
    vault: Vault, tenant: UUID, monkeypatch: pytest.MonkeyPatch
):
    sender, agent, bundle = a_visitor(tenant), a_member(tenant), uuid4()
    monkeypatch.setattr(vault.service.app.state.scanner, "_clamd", Clamd("tcp://127.0.0.1:9"))
    file = await vault.a_file(sender, bundle=bundle)

    await vault.check_everything()

    row = await vault.row(file)
    assert (row["status"], row["cause"][:32]) == ("scan_error", "Le contrôle n’a pas pu être fait")
    answer = await vault.read(agent, file, bundle=bundle, grant=vault.view_grant(agent, bundle, file))
    assert (answer.status_code, problem(answer)["type"]) == (409, "/problems/file-in-analysis")
    monkeypatch.undo()
    await vault.check_everything()
    assert await vault.status(file) == "scan_error"
    vault.clock.move(timedelta(seconds=6))
    await vault.check_everything()
    assert await vault.status(file) == "clean"


async def test_clamd_s_word_counts(vault: Vault, tenant: UUID, monkeypatch: pytest.MonkeyPatch):
    """Against a daemon of ours that speaks its protocol."""
    heard: list[bytes] = []

    async def daemon(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        assert await reader.readexactly(10) == b"zINSTREAM\0"
        content = b""
        while length := int.from_bytes(await reader.readexactly(4)):
            content += await reader.readexactly(length)
        heard.append(content)
        writer.write(b"stream: Win.Test.Bad-1 FOUND\0" if b"bad" in content else b"stream: OK\0")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(daemon, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    monkeypatch.setattr(vault.service.app.state.scanner, "_clamd", Clamd(f"tcp://127.0.0.1:{port}"))
    good, bad = a_pdf("good"), a_pdf("bad")
    files = [await vault.a_file(a_visitor(tenant), content, bundle=uuid4()) for content in (good, bad)]

    await vault.check_everything()

    assert heard == [good, bad]
    assert [await vault.status(file) for file in files] == ["clean", "infected"]
    assert (await vault.row(files[1]))["cause"] == "Win.Test.Bad-1"
    server.close()


async def test_a_checker_that_dies_gives_the_file_to_the_next(
    vault: Vault, tenant: UUID, monkeypatch: pytest.MonkeyPatch
):
    dies = Hatchery((sys.executable, "-c", "raise SystemExit(3)"))
    monkeypatch.setattr(vault.service.app.state.checks, "hatchery", dies)
    file = await vault.a_file(a_visitor(tenant), bundle=uuid4())
    for _ in range(5):
        await vault.check_everything()
        vault.clock.move(timedelta(minutes=11))

    assert await vault.status(file) == "unscannable"


KILLED = """
import os, signal
from documents.checks import __main__ as checks, work

work.done = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
checks.main()
"""


async def test_a_checker_killed_by_its_limits_has_judged(vault: Vault, tenant: UUID, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(vault.service.app.state.checks, "hatchery", Hatchery((sys.executable, "-c", KILLED)))
    file = await vault.a_file(a_visitor(tenant), bundle=uuid4())

    await vault.check_everything()

    assert await vault.status(file) == "unscannable"


async def test_a_checker_that_vanished_is_followed_within_half_a_minute(vault: Vault, tenant: UUID):
    await vault.check_everything()
    file = await vault.a_file(a_visitor(tenant), bundle=uuid4())
    queue = vault.service.app.state.queue
    taken = await queue.next()
    assert taken is not None
    assert str(taken.file_id) == file

    assert await queue.next() is None
    vault.clock.move(timedelta(seconds=21))
    await vault.check_everything()

    assert await vault.status(file) == "clean"


async def test_a_slow_check_keeps_its_file(vault: Vault, tenant: UUID, monkeypatch: pytest.MonkeyPatch):

    monkeypatch.setattr(queues, "RENEWED_EVERY", 0.05)
    await vault.check_everything()
    file = await vault.a_file(a_visitor(tenant), bundle=uuid4())
    queue = vault.service.app.state.queue
    taken = await queue.next()

    async with queue.held(taken):
        vault.clock.move(timedelta(seconds=15))
        await asyncio.sleep(0.3)
        vault.clock.move(timedelta(seconds=15))
        assert await queue.next() is None

    vault.clock.move(timedelta(seconds=25))
    await vault.check_everything()
    assert await vault.status(file) == "clean"


async def test_two_checkers_never_take_the_same_file(vault: Vault, tenant: UUID):
    for _ in range(6):
        await vault.a_file(a_visitor(tenant), bundle=uuid4())

    scanner = vault.service.app.state.scanner
    await asyncio.gather(*(vault.check_everything() for _ in range(3)))

    assert not await scanner.scan_next()
    events = await vault.service.published(tenant, type="documents.file.clean.v1")
    assert len(events) == len({event["aggregate_id"] for event in events}) == 6


def test_a_service_whose_scanner_reads_less_than_it_accepts_does_not_start(vault: Vault):

    settings = vault.service.service.settings
    with pytest.raises(RuntimeError):
        Limits(settings.model_copy(update={"clamd_url": "tcp://clamd", "clamd_stream_limit": LARGEST_FILE - 1}))
    with_clamd = Limits(settings.model_copy(update={"clamd_url": "tcp://clamd", "clamd_stream_limit": 25_000_000}))
    assert with_clamd.largest_from("ticketing") == 25_000_000
    assert Limits(settings).largest_from("ticketing") == LARGEST_ATTACHMENT
    assert Limits(settings).largest_from("demarches") == LARGEST_FILE


async def test_twenty_megabytes_pass_through_a_few(vault: Vault, tenant: UUID):
    sender, bundle = a_visitor(tenant), uuid4()
    seed = noise(1_000_000)

    async def body():
        for at in range(0, LARGEST_FILE, 65_536):
            yield (seed[:65_536] if at == 0 else seed[-65_536:])[: LARGEST_FILE - at]

    async def there_and_back() -> None:
        file = await vault.a_file(sender, body(), bundle=bundle)  # pyright: ignore[reportArgumentType]
        answer = await vault.read(sender, file, bundle=bundle, grant=vault.upload_grant(sender, bundle))
        assert len(answer.content) == LARGEST_FILE

    await vault.a_file(sender, a_pdf(), bundle=bundle)
    gc.collect()
    before = peak()
    file = await vault.a_file(sender, body(), bundle=bundle)  # pyright: ignore[reportArgumentType]
    grown = peak() - before

    assert (await vault.row(file))["size"] == LARGEST_FILE
    assert grown < 16 * 1024, f"{grown} KiB"
    await there_and_back()


def peak() -> int:
    """The most that this process has held, in KiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


@pytest.mark.requirement("DV-06")
async def test_no_plaintext_is_found_in_the_store_or_in_the_database(vault: Vault, tenant: UUID):
    canary = "canary-7f3a9c51"
    owner, bundle = a_citizen(tenant), uuid4()
    kept = await vault.a_file(owner, a_pdf(canary))
    await vault.a_piece(owner, kept)
    await vault.a_file(owner, a_pdf(canary), bundle=bundle)
    await vault.check_everything()
    answer = await vault.read(owner, kept)
    assert answer.status_code == 200

    in_store = [file for file in vault.service.servers.s3.folder.rglob("*") if file.is_file()]
    tables = await vault.service.rows("select tablename from pg_tables where schemaname = 'public'")
    dump = [str(row) for t in tables for row in await vault.service.rows(f"select * from {t['tablename']}")]

    assert len(in_store) > 3
    assert not [file for file in in_store if canary.encode() in file.read_bytes()]
    assert not [row for row in dump if canary in row]
