"""« Mes pièces justificatives »: files sent, seen, refused, resumed; and who reads them."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from uuid import uuid4

import pytest
import pytest_asyncio
from doorstep.browser import Browser
from doorstep.house import House
from doorstep.safe_portal import EICAR, PORTAL, SafePortal, a_photo, a_safe_portal, keep, piece_path
from PIL import Image

from kit.servers import Servers


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def portal(shared_house: House, servers: Servers) -> AsyncIterator[SafePortal]:
    async with a_safe_portal(shared_house, servers) as made:
        yield made


@pytest.mark.requirement("DV-05")
async def test_a_file_is_seen_and_saved_and_both_are_written_down(portal: SafePortal):
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
async def test_the_journal_names_what_was_thrown_away_and_tells_what_was_erased(portal: SafePortal):
    browser = portal.a_citizen()
    await keep(browser, ("carte.jpg", a_photo()))
    await portal.check_everything()
    path = piece_path((await browser.get("/mes-pieces")).text)
    href = re.search(r'"(/mes-pieces/fichiers/[0-9a-f-]{36})["?/]', (await browser.get(path)).text)
    assert href is not None
    await browser.get(href[1])

    token = await browser.token(f"{path}/supprimer")
    await browser.send_form(f"{path}/supprimer", {}, token=token)
    thrown = (await browser.get("/mes-pieces/journal")).text
    await browser.send_form(f"{path}/effacer", {}, token=token)
    erased = (await browser.get("/mes-pieces/journal")).text

    assert "carte.jpg" in thrown
    assert "carte.jpg" not in erased
    assert "Fichier effacé depuis" in erased


@pytest.mark.requirement("DV-06")
async def test_bytes_that_were_tampered_with_become_a_page_that_says_so(portal: SafePortal):
    browser = portal.a_citizen()
    await keep(browser, ("carte.jpg", a_photo()))
    piece = (await browser.get(piece_path((await browser.get("/mes-pieces")).text))).text
    href = re.search(r'href="(/mes-pieces/fichiers/([0-9a-f-]{36}))"', piece)
    assert href is not None
    await portal.swap_bytes(href[2])

    answer = await browser.get(href[1])

    assert answer.status_code == 502
    assert "contrôle d’intégrité a échoué" in answer.text


@pytest.mark.requirement("DV-04")
async def test_a_refused_file_says_why_and_what_was_typed_stays(portal: SafePortal):
    browser = portal.a_citizen()

    refused = await keep(
        browser, ("photo.jpg", a_photo()), ("virus.pdf", EICAR), ("page.pdf", b"<html>"), label="Ma CNI"
    )

    assert refused.status_code == 422
    assert "virus.pdf\u00a0: Fichier refusé\u00a0: il contient un virus." in refused.text
    assert "page.pdf\u00a0: PDF, JPEG ou PNG seulement" in refused.text
    assert 'value="Ma CNI"' in refused.text
    assert "1 fichier est déjà arrivé" in refused.text
    arrived = re.findall(r'name="files" value="([0-9a-f-]{36})"', refused.text)
    again = await keep(browser, files=arrived)
    assert again.status_code == 303, again.text


async def test_while_the_store_is_down_what_was_typed_stays(portal: SafePortal, monkeypatch: pytest.MonkeyPatch):
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
    assert "recto.jpg\u00a0: le service ne répond pas pour le moment." in answer.text
    assert 'value="Ma carte neuve"' in answer.text


async def test_a_form_without_file_type_or_date_says_what_to_do(portal: SafePortal):
    fields = {"type": "", "valid_until-day": "31", "valid_until-month": "2", "valid_until-year": "2031"}

    refused = await keep(portal.a_citizen(), **fields)

    assert refused.status_code == 422
    for words in ("Choisissez au moins un fichier", "Choisissez le type de la pièce", "27 3 2031"):
        assert words in refused.text


@pytest.mark.requirement("DV-04")
async def test_with_script_each_file_goes_by_itself(portal: SafePortal):
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


@pytest.mark.requirement("DV-04")
async def test_what_the_checks_refused_before_it_was_kept_is_named_by_its_place_and_leaves(portal: SafePortal):
    browser = portal.a_citizen()
    headers = {"x-csrf-token": await browser.token("/mes-pieces/nouvelle"), "origin": browser.origin, **PORTAL}
    files = []
    for content in (a_photo(), a_photo()[:-100]):
        answer = await browser.post(
            "/mes-pieces/televersements", files={"file": ("recto.jpg", content)}, headers=headers
        )
        files.append(answer.json()["value"])
    await portal.check_everything()

    refused = await keep(browser, files=files)
    again = await keep(browser, files=re.findall(r'name="files" value="([0-9a-f-]{36})"', refused.text))

    assert refused.status_code == 422
    assert re.search(r"Fichier 2.: Ce fichier est abîmé ou illisible\.", refused.text)
    assert "1 fichier est déjà arrivé" in refused.text
    assert again.status_code == 303


@pytest.mark.requirement("DV-01")
async def test_a_full_space_says_so_before_and_after_one_tries(portal: SafePortal):
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
async def test_a_fifth_file_is_refused_in_the_form(portal: SafePortal):
    browser = portal.a_citizen()
    await keep(browser, *[(f"{n}.jpg", a_photo()) for n in range(3)])
    path = piece_path((await browser.get("/mes-pieces")).text)
    token = await browser.token(f"{path}/fichiers")
    parts = [("files", (f"{n}.jpg", a_photo())) for n in range(2)]

    headers = {"origin": browser.origin, **PORTAL}
    refused = await browser.post(f"{path}/fichiers", data={"csrf_token": token}, files=parts, headers=headers)

    assert refused.status_code == 422
    assert "4 fichiers au plus par pièce" in refused.text
    arrived = re.findall(r'name="files" value="([0-9a-f-]{36})"', refused.text)
    assert len(arrived) == 1
    # There is no room for another one: nothing to choose, and what has come is kept by one press.
    assert 'type="file"' not in refused.text
    sent = {"csrf_token": token, "files": arrived[0]}
    kept = await browser.post(f"{path}/fichiers", data=sent, files={"files": ("", b"")}, headers=headers)
    full = await browser.get(f"{path}/fichiers")
    assert (kept.status_code, full.headers["location"]) == (303, path)


@pytest.mark.requirement("DV-01")
@pytest.mark.parametrize("how", ["in the form", "sent before by script"])
async def test_of_five_files_the_first_four_are_kept_and_the_form_can_be_sent_again(portal: SafePortal, how: str):
    browser = portal.a_citizen()
    five = [(f"{n}.jpg", a_photo()) for n in range(5)]
    headers = {"x-csrf-token": await browser.token("/mes-pieces/nouvelle"), "origin": browser.origin, **PORTAL}
    if how == "in the form":
        refused = await keep(browser, *five)
    else:
        sent = [
            (await browser.post("/mes-pieces/televersements", files={"file": file}, headers=headers)).json()["value"]
            for file in five
        ]
        refused = await keep(browser, files=sent)
    arrived = re.findall(r'name="files" value="([0-9a-f-]{36})"', refused.text)
    again = await keep(browser, files=arrived)

    assert refused.status_code == 422
    assert "les suivants n’ont pas été gardés" in refused.text
    assert "4 fichiers sont déjà arrivés" in refused.text
    assert again.status_code == 303
    assert "4 fichiers" in (await browser.get("/mes-pieces")).text


@pytest.mark.requirement("DV-02")
async def test_visitors_are_sent_to_sign_in_and_agents_told_that_it_is_not_theirs(portal: SafePortal):
    town = portal.house.town()
    visitor = portal.house.visit(town, at=portal.address)
    agent = portal.house.visit(town, portal.house.member_of(town, "demarches.dossiers.read"), at=portal.address)

    for path in ("/mes-pieces", "/mes-pieces/nouvelle", "/mes-pieces/journal"):
        sent_away = await visitor.get(path)
        assert (sent_away.status_code, sent_away.headers["location"]) == (303, f"/connexion?vers={path}")
        assert (await agent.get(path)).status_code == 403


async def test_an_old_proof_leads_to_the_password_and_back(portal: SafePortal):
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
async def test_a_file_resumed_through_the_entrance_becomes_a_piece(portal: SafePortal):
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


async def test_without_the_page_s_token_no_upload_begins(portal: SafePortal):
    citizen = portal.a_citizen()

    answer = await citizen.post(
        "/api/documents/v1/uploads", headers={**PORTAL, "tus-resumable": "1.0.0", "upload-length": "3"}
    )

    assert answer.status_code == 403


@pytest.mark.requirement("DV-06")
async def test_who_may_read_what_was_handed_over_is_listed_without_names(portal: SafePortal):
    browser = portal.a_citizen()
    await keep(browser, ("carte.jpg", a_photo()))
    nobody = (await browser.get("/mes-pieces/acces")).text
    await portal.let_an_agent_read()

    page = (await browser.get("/mes-pieces/acces")).text
    await browser.get("/langue/en")
    in_english = (await browser.get("/mes-pieces/acces")).text

    assert "Personne d’autre que vous ne lit vos pièces" in nobody
    assert "Un agent de Ville de Plassans" in page
    assert "Instruction" in page
    assert "Examination" in in_english
    assert "instruction" not in in_english.lower()
    assert "En cours" in page
