"""What the checks let through, what they change, what they refuse."""

import subprocess
import sys
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from uuid import UUID, uuid4

import pikepdf
import pytest
from PIL import Image
from samples import (
    a_heic,
    a_jpeg,
    a_locked_pdf,
    a_looping_pdf,
    a_pdf,
    a_png,
    a_png_that_says,
    a_webp,
    an_acting_pdf,
    an_infected_pdf,
    an_inflating_pdf,
    noise,
)
from vault import Vault

from documents.checks.signatures import EICAR
from kit.actors import a_citizen, a_member, a_visitor

pytestmark = pytest.mark.requirement("DV-04")


async def read_clean(vault: Vault, tenant: UUID, content: bytes) -> bytes:
    """The content as an agent gets it, once checked."""
    sender, agent, bundle = a_visitor(tenant), a_member(tenant), uuid4()
    file = await vault.a_file(sender, content, bundle=bundle)
    await vault.check_everything()
    answer = await vault.read(agent, file, bundle=bundle, grant=vault.view_grant(agent, bundle, file))
    assert answer.status_code == 200, answer.text
    return answer.content


async def test_a_clean_file_is_told_to_its_bundle_and_to_nobody_else(vault: Vault, tenant: UUID):
    bundle = uuid4()
    file = await vault.a_file(a_visitor(tenant), bundle=bundle)

    await vault.check_everything()

    assert await vault.status(file) == "clean"
    events = await vault.service.published(tenant, type="documents.file.clean.v1")
    assert [event["data"] for event in events] == [{"file_id": file, "bundle_id": str(bundle)}]


async def test_the_cleaned_version_takes_the_place_of_the_one_received(vault: Vault, tenant: UUID):
    file = await vault.a_file(a_visitor(tenant), a_jpeg(where="ici"), bundle=uuid4())
    received = await vault.row(file)

    await vault.check_everything()

    cleaned = await vault.row(file)
    assert cleaned["content_version"] == received["content_version"] + 1
    assert cleaned["sha256"] != received["sha256"]
    assert cleaned["scan_key"] is None
    vault.clock.move(timedelta(minutes=11))
    await vault.sweep()
    assert cleaned["object_key"] in vault.objects(tenant)
    assert received["object_key"] not in vault.objects(tenant)


async def test_a_picture_loses_its_exif_and_stands_upright(vault: Vault, tenant: UUID):
    sent = a_jpeg(where="secret-place")
    assert b"secret-place" in sent

    clean = await read_clean(vault, tenant, sent)

    picture = Image.open(BytesIO(clean))
    assert b"secret-place" not in clean
    assert (picture.size, len(picture.getexif())) == ((48, 64), 0)


@pytest.mark.parametrize(
    ("sent", "name", "shown", "format"),
    [
        (a_heic(), "IMG_2041.HEIC", "IMG_2041.jpg", "JPEG"),
        (a_webp(), "photo.webp", "photo.jpg", "JPEG"),
        (a_webp(through=True), "photo.webp", "photo.png", "PNG"),
    ],
    ids=["HEIC", "WebP", "WebP that shines through"],
)
async def test_a_phone_s_own_formats_become_what_every_browser_shows(
    vault: Vault, tenant: UUID, sent: bytes, name: str, shown: str, format: str
):
    owner = a_citizen(tenant)
    file = await vault.a_file(owner, sent, name=name)
    await vault.a_piece(owner, file)

    await vault.check_everything()

    answer = await vault.read(owner, file)
    picture = Image.open(BytesIO(answer.content))
    assert (picture.format, picture.size, len(picture.getexif())) == (format, (64, 48), 0)
    assert f'filename="{shown}"' in answer.headers["content-disposition"]
    listed = (await vault.call(owner, "GET", "/v1/safe")).json()["pieces"][0]["files"][0]
    assert (listed["name"], listed["media_type"]) == (shown, f"image/{format.lower()}")
    assert b"secret-place" not in answer.content


async def test_a_drawing_loses_its_comments_and_its_tail(vault: Vault, tenant: UUID):
    clean = await read_clean(vault, tenant, a_png(comment="secret-note") + b"tail of another kind")

    assert Image.open(BytesIO(clean)).format == "PNG"
    assert b"secret-note" not in clean
    assert b"tail of another kind" not in clean


async def test_a_pdf_loses_what_acts_and_keeps_what_it_says(vault: Vault, tenant: UUID):
    clean = await read_clean(vault, tenant, an_acting_pdf())

    with pikepdf.open(BytesIO(clean)) as pdf:
        shown = "\n".join(str(thing.to_json()) if hasattr(thing, "to_json") else str(thing) for thing in pdf.objects)
        everything = shown + "".join(repr(thing) for thing in pdf.objects)
        pdf.pages[0].contents_coalesce()
        assert b"Bonjour" in pdf.pages[0].Contents.read_bytes()
        assert not pdf.attachments
    for word in ("JavaScript", "hostile", "OpenAction", "Launch", "EmbeddedFile", "/AA"):
        assert word not in everything


@pytest.mark.parametrize(
    "content",
    [an_infected_pdf(), an_infected_pdf(split=True), a_pdf("x" * 70_000) + EICAR, a_jpeg(size=(400, 400)) + EICAR],
    ids=["compressed", "split", "after a PDF", "after a picture"],
)
async def test_malware_is_found_wherever_it_hides(vault: Vault, tenant: UUID, content: bytes):
    sender, bundle = a_visitor(tenant), uuid4()
    file = await vault.a_file(sender, content, bundle=bundle)

    await vault.check_everything()

    row = await vault.row(file)
    assert (row["status"], row["cause"]) == ("infected", "Eicar-Test-Signature")
    assert len(await vault.service.published(tenant, type="documents.file.infected.v1")) == 1
    answer = await vault.read(sender, file, bundle=bundle, grant=vault.upload_grant(sender, bundle))
    assert answer.status_code == 409
    await vault.sweep()
    assert row["object_key"] not in vault.objects(tenant)


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (a_locked_pdf(), "protégé"),
        (a_pdf(pages=201), "200 pages"),
        (an_inflating_pdf(), "complexe"),
        (a_looping_pdf(), ""),
        (noise(5000), "illisible"),
        (a_jpeg()[:400], "illisible"),
        (a_png_that_says(5000, 5000), "illisible"),
    ],
    ids=["locked", "201 pages", "bomb", "loop", "noise", "cut picture", "empty promise"],
)
async def test_what_cannot_be_checked_is_not_clean_and_says_why(vault: Vault, tenant: UUID, content: bytes, word: str):
    sender, agent, bundle = a_visitor(tenant), a_member(tenant), uuid4()
    file = await vault.a_file(sender, content, bundle=bundle)

    await vault.check_everything()

    row = await vault.row(file)
    assert row["status"] == "unscannable"
    assert word in row["cause"]
    assert len(await vault.service.published(tenant, type="documents.file.unscannable.v1")) == 1
    answer = await vault.read(agent, file, bundle=bundle, grant=vault.view_grant(agent, bundle, file))
    assert answer.status_code == 409


async def test_two_hundred_pages_are_fine(vault: Vault, tenant: UUID):
    clean = await read_clean(vault, tenant, a_pdf(pages=200))

    with pikepdf.open(BytesIO(clean)) as pdf:
        assert len(pdf.pages) == 200


async def test_a_phone_s_double_picture_is_a_picture(vault: Vault, tenant: UUID):
    into = BytesIO()
    first, second = Image.new("RGB", (40, 30), "red"), Image.new("RGB", (40, 30), "blue")
    first.save(into, "MPO", save_all=True, append_images=[second])

    clean = await read_clean(vault, tenant, into.getvalue())

    assert Image.open(BytesIO(clean)).format == "JPEG"


PROBE = """
import os, resource, socket, sys
from documents.checks import pdfs, sandbox

def write():
    made = os.open(sys.argv[1], os.O_WRONLY)
    os.write(made, b"x")


sandbox.enter()
wire = socket.socket()
print(os.getuid() != 0, resource.getrlimit(resource.RLIMIT_AS)[1] == sandbox.MEMORY)
for attempt in (write, os.fork, lambda: wire.connect(("127.0.0.1", int(sys.argv[2]))), lambda: bytearray(2_000_000_000)):
    try:
        attempt()
        print("possible")
    except (OSError, MemoryError) as error:
        print("impossible")
"""


def test_the_checks_can_neither_write_nor_fork_nor_fill_the_memory(tmp_path: Path):
    """Asks the process itself, from inside."""
    file = tmp_path / "writable"
    file.touch(mode=0o666)
    file.chmod(0o666)
    command = [sys.executable, "-c", PROBE, str(file), "9"]

    said = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)

    assert said.stdout.split("\n")[:-1] == ["True True", *["impossible"] * 4], said.stderr
    assert file.read_bytes() == b""


async def test_a_file_whose_key_does_not_open_waits_and_lets_the_others_pass(vault: Vault, tenant: UUID):
    """Another root, or damage: nobody is accused, nothing is refused for good, and nobody queues behind it."""
    sender, bundle = a_visitor(tenant), uuid4()
    damaged, whole = [await vault.a_file(sender, a_pdf(text), bundle=bundle) for text in ("une", "deux")]
    await vault.service.rows("update files set scan_key = '\\x00' where id = :id returning id", id=UUID(damaged))

    await vault.check_everything()

    assert [await vault.status(file) for file in (damaged, whole)] == ["scan_error", "clean"]
