"""« Mes pièces justificatives », in front of the real documents service, its database and its store."""

import re
import zipfile
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
import pytest_asyncio
from doorstep.browser import Browser
from doorstep.house import House
from doorstep.serving import served
from litestar import Litestar
from PIL import Image

from documents.domain.sealing import sealed_size
from documents.main import create_app as create_documents
from kit.servers import Servers
from kit.service import settings_for

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
PORTAL = {"sec-fetch-site": "same-origin"}


@dataclass
class Portal:
    """The public entrance before the real documents service."""

    house: House
    documents: Litestar
    address: str

    def a_citizen(self) -> Browser:
        town = self.house.town(name="Ville de Plassans")
        return self.house.visit(town, self.house.citizen_of(town), at=self.address)

    async def swap_bytes(self, file_id: str) -> None:
        """What the store holds of the file is replaced by something of the same length."""
        store = self.documents.state.store
        admin = self.house.servers.postgres.admin_url.rpartition("/")[0]
        connection = await asyncpg.connect(f"{admin}/documents")
        row = await connection.fetchrow("select object_key, size from files where id = $1", UUID(file_id))
        await connection.close()
        forged = bytes(sealed_size(row["size"]))
        await store.put(row["object_key"], BytesIO(forged), len(forged))

    async def check_everything(self) -> None:
        while await self.documents.state.scanner.scan_next():
            pass


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def portal(shared_house: House, servers: Servers) -> AsyncIterator[Portal]:
    s3 = {
        "s3_url": servers.s3.url,
        "s3_access_key": "documents",
        "s3_secret_key": servers.keyring.passwords("objects")["documents"],
        "s3_bucket": "documents",
    }
    documents = create_documents(settings_for("documents", servers, await servers.database("documents"), **s3))
    async with served(documents) as address:
        urls = ",".join(f"{n}={u}" for n, u in {**shared_house.urls, "documents": address}.items())
        async with shared_house.entrance(services=urls) as entrance:
            yield Portal(shared_house, documents, entrance)


def a_photo() -> bytes:
    into = BytesIO()
    Image.new("RGB", (30, 20), "teal").save(into, "JPEG")
    return into.getvalue()


async def keep(browser: Browser, *files: tuple[str, bytes], **fields: Any) -> Any:
    """Fill in the form as a browser without script does."""
    token = await browser.token("/mes-pieces/nouvelle")
    sent = {"csrf_token": token, "type": "identity_card", "label": "Ma carte", **fields}
    parts = [("files", (name, content, "application/octet-stream")) for name, content in files]
    headers = {"origin": browser.origin, **PORTAL}
    return await browser.post("/mes-pieces/nouvelle", data=sent, files=parts or {"files": ("", b"")}, headers=headers)


def piece_path(page: str) -> str:
    found = re.search(r'href="(/mes-pieces/[0-9a-f-]{36})"', page)
    assert found is not None, page
    return found[1]


@pytest.mark.requirement("DV-07")
async def test_an_empty_space_says_whose_it_is_and_what_it_does_not_replace(portal: Portal):
    page = (await portal.a_citizen().get("/mes-pieces")).text

    assert "Mes pièces justificatives" in page
    assert "Vous seul·e avez accès à cet espace" in page
    assert "reste sous votre responsabilité" in page
    assert "Aucune pièce pour le moment" in page


@pytest.mark.requirement("DV-02")
async def test_a_piece_is_added_seen_renamed_and_deleted_without_script(portal: Portal):
    browser = portal.a_citizen()

    added = await keep(browser, ("recto.jpg", a_photo()), ("verso.jpg", a_photo()), **{"valid_until-year": ""})
    assert (added.status_code, added.headers.get("location")) == (303, "/mes-pieces"), added.text
    listed = (await browser.get("/mes-pieces")).text
    assert "1 sur 10 pièces" in listed
    assert "Analyse en cours" in listed
    await portal.check_everything()

    path = piece_path(listed)
    piece = (await browser.get(path)).text
    assert "recto.jpg" in piece
    assert "verso.jpg" in piece
    assert "Analyse en cours" not in piece

    token = await browser.token(f"{path}/modifier")
    version = re.search(r'name="version" value="(\d+)"', (await browser.get(f"{path}/modifier")).text)
    fields = {"label": "Carte de Camille", "valid_until-day": "2", "valid_until-month": "5", "valid_until-year": "2031"}
    renamed = await browser.send_form(f"{path}/modifier", {**fields, "version": version and version[1]}, token=token)
    assert renamed.status_code == 303
    assert "Carte de Camille" in (await browser.get(path)).text
    assert "2 mai 2031" in (await browser.get(path)).text

    asked = await browser.get(f"{path}/supprimer")
    assert "la reprendre pendant 30 jours" in asked.text
    deleted = await browser.send_form(f"{path}/supprimer", {}, token=await browser.token(f"{path}/supprimer"))
    assert deleted.status_code == 303
    emptied = (await browser.get("/mes-pieces")).text
    assert "Aucune pièce pour le moment" in emptied
    assert "Corbeille" in emptied
    assert (await browser.get(path)).status_code == 404


@pytest.mark.requirement("DV-02")
async def test_a_piece_thrown_away_is_taken_back_or_erased(portal: Portal):
    browser = portal.a_citizen()
    await keep(browser, ("carte.jpg", a_photo()))
    path = piece_path((await browser.get("/mes-pieces")).text)
    token = await browser.token(f"{path}/supprimer")

    await browser.send_form(f"{path}/supprimer", {}, token=token)
    again = await browser.send_form(f"{path}/supprimer", {}, token=token)
    await browser.send_form(f"{path}/reprise", {}, token=token)
    back = await browser.get(path)
    await browser.send_form(f"{path}/supprimer", {}, token=token)
    asked = await browser.get(f"{path}/effacer")
    erased = await browser.send_form(f"{path}/effacer", {}, token=token)

    assert again.status_code == 404
    assert back.status_code == 200
    assert "effacés pour toujours" in asked.text or "effacé pour toujours" in asked.text
    assert erased.status_code == 303
    assert "Corbeille" not in (await browser.get("/mes-pieces")).text


@pytest.mark.requirement("DV-05")
async def test_a_piece_is_looked_at_in_the_page_and_replaced(portal: Portal):
    browser = portal.a_citizen()
    await keep(browser, ("carte.jpg", a_photo()))
    await portal.check_everything()
    path = piece_path((await browser.get("/mes-pieces")).text)
    page = (await browser.get(path)).text
    file = re.search(r"/mes-pieces/fichiers/([0-9a-f-]{36})/apercu", page)
    assert file is not None, page

    look = await browser.get(file[0])
    picture = await browser.get(f"/mes-pieces/fichiers/{file[1]}/pages/1")
    small = await browser.get(f"/mes-pieces/fichiers/{file[1]}/vignette")
    nothing = await browser.send_form(f"{path}/remplacer", {}, token=await browser.token(f"{path}/remplacer"))
    token = await browser.token(f"{path}/remplacer")
    replaced = await browser.post(
        f"{path}/remplacer",
        data={"csrf_token": token},
        files={"files": ("nouvelle.jpg", a_photo())},
        headers={**PORTAL, "origin": browser.origin},
    )

    assert f"/mes-pieces/fichiers/{file[1]}/pages/1" in look.text
    assert [a.headers["content-type"] for a in (picture, small)] == ["image/jpeg"] * 2
    assert picture.headers["cache-control"] == "private, no-store"
    assert nothing.status_code in (415, 422)
    assert replaced.status_code == 303, replaced.text
    shown = (await browser.get(path)).text
    assert "Versions précédentes" in shown
    assert "nouvelle.jpg" in shown


@pytest.mark.requirement("DV-06")
async def test_everything_is_taken_away_and_the_journal_with_its_verifier(portal: Portal):
    browser = portal.a_citizen()
    await keep(browser, ("carte.jpg", a_photo()))

    archive = await browser.get("/mes-pieces/archive")
    journal = await browser.get("/mes-pieces/journal/export")
    script = await browser.get("/mes-pieces/journal/verifier.py")

    with zipfile.ZipFile(BytesIO(archive.content)) as taken:
        assert taken.testzip() is None
        assert "01 Ma carte/1 carte.jpg" in taken.namelist()
    assert "attachment" in archive.headers["content-disposition"]
    assert journal.json()["format"] == "parvis-journal-1"
    assert "def seal(" in script.text


@pytest.mark.requirement("DV-05")
async def test_a_file_is_seen_and_saved_and_both_are_written_down(portal: Portal):
    browser = portal.a_citizen()
    await keep(browser, ("carte.jpg", a_photo()))
    await portal.check_everything()
    piece = (await browser.get(piece_path((await browser.get("/mes-pieces")).text))).text
    href = re.search(r'"(/mes-pieces/fichiers/[0-9a-f-]{36})["?/]', piece)
    assert href is not None

    seen = await browser.get(href[1])
    saved = await browser.get(f"{href[1]}?telecharger=true")

    assert Image.open(BytesIO(seen.content)).size == (30, 20)
    assert seen.headers["content-type"] == "image/jpeg"
    assert seen.headers["content-disposition"].startswith("inline")
    assert saved.headers["content-disposition"].startswith('attachment; filename="carte.jpg"')
    for answer in (seen, saved):
        assert answer.headers["content-security-policy"].startswith("sandbox")
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "no-store" in answer.headers["cache-control"]
    journal = (await browser.get("/mes-pieces/journal")).text
    assert journal.count("carte.jpg") == 2
    assert "Vous" in journal


@pytest.mark.requirement("DV-06")
async def test_bytes_that_were_tampered_with_become_a_page_that_says_so(portal: Portal):
    browser = portal.a_citizen()
    await keep(browser, ("carte.jpg", a_photo()))
    piece = (await browser.get(piece_path((await browser.get("/mes-pieces")).text))).text
    href = re.search(r'href="(/mes-pieces/fichiers/([0-9a-f-]{36}))"', piece)
    assert href is not None
    await portal.swap_bytes(href[2])

    answer = await browser.get(href[1])

    assert answer.status_code == 502
    assert "contrôle d&#39;intégrité a échoué" in answer.text


@pytest.mark.requirement("DV-04")
async def test_a_refused_file_says_why_and_what_was_typed_stays(portal: Portal):
    browser = portal.a_citizen()

    refused = await keep(
        browser, ("photo.jpg", a_photo()), ("virus.pdf", EICAR), ("page.pdf", b"<html>"), label="Ma CNI"
    )

    assert refused.status_code == 422
    assert "virus.pdf : Fichier refusé : il contient un virus." in refused.text
    assert "page.pdf : PDF, JPEG ou PNG seulement" in refused.text
    assert 'value="Ma CNI"' in refused.text
    assert "1 fichier est déjà arrivé" in refused.text
    arrived = re.findall(r'name="files" value="([0-9a-f-]{36})"', refused.text)
    again = await keep(browser, files=arrived)
    assert again.status_code == 303, again.text


async def test_while_the_store_is_down_what_was_typed_stays(portal: Portal, monkeypatch: pytest.MonkeyPatch):
    browser = portal.a_citizen()
    token = await browser.token("/mes-pieces/nouvelle")

    def gone(*_: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(portal.documents.state.store, "_put", gone)
    fields = {"csrf_token": token, "type": "identity_card", "label": "Ma carte neuve"}
    headers = {"origin": browser.origin, **PORTAL}
    parts = [("files", ("recto.jpg", a_photo()))]
    answer = await browser.post("/mes-pieces/nouvelle", data=fields, files=parts, headers=headers)

    assert answer.status_code == 422
    assert "momentanément indisponible" in answer.text
    assert 'value="Ma carte neuve"' in answer.text


async def test_a_form_without_file_type_or_date_says_what_to_do(portal: Portal):
    fields = {"type": "", "valid_until-day": "31", "valid_until-month": "2", "valid_until-year": "2031"}

    refused = await keep(portal.a_citizen(), **fields)

    assert refused.status_code == 422
    for words in ("Choisissez au moins un fichier", "Choisissez le type de la pièce", "27 3 2031"):
        assert words in refused.text


@pytest.mark.requirement("DV-04")
async def test_with_script_each_file_goes_by_itself(portal: Portal):
    browser = portal.a_citizen()
    token = await browser.token("/mes-pieces/nouvelle")
    headers = {"x-csrf-token": token, "accept": "application/json", "origin": browser.origin, **PORTAL}

    sent = await browser.post("/mes-pieces/televersements", files={"file": ("recto.jpg", a_photo())}, headers=headers)
    refused = await browser.post("/mes-pieces/televersements", files={"file": ("x.gif", b"GIF89a")}, headers=headers)
    heavy = ("x.pdf", b"%PDF-1.7" + bytes(20_000_000))
    too_heavy = await browser.post("/mes-pieces/televersements", files={"file": heavy}, headers=headers)
    stranger = await browser.post("/mes-pieces/televersements", files={"file": ("r.jpg", a_photo())}, headers=PORTAL)

    assert sent.status_code == 201
    assert sent.json()["name"] == "recto.jpg"
    assert (refused.status_code, refused.json()["title"]) == (
        415,
        "PDF, JPEG ou PNG seulement (les photos HEIC et WebP sont converties).",
    )
    assert (too_heavy.status_code, too_heavy.json()["title"]) == (413, "Le fichier est trop lourd : 20 Mo au plus.")
    assert stranger.status_code == 403
    kept = await keep(browser, files=[sent.json()["value"]])
    assert kept.status_code == 303


@pytest.mark.requirement("DV-01")
async def test_a_full_space_says_so_before_and_after_one_tries(portal: Portal):
    browser = portal.a_citizen()
    for number in range(10):
        assert (await keep(browser, ("x.jpg", a_photo()), label=f"Pièce {number}")).status_code == 303

    page = (await browser.get("/mes-pieces")).text
    tried = await browser.get("/mes-pieces/nouvelle")

    assert "10 sur 10 pièces" in page
    assert "Votre espace est plein" in page
    assert "/mes-pieces/nouvelle" not in page
    assert tried.headers["location"] == "/mes-pieces"


@pytest.mark.requirement("DV-01")
async def test_a_fifth_file_is_refused_in_the_form(portal: Portal):
    browser = portal.a_citizen()
    await keep(browser, *[(f"{n}.jpg", a_photo()) for n in range(3)])
    path = piece_path((await browser.get("/mes-pieces")).text)
    token = await browser.token(f"{path}/fichiers")
    parts = [("files", (f"{n}.jpg", a_photo())) for n in range(2)]

    headers = {"origin": browser.origin, **PORTAL}
    refused = await browser.post(f"{path}/fichiers", data={"csrf_token": token}, files=parts, headers=headers)

    assert refused.status_code == 409
    assert "4 fichiers au plus par pièce." in refused.text


@pytest.mark.requirement("DV-02")
async def test_visitors_are_sent_to_sign_in_and_agents_told_that_it_is_not_theirs(portal: Portal):
    town = portal.house.town()
    visitor = portal.house.visit(town, at=portal.address)
    agent = portal.house.visit(town, portal.house.member_of(town, "demarches.dossiers.read"), at=portal.address)

    for path in ("/mes-pieces", "/mes-pieces/nouvelle", "/mes-pieces/journal"):
        sent_away = await visitor.get(path)
        assert (sent_away.status_code, sent_away.headers["location"]) == (303, f"/connexion?vers={path}")
        assert (await agent.get(path)).status_code == 403


async def test_an_old_proof_leads_to_the_password_and_back(portal: Portal):
    town = portal.house.town()
    long_ago = datetime.now(UTC) - timedelta(minutes=20)
    late = replace(portal.house.citizen_of(town), authenticated_at=long_ago)
    browser = portal.house.visit(town, late, at=portal.address)

    asked = await browser.get("/mes-pieces")

    file = f"/mes-pieces/fichiers/{uuid4()}"
    opened = await browser.get(file)

    assert (asked.status_code, asked.headers["location"]) == (303, "/confirmation?vers=/mes-pieces")
    assert (opened.status_code, opened.headers["location"]) == (303, f"/confirmation?vers={file}")


def tus(browser: Browser, token: str, **headers: str) -> dict[str, str]:
    return {**PORTAL, "origin": f"http://{browser.host}", "x-csrf-token": token, "tus-resumable": "1.0.0", **headers}


@pytest.mark.requirement("DV-04")
async def test_a_file_resumed_through_the_entrance_becomes_a_piece(portal: Portal):
    citizen, content = portal.a_citizen(), a_photo()
    token = await citizen.token("/mes-pieces/nouvelle")
    bytes_ = {"content-type": "application/offset+octet-stream"}

    begun = await citizen.post(
        "/api/documents/v1/uploads",
        headers=tus(citizen, token, **{"upload-length": str(len(content)), "upload-metadata": "filename cGhvdG8uanBn"}),
    )
    at = begun.headers["location"]
    await citizen.patch(at, content=content[:100], headers=tus(citizen, token, **bytes_, **{"upload-offset": "0"}))
    where = await citizen.head(at, headers={"tus-resumable": "1.0.0"})
    rest = tus(citizen, token, **bytes_, **{"upload-offset": where.headers["upload-offset"]})
    ended = await citizen.patch(at, content=content[100:], headers=rest)
    made = (await citizen.get(at)).json()

    assert (begun.status_code, ended.status_code, where.headers["upload-offset"]) == (201, 204, "100")
    assert at.startswith("/api/documents/v1/uploads/")
    fields = {"csrf_token": token, "type": "identity_card", "label": "Reprise", "files": made["file"]["file_id"]}
    kept = await citizen.post("/mes-pieces/nouvelle", data=fields, files={"x": ("", b"")}, headers=PORTAL)
    assert kept.status_code == 303, kept.text
    assert "Reprise" in (await citizen.get("/mes-pieces")).text


async def test_without_the_page_s_token_no_upload_begins(portal: Portal):
    citizen = portal.a_citizen()

    answer = await citizen.post(
        "/api/documents/v1/uploads", headers={**PORTAL, "tus-resumable": "1.0.0", "upload-length": "3"}
    )

    assert answer.status_code == 403
