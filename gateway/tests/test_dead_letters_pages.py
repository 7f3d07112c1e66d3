"""The desk of dead letters over all services, as who operates the platform sees it."""

from typing import Any
from uuid import uuid4

import pytest
from doorstep.browser import Browser
from doorstep.house import House

MANAGE = "platform.dead_letters.manage"
HOME = "/exploitation/echecs"


def a_letter(**changes: Any) -> dict[str, Any]:
    return {
        "event_id": str(uuid4()),
        "handler": "plan_notification",
        "tenant": str(uuid4()),
        "type": "demarches.dossier.decided.v1",
        "cause": "RuntimeError: le gestionnaire a échoué",
        "attempts": 5,
        "at": "2026-11-02T09:30:00+00:00",
        "status": "open",
        "can_be_replayed": True,
        "subject": str(uuid4()),
        "sequence": 3,
        "actor": "service:demarches",
        "recorded_at": "2026-11-02T09:29:00+00:00",
        "trace_id": "c0ffee" * 5 + "00",
        "payload": {"dossier_id": "7", "outcome": "accepted"},
        "raw": None,
        **changes,
    }


@pytest.fixture
def operator(house: House) -> Browser:
    return house.visit_agents(house.member_of(house.town(), MANAGE))


def address_of(letter: dict[str, Any], service: str = "notifier") -> str:
    return f"{HOME}/{service}/{letter['event_id']}/{letter['handler']}"


async def test_an_empty_desk_says_so(operator: Browser):
    page = await operator.get(HOME)

    assert page.status_code == 200
    assert "Aucun message en échec" in page.text


@pytest.mark.requirement("SR-03")
async def test_letters_of_every_service_stand_together_with_their_cause(house: House, operator: Browser):
    letter, other = a_letter(), a_letter(cause="DecodeError: malformed")
    house.services["notifier"].letters = [letter]
    house.services["demarches"].letters = [other]

    page = await operator.get(HOME)
    narrowed = await operator.get(HOME, params={"service": "demarches"})

    assert address_of(letter) in page.text
    assert address_of(other, "demarches") in page.text
    assert "le gestionnaire a échoué" in page.text
    assert address_of(letter) not in narrowed.text


async def test_a_service_that_is_down_is_named_and_hides_no_other(house: House, operator: Browser):
    letter = a_letter()
    house.services["notifier"].letters = [letter]
    house.services["documents"].is_down = True

    page = await operator.get(HOME)

    assert "Le service «\u00a0documents\u00a0» ne répond pas." in page.text
    assert address_of(letter) in page.text
    assert "Tous les événements ont été traités." not in page.text


async def test_a_letter_shows_its_payload_and_is_replayed(house: House, operator: Browser):
    letter = a_letter()
    house.services["notifier"].letters = [letter]
    address = address_of(letter)

    page = await operator.get(address)
    answer = await operator.send_form(f"{address}/rejeu", {}, token=await operator.token(address))
    after = await operator.get(address)

    assert "&#34;outcome&#34;: &#34;accepted&#34;" in page.text
    assert (answer.status_code, answer.headers["location"]) == (303, address)
    assert "Le message a été rejoué" in after.text
    assert "Rejouer ce message" not in after.text


async def test_a_replay_that_fails_again_says_so(house: House, operator: Browser):
    letter = a_letter()
    notifier = house.services["notifier"]
    notifier.letters, notifier.replay_fails = [letter], True
    address = address_of(letter)

    await operator.send_form(f"{address}/rejeu", {}, token=await operator.token(address))

    page = await operator.get(address)
    assert "Le traitement a échoué de nouveau." in page.text
    assert "Rejouer ce message" in page.text


async def test_discarding_asks_first(house: House, operator: Browser):
    letter = a_letter(payload=None, raw="not json", can_be_replayed=False)
    house.services["notifier"].letters = [letter]
    address = address_of(letter)

    shown = await operator.get(address)
    asked = await operator.get(f"{address}/abandon")
    answer = await operator.send_form(f"{address}/abandon", {}, token=await operator.token(f"{address}/abandon"))

    assert "not json" in shown.text
    assert "Rejouer ce message" not in shown.text
    assert "n’aura jamais son effet" in asked.text
    assert (answer.status_code, answer.headers["location"]) == (303, HOME)
    assert letter["status"] == "discarded"


async def test_the_desk_is_for_its_holders_alone(house: House):
    letter = a_letter()
    house.services["notifier"].letters = [letter]
    member = house.visit_agents(house.member_of(house.town(), "platform.operations.read"))
    address = address_of(letter)

    statuses = [
        (await member.get(HOME)).status_code,
        (await member.get(address)).status_code,
        (await member.get(f"{address}/abandon")).status_code,
        (await member.send_form(f"{address}/rejeu", {}, token=await member.token("/"))).status_code,
        (await member.send_form(f"{address}/abandon", {}, token=await member.token("/"))).status_code,
    ]
    nobody = await house.visit_agents().get(HOME)

    assert statuses == [403] * 5
    assert nobody.headers["location"].startswith("/connexion")
    assert letter["status"] == "open"


async def test_a_form_from_elsewhere_replays_nothing(house: House, operator: Browser):
    letter = a_letter()
    house.services["notifier"].letters = [letter]

    answer = await operator.send_form(f"{address_of(letter)}/rejeu", {}, token="forged")

    assert answer.status_code == 403
    assert letter["status"] == "open"


async def test_an_unknown_letter_or_service_is_not_found(operator: Browser):
    letter = a_letter()

    assert (await operator.get(address_of(letter))).status_code == 404
    assert (await operator.get(address_of(letter, "inconnu"))).status_code == 404
