"""Every MUST of tus 1.0 that binds a server, for the core and the extensions we offer, beside the test that shows it."""

from uuid import UUID, uuid4

import pytest
import test_resumed_uploads
import test_tus
from samples import a_pdf
from tus_client import BYTES, TUS, Client, in_base64
from vault import Vault

from kit.actors import a_visitor

pytestmark = pytest.mark.requirement("DV-04")

MUSTS = {
    "core: HEAD always answers Upload-Offset, Upload-Length where it is known, and Cache-Control: no-store": [
        "test_where_it_stands_is_always_told_and_never_kept"
    ],
    "core: HEAD of what is not there is 404, 410 or 403, without Upload-Offset": [
        "test_what_is_not_there_has_no_offset",
        "test_one_that_is_never_finished_expires_and_leaves_nothing",
    ],
    "core: PATCH is application/offset+octet-stream, else 415": ["test_a_patch_says_that_its_body_is_bytes"],
    "core: an Upload-Offset that is not the current one is 409 and changes nothing": [
        "test_an_offset_that_is_not_where_it_stands_is_a_conflict",
        "test_two_connections_that_send_the_same_bytes_make_one_file",
    ],
    "core: Upload-Offset is a non-negative integer": ["test_an_offset_that_is_no_number_is_refused"],
    "core: PATCH is 204 with the new Upload-Offset": ["test_a_file_sent_in_three_requests_is_the_file"],
    "core: PATCH of what is not there is 404": ["test_what_is_not_there_has_no_offset"],
    "core: as many of the bytes as possible are kept": ["test_an_upload_cut_at_37_percent_goes_on_at_another_instance"],
    "core: OPTIONS answers 204 with Tus-Version, -Extension, -Max-Size": ["test_options_tell_what_is_spoken"],
    "core: OPTIONS ignores Tus-Resumable": ["test_options_need_no_version"],
    "core: every other answer says Tus-Resumable": ["test_every_answer_says_its_version"],
    "core: another version is 412 with Tus-Version and is not processed": [
        "test_another_version_of_the_protocol_is_told_ours"
    ],
    "core: X-HTTP-Method-Override is the method": ["test_a_method_may_stand_in_a_header"],
    "creation: POST is 201 with Location": ["test_a_file_sent_in_three_requests_is_the_file"],
    "creation: Upload-Length is a non-negative integer": ["test_lengths_and_metadata_that_make_no_sense_are_refused"],
    "creation: larger than Tus-Max-Size is 413": [
        "test_lengths_and_metadata_that_make_no_sense_are_refused",
        "test_a_ticket_s_attachment_passes_through_a_few_megabytes",
    ],
    "creation: a length told later is not offered, and refused": ["test_a_length_told_later_is_refused"],
    "creation: Upload-Metadata is names, each once, with values of base64 or none": [
        "test_metadata_are_names_and_base64"
    ],
    "creation-with-upload: the answer says Upload-Offset": ["test_the_first_bytes_may_come_with_the_creation"],
    "expiration: Upload-Expires is an HTTP date, at creation and on each PATCH": ["test_every_part_is_told_until_when"],
    "expiration: an expired upload is 404 or 410": ["test_one_that_is_never_finished_expires_and_leaves_nothing"],
    "checksum: OPTIONS names the algorithms, sha1 among them": ["test_options_tell_what_is_spoken"],
    "checksum: one that does not match is 460 and nothing is kept": ["test_a_checksum_holds_for_the_whole_request"],
    "checksum: an unknown algorithm is 400": ["test_a_checksum_that_cannot_be_read_is_a_bad_request"],
    "checksum: of an interrupted request nothing is kept": [
        "test_what_an_interrupted_request_with_checksum_brought_is_not_kept"
    ],
    "termination: DELETE is 204, then 404 or 410": ["test_an_upload_given_up_leaves_nothing"],
    "beyond the protocol: more than announced is refused": [
        "test_more_than_announced_is_refused_and_what_was_there_stays"
    ],
}


def test_each_has_its_test():
    places = (vars(test_tus), vars(test_resumed_uploads), globals())

    missing = [name for names in MUSTS.values() for name in names if not any(name in place for place in places)]

    assert missing == []


@pytest.fixture
def client(vault: Vault, tenant: UUID) -> Client:
    return Client(vault, a_visitor(tenant), bundle=uuid4())


async def test_where_it_stands_is_always_told_and_never_kept(client: Client):
    content = a_pdf()
    await client.create(len(content))

    begun = await client.vault.call(client.actor, "HEAD", client.location, headers=TUS)
    await client.send(0, content)
    ended = await client.vault.call(client.actor, "HEAD", client.location, headers=TUS)

    for answer, offset in ((begun, 0), (ended, len(content))):
        assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
        assert answer.headers["upload-offset"] == str(offset)
        assert answer.headers["upload-length"] == str(len(content))


async def test_what_is_not_there_has_no_offset(client: Client):
    client.location = f"/v1/uploads/{uuid4()}"

    asked = await client.vault.call(client.actor, "HEAD", client.location, headers=TUS)
    sent = await client.send(0, b"%PDF")

    assert (asked.status_code, sent.status_code) == (404, 404)
    assert "upload-offset" not in asked.headers


@pytest.mark.parametrize("said", ["-1", "abc", "", "1.5"])
async def test_an_offset_that_is_no_number_is_refused(client: Client, said: str):
    await client.create(1000)

    answer = await client.send(0, b"%PDF", **{"upload-offset": said})  # pyright: ignore[reportArgumentType]

    assert (answer.status_code, await client.offset()) == (400, 0)


async def test_options_need_no_version(vault: Vault):
    answer = await vault.call(None, "OPTIONS", "/v1/uploads", headers={"tus-resumable": "0.2.2"})

    assert (answer.status_code, answer.headers["tus-version"]) == (204, "1.0.0")


async def test_every_answer_says_its_version(client: Client):
    answers = [
        await client.create("abc"),
        await client.create(1000),
        await client.send(5, b"%PDF"),
        await client.send(0, b"%PDF", **{"upload-checksum": f"sha1 {in_base64(bytes(20))}"}),
        await client.send(0, b"%PDF"),
        await client.vault.call(client.actor, "DELETE", client.location, headers=TUS),
        await client.send(4, b"1.7"),
    ]

    assert [answer.status_code for answer in answers] == [400, 201, 409, 460, 204, 204, 410]
    assert {answer.headers["tus-resumable"] for answer in answers} == {"1.0.0"}


async def test_a_method_may_stand_in_a_header(client: Client):
    content = a_pdf()
    await client.create(len(content))

    async def posts(method: str, body: bytes = b"", **headers: str):
        told = {**TUS, "x-http-method-override": method, **headers}
        return await client.vault.call(client.actor, "POST", client.location, headers=told, content=body)

    sent = await posts("PATCH", content[:100], **{"upload-offset": "0", "content-type": BYTES})
    asked = await posts("HEAD")
    unknown = [(await posts(method)).status_code for method in ("GET", "PUT", "")]
    client.actor, owner = a_visitor(client.actor.tenant), client.actor
    stranger = await posts("DELETE")
    client.actor = owner
    given_up = await posts("DELETE")

    assert (sent.status_code, sent.headers["upload-offset"]) == (204, "100")
    assert (asked.status_code, asked.headers["upload-offset"]) == (200, "100")
    assert unknown == [400, 400, 400]
    assert (stranger.status_code, given_up.status_code, await client.offset()) == (404, 204, -410)


async def test_a_length_told_later_is_refused(client: Client):
    options = await client.vault.call(None, "OPTIONS", "/v1/uploads")
    answers = [
        await client.vault.call(client.actor, "POST", "/v1/uploads", headers={**TUS, "upload-defer-length": said})
        for said in ("1", "2")
    ]

    assert "creation-defer-length" not in options.headers["tus-extension"]
    assert [answer.status_code for answer in answers] == [400, 400]


async def test_metadata_are_names_and_base64(client: Client):
    name = in_base64("reçu.pdf".encode())

    taken = await client.create(1000, **{"upload-metadata": f"filename {name}, is_confidential"})
    twice = await client.create(1000, **{"upload-metadata": f"filename {name},filename {name}"})
    unreadable = await client.create(1000, **{"upload-metadata": f"filename {in_base64(bytes([255]))}"})

    assert [answer.status_code for answer in (taken, twice, unreadable)] == [201, 400, 400]


async def test_every_part_is_told_until_when(client: Client):
    created = await client.create(1000)
    sent = await client.send(0, a_pdf()[:100])

    assert created.headers["upload-expires"].endswith(" GMT")
    assert sent.headers["upload-expires"].endswith(" GMT")
