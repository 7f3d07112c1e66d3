"""The store is slow, full, or cut off in the middle: a clear answer, nothing half-written, and it works again by
itself (RELIABILITY P7). Against a proxy before the real store."""

from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import pytest_asyncio
from samples import a_pdf
from storms import Storm, Weather, a_storm_before
from vault import Vault, s3_settings

from documents.main import create_app
from documents.storage import objects
from kit.actors import a_citizen, a_visitor
from kit.servers import Servers
from kit.service import problem, under_test

pytestmark = pytest.mark.requirement("DV-04")
QUICK = [Weather.FULL, Weather.CUT_SENDING]
IN_EARNEST = objects.ANSWER_WITHIN
# A stalled store is waited for as long as in earnest: once for writing, once for reading.
WORST = [Weather.STALLED, *QUICK]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def stormy(servers: Servers) -> AsyncIterator[tuple[Vault, Storm]]:
    async with a_storm_before(servers.s3.url) as storm:
        told = {**s3_settings(servers), "s3_url": storm.url}
        with pytest.MonkeyPatch.context() as earnest:
            earnest.setattr(objects, "ANSWER_WITHIN", IN_EARNEST)
            async with under_test("documents", create_app, servers, **told) as service:
                yield Vault(service), storm


async def stored(vault: Vault, tenant: UUID) -> int:
    """How many objects the store holds of the tenant."""
    return len(await vault.service.app.state.store.list(f"{tenant}/"))


@pytest_asyncio.fixture
async def at_sea(stormy: tuple[Vault, Storm]) -> AsyncIterator[tuple[Vault, Storm]]:
    vault, storm = stormy
    vault.clock.reset()
    await vault.check_everything()
    yield vault, storm
    await storm.calm()


@pytest.mark.parametrize("weather", WORST)
async def test_a_file_is_refused_clearly_leaves_nothing_and_is_taken_afterwards(
    at_sea: tuple[Vault, Storm], tenant: UUID, weather: Weather
):
    vault, storm = at_sea
    sender, bundle = a_visitor(tenant), uuid4()

    storm.weather = weather
    during = await vault.send(sender, bundle=bundle)
    await storm.calm()

    assert (during.status_code, problem(during)["type"]) == (503, "/problems/store-unavailable")
    assert during.headers["retry-after"]
    for table in ("files", "bundle_files", "bundles", "outbox"):
        assert await vault.service.rows(f"select 1 from {table} where tenant = :t", t=tenant) == []
    await vault.sweep()
    assert await stored(vault, tenant) == 0
    assert (await vault.send(sender, bundle=bundle)).status_code == 201


@pytest.mark.parametrize("weather", [Weather.STALLED, Weather.CUT_ANSWERING])
async def test_reading_says_so_accuses_nobody_and_works_again(
    at_sea: tuple[Vault, Storm], tenant: UUID, weather: Weather
):
    vault, storm = at_sea
    sender, bundle = a_visitor(tenant), uuid4()
    file = await vault.a_file(sender, a_pdf("lue"), bundle=bundle)
    grant = vault.upload_grant(sender, bundle)

    storm.weather = weather
    during = await vault.read(sender, file, bundle=bundle, grant=grant)
    await storm.calm()
    after = await vault.read(sender, file, bundle=bundle, grant=grant)

    assert (during.status_code, after.status_code) == (503, 200)
    assert await vault.service.published(tenant, type="documents.file.integrity_error.v1") == []


@pytest.mark.parametrize("weather", QUICK)
async def test_a_check_waits_for_the_store_and_passes_afterwards(
    at_sea: tuple[Vault, Storm], tenant: UUID, weather: Weather
):
    vault, storm = at_sea
    file = await vault.a_file(a_citizen(tenant), a_pdf("contrôlée"))

    storm.weather = weather
    await vault.check_everything()
    during = await vault.status(file)
    await storm.calm()
    vault.clock.move(timedelta(minutes=11))
    await vault.check_everything()

    assert (during, await vault.status(file)) == ("scan_error", "clean")
    # Whoever was reading the version received has had the time to end.
    vault.clock.move(timedelta(hours=2))
    await vault.sweep()
    assert await stored(vault, tenant) == 1


@pytest.mark.parametrize("weather", QUICK)
async def test_a_resumed_upload_counts_only_what_is_stored(at_sea: tuple[Vault, Storm], tenant: UUID, weather: Weather):
    vault, storm = at_sea
    actor = a_citizen(tenant)
    told = {"tus-resumable": "1.0.0"}
    content = a_pdf("en plusieurs fois")
    begun = await vault.call(
        actor, "POST", "/v1/uploads", headers={**told, "upload-length": str(len(content)), "upload-metadata": ""}
    )
    where = begun.headers["location"]
    patch = {**told, "upload-offset": "0", "content-type": "application/offset+octet-stream"}

    storm.weather = weather
    during = await vault.call(actor, "PATCH", where, headers=patch, content=content)
    await storm.calm()
    stands = await vault.call(actor, "HEAD", where, headers=told)
    after = await vault.call(actor, "PATCH", where, headers=patch, content=content)

    assert (during.status_code, stands.headers["upload-offset"], after.status_code) == (503, "0", 204)
    assert (await vault.call(actor, "GET", where)).json()["status"] == "complete"
