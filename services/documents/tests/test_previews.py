"""Looked at in the page, taken away whole, and shown to be unaltered without us."""

import hashlib
import json
import subprocess
import sys
import zipfile
from copy import deepcopy
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest
from PIL import Image
from samples import a_heic, a_jpeg, a_locked_pdf, a_pdf, an_infected_pdf
from vault import Vault

from chassis import journal
from documents.tools import verify_journal
from kit.actors import a_citizen, a_member
from kit.service import problem

VERIFIER = Path(verify_journal.__file__)


@pytest.mark.requirement("DV-05")
async def test_a_small_picture_of_each_file_is_for_its_owner_alone(vault: Vault, tenant: UUID):
    owner = a_citizen(tenant)
    files = [await vault.a_file(owner, content) for content in (a_pdf(), a_jpeg(size=(900, 600)), a_heic())]
    await vault.a_piece(owner, *files)
    before = await vault.call(owner, "GET", f"/v1/safe/files/{files[0]}/thumbnail")
    await vault.check_everything()

    answers = [await vault.call(owner, "GET", f"/v1/safe/files/{file}/thumbnail") for file in files]
    stranger = await vault.call(a_citizen(tenant), "GET", f"/v1/safe/files/{files[0]}/thumbnail")

    assert before.status_code == 404
    assert {answer.status_code for answer in answers} == {200}
    pictures = [Image.open(BytesIO(answer.content)) for answer in answers]
    assert all(picture.format == "JPEG" and max(picture.size) <= 360 for picture in pictures)
    assert stranger.status_code == 404
    assert (await vault.call(owner, "GET", "/v1/safe/journal")).json()["items"] == []
    sealed = await vault.service.rows("select sealed from thumbnails where tenant = :t", t=tenant)
    assert len(sealed) == 3
    assert not [row for row in sealed if b"JFIF" in bytes(row["sealed"])]


@pytest.mark.requirement("DV-05")
async def test_pages_are_drawn_by_the_server_and_the_first_is_an_opening(vault: Vault, tenant: UUID):
    owner = a_citizen(tenant)
    file = await vault.a_file(owner, a_pdf(pages=3))
    await vault.a_piece(owner, file)
    early = await vault.call(owner, "GET", f"/v1/safe/files/{file}/pages/1")
    await vault.check_everything()

    answers = [await vault.call(owner, "GET", f"/v1/safe/files/{file}/pages/{n}") for n in (1, 2, 3)]
    beyond = await vault.call(owner, "GET", f"/v1/safe/files/{file}/pages/4")

    assert (early.status_code, problem(early)["type"]) == (409, "/problems/preview-unavailable")
    assert [a.headers["parvis-pages"] for a in answers] == ["3", "3", "3"]
    assert Image.open(BytesIO(answers[1].content)).width == 1000
    assert beyond.status_code == 409
    listed = (await vault.call(owner, "GET", "/v1/safe")).json()["pieces"][0]["files"][0]
    assert listed["pages"] == 3
    lines = (await vault.call(owner, "GET", "/v1/safe/journal")).json()["items"]
    assert {line["file_id"] for line in lines} == {file}


@pytest.mark.requirement("DV-06")
async def test_everything_is_taken_away_in_one_archive_that_checks_itself(vault: Vault, tenant: UUID, tmp_path: Path):
    owner = a_citizen(tenant)
    recto, verso = [await vault.a_file(owner, a_jpeg(), name=f"{s}.jpg") for s in ("recto", "verso")]
    await vault.a_piece(owner, recto, verso, label="Carte / d’identité <é>")
    old, new = await vault.a_file(owner, a_pdf("2025")), await vault.a_file(owner, a_pdf("2026"))
    bill = await vault.a_piece(owner, old)
    await vault.call(owner, "POST", f"/v1/safe/pieces/{bill['id']}/replacement", json={"file_ids": [new]})
    await vault.a_piece(owner, await vault.a_file(owner, a_locked_pdf()), label="Protégé")
    await vault.a_piece(owner, await vault.a_file(owner, an_infected_pdf(), name="virus.pdf"), label="Infectée")
    await vault.check_everything()

    answer = await vault.call(owner, "GET", "/v1/safe/restitution")

    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/zip")
    with zipfile.ZipFile(BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        archive.extractall(tmp_path)
    assert "index.html" in names
    assert "04 Carte - d’identité -é-/1 recto.jpg" in names
    assert any("versions précédentes" in name for name in names)
    for line in (tmp_path / "manifest-sha256.txt").read_text().splitlines():
        digest, _, path = line.partition("  ")
        assert hashlib.sha256((tmp_path / path).read_bytes()).hexdigest() == digest
    page = (tmp_path / "index.html").read_text()
    assert "Carte / d’identité &lt;é&gt;" in page
    assert "<script" not in page
    facts = json.loads((tmp_path / "manifest.json").read_text())
    assert len(facts) == 4
    assert [piece["infected"] for piece in facts if piece["label"] == "Infectée"] == [["virus.pdf"]]
    assert "virus.pdf – un virus y a été trouvé" in page
    assert all((tmp_path / file["path"]).exists() for piece in facts for file in piece["files"])
    lines = (await vault.call(owner, "GET", "/v1/safe/journal")).json()["items"]
    assert [line["purpose"] for line in lines] == ["restitution"] * 5


@pytest.mark.requirement("DV-06")
async def test_a_file_that_opens_no_more_does_not_keep_the_others_back(vault: Vault, tenant: UUID, tmp_path: Path):
    owner = a_citizen(tenant)
    whole, broken, gone = [
        await vault.a_file(owner, a_jpeg(), name=f"{name}.jpg") for name in ("recto", "verso", "dos")
    ]
    await vault.a_piece(owner, whole, broken, gone, label="Carte")
    await vault.check_everything()
    key = (await vault.row(broken))["object_key"]
    *kept, last = vault.stored(key)
    vault.overwrite(key, bytes([*kept, last ^ 1]))
    await vault.service.app.state.store.delete((await vault.row(gone))["object_key"])

    answer = await vault.call(owner, "GET", "/v1/safe/restitution")

    assert answer.status_code == 200
    with zipfile.ZipFile(BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        names = [name for name in archive.namelist() if "/" in name]
        archive.extractall(tmp_path)
    assert names == ["01 Carte/1 recto.jpg"]
    assert len((tmp_path / "manifest-sha256.txt").read_text().splitlines()) == 4
    assert (tmp_path / "index.html").read_text().count("il manque à cette archive") == 2
    [facts] = json.loads((tmp_path / "manifest.json").read_text())
    assert [file["path"] for file in facts["files"]] == ["01 Carte/1 recto.jpg", None, None]


@pytest.mark.requirement("DV-06")
async def test_the_archive_begins_with_a_page_in_the_reader_s_language(vault: Vault, tenant: UUID):
    owner = replace(a_citizen(tenant), locale="en")
    file = await vault.a_file(owner, a_jpeg())
    body = {"type": "identity_card", "label": "Carte", "file_ids": [file], "valid_until": "2031-05-01"}
    await vault.call(owner, "POST", "/v1/safe/pieces", json=body)

    answer = await vault.call(owner, "GET", "/v1/safe/restitution")

    with zipfile.ZipFile(BytesIO(answer.content)) as archive:
        page = archive.read("index.html").decode()
    assert "<html lang=en>" in page
    assert "valid until 1 May 2031" in page
    assert "Archive of your storage space" in page


async def test_without_the_store_no_archive_begins(vault: Vault, tenant: UUID, monkeypatch: pytest.MonkeyPatch):
    owner = a_citizen(tenant)
    await vault.a_piece(owner, await vault.a_file(owner, a_jpeg()))

    def refused(*_: object) -> None:
        raise ConnectionRefusedError

    with monkeypatch.context() as outage:
        outage.setattr(vault.service.app.state.store, "_get", refused)
        during = await vault.call(owner, "GET", "/v1/safe/restitution")
    after = await vault.call(owner, "GET", "/v1/safe/restitution")

    assert (during.status_code, after.status_code) == (503, 200)


async def test_an_empty_safe_is_taken_away_as_well(vault: Vault, tenant: UUID):
    answer = await vault.call(a_citizen(tenant), "GET", "/v1/safe/restitution")

    with zipfile.ZipFile(BytesIO(answer.content)) as archive:
        assert "aucune pièce" in archive.read("index.html").decode()


async def sealed_journal(vault: Vault, owner: object) -> dict:
    while await journal.seal_batch(vault.service.service.relay_database):
        pass
    return (await vault.call(owner, "GET", "/v1/safe/journal/export")).json()


def said_of(tmp_path: Path, *exports: dict) -> subprocess.CompletedProcess[str]:
    """What the script says, alone with these files."""
    paths = []
    for number, export in enumerate(exports):
        paths.append(tmp_path / f"{number}.json")
        paths[-1].write_text(json.dumps(export))
    command = [sys.executable, "-I", str(VERIFIER), *map(str, paths)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.requirement("DV-06")
async def test_who_opened_what_is_checked_far_from_us(vault: Vault, tenant: UUID, tmp_path: Path):
    owner, agent, bundle = a_citizen(tenant), a_member(tenant), UUID(int=7)
    file = await vault.a_file(owner, bundle=bundle)
    await vault.check_everything()
    first = await sealed_journal(vault, owner)
    await vault.read(agent, file, bundle=bundle, grant=vault.view_grant(agent, bundle, file, purpose="Contrôle d'été"))
    newest = await sealed_journal(vault, owner)

    whole = said_of(tmp_path, newest, first)
    altered, shortened = deepcopy(newest), deepcopy(newest)
    altered["lines"][-1]["line"]["purpose"] = "rien"
    scratched, foreign = deepcopy(newest), deepcopy(newest)
    scratched["lines"][-1]["previous"] = "no seal"
    del foreign["lines"][-1]["seal"]
    shortened["lines"] = shortened["lines"][1:]

    assert (whole.returncode, "lines hold" in whole.stdout) == (0, True)
    assert said_of(tmp_path, altered).returncode == 1
    assert "gone or altered" in said_of(tmp_path, shortened, first).stdout
    assert "altered" in said_of(tmp_path, scratched).stdout
    refused = said_of(tmp_path, foreign)
    assert (refused.returncode, "is not a journal" in refused.stderr) == (1, True)
    assert "Traceback" not in refused.stderr
    assert str(agent.subject) in newest["lines"][-1]["line"]["actor"] or "member" in str(newest)
