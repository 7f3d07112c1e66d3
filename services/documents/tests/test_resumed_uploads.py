"""Uploads that are resumed: what becomes of them, what they leave behind, and how much one may send."""

import asyncio
import gc
import hashlib
import os
import resource
from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from samples import a_pdf, noise
from tus_client import TUS, Client
from vault import Vault

from chassis.actor import Actor
from documents.commands.resume_upload import OneUpload, expire_upload, forget_upload
from documents.http import resuming
from documents.storage import uploads
from kit.actors import a_citizen, a_visitor
from kit.service import problem

pytestmark = pytest.mark.requirement("DV-04")


@pytest.fixture
def client(vault: Vault, tenant: UUID) -> Client:
    return Client(vault, a_visitor(tenant), bundle=uuid4())


async def test_an_upload_given_up_leaves_nothing(client: Client, vault: Vault):
    await vault.sweep()
    before = vault.objects(client.actor.tenant)
    await client.create(9_000_000)
    await client.send(0, noise(6_000_000))
    during = vault.objects(client.actor.tenant)

    answer = await vault.call(client.actor, "DELETE", client.location, headers=TUS)
    await vault.sweep()

    assert len(during) == len(before) + 2
    assert answer.status_code == 204
    assert await client.offset() == -410
    assert (await client.send(0, b"x")).status_code == 410
    assert vault.objects(client.actor.tenant) == before


async def test_one_that_is_never_finished_expires_and_leaves_nothing(client: Client, vault: Vault, tenant: UUID):
    await vault.sweep()
    before = vault.objects(client.actor.tenant)
    created = await client.create(9_000_000)
    await client.send(0, noise(100_000))
    service, upload = Actor.of_service("documents", tenant), OneUpload(UUID(client.location[-36:]))
    assert created.headers["upload-expires"].endswith("GMT")

    vault.clock.move(timedelta(hours=23))
    await vault.service.run(expire_upload, upload, actor=service)
    assert await client.offset() == 100_000
    vault.clock.move(timedelta(hours=2))
    await vault.service.run(expire_upload, upload, actor=service)
    await vault.sweep()

    assert await client.offset() == -410
    assert vault.objects(client.actor.tenant) == before
    assert await vault.service.rows("select 1 from upload_parts where tenant = :t", t=tenant) == []
    await vault.service.run(forget_upload, upload, actor=service)
    assert await client.offset() == -404


async def test_an_upload_that_goes_on_is_not_expired(client: Client, vault: Vault, tenant: UUID):
    await client.create(9_000_000)
    upload = OneUpload(UUID(client.location[-36:]))
    vault.clock.move(timedelta(hours=23))
    await client.send(0, noise(100_000))

    vault.clock.move(timedelta(hours=2))
    await vault.service.run(expire_upload, upload, actor=Actor.of_service("documents", tenant))

    assert await client.offset() == 100_000
    timers = await vault.service.rows("select 1 from timers where tenant = :t and kind = 'upload'", t=tenant)
    assert len(timers) == 2


async def test_the_completed_parts_leave_the_store(client: Client, vault: Vault):
    await vault.sweep()
    before = vault.objects(client.actor.tenant)
    await client.create(9_000_000)
    await client.send(0, noise(9_000_000))

    await vault.sweep()

    assert len(vault.objects(client.actor.tenant)) == len(before) + 1


async def test_what_we_do_not_take_is_refused_at_its_first_bytes(client: Client, vault: Vault):
    await vault.sweep()
    before = vault.objects(client.actor.tenant)
    await client.create(9_000_000, name="cni.pdf")

    answer = await client.send(0, b"MZ" + noise(200_000))
    small = Client(client.vault, client.actor, bundle=client.bundle)
    await small.create(9)
    bad = await small.send(0, b"GIF89a...")

    assert [(a.status_code, problem(a)["title"]) for a in (answer, bad)] == [
        (415, "PDF, JPEG ou PNG seulement (les photos HEIC et WebP sont converties).")
    ] * 2
    assert await client.offset() == -410
    await vault.sweep()
    assert vault.objects(client.actor.tenant) == before


async def test_an_upload_has_no_door_but_its_sender_s(client: Client, tenant: UUID):
    await client.create(1000)
    strangers = [a_visitor(tenant), a_citizen(tenant), a_visitor(subject=client.actor.subject)]

    for stranger in strangers:
        client.actor = stranger
        assert await client.offset() == -404
        assert (await client.send(0, b"%PDF")).status_code == 404
        assert (await client.vault.call(stranger, "DELETE", client.location, headers=TUS)).status_code == 404


async def test_what_goes_to_a_safe_may_take_longer_than_its_door_stays_open(vault: Vault, tenant: UUID):
    owner = a_citizen(tenant)
    client, content = Client(vault, owner), a_pdf()
    await client.create(len(content))
    vault.clock.move(timedelta(minutes=16))

    sent = await client.send(0, content)
    another = await Client(vault, owner).create(len(content))

    assert sent.status_code == 204
    assert (another.status_code, problem(another)["type"]) == (403, "/problems/step-up-needed")


@pytest.mark.requirement("DV-01")
async def test_a_day_s_bytes_are_reserved_even_when_all_begin_at_once(
    vault: Vault, tenant: UUID, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(uploads.ROOM_A_DAY, a_visitor(tenant).kind, 10_000_000)
    sender, bundle = a_visitor(tenant), uuid4()
    clients = [Client(vault, sender, bundle=bundle) for _ in range(6)]

    answers = await asyncio.gather(*(client.create(3_000_000) for client in clients))

    assert sorted(answer.status_code for answer in answers) == [201, 201, 201, 429, 429, 429]
    plain = await vault.send(sender, noise(2_000_000), bundle=bundle)
    assert plain.status_code == 429
    begun = next(c for c, a in zip(clients, answers, strict=True) if a.status_code == 201)
    await vault.call(sender, "DELETE", begun.location, headers=TUS)
    assert (await Client(vault, sender, bundle=bundle).create(3_000_000)).status_code == 201


async def test_a_ticket_s_attachment_passes_through_a_few_megabytes(vault: Vault, tenant: UUID):
    """40 MB each time; 200 with `PARVIS_LARGEST_TRANSFERS=1`. Peak memory of this very process, client included."""
    sender, bundle = a_visitor(tenant), uuid4()
    size = 200_000_000 if os.environ.get("PARVIS_LARGEST_TRANSFERS") else 40_000_000
    client = Client(vault, sender, bundle=bundle)
    grant = vault.upload_grant(sender, bundle, issuer="ticketing")
    head, block = noise(65_536), os.urandom(65_536)

    async def body() -> AsyncIterator[bytes]:
        for at in range(0, size, 65_536):
            yield (head if at == 0 else block)[: size - at]

    warm = Client(vault, sender, bundle=bundle)
    await warm.create(5_000_000, **{"parvis-grant": grant})
    await warm.send(0, noise(5_000_000))
    created = await client.create(size, **{"parvis-grant": grant})
    gc.collect()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    sent = await client.send(0, body())
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before

    assert (created.status_code, sent.status_code) == (201, 204)
    assert (await client.shown())["file"]["size"] == size
    assert grown < 16 * 1024, f"{grown} KiB"
    too_large = await client.create(200_000_001, **{"parvis-grant": grant})
    assert (too_large.status_code, problem(too_large)["detail"]) == (413, "200 Mo au plus.")


async def test_without_the_store_nothing_is_counted_and_it_goes_on_afterwards(
    client: Client, vault: Vault, monkeypatch: pytest.MonkeyPatch
):
    content = noise(200_000)
    await client.create(len(content))

    def refused(*_: object) -> None:
        raise ConnectionRefusedError

    with monkeypatch.context() as outage:
        outage.setattr(vault.service.app.state.store, "_put", refused)
        during = await client.send(0, content)
        assert await client.offset() == 0
    after = await client.send(0, content)

    assert (during.status_code, after.status_code) == (503, 204)


async def test_a_file_that_could_not_be_made_at_the_end_is_made_when_asked(
    client: Client, vault: Vault, monkeypatch: pytest.MonkeyPatch
):
    content = noise(5_000_000)
    await client.create(len(content))

    async def dies(*_: object) -> None:
        raise ConnectionResetError

    with monkeypatch.context() as outage:
        outage.setattr(resuming.Resuming, "finish", dies)
        await client.send(0, content)

    assert await client.offset() == len(content)
    assert (await client.shown())["file"]["sha256"] == hashlib.sha256(content).hexdigest()
