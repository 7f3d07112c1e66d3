"""What others did to a request, for the page that an agent keeps open."""

from datetime import timedelta
from uuid import uuid4

import pytest
from desks import Desk
from towns import Town, found_town

pytestmark = pytest.mark.requirement("DM-16")


async def test_what_a_colleague_or_the_applicant_did_is_told_and_not_ones_own(town: Town):
    await town.offers()
    citizen, desk, colleague = town.citizen(), Desk(town), Desk(town)
    dossier_id = await town.submitted(citizen)
    here = f"/demarches/dossiers/{dossier_id}"
    since = town.service.clock().isoformat()
    town.service.clock.move(timedelta(minutes=1))

    await desk.posts(here, f"{here}/notes", **{"note-body": "La mienne."})
    await colleague.posts(here, f"{here}/examination")
    await colleague.posts(here, f"{here}/notes", **{"note-body": "La sienne."})
    await town.call(citizen, "POST", f"/dossiers/{dossier_id}/messages", json={"body": "Bonjour."})
    told = (await desk.asks(f"{here}/news", since=since)).json()["lines"]
    later = (await desk.asks(f"{here}/news", since=town.service.clock().isoformat())).json()["lines"]

    assert sorted(told) == ["Instruction en cours", "Message du demandeur", "Note interne"]
    assert later == []


async def test_the_page_says_where_to_hear_of_it(town: Town):
    await town.offers()
    dossier_id = await town.submitted(town.citizen())

    page = (await Desk(town).opens(f"/demarches/dossiers/{dossier_id}")).text

    assert f'data-news="/demarches/dossiers/{dossier_id}/news?since=' in page
    assert f'data-flow="/en-direct/demandes/{dossier_id}"' in page


async def test_who_may_not_read_a_request_hears_nothing_of_it(town: Town):
    await town.offers()
    dossier_id = await town.submitted(town.citizen())
    neighbour = Desk(await found_town(town.service, uuid4()))
    asked = {"since": town.service.clock().isoformat()}

    statuses = [
        (await one.asks(f"/demarches/dossiers/{dossier_id}/news", **asked)).status_code
        for one in (Desk(town, town.agent("ticketing.tickets.open")), neighbour)
    ]
    nonsense = await Desk(town).asks(f"/demarches/dossiers/{dossier_id}/news", since="hier")

    assert statuses == [403, 404]
    assert nonsense.status_code == 422
