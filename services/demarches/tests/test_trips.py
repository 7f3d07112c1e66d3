"""Round trips are what a request costs most: these numbers may fall, and rise only on purpose."""

from towns import Town

from kit.trips import trips_of


async def test_a_submission_goes_ten_times_to_the_database(town: Town):
    await town.offers()
    camille, other = town.citizen(), town.citizen()
    await town.submitted(other)
    dossier_id = await town.filled(camille)

    with trips_of(town.service.service.database) as trips:
        answer = await town.submits(camille, dossier_id)

    assert answer.status_code == 201
    # Enter the tenant, lock the dossier, its pieces, the number, the clock's timers, dossier, words, history, events with
    # journal, commit.
    assert len(trips) == 10, trips


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
