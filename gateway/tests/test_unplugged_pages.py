"""What a device kept while it had no network: whose it may bring, over which state of the step, and once."""

from typing import Any
from uuid import uuid4

import pytest
from doorstep.browser import Browser
from doorstep.house import House

pytestmark = pytest.mark.requirement("GW-03")

DEAD = "0" * 32 + "." + "a" * 44
BESIDE = {"sec-fetch-mode": "cors", "accept": "application/json"}
FORM = {
    "steps": [{"id": "demande", "title": "Ma demande", "items": [{"kind": "text", "id": "where", "label": "Où ?"}]}]
}


def a_draft(house: House, **facts: Any) -> dict[str, Any]:
    draft = {"form": FORM, "answers": {"where": "Rue Haute"}, "steps": [{"id": "demande"}], "pieces_wanted": []}
    dossier = {"id": str(uuid4()), "draft": draft, "pieces": [], "piece_requests": [], **facts}
    house.demarches.dossiers[dossier["id"]] = dossier
    return dossier


def typed(house: House) -> list[Any]:
    return [told["typed"] for told in house.demarches.heard if "typed" in told]


async def autosaves(browser: Browser, dossier: dict[str, Any], where: str, *, shown: str = "") -> Any:
    token = (await contact(browser))["token"]
    address = f"/demandes/{dossier['id']}/etapes/demande/brouillon"
    headers = {"if-match": shown, **BESIDE} if shown else BESIDE
    return await browser.send_form(address, {"where": where}, token=token, headers=headers)


async def contact(browser: Browser) -> Any:
    return (await browser.get("/hors-connexion/etat", headers=BESIDE)).json()


async def test_a_save_tells_the_state_that_it_leaves_and_the_next_one_goes_over_that(house: House):
    town = house.town()
    browser, dossier = house.visit(town, house.citizen_of(town)), a_draft(house)

    first = await autosaves(browser, dossier, "Rue Basse")
    second = await autosaves(browser, dossier, "Rue Basse, au 3", shown=first.headers["etag"])

    assert (first.status_code, second.status_code) == (204, 204)
    assert typed(house) == [{"where": "Rue Basse"}, {"where": "Rue Basse, au 3"}]


async def test_a_step_changed_elsewhere_meanwhile_is_not_written_over(house: House):
    town = house.town()
    browser, dossier = house.visit(town, house.citizen_of(town)), a_draft(house)
    shown = (await autosaves(browser, dossier, "Rue Basse")).headers["etag"]
    await autosaves(browser, dossier, "Rue du Four", shown=shown)

    late = await autosaves(browser, dossier, "Rue Neuve", shown=shown)

    assert (late.status_code, late.json()["type"]) == (409, "/problems/changed-elsewhere")
    assert dossier["draft"]["answers"] == {"where": "Rue du Four"}


async def test_a_save_whose_answer_was_lost_is_told_that_it_arrived_and_is_not_written_twice(house: House):
    town = house.town()
    browser, dossier = house.visit(town, house.citizen_of(town)), a_draft(house)
    shown = (await autosaves(browser, dossier, "Rue Haute")).headers["etag"]

    lost, again = [await autosaves(browser, dossier, "Rue du Four", shown=shown) for _ in range(2)]

    assert (lost.status_code, again.status_code) == (204, 204)
    assert lost.headers["etag"] == again.headers["etag"]
    assert typed(house) == [{"where": "Rue du Four"}]


async def test_what_comes_after_the_request_was_sent_changes_nothing(house: House):
    town = house.town()
    browser, dossier = house.visit(town, house.citizen_of(town)), a_draft(house, draft=None)

    late = await autosaves(browser, dossier, "Rue Neuve", shown='"0123456789abcdef"')

    assert late.status_code == 410
    assert typed(house) == []


async def test_a_session_that_is_over_is_named_and_the_page_keeps_its_form(house: House):
    town = house.town()
    browser, dossier = house.visit(town), a_draft(house)
    browser.bring("parvis_guichet_session", DEAD)

    late = await autosaves(browser, dossier, "Rue Neuve")

    assert late.status_code == 401
    assert late.json()["title"].startswith("Votre session est terminée.")
    assert browser.holds("session")
    assert typed(house) == []


async def test_a_browser_learns_whose_drafts_it_may_send(house: House):
    town = house.town()
    camille, visitor = house.visit(town, house.citizen_of(town)), house.visit(town)

    hers, again, theirs = await contact(camille), await contact(camille), await contact(visitor)

    assert hers["mine"] == again["mine"]
    assert set(hers["mine"]).isdisjoint(theirs["mine"])
    assert (hers["forget"], theirs["forget"]) == (True, False)


async def test_a_session_ended_elsewhere_is_forgotten_by_the_first_page_that_asks(house: House):
    browser = house.visit(house.town())
    browser.bring("parvis_guichet_session", DEAD)
    await browser.get("/")
    assert not browser.holds("session")

    asked = [(await contact(browser))["forget"] for _ in range(2)]

    assert asked == [True, False]


async def test_a_session_that_grew_old_leaves_the_drafts_to_who_comes_back(house: House):
    house.identity.aged.add(DEAD)
    browser = house.visit(house.town())
    browser.bring("parvis_guichet_session", DEAD)

    told = await contact(browser)
    house.identity.aged.clear()

    assert told["forget"] is False


async def test_a_photo_brought_twice_is_joined_once(house: House):
    town = house.town()
    browser, dossier, upload = house.visit(town, house.citizen_of(town)), a_draft(house), str(uuid4())
    house.services["documents"].dossiers[upload] = {"file_id": "f-1", "receipt": "f-1"}
    token = (await contact(browser))["token"]
    fields = {"type": "photo", "label": "Photo", "envois": upload}

    brought = [
        await browser.send_form(f"/demandes/{dossier['id']}/pieces/reprise", fields, token=token, headers=BESIDE)
        for _ in range(2)
    ]

    assert [answer.status_code for answer in brought] == [204, 204]
    assert [told["joined"] for told in house.demarches.heard if "joined" in told] == [["f-1"]]


async def test_a_strangers_draft_does_not_exist_for_what_a_device_brings(house: House):
    town = house.town()
    browser = house.visit(town, house.citizen_of(town))

    late = await autosaves(browser, {"id": str(uuid4())}, "Rue Neuve")

    assert late.status_code == 404


async def test_the_page_for_want_of_network_is_nobodys(house: House):
    page = await house.visit(house.town()).get("/hors-connexion?langue=en", headers={"accept-language": "fr"})

    assert page.status_code == 200
    assert 'lang="en"' in page.text
    assert 'name="csrf_token"' not in page.text
