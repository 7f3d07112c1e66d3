"""Opinions: of another department, of somebody outside by a link that serves once."""

from datetime import timedelta
from uuid import UUID

import pytest
from desks import Desk
from test_desk import another_department, works_for
from towns import Town

from contracts.asks import AskMessageFacts, OrganisationFacts
from demarches.domain.opinions import token_of
from demarches.events.message_facts import facts_for
from demarches.storage.opinions import opinion_of
from kit.actors import a_visitor

EXPERT = {"question": "Un camion passe-t-il ?", "email": "chef@pompiers.example", "name": "Les pompiers"}


def due(town: Town) -> str:
    return (town.service.clock() + timedelta(days=10)).date().isoformat()


async def asked(town: Town, dossier_id: str, **facts):
    body = {"due_on": due(town), **facts}
    return await town.call(town.agent(), "POST", f"/dossiers/{dossier_id}/opinions", json=body)


async def link_of(town: Town, opinion_id: str) -> str:
    async with town.service.service.database.transaction(town.agent(), read_only=True) as connection:
        from sqlalchemy import select

        from demarches.storage.tables import opinions

        row = (await connection.execute(select(opinions).where(opinions.c.id == UUID(opinion_id)))).one()
    return token_of(opinion_of(row))


@pytest.mark.requirement("DM-16")
async def test_another_department_sees_the_dossier_and_answers(town: Town):
    await town.offers()
    camille = town.citizen()
    dossier_id = await town.submitted(camille)
    enfance, desk = await another_department(town), await Desk(town).known()
    await works_for(town, desk, enfance)

    opinion = (await asked(town, dossier_id, question="Qu'en dites-vous ?", department_id=str(enfance))).json()["id"]
    waiting = (await town.call(desk.agent, "GET", "/dossiers", params={"view": "opinions"})).json()["items"]
    path = f"/dossiers/{dossier_id}/opinions/{opinion}/answer"
    empty = await town.call(desk.agent, "POST", path, json={"stance": "unfavourable"})
    given = await town.call(desk.agent, "POST", path, json={"stance": "unfavourable", "answer": "Trop étroit."})
    again = await town.call(desk.agent, "POST", path, json={"stance": "favourable"})

    assert [line["id"] for line in waiting] == [dossier_id]
    assert (empty.status_code, given.status_code, again.status_code) == (422, 201, 409)
    seen = (await town.call(town.agent(), "GET", f"/dossiers/{dossier_id}/instruction")).json()
    assert [(o["stance"], o["answer"]) for o in seen["opinions"]] == [("unfavourable", "Trop étroit.")]
    told = await town.call(camille, "GET", f"/dossiers/{dossier_id}")
    assert "Trop étroit" not in told.text
    assert opinion not in told.text
    assert "opinions" not in told.json()
    assert [line for line in told.json()["history"] if line["opinion_id"] or "avis" in line["title"].lower()] == []


@pytest.mark.requirement("DM-16")
async def test_an_expert_answers_once_by_link_and_learns_nobody_s_name(town: Town):
    await town.offers()
    dossier_id = await town.submitted(town.citizen())
    opinion = (await asked(town, dossier_id, **EXPERT)).json()["id"]
    token, visitor = await link_of(town, opinion), a_visitor(town.tenant)

    shown = await town.call(visitor, "GET", f"/opinions/{token}")
    vague = await town.call(visitor, "POST", f"/opinions/{token}", json={"stance": ""})
    given = await town.call(visitor, "POST", f"/opinions/{token}", json={"stance": "no_objection"})
    after = await town.call(visitor, "GET", f"/opinions/{token}")

    assert "un bac bleu" in shown.text
    assert "Rougon" not in shown.text
    assert "camille@" not in shown.text
    assert (vague.status_code, given.status_code, after.status_code) == (422, 201, 410)
    assert shown.headers["referrer-policy"] == "no-referrer"


@pytest.mark.requirement("DM-16")
async def test_a_link_altered_withdrawn_or_of_another_town_opens_nothing(town: Town):
    await town.offers()
    dossier_id = await town.submitted(town.citizen())
    opinion = (await asked(town, dossier_id, **EXPERT)).json()["id"]
    token, visitor = await link_of(town, opinion), a_visitor(town.tenant)
    other = "A" if token[-3] != "A" else "B"
    desk, address = Desk(town), f"/demarches/dossiers/{dossier_id}"

    assert (await town.call(visitor, "GET", f"/opinions/{token[:-3]}{other}{token[-2:]}")).status_code == 404
    assert (await town.call(visitor, "GET", "/opinions/x")).status_code == 404
    assert (await town.call(a_visitor(), "GET", f"/opinions/{token}")).status_code == 404
    assert (await desk.posts(address, f"{address}/opinions/{opinion}/withdrawal")).status_code == 303
    assert (await town.call(visitor, "GET", f"/opinions/{token}")).status_code == 410


@pytest.mark.requirement("DM-16")
async def test_the_decision_ends_what_was_still_asked_and_says_so_before(town: Town):
    await town.offers()
    dossier_id = await town.submitted(town.citizen())
    enfance, agent = await another_department(town), await Desk(town).known()
    await works_for(town, agent, enfance)
    outside = (await asked(town, dossier_id, **EXPERT)).json()["id"]
    inside = (await asked(town, dossier_id, question="Et vous ?", department_id=str(enfance))).json()["id"]
    token, visitor, desk = await link_of(town, outside), a_visitor(town.tenant), Desk(town)
    address, answer = f"/demarches/dossiers/{dossier_id}", {"stance": "no_objection"}

    before = await desk.opens(f"{address}/decision?issue=accepted")
    await town.call(town.agent(), "POST", f"/dossiers/{dossier_id}/decision", json={"outcome": "accepted"})
    shown = await town.call(visitor, "GET", f"/opinions/{token}")
    given = await town.call(visitor, "POST", f"/opinions/{token}", json=answer)
    path = f"/dossiers/{dossier_id}/opinions/{inside}/answer"
    colleague = await town.call(agent.agent, "POST", path, json=answer)
    after = await desk.opens(address)

    assert "Avis attendu de Les pompiers" in before.text
    assert (shown.status_code, given.status_code, colleague.status_code) == (410, 410, 409)
    assert "Plus demandé" in after.text
    assert "Personne encore" not in after.text


@pytest.mark.requirement("DM-16")
@pytest.mark.parametrize(
    ("facts", "pointer"),
    [
        ({"question": " "}, "/question"),
        ({"email": "a@b.fr, c@d.fr"}, "/email"),
        ({"email": "a@b.fr\nBcc: x@y.fr"}, "/email"),
        ({"name": ""}, "/name"),
        ({"due_on": "2020-01-01"}, "/due"),
        ({"department_id": "0190d2c4-0000-7000-8000-000000000000"}, "/department"),
    ],
)
async def test_a_demand_for_an_opinion_says_what_is_missing(town: Town, facts, pointer: str):
    await town.offers()
    dossier_id = await town.submitted(town.citizen())

    answer = await asked(town, dossier_id, **{**EXPERT, **facts})

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == pointer


@pytest.mark.requirement("DM-16")
async def test_a_department_of_nobody_is_not_asked_and_the_asker_is_told(town: Town):
    await town.offers()
    dossier_id = await town.submitted(town.citizen())
    enfance, everywhere = await another_department(town), await Desk(town).known()
    address = f"/demarches/dossiers/{dossier_id}"
    when = {"opinion-due-day": "1", "opinion-due-month": "6", "opinion-due-year": "2027"}
    wanted = {"opinion-question": "Et vous ?", "opinion-department": str(enfance), **when}

    refused = await asked(town, dossier_id, question="Et vous ?", department_id=str(enfance))
    shown = await everywhere.posts(address, f"{address}/opinions", **wanted)
    await works_for(town, await Desk(town).known(), enfance)
    given = await asked(town, dossier_id, question="Et vous ?", department_id=str(enfance))

    assert (refused.status_code, shown.status_code, given.status_code) == (422, 422, 201)
    assert refused.json()["errors"][0]["pointer"] == "/department"
    assert "Personne ne fait partie de ce service" in shown.text
    assert "Et vous ?" in shown.text


@pytest.mark.requirement("DM-16")
async def test_the_expert_alone_is_written_to(town: Town):
    await town.offers()
    dossier_id = await town.submitted(town.citizen())
    enfance = await another_department(town)
    await works_for(town, await Desk(town).known(), enfance)
    outside = (await asked(town, dossier_id, **EXPERT)).json()["id"]
    inside = (await asked(town, dossier_id, question="Et vous ?", department_id=str(enfance))).json()["id"]

    async def identity(question):
        return OrganisationFacts(
            organisation_id=town.tenant,
            slug="plassans",
            name="Plassans",
            public_url="http://plassans.test",
            colour="#000",
        )

    async def mail(opinion_id: str):
        data = {"dossier_id": dossier_id, "opinion_id": opinion_id}
        question = AskMessageFacts(
            tenant=town.tenant, event_id=UUID(dossier_id), event_type="demarches.opinion.asked.v1", data=data
        )
        return await facts_for(question, town.service.service.queries, identity, town.service.clock)

    told = await mail(outside)
    assert [recipient.email for recipient in told.recipients] == ["chef@pompiers.example"]
    assert told.values["link"] == f"http://plassans.test/avis/{await link_of(town, outside)}"
    assert (await mail(inside)).recipients == ()
