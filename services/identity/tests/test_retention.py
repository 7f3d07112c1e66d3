"""What has served its time goes."""

from datetime import timedelta
from uuid import UUID

from kit.service import ServiceUnderTest

from .people import an_account, an_organisation, exchange, sign_in


async def counts(identity: ServiceUnderTest, tenant: UUID) -> dict[str, int]:
    found = {}
    for table in ("sessions", "throttles", "devices"):
        [row] = await identity.rows(f"select count(*) as n from {table} where tenant = :tenant", tenant=tenant)
        found[table] = row["n"]
    return found


async def test_a_sign_in_forgets_what_is_long_over_and_nothing_else(identity: ServiceUnderTest, tenant: UUID):
    slug = await an_organisation(identity, tenant)
    await an_account(identity, tenant)
    for number in range(3):
        await sign_in(identity, slug, "camille.rougon", device=f"browser-{number}", address=f"192.0.2.{number}")
    assert await counts(identity, tenant) == {"sessions": 3, "throttles": 3, "devices": 3}

    identity.clock.move(timedelta(days=31))
    fresh = (await sign_in(identity, slug, "camille.rougon", device="browser-0", address="192.0.2.9")).json()["secret"]

    assert await counts(identity, tenant) == {"sessions": 1, "throttles": 1, "devices": 3}
    assert (await exchange(identity, fresh, slug)).status_code == 200
