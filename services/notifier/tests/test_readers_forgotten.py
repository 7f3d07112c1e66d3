"""An address given for the letter does not outlive it."""

from datetime import timedelta

import pytest
import pytest_asyncio
from postal.owners import Owners
from test_newsletters import a_theme, link_in

from kit.actors import a_member, a_visitor
from kit.eventually import eventually

EDIT = "notifier.publications.edit"
LINKS = "/v1/newsletter/links"


@pytest_asyncio.fixture(autouse=True, loop_scope="session")
async def real_time(notifier):
    yield
    notifier.clock.reset()


async def asks(notifier, mails, visitor, email: str, *, choice) -> str:
    """The token of the link in the mail."""
    await notifier.call(visitor, "POST", "/v1/newsletter/subscriptions", json={"email": email, "choice": choice})
    return link_in(await mails.one_to(email), "confirmation")


async def emails(notifier, tenant) -> list[str | None]:
    rows = await notifier.rows("select email from subscribers where tenant = :t", t=tenant)
    return [row["email"] for row in rows]


@pytest.fixture
def visitor(tenant):
    return a_visitor(tenant)


@pytest_asyncio.fixture(loop_scope="session")
async def choice(notifier, tenant):
    return {"letter": True, "themes": [await a_theme(notifier, a_member(tenant, EDIT))]}


@pytest.mark.requirement("NT-02")
async def test_one_that_never_confirms_is_forgotten_with_its_link(
    notifier, owners: Owners, mails, visitor, choice, tenant
):
    await asks(notifier, mails, visitor, f"jamais@{tenant.hex[:8]}.example", choice=choice)

    notifier.clock.move(timedelta(days=3, minutes=1))

    await eventually(lambda: _none(notifier, tenant))


@pytest.mark.requirement("NT-02")
async def test_one_that_left_is_forgotten_later_and_its_departure_stays_a_figure(
    notifier, owners: Owners, mails, visitor, choice, tenant
):
    email = f"partie@{tenant.hex[:8]}.example"
    token = await asks(notifier, mails, visitor, email, choice=choice)
    await notifier.call(visitor, "POST", f"{LINKS}/{token}/confirmation")
    await notifier.call(visitor, "POST", f"{LINKS}/{token}/departure")

    kept = await emails(notifier, tenant)
    notifier.clock.move(timedelta(days=30, minutes=1))
    await eventually(lambda: _none(notifier, tenant))

    assert kept == [email]
    [row] = await notifier.rows("select left_at, confirmed_at from subscribers where tenant = :t", t=tenant)
    assert row["left_at"] is not None


@pytest.mark.requirement("NT-02")
async def test_one_that_came_back_in_the_meantime_stays(notifier, owners: Owners, mails, visitor, choice, tenant):
    email = f"revenue@{tenant.hex[:8]}.example"
    token = await asks(notifier, mails, visitor, email, choice=choice)
    await notifier.call(visitor, "POST", f"{LINKS}/{token}/confirmation")
    await notifier.call(visitor, "POST", f"{LINKS}/{token}/departure")
    await notifier.call(visitor, "PUT", f"{LINKS}/{token}", json=choice)

    notifier.clock.move(timedelta(days=31))

    await eventually(lambda: _rung(notifier, tenant))
    assert await emails(notifier, tenant) == [email]


async def _none(notifier, tenant) -> bool:
    return await emails(notifier, tenant) == [None]


async def _rung(notifier, tenant) -> bool:
    """No timer of this tenant's readers is left."""
    waiting = "select 1 from timers where tenant = :t and kind = 'forget-reader' and done_at is null"
    return not await notifier.rows(waiting, t=tenant)
