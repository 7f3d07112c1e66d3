"""Somebody's latest dossiers, told to another service with the rights of who reads there."""

from uuid import UUID, uuid4

import msgspec
import pytest
from desks import ALL, Desk
from towns import Town

from chassis.actor import Actor
from contracts.asks import AskOrganisation, AskRecent, OrganisationFacts, Reader, Recent
from demarches.commands.catalogue.arrange_catalogue import ArrangeCatalogue, Department, arrange_catalogue
from demarches.commands.desk.organise import SetDepartments, set_departments
from demarches.domain.policies import READ
from demarches.events.message_facts import answers


async def recent(town: Town, account: UUID, *permissions: str, reader: UUID | None = None, tenant: UUID | None = None):
    async def nobody(question: AskOrganisation) -> OrganisationFacts:
        raise NotImplementedError

    asked = AskRecent(
        tenant=tenant or town.tenant,
        account_id=account,
        reader=Reader(account_id=reader or uuid4(), permissions=permissions),
    )
    subject = AskRecent.subject_for("demarches")
    said = await answers(town.service.service.queries, nobody, town.service.clock)[subject](msgspec.json.encode(asked))
    return msgspec.json.decode(said, type=Recent)


@pytest.mark.requirement("TK-06")
async def test_who_asked_or_examines_has_their_latest_dossiers_told(town: Town):
    await town.offers()
    camille, adele = town.citizen(), await Desk(town).known()
    first, second = [await town.submitted(camille) for _ in range(2)]
    await town.call(adele.agent, "POST", f"/dossiers/{first}/assignment", json={"examiner": str(adele.agent.subject)})

    asked = await recent(town, camille.subject, READ)
    examined = await recent(town, adele.agent.subject, READ)

    assert [str(line.id) for line in asked.lines] == [second, first]
    assert [(str(line.id), line.reference, line.status) for line in examined.lines] == [
        (first, "PLA-2026-000001", "Reçue")
    ]
    assert examined.lines[0].href == f"/demarches/dossiers/{first}"


@pytest.mark.requirement("TK-06")
async def test_nothing_is_told_to_who_may_not_read_it(town: Town):
    await town.offers()
    camille, adele = town.citizen(), await Desk(town).known()
    await town.submitted(camille)
    elsewhere = Department(id=uuid4(), name="Enfance")
    arranging = ArrangeCatalogue(reference_prefix="PLA", departments=(elsewhere,))
    await town.service.run(arrange_catalogue, arranging, actor=Actor.of_service("demarches", town.tenant))
    await town.service.run(
        set_departments, SetDepartments(adele.agent.subject, (elsewhere.id,)), actor=town.agent(*ALL)
    )

    assert await recent(town, camille.subject, "ticketing.tickets.answer") == Recent(permitted=False)
    assert (await recent(town, camille.subject, READ, reader=adele.agent.subject)).lines == ()
    assert (await recent(town, camille.subject, READ, tenant=uuid4())).lines == ()
