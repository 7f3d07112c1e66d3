"""« Mes pièces justificatives », in front of the real documents service: pieces, from the first to the trash."""

import re
import zipfile
from collections.abc import AsyncIterator
from io import BytesIO
from uuid import UUID

import pytest
import pytest_asyncio
from doorstep.house import House
from doorstep.safe_portal import PORTAL, SafePortal, a_photo, a_safe_portal, keep, piece_path

from kit.servers import Servers


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def portal(shared_house: House, servers: Servers) -> AsyncIterator[SafePortal]:
    async with a_safe_portal(shared_house, servers) as made:
        yield made


@pytest.mark.requirement("DV-07")
async def test_an_empty_space_says_whose_it_is_and_what_it_does_not_replace(portal: SafePortal):
    page = (await portal.a_citizen().get("/mes-pieces")).text

    assert "Mes pièces justificatives" in page
    assert "Vous seul·e avez accès à cet espace" in page
    assert "reste sous votre responsabilité" in page
    assert "Aucune pièce pour le moment" in page


@pytest.mark.requirement("DV-02")
async def test_a_piece_is_added_seen_renamed_and_deleted_without_script(portal: SafePortal):
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
async def test_a_piece_thrown_away_is_taken_back_or_erased(portal: SafePortal):
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
async def test_a_piece_is_looked_at_in_the_page_and_replaced(portal: SafePortal):
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
async def test_everything_is_taken_away_and_the_journal_with_its_verifier(portal: SafePortal):
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


@pytest.mark.requirement("DV-02")
async def test_files_change_places_without_script(portal: SafePortal):
    browser = portal.a_citizen()
    await keep(browser, ("verso.jpg", a_photo()), ("recto.jpg", a_photo()))
    path = piece_path((await browser.get("/mes-pieces")).text)

    def order(page: str) -> list[str]:
        return re.findall(r'aria-label="Télécharger (\w+)\.jpg"', page)

    before = (await browser.get(path)).text
    up = re.search(
        rf'action="({path}/fichiers/[0-9a-f-]+/place)"[^§]*?aria-label="Monter recto\.jpg"',
        before[before.rindex("verso.jpg") :],
    )
    assert up is not None
    token = await browser.token(path)
    moved = await browser.send_form(up[1], {"vers": "haut"}, token=token)
    after = (await browser.get(path)).text
    again = await browser.send_form(up[1], {"vers": "haut"}, token=token)
    nowhere = await browser.send_form(f"{path}/fichiers/{UUID(int=7)}/place", {"vers": "bas"}, token=token)

    assert (order(before), order(after)) == (["verso", "recto"], ["recto", "verso"])
    assert (moved.status_code, again.status_code, nowhere.status_code) == (303, 303, 404)
    assert "«\u00a0recto.jpg\u00a0» est en place 1." in after
    assert order((await browser.get(path)).text) == ["recto", "verso"]
    assert 'aria-label="Monter recto.jpg"' not in after
