"""Round trips are what a request costs most: these numbers may fall, and rise only on purpose."""

from desks import Desk
from towns import Town

from chassis.actor import Actor
from kit.actors import a_visitor
from kit.trips import trips_of


async def test_a_submission_goes_six_times_to_the_database(town: Town):
    await town.offers()
    camille, other = town.citizen(), town.citizen()
    await town.submitted(other)
    dossier_id = await town.filled(camille)

    with trips_of(town.service.service.database) as trips:
        answer = await town.submits(camille, dossier_id)

    assert answer.status_code == 201
    # Enter the tenant, lock the dossier, its terms and pieces, the number; the clock's timers, words, dossier, history,
    # events and journal together; commit.
    assert len(trips) == 6, trips


async def test_a_queue_goes_three_times_however_long_it_is(town: Town):
    await town.offers()
    counted: list[int] = []
    for _ in range(2):
        await town.submitted(town.citizen())
        with trips_of(town.service.service.database) as trips:
            answer = await town.call(town.agent(), "GET", "/dossiers")
        assert answer.status_code == 200
        counted.append(len(trips))

    assert counted == [3, 3], trips


async def test_the_page_of_a_dossier_goes_nine_times_however_much_stands_in_it(town: Town):
    await town.offers(pieces=True)
    camille, desk = town.citizen(), await Desk(town).known()
    bare, full = await with_piece(town, camille), await with_piece(town, camille)
    for number in range(3):
        await town.call(desk.agent, "POST", f"/dossiers/{full}/messages", json={"body": f"Bonjour {number}"})
        await desk.posts(f"/demarches/dossiers/{full}", f"/demarches/dossiers/{full}/notes", **{"note-body": "Vu"})
        asked = {"type": "proof", "label": f"Pièce {number}", "reason": "", "indispensable": True}
        await town.call(desk.agent, "POST", f"/dossiers/{full}/piece-requests", json=asked)
    await desk.opens(f"/demarches/dossiers/{bare}")
    counted: list[int] = []

    for dossier_id in (bare, full):
        with trips_of(town.service.service.database) as trips:
            page = await desk.opens(f"/demarches/dossiers/{dossier_id}")
        assert page.status_code == 200
        counted.append(len(trips))

    # To read: enter the tenant, the dossier, all around it, leave. To write the opening down: enter, lock the dossier,
    # count the opening, the journal, commit.
    assert counted == [9, 9], trips


async def test_messages_that_a_page_shows_are_read_in_two_statements_however_many_they_are(town: Town):
    await town.offers(exchanges=True)
    camille, desk = town.citizen(), Desk(town)
    dossier_id = await town.submitted(camille)
    await desk.opens(f"/demarches/dossiers/{dossier_id}")
    counted: list[int] = []

    for many in (1, 4):
        for number in range(many):
            await town.call(camille, "POST", f"/dossiers/{dossier_id}/messages", json={"body": f"Bonjour {number}"})
        with trips_of(town.service.service.database) as trips:
            await desk.opens(f"/demarches/dossiers/{dossier_id}")
        counted.append(len(trips))

    said = (await town.shows(camille, dossier_id))["messages"]
    assert [message["read_at"] is not None for message in said] == [True] * 5
    # The messages, and their lines of the history; a few of these travel with the journal, more of them before it.
    assert counted == [10, 11], trips


async def test_what_applicants_read_of_a_dossier_goes_four_times(town: Town):
    await town.offers(pieces=True)
    camille, visitor = town.citizen(), a_visitor(town.tenant)
    sent, followed = await with_piece(town, camille), await with_piece(town, visitor)
    token = (await town.shows(visitor, followed))["tracking"]
    draft = await town.filled(camille)
    counted: list[int] = []

    for who, path in ((camille, f"/dossiers/{sent}"), (camille, f"/dossiers/{draft}"), (None, f"/tracking/{token}")):
        actor = who or a_visitor(town.tenant)
        await town.call(actor, "GET", path)
        with trips_of(town.service.service.database) as trips:
            answer = await town.call(actor, "GET", path)
        assert answer.status_code == 200
        counted.append(len(trips))

    # Enter the tenant, the dossier, all around it, leave.
    assert counted == [4, 4, 4], trips


async def with_piece(town: Town, applicant: Actor) -> str:
    dossier_id = await town.filled(applicant)
    await town.attaches(applicant, dossier_id)
    answer = await town.submits(applicant, dossier_id)
    assert answer.status_code == 201, answer.text
    return dossier_id
