"""« Rattacher à mon espace »: the link alone is not enough (RELIABILITY C13)."""

from datetime import timedelta

import pytest
from towns import Town

from chassis.actor import Actor
from demarches.http.own_address import OwnAddress
from kit.actors import a_visitor
from kit.service import problem

GIVEN = "camille@plassans.example"


@pytest.fixture
def addresses(monkeypatch: pytest.MonkeyPatch) -> dict[object, str]:
    """What identity would answer, by account."""
    known: dict[object, str] = {}

    async def of(_: OwnAddress, actor: Actor) -> str:
        return known.get(actor.account, "somebody@else.example")

    monkeypatch.setattr(OwnAddress, "of", of)
    return known


async def sent_by_a_visitor(town: Town) -> tuple[str, str]:
    """Its id and its tracking token."""
    await town.offers()
    visitor = a_visitor(town.tenant)
    dossier_id = await town.submitted(visitor)
    return dossier_id, (await town.shows(visitor, dossier_id))["tracking"]


async def code_of(town: Town, dossier_id: str) -> str:
    rows = await town.service.rows(
        "select code from attachment_codes where dossier_id = :d order by id desc limit 1", d=dossier_id
    )
    return rows[0]["code"]


@pytest.mark.requirement("DM-10")
async def test_the_address_of_the_account_is_the_proof_when_it_is_the_one_given(
    town: Town, addresses: dict[object, str]
):
    dossier_id, token = await sent_by_a_visitor(town)
    camille = town.citizen()
    addresses[camille.account] = GIVEN.upper()
    assert (await town.call(camille, "GET", f"/tracking/{token}/attachment")).json()["proof"] == "address"

    attached = await town.call(camille, "POST", f"/tracking/{token}/attachment", json={})

    assert attached.json() == {"id": dossier_id}
    assert (await town.shows(camille, dossier_id))["applicant"]["has_account"]
    again = await town.call(camille, "POST", f"/tracking/{token}/attachment", json={})
    assert again.json() == {"id": dossier_id}
    assert len(await town.service.published(town.tenant, type="demarches.dossier.attached.v1")) == 1


@pytest.mark.requirement("DM-10")
async def test_another_address_needs_the_code_sent_to_the_one_given(town: Town, addresses: dict[object, str]):
    dossier_id, token = await sent_by_a_visitor(town)
    camille = town.citizen()
    without = await town.call(camille, "POST", f"/tracking/{token}/attachment", json={})
    assert without.status_code == 404
    await town.call(camille, "POST", f"/tracking/{token}/attachment-codes")
    assert (await town.call(camille, "GET", f"/tracking/{token}/attachment")).json()["sent"]
    code = await code_of(town, dossier_id)

    attached = await town.call(
        camille, "POST", f"/tracking/{token}/attachment", json={"code": f" {code[:3]} {code[3:]}"}
    )

    assert attached.json() == {"id": dossier_id}
    asked = await town.service.published(town.tenant, type="demarches.attachment.code_asked.v1")
    assert code not in str(asked)


@pytest.mark.requirement("DM-10")
async def test_a_code_answers_five_tries_for_fifteen_minutes_to_who_asked_for_it(
    town: Town, addresses: dict[object, str]
):
    dossier_id, token = await sent_by_a_visitor(town)
    thief, other = town.citizen(), town.citizen()
    await town.call(thief, "POST", f"/tracking/{token}/attachment-codes")
    code = await code_of(town, dossier_id)
    wrong = f"{(int(code) + 1) % 1_000_000:06}"

    async def tries(actor: Actor, typed: str) -> int:
        return (await town.call(actor, "POST", f"/tracking/{token}/attachment", json={"code": typed})).status_code

    assert await tries(other, code) == 404
    assert {await tries(thief, wrong) for _ in range(5)} == {404}
    assert await tries(thief, code) == 404
    await town.call(thief, "POST", f"/tracking/{token}/attachment-codes")
    town.service.clock.move(timedelta(minutes=16))
    assert await tries(thief, await code_of(town, dossier_id)) == 404
    journal = await town.service.rows(
        "select count(*) from journal where action = 'demarches.attachment.refused' and subject = :d", d=dossier_id
    )
    assert journal[0]["count"] == 8


@pytest.mark.requirement("DM-10")
async def test_three_codes_an_hour_are_enough(town: Town, addresses: dict[object, str]):
    _, token = await sent_by_a_visitor(town)
    path = f"/tracking/{token}/attachment-codes"

    answers = [await town.call(town.citizen(), "POST", path) for _ in range(4)]

    assert [answer.status_code for answer in answers] == [204, 204, 204, 409]
    assert problem(answers[-1])["title"] == "Trois codes ont déjà été envoyés. Recommencez dans une heure."


@pytest.mark.requirement("DM-10")
async def test_what_has_a_space_keeps_it_and_only_citizens_have_one(town: Town, addresses: dict[object, str]):
    dossier_id, token = await sent_by_a_visitor(town)
    camille, other = town.citizen(), town.citizen()
    addresses |= {camille.account: GIVEN, other.account: GIVEN}
    await town.call(camille, "POST", f"/tracking/{token}/attachment", json={})

    assert (await town.call(other, "POST", f"/tracking/{token}/attachment", json={})).status_code == 404
    assert (await town.call(other, "POST", f"/tracking/{token}/attachment-codes")).status_code == 404
    assert (await town.call(other, "GET", f"/dossiers/{dossier_id}")).status_code == 404
    assert (
        await town.call(a_visitor(town.tenant), "POST", f"/tracking/{token}/attachment", json={})
    ).status_code == 401
    assert (await town.call(town.agent(), "POST", f"/tracking/{token}/attachment", json={})).status_code == 401
