"""Activation keys: prepared for families by agents, used once on the portal."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pypdfium2
import pytest

from identity.commands.issue_keys import FamilyReport, KeysReport, Outcome
from identity.domain.activation_keys import key_for
from kit.actors import a_citizen, a_member
from kit.service import ServiceUnderTest, problem

from .people import an_account, an_organisation

ISSUE = "identity.keys.issue"
LIST = (
    "Dossier;Destinataire;Adresse;Code postal;Commune;Nom de l'enfant;Prénom de l'enfant;Date de naissance\n"
    "F-1;Mme et M. Rougon;4 rue Canquoin;13100;Plassans;Rougon;Maxime;27/03/2018\n"
    "F-1;Mme et M. Rougon;4 rue Canquoin;13100;Plassans;Rougon;Clotilde;02/11/2020\n"
    "F-2;Mme Coste;1 place du Marché;13100;Plassans;Coste;Justine;2019-05-01\n"
)


async def issue(identity: ServiceUnderTest, tenant: UUID, text: str = LIST) -> dict[str, Any]:
    answer = await identity.call(
        a_member(tenant, ISSUE), "POST", "/v1/activation-keys", json={"text": text, "confirmed": True}
    )
    assert answer.status_code == 200, answer.text
    return answer.json()


async def keys_of(identity: ServiceUnderTest, tenant: UUID, batch: str) -> dict[str, str]:
    """What the letters show, by the family's reference."""
    lines = (await identity.call(a_member(tenant, ISSUE), "GET", f"/v1/activation-keys/{batch}")).json()
    secret = identity.service.settings.read_secret()
    return {line["reference"]: key_for(UUID(line["id"]), secret) for line in lines}


async def use(identity: ServiceUnderTest, citizen: Any, key: str, address: str = "10.1.1.1") -> Any:
    headers = {"x-parvis-address": address}
    return await identity.call(citizen, "POST", "/v1/household/activation-key", json={"key": key}, headers=headers)


@pytest.mark.requirement("ID-16")
def test_a_page_counts_the_lines_of_a_list_by_the_word_of_their_outcome():
    line = FamilyReport(line=2, reference="F-1", name="Mme Rougon", child="Maxime", outcome=Outcome.WRONG)
    report = KeysReport(batch_id=None, families=0, lines=(line,))

    assert [report.number(word) for word in ("ready", "known", "wrong")] == [0, 0, 1]


@pytest.mark.requirement("ID-16")
async def test_a_family_enters_its_key_and_its_children_are_there(identity: ServiceUnderTest, tenant: UUID):
    await an_organisation(identity, tenant)
    citizen = a_citizen(tenant, subject=await an_account(identity, tenant))
    report = await issue(identity, tenant)
    key = (await keys_of(identity, tenant, report["batch_id"]))["F-1"]

    linked = await use(identity, citizen, f"  {key[:4].lower()} {key[4:8]}-{key[8:]}")

    assert report["families"] == 2
    assert linked.json() == {"reference": "F-1", "added": ["Maxime", "Clotilde"]}
    household = (await identity.call(citizen, "GET", "/v1/household")).json()
    assert {one["given_names"] for one in household} == {"Maxime", "Clotilde"}
    kept = await identity.rows("select family from activation_keys where tenant = :t and reference = 'F-1'", t=tenant)
    assert [row["family"] for row in kept] == [None]


@pytest.mark.requirement("ID-16")
async def test_a_key_serves_once_and_a_wrong_one_is_told_clearly(identity: ServiceUnderTest, tenant: UUID):
    await an_organisation(identity, tenant)
    citizen = a_citizen(tenant, subject=await an_account(identity, tenant))
    other = a_citizen(tenant, subject=await an_account(identity, tenant, identifier="pascal"))
    key = (await keys_of(identity, tenant, (await issue(identity, tenant))["batch_id"]))["F-2"]
    await use(identity, citizen, key)

    again, wrong = await use(identity, other, key), await use(identity, other, "ABCD EFGH JKMN PQRS")
    elsewhere = await use(identity, a_citizen(), key)

    assert (again.status_code, wrong.status_code, elsewhere.status_code) == (410, 422, 422)
    assert problem(again)["title"].startswith("Cette clé a déjà servi.")
    assert problem(wrong)["title"].startswith("Cette clé n’est pas valable.")


@pytest.mark.requirement("ID-16")
async def test_a_key_ends_after_ninety_days_to_the_second(identity: ServiceUnderTest, tenant: UUID):
    await an_organisation(identity, tenant)
    citizen = a_citizen(tenant, subject=await an_account(identity, tenant))
    moment = identity.clock()
    identity.clock.stop_at(moment)
    keys = await keys_of(identity, tenant, (await issue(identity, tenant))["batch_id"])

    identity.clock.stop_at(moment + timedelta(days=90) - timedelta(seconds=1))
    last = await use(identity, citizen, keys["F-1"])
    identity.clock.stop_at(moment + timedelta(days=90))
    late = await use(identity, citizen, keys["F-2"])

    assert (last.status_code, late.status_code) == (200, 410)


@pytest.mark.requirement("ID-16")
async def test_guessing_is_slowed_down(identity: ServiceUnderTest, tenant: UUID):
    await an_organisation(identity, tenant)
    citizen = a_citizen(tenant, subject=await an_account(identity, tenant))

    answers = [
        (await use(identity, citizen, f"AAAA AAAA AAAA AA{number:02}", f"10.2.2.{number}")).status_code
        for number in range(12)
    ]

    assert answers == [422] * 10 + [429] * 2


@pytest.mark.requirement("ID-16")
async def test_a_withdrawn_key_opens_nothing(identity: ServiceUnderTest, tenant: UUID):
    await an_organisation(identity, tenant)
    citizen, agent = a_citizen(tenant, subject=await an_account(identity, tenant)), a_member(tenant, ISSUE)
    batch = (await issue(identity, tenant))["batch_id"]
    keys = await keys_of(identity, tenant, batch)
    lines = (await identity.call(agent, "GET", f"/v1/activation-keys/{batch}")).json()
    chosen = next(line["id"] for line in lines if line["reference"] == "F-2")

    withdrawn = await identity.call(agent, "DELETE", f"/v1/activation-keys/{chosen}")
    refused = await use(identity, citizen, keys["F-2"])

    assert (withdrawn.status_code, refused.status_code) == (204, 410)


@pytest.mark.requirement("ID-16")
async def test_a_list_is_reported_line_by_line_before_anything_is_made(identity: ServiceUnderTest, tenant: UUID):
    await an_organisation(identity, tenant)
    agent = a_member(tenant, ISSUE)
    text = LIST + "F-3;Mme Fine;;13100;Plassans;Fine;Jean;demain\n"
    body = {"text": text, "confirmed": False}

    report = (await identity.call(agent, "POST", "/v1/activation-keys", json=body)).json()
    nothing = (await identity.call(agent, "GET", "/v1/activation-keys")).json()
    await issue(identity, tenant, text)
    again = (await identity.call(agent, "POST", "/v1/activation-keys", json=body)).json()

    assert [line["outcome"] for line in report["lines"]] == ["ready", "ready", "ready", "wrong"]
    assert any("date de naissance" in reason for reason in report["lines"][3]["reasons"])
    assert nothing == []
    assert [line["outcome"] for line in again["lines"]] == ["known", "known", "known", "wrong"]


@pytest.mark.requirement("ID-16")
async def test_a_list_without_its_columns_is_refused_with_their_names(identity: ServiceUnderTest, tenant: UUID):
    await an_organisation(identity, tenant)

    answer = await identity.call(a_member(tenant, ISSUE), "POST", "/v1/activation-keys", json={"text": "Nom;Prénom\n"})

    assert answer.status_code == 422
    assert "dossier" in problem(answer)["detail"]


@pytest.mark.requirement("ID-16")
async def test_the_letters_carry_each_key_and_the_address_stands_in_the_window(
    identity: ServiceUnderTest, tenant: UUID
):
    await an_organisation(identity, tenant)
    agent = a_member(tenant, ISSUE)
    batch = (await issue(identity, tenant))["batch_id"]
    keys = await keys_of(identity, tenant, batch)

    letters = await identity.call(agent, "GET", f"/v1/activation-keys/{batch}/letters")

    document = pypdfium2.PdfDocument(letters.content)
    texts = [page.get_textpage().get_text_bounded() for page in document]
    assert len(texts) == 2
    assert all(any(key[:4] in text and key[-4:] in text for text in texts) for key in keys.values())
    # The window of a DL envelope: 110 mm to 190 mm from the left, 45 mm to 80 mm from the top.
    height = document[0].get_height()
    millimetre = 72 / 25.4
    window = (110 * millimetre, height - 80 * millimetre, 190 * millimetre, height - 45 * millimetre)
    inside = document[0].get_textpage().get_text_bounded(*window)
    assert inside.split()[:2] == ["Mme", "et"]
    assert "13100 Plassans" in inside


@pytest.mark.requirement("ID-16")
async def test_the_console_prepares_a_batch_after_its_report(identity: ServiceUnderTest, tenant: UUID):
    await an_organisation(identity, tenant)
    agent, page = a_member(tenant, ISSUE), "/console/activation-keys"
    from .test_console import token_on

    token = {"csrf_token": await token_on(identity, agent, page)}
    report = await identity.call(agent, "POST", page, data={**token, "lines": LIST})
    made = await identity.call(agent, "POST", page, data={**token, "lines": LIST, "confirmed": "1"})
    empty = await identity.call(agent, "POST", page, data=token)

    assert "Préparer 2 clés" in report.text
    assert made.status_code == 303
    batch = await identity.call(agent, "GET", made.headers["location"].replace("/identity/", "/console/"))
    assert "Mme et M. Rougon" in batch.text
    assert (empty.status_code, "Choisissez un fichier" in empty.text) == (422, True)
    assert (await identity.call(a_member(tenant), "GET", page)).status_code == 403
