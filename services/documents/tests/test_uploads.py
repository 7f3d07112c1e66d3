"""Sending a file."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from samples import a_jpeg, a_pdf, a_png, a_png_that_says, noise
from vault import Vault, in_chunks

from chassis.keys import Trust
from chassis.tokens import Verifier
from contracts.tokens import UploadReceipt
from documents.checks.signatures import EICAR
from documents.domain.media import LARGEST_FILE
from documents.http import receiving
from kit.actors import a_citizen, a_member, a_visitor
from kit.service import problem

pytestmark = pytest.mark.requirement("DV-04")


async def test_a_file_sent_with_a_grant_gets_a_receipt_that_its_bundle_can_check(vault: Vault, tenant: UUID):
    sender, bundle = a_visitor(tenant), uuid4()

    answer = await vault.send(sender, a_pdf(), bundle=bundle, name="ma facture.pdf")

    assert answer.status_code == 201
    said = answer.json()
    assert said["status"] == "quarantined"
    trust = Trust(vault.service.servers.keyring.trust_file)
    receipt = Verifier("demarches", trust).read(said["receipt"], UploadReceipt, issuers=("documents",))
    assert (receipt.bundle, receipt.sub, str(receipt.file)) == (bundle, sender.subject, said["file_id"])
    assert (receipt.name, receipt.size, receipt.sha256) == ("ma facture.pdf", len(a_pdf()), said["sha256"])
    assert receipt.media_type == "application/pdf"


@pytest.mark.parametrize(
    ("content", "media_type", "name"),
    [
        (a_pdf(), "application/pdf", "photo.jpg.pdf"),
        (a_jpeg(), "image/jpeg", "photo.jpg"),
        (a_png(), "image/png", "photo.jpg.png"),
    ],
)
async def test_the_type_comes_from_the_content_and_the_name_tells_the_truth(
    vault: Vault, tenant: UUID, content: bytes, media_type: str, name: str
):
    answer = await vault.send(a_visitor(tenant), content, bundle=uuid4(), name="photo.jpg")

    assert (answer.json()["media_type"], answer.json()["name"]) == (media_type, name)


@pytest.mark.parametrize(
    "content",
    [b"MZ\x90\x00 program", b"<html><script>", b"<svg xmlns=''>", b"GIF89a%PDF-1.7", b"PK\x03\x04 docx", b"\n%PDF-1.7"],
    ids=["program", "page", "drawing", "polyglot", "office", "prologue"],
)
async def test_other_types_are_refused_at_once(vault: Vault, tenant: UUID, content: bytes):
    before = vault.objects(tenant)

    answer = await vault.send(a_visitor(tenant), content, bundle=uuid4(), name="cni.pdf")

    assert answer.status_code == 415
    assert problem(answer)["title"] == "PDF, JPEG ou PNG seulement (les photos HEIC et WebP sont converties)."
    assert vault.objects(tenant) == before


async def test_bare_malware_is_refused_at_once(vault: Vault, tenant: UUID):
    answer = await vault.send(a_visitor(tenant), EICAR, bundle=uuid4())

    assert (answer.status_code, problem(answer)["title"]) == (422, "Fichier refusé : il contient un virus.")


@pytest.mark.parametrize(("size", "status"), [(0, 422), (LARGEST_FILE, 201), (LARGEST_FILE + 1, 413)])
async def test_sizes_are_held_to_the_byte(vault: Vault, tenant: UUID, size: int, status: int):
    answer = await vault.send(a_visitor(tenant), noise(size) if size else b"", bundle=uuid4())

    assert answer.status_code == status
    if status == 413:
        assert problem(answer)["title"] == "Le fichier est trop lourd : 20 Mo au plus."


@pytest.mark.parametrize(("size", "status"), [(LARGEST_FILE, 201), (LARGEST_FILE + 1, 413)])
async def test_a_length_that_was_not_announced_is_counted_to_the_byte(
    vault: Vault, tenant: UUID, size: int, status: int
):
    answer = await vault.send(a_visitor(tenant), in_chunks(noise(size)), bundle=uuid4())

    assert answer.status_code == status


async def test_a_picture_that_promises_too_many_pixels_is_refused_undecoded(vault: Vault, tenant: UUID):
    answer = await vault.send(a_visitor(tenant), a_png_that_says(8200, 5000), bundle=uuid4())

    assert (answer.status_code, problem(answer)["type"]) == (422, "/problems/picture-too-large")


async def test_one_that_never_comes_to_its_end_is_given_up_and_leaves_nothing(
    vault: Vault, tenant: UUID, monkeypatch: pytest.MonkeyPatch
):
    sender = a_visitor(tenant)
    monkeypatch.setattr(receiving, "WITHIN", 0.1)

    async def drips() -> AsyncIterator[bytes]:
        yield a_pdf()[:100]
        await asyncio.Event().wait()

    answer = await vault.send(sender, drips(), bundle=uuid4())
    await vault.sweep()

    assert (answer.status_code, problem(answer)["title"][:28]) == (408, "L’envoi a pris trop de temps")
    assert vault.objects(tenant) == {}


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("CON", "CON.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("a\x00b\r\nc.pdf", "abc.pdf"),
        ("exe\u202efdp.pdf", "exefdp.pdf"),
        ("", "document.pdf"),
        ('C:\\fakepath\\CNI "recto".PDF', 'CNI "recto".PDF'),
        ("é" * 300 + ".pdf", "é" * 116 + ".pdf"),
    ],
)
async def test_names_are_shown_clean(vault: Vault, tenant: UUID, sent: str, shown: str):
    answer = await vault.send(a_visitor(tenant), bundle=uuid4(), name=sent)

    assert answer.json()["name"] == shown


async def test_a_grant_for_somebody_else_or_another_bundle_is_as_good_as_none(vault: Vault, tenant: UUID):
    sender, bundle = a_visitor(tenant), uuid4()
    theirs = vault.upload_grant(a_visitor(tenant), bundle)
    other_bundle = vault.upload_grant(sender, uuid4())
    other_tenant = vault.upload_grant(a_visitor(subject=sender.subject), bundle)

    for grant in (theirs, other_bundle, other_tenant):
        answer = await vault.send(sender, bundle=bundle, headers={"parvis-grant": grant})
        assert answer.status_code == 404


async def test_a_grant_that_is_over_forged_or_of_another_kind_is_refused(vault: Vault, tenant: UUID):
    sender, bundle = a_visitor(tenant), uuid4()
    good = vault.upload_grant(sender, bundle)
    over = vault.upload_grant(sender, bundle, minutes=-1)
    notifier = vault.upload_grant(sender, bundle, issuer="notifier")
    view = vault.view_grant(sender, bundle, str(uuid4()))

    for grant in ("", good[:-4] + "AAAA", over, notifier, view):
        answer = await vault.send(sender, bundle=bundle, headers={"parvis-grant": grant})
        assert answer.status_code == 403
        assert problem(answer)["type"] == "/problems/grant-refused"


async def test_what_goes_to_a_safe_needs_its_owner_and_a_fresh_proof(vault: Vault, tenant: UUID):
    citizen, agent = a_citizen(tenant), a_member(tenant, "demarches.dossiers.read")
    long_ago = a_citizen(tenant, authenticated_at=datetime.now(UTC) - timedelta(minutes=16))

    statuses = [(await vault.send(actor)).status_code for actor in (citizen, a_visitor(tenant), agent)]
    late = await vault.send(long_ago)

    assert statuses == [201, 401, 401]
    assert (late.status_code, problem(late)["type"]) == (403, "/problems/step-up-needed")
