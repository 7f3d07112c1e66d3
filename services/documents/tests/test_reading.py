"""Who reads a file that was handed over, and what becomes of bytes that were tampered with."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from samples import a_jpeg, a_pdf, noise
from vault import Vault

from documents.domain.sealing import HEADER, SEGMENT, TAG
from kit.actors import a_citizen, a_member, a_visitor
from kit.service import problem


async def test_an_agent_reads_with_a_grant_and_leaves_a_line(vault: Vault, tenant: UUID):
    sender, agent, bundle = a_citizen(tenant), a_member(tenant), uuid4()
    file = await vault.a_file(sender, a_pdf("pour la mairie"), bundle=bundle, name="quittance « été ».pdf")
    await vault.check_everything()

    answer = await vault.read(agent, file, bundle=bundle, grant=vault.view_grant(agent, bundle, file))

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].startswith("attachment; ")
    assert "filename*=UTF-8''quittance%20%C2%AB%20%C3%A9t%C3%A9%20%C2%BB.pdf" in answer.headers["content-disposition"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"].startswith("sandbox")
    events = await vault.service.published(tenant, type="documents.grant.used.v1")
    assert [event["data"]["reader_id"] for event in events] == [str(agent.subject)]
    lines = (await vault.call(sender, "GET", "/v1/safe/journal")).json()["items"]
    assert [(line["by"], line["file_id"], line["purpose"]) for line in lines] == [("agent", file, "Instruction")]
    assert [line["name"] for line in lines] == ["quittance « été ».pdf"]


@pytest.mark.requirement("DV-03")
async def test_nothing_unchecked_is_read_by_anyone_but_its_sender(vault: Vault, tenant: UUID):
    sender, agent, bundle = a_visitor(tenant), a_member(tenant), uuid4()
    content = a_jpeg()
    file = await vault.a_file(sender, content, bundle=bundle)

    by_agent = await vault.read(agent, file, bundle=bundle, grant=vault.view_grant(agent, bundle, file))
    by_sender = await vault.read(sender, file, bundle=bundle, grant=vault.upload_grant(sender, bundle))

    assert (by_agent.status_code, problem(by_agent)["type"]) == (409, "/problems/file-in-analysis")
    assert (by_sender.status_code, by_sender.content) == (200, content)


async def test_without_a_grant_of_one_s_own_there_is_no_file(vault: Vault, tenant: UUID):
    sender, agent, other, bundle = a_visitor(tenant), a_member(tenant), a_member(tenant), uuid4()
    file = await vault.a_file(sender, bundle=bundle)
    await vault.check_everything()
    stranger = a_member(subject=agent.subject)
    unknown = str(uuid4())

    answers = [
        await vault.read(other, file, bundle=bundle, grant=vault.view_grant(agent, bundle, file)),
        await vault.read(agent, file, bundle=uuid4(), grant=vault.view_grant(agent, bundle, file)),
        await vault.read(agent, unknown, bundle=bundle, grant=vault.view_grant(agent, bundle, unknown)),
        await vault.read(stranger, file, bundle=bundle, grant=vault.view_grant(agent, bundle, file)),
        await vault.read(stranger, file, bundle=bundle, grant=vault.view_grant(stranger, bundle, file)),
        await vault.read(agent, file, bundle=bundle, grant=vault.upload_grant(agent, bundle)),
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert len({problem(answer)["title"] for answer in answers}) == 1
    refused = await vault.read(agent, file, bundle=bundle)
    assert refused.status_code == 403


def swapped(first: bytes, second: bytes) -> bytes:
    return second


def cut(first: bytes, _: bytes) -> bytes:
    return first[:-1]


def cut_at_a_segment(first: bytes, _: bytes) -> bytes:
    return first[: HEADER + SEGMENT + TAG]


def flipped(first: bytes, _: bytes) -> bytes:
    return first[:-500] + bytes([first[-500] ^ 1]) + first[-499:]


def reordered(first: bytes, _: bytes) -> bytes:
    at, size = HEADER, SEGMENT + TAG
    return first[:at] + first[at + size : at + 2 * size] + first[at : at + size] + first[at + 2 * size :]


def prolonged(first: bytes, _: bytes) -> bytes:
    return first + b"x"


@pytest.mark.requirement("DV-06")
@pytest.mark.parametrize("tamper", [swapped, cut, cut_at_a_segment, flipped, reordered, prolonged])
async def test_tampered_bytes_are_never_served(vault: Vault, tenant: UUID, tamper: Callable[[bytes, bytes], bytes]):
    sender, bundle = a_visitor(tenant), uuid4()
    size = 2 * SEGMENT + 70_000
    first, second = [await vault.a_file(sender, noise(size), bundle=bundle) for _ in range(2)]
    keys = [(await vault.row(file))["object_key"] for file in (first, second)]
    vault.overwrite(keys[0], tamper(vault.stored(keys[0]), vault.stored(keys[1])))

    answer = await vault.read(sender, first, bundle=bundle, grant=vault.upload_grant(sender, bundle))

    assert answer.status_code == 502
    assert "intégrité" in problem(answer)["title"]
    assert len(await vault.service.published(tenant, type="documents.file.integrity_error.v1")) == 1


@pytest.mark.requirement("DV-06")
async def test_an_object_that_is_gone_is_an_alarm_and_not_an_empty_file(vault: Vault, tenant: UUID):
    sender, bundle = a_visitor(tenant), uuid4()
    file = await vault.a_file(sender, bundle=bundle)
    vault.service.app.state.store._client.remove_object("documents", (await vault.row(file))["object_key"])

    answer = await vault.read(sender, file, bundle=bundle, grant=vault.upload_grant(sender, bundle))

    assert answer.status_code == 502
