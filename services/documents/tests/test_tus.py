"""Uploads that are resumed: the cases of the tus 1.0 protocol, and ours."""

import asyncio
import base64
import gc
import hashlib
import os
import resource
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
import pytest_asyncio
from conftest import s3_settings
from samples import a_pdf, noise
from vault import Vault, in_chunks

from chassis.actor import Actor
from chassis.keys import Trust
from chassis.tokens import Verifier
from contracts.tokens import UploadReceipt
from documents.commands.resume_upload import OneUpload, expire_upload, forget_upload
from documents.http import resuming
from documents.main import create_app
from documents.storage import uploads
from kit.actors import a_citizen, a_visitor
from kit.servers import Servers
from kit.service import problem, under_test

pytestmark = pytest.mark.requirement("DV-04")
BYTES = "application/offset+octet-stream"
TUS = {"tus-resumable": "1.0.0"}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def other_instance(servers: Servers, running: Vault) -> AsyncIterator[Vault]:
    async with under_test("documents", create_app, servers, **s3_settings(servers)) as service:
        yield Vault(service)


class Client:
    """What a tus client does, one request at a time."""

    def __init__(self, vault: Vault, actor: Actor, *, bundle: UUID | None = None) -> None:
        self.vault, self.actor, self.bundle = vault, actor, bundle
        self.location = ""

    async def create(self, length: object, *, name: str = "facture.pdf", body: bytes = b"", **headers: str) -> Any:
        told = {**TUS, "upload-length": str(length), "upload-metadata": f"filename {in_base64(name.encode())}"}
        if self.bundle is not None:
            grant = self.vault.upload_grant(self.actor, self.bundle)
            told |= {"parvis-bundle": str(self.bundle), "parvis-grant": grant}
        if body:
            told["content-type"] = BYTES
        answer = await self.vault.call(self.actor, "POST", "/v1/uploads", headers={**told, **headers}, content=body)
        self.location = answer.headers.get("location", "")
        return answer

    async def offset(self, *, at: Vault | None = None) -> int:
        answer = await (at or self.vault).call(self.actor, "HEAD", self.location, headers=TUS)
        return int(answer.headers["upload-offset"]) if answer.status_code == 200 else -answer.status_code

    async def send(self, offset: int, body: Any, *, at: Vault | None = None, **headers: str) -> httpx.Response:
        told = {**TUS, "upload-offset": str(offset), "content-type": BYTES, **headers}
        sent = in_chunks(body) if isinstance(body, bytes) else body
        return await (at or self.vault).call(self.actor, "PATCH", self.location, headers=told, content=sent)

    async def shown(self) -> Any:
        return (await self.vault.call(self.actor, "GET", self.location)).json()


def in_base64(content: bytes) -> str:
    return base64.b64encode(content).decode()


@pytest.fixture
def client(vault: Vault, tenant: UUID) -> Client:
    return Client(vault, a_visitor(tenant), bundle=uuid4())


async def test_options_tell_what_is_spoken(vault: Vault):
    answer = await vault.call(None, "OPTIONS", "/v1/uploads")

    assert (answer.status_code, answer.headers["tus-version"]) == (204, "1.0.0")
    assert answer.headers["tus-extension"] == "creation,creation-with-upload,checksum,expiration,termination"
    assert answer.headers["tus-checksum-algorithm"] == "sha256,sha1,md5"
    assert answer.headers["tus-max-size"] == "200000000"


async def test_a_file_sent_in_three_requests_is_the_file(client: Client, vault: Vault):
    content = noise(5_000_000)

    created = await client.create(len(content))
    answers = [await client.send(at, content[at : at + 2_000_000]) for at in (0, 2_000_000, 4_000_000)]

    assert (created.status_code, created.headers["tus-resumable"]) == (201, "1.0.0")
    assert [a.status_code for a in answers] == [204, 204, 204]
    assert [a.headers["upload-offset"] for a in answers] == ["2000000", "4000000", "5000000"]
    shown = await client.shown()
    assert shown["status"] == "complete"
    assert shown["file"]["sha256"] == hashlib.sha256(content).hexdigest()
    trust = Trust(vault.service.servers.keyring.trust_file)
    receipt = Verifier("demarches", trust).read(shown["file"]["receipt"], UploadReceipt, issuers=("documents",))
    assert (receipt.bundle, str(receipt.file), receipt.name) == (client.bundle, shown["file"]["file_id"], "facture.pdf")
    read = await vault.read(
        client.actor,
        shown["file"]["file_id"],
        bundle=client.bundle,
        grant=vault.upload_grant(client.actor, client.bundle),
    )
    assert read.content == content


async def test_an_upload_cut_at_37_percent_goes_on_at_another_instance(
    client: Client, vault: Vault, other_instance: Vault
):
    content = noise(6_000_000)
    arrives = len(content) * 37 // 100
    await client.create(len(content))

    async def cut() -> AsyncIterator[bytes]:
        async for chunk in in_chunks(content[:arrives]):
            yield chunk
        raise ConnectionResetError

    broken = await client.send(0, cut())
    offset = await client.offset(at=other_instance)
    resumed = await client.send(offset, content[offset:], at=other_instance)

    assert broken.status_code == 422
    assert offset == arrives
    assert resumed.status_code == 204
    shown = await client.shown()
    assert shown["file"]["sha256"] == hashlib.sha256(content).hexdigest()


async def test_the_first_bytes_may_come_with_the_creation(client: Client):
    content = a_pdf()

    begun = await client.create(len(content), body=content[:100])
    rest = await client.send(100, content[100:])
    whole = Client(client.vault, client.actor, bundle=client.bundle)
    at_once = await whole.create(len(content), body=content)

    assert (begun.headers["upload-offset"], rest.headers["upload-offset"]) == ("100", str(len(content)))
    assert at_once.headers["upload-offset"] == str(len(content))
    assert [(await one.shown())["status"] for one in (client, whole)] == ["complete", "complete"]


async def test_an_offset_that_is_not_where_it_stands_is_a_conflict(client: Client):
    await client.create(1000)

    answer = await client.send(10, b"%PDF-1.7")

    assert (answer.status_code, await client.offset()) == (409, 0)
    assert answer.headers["tus-resumable"] == "1.0.0"


async def test_two_connections_that_send_the_same_bytes_make_one_file(client: Client):
    content = noise(3_000_000)
    await client.create(len(content))

    answers = await asyncio.gather(*(client.send(0, content) for _ in range(3)))

    assert sorted(answer.status_code for answer in answers) == [204, 409, 409]
    assert (await client.shown())["file"]["sha256"] == hashlib.sha256(content).hexdigest()


async def test_another_version_of_the_protocol_is_told_ours(client: Client):
    await client.create(1000)

    answers = [
        await client.vault.call(client.actor, "HEAD", client.location, headers={"tus-resumable": "0.2.2"}),
        await client.send(0, b"%PDF", **{"tus-resumable": "2.0.0"}),
        await client.vault.call(client.actor, "POST", "/v1/uploads", headers={"upload-length": "3"}),
    ]

    assert [(a.status_code, a.headers["tus-version"]) for a in answers] == [(412, "1.0.0")] * 3
    assert await client.offset() == 0


async def test_a_patch_says_that_its_body_is_bytes(client: Client):
    await client.create(1000)

    answer = await client.send(0, b"%PDF", **{"content-type": "application/pdf"})

    assert (answer.status_code, await client.offset()) == (415, 0)


@pytest.mark.parametrize("algorithm", ["sha256", "sha1", "md5"])
async def test_a_checksum_holds_for_the_whole_request(client: Client, algorithm: str):
    content = noise(1_500_000)
    await client.create(len(content))
    right = f"{algorithm} {in_base64(hashlib.new(algorithm, content).digest())}"
    wrong = f"{algorithm} {in_base64(hashlib.new(algorithm, b'other').digest())}"

    refused = await client.send(0, content, **{"upload-checksum": wrong})
    after = await client.offset()
    taken = await client.send(0, content, **{"upload-checksum": right})

    assert (refused.status_code, after) == (460, 0)
    assert (taken.status_code, taken.headers["upload-offset"]) == (204, str(len(content)))


async def test_a_checksum_that_cannot_be_read_is_a_bad_request(client: Client):
    await client.create(1000)

    answers = [await client.send(0, b"%PDF", **{"upload-checksum": said}) for said in ("crc32 AAAA", "sha1 ???", "x")]

    assert {answer.status_code for answer in answers} == {400}
    assert await client.offset() == 0


async def test_what_an_interrupted_request_with_checksum_brought_is_not_kept(client: Client):
    content = noise(3_000_000)
    await client.create(len(content))

    async def cut() -> AsyncIterator[bytes]:
        yield content[:2_000_000]
        raise ConnectionResetError

    await client.send(0, cut(), **{"upload-checksum": f"sha1 {in_base64(hashlib.sha1(content).digest())}"})

    assert await client.offset() == 0


async def test_more_than_announced_is_refused_and_what_was_there_stays(client: Client):
    await client.create(1000)
    await client.send(0, a_pdf()[:400])

    answer = await client.send(400, b"x" * 700)

    assert (answer.status_code, await client.offset()) == (413, 400)


async def test_lengths_and_metadata_that_make_no_sense_are_refused(client: Client):
    answers = [
        await client.create("abc"),
        await client.create("-1"),
        await client.create(""),
        await client.create(10, **{"upload-metadata": "filename ???"}),
    ]
    too_large = await client.create(20_000_001)
    empty = await client.create(0)

    assert {answer.status_code for answer in answers} == {400}
    assert (too_large.status_code, problem(too_large)["title"]) == (413, "Le fichier est trop lourd : 20 Mo au plus.")
    assert empty.status_code == 422


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
    content = noise(200_000)
    await client.create(len(content))

    async def dies(*_: object) -> None:
        raise ConnectionResetError

    with monkeypatch.context() as outage:
        outage.setattr(resuming.Resuming, "finish", dies)
        await client.send(0, content)

    assert await client.offset() == len(content)
    assert (await client.shown())["file"]["sha256"] == hashlib.sha256(content).hexdigest()
