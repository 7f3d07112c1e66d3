"""Uploads that are resumed: the cases of the tus 1.0 protocol."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import pytest
import pytest_asyncio
from samples import a_pdf, noise
from tus_client import Client, in_base64
from vault import Vault, in_chunks, s3_settings

from chassis.keys import Trust
from chassis.tokens import Verifier
from contracts.tokens import UploadReceipt
from documents.main import create_app
from kit.actors import a_visitor
from kit.servers import Servers
from kit.service import problem, under_test

pytestmark = pytest.mark.requirement("DV-04")


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def other_instance(servers: Servers, running: Vault) -> AsyncIterator[Vault]:
    async with under_test("documents", create_app, servers, **s3_settings(servers)) as service:
        yield Vault(service)


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
