"""Wrong passwords slow down whoever tries them, and never lock the owner out for good."""

import asyncio
from collections import Counter
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from identity.commands.sign_in import Credentials
from identity.domain import throttling
from identity.domain.accounts import AccountKind
from identity.domain.organisations import Registers
from kit.actors import a_member
from kit.service import ServiceUnderTest, problem

from .people import an_account, an_administrator, an_organisation, proof, sign_in
from .test_answers import facts_for

WRONG = "Fausse-2026"


@pytest.fixture
def pauses(identity: ServiceUnderTest, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Delays that the throttle asked for, without waiting for them."""
    asked: list[float] = []

    async def note(seconds: float) -> None:
        asked.append(seconds)

    made = Credentials.__init__

    def patched(self: Any, *args: Any, **options: Any) -> None:
        made(self, *args, **{**options, "pause": note})

    for route in identity.app.routes:
        for handler in getattr(route, "route_handlers", []):
            provided = handler.resolve_dependencies().get("credentials")
            if provided is not None:
                credentials = provided.dependency()
                monkeypatch.setattr(credentials, "_pause", note)
                return asked
    raise AssertionError("no credentials")


@pytest.mark.parametrize("identifier", ["camille.rougon", "personne.ici"])
async def test_delays_double_after_five_wrong_passwords_and_the_tenth_is_refused(
    identity: ServiceUnderTest, tenant: UUID, pauses: list[float], identifier: str
):
    slug = await an_organisation(identity, tenant)
    await an_account(identity, tenant)

    answers = [await sign_in(identity, slug, identifier, password=WRONG) for _ in range(11)]

    assert [answer.status_code for answer in answers] == [401] * 9 + [429] * 2
    assert pauses == [1, 2, 4, 8]
    assert problem(answers[-1])["title"] == "Trop de tentatives. Réessayez dans 15 minutes."
    assert answers[9].headers["retry-after"] == "900"


async def test_the_owner_is_told_once_when_the_account_is_throttled(
    identity: ServiceUnderTest, tenant: UUID, pauses: list[float]
):
    slug = await an_organisation(identity, tenant)
    await an_account(identity, tenant)

    for _ in range(14):
        await sign_in(identity, slug, "camille.rougon", password=WRONG)

    assert len(await identity.published(tenant, type="identity.account.sign_in_throttled.v1")) == 1


async def test_the_right_password_is_refused_during_the_pause_and_taken_after_it(
    identity: ServiceUnderTest, tenant: UUID, pauses: list[float]
):
    slug = await an_organisation(identity, tenant)
    await an_account(identity, tenant)
    for _ in range(10):
        await sign_in(identity, slug, "camille.rougon", password=WRONG)

    assert (await sign_in(identity, slug, "camille.rougon")).status_code == 429
    identity.clock.move(timedelta(minutes=15, seconds=1))
    assert (await sign_in(identity, slug, "camille.rougon")).status_code == 200


async def test_a_browser_that_signed_in_before_is_let_through(
    identity: ServiceUnderTest, tenant: UUID, pauses: list[float]
):
    slug = await an_organisation(identity, tenant)
    await an_account(identity, tenant)
    await sign_in(identity, slug, "camille.rougon", device="browser-of-camille")
    for _ in range(10):
        await sign_in(identity, slug, "camille.rougon", password=WRONG, device="browser-of-a-stranger")

    known = await sign_in(identity, slug, "camille.rougon", device="browser-of-camille")

    assert known.status_code == 200


async def test_a_success_ends_the_run(identity: ServiceUnderTest, tenant: UUID, pauses: list[float]):
    slug = await an_organisation(identity, tenant)
    await an_account(identity, tenant)
    for _ in range(4):
        await sign_in(identity, slug, "camille.rougon", password=WRONG)

    await sign_in(identity, slug, "camille.rougon")
    for _ in range(5):
        await sign_in(identity, slug, "camille.rougon", password=WRONG)

    assert pauses == []


async def test_a_hundred_parallel_attempts_are_counted_before_they_are_tried(
    identity: ServiceUnderTest, tenant: UUID, pauses: list[float], verified: list[Any]
):
    slug = await an_organisation(identity, tenant)
    await an_account(identity, tenant)

    answers = await asyncio.gather(*(sign_in(identity, slug, "camille.rougon", password=WRONG) for _ in range(30)))

    told = Counter(answer.status_code for answer in answers)
    # 409: on a machine that is busy, who waited two seconds for the count is asked to try again, and tried nothing.
    assert set(told) <= {401, 409, 429}, told
    assert len(verified) == told[401] <= 9


@pytest.fixture
def small_list(monkeypatch: pytest.MonkeyPatch) -> int:
    """As many wrong passwords as give somebody away; fewer than in life, so that the test is short."""
    monkeypatch.setattr(throttling, "STUFFING", throttling.Limit(6, timedelta(minutes=10)))
    return 6


async def tries_a_list(identity: ServiceUnderTest, slug: str, number: int) -> None:
    """One password an account, from as many addresses."""
    for at in range(number):
        answer = await sign_in(identity, slug, f"personne.{at}", password=WRONG, address=f"10.9.{at}.1")
        assert answer.status_code == 401


@pytest.mark.requirement("ID-13")
async def test_a_stolen_list_gives_itself_away_and_unknown_browsers_are_checked(
    identity: ServiceUnderTest, tenant: UUID, small_list: int
):
    """A19."""
    slug = await an_organisation(identity, tenant)
    await an_account(identity, tenant)
    known = {"device": "d" * 40}
    await sign_in(identity, slug, "camille.rougon", **known)
    await tries_a_list(identity, slug, small_list)

    unknown = await sign_in(identity, slug, "camille.rougon", device="e" * 40)
    own_browser = await sign_in(identity, slug, "camille.rougon", **known)
    checked = await sign_in(
        identity, slug, "camille.rougon", device="e" * 40, proof=await proof(identity, tenant), host=str(tenant)
    )

    assert (unknown.status_code, problem(unknown)["type"]) == (422, "/problems/robot-check-needed")
    assert (own_browser.status_code, checked.status_code) == (200, 200)
    suspected = await identity.published(tenant, type="identity.organisation.sign_ins_suspected.v1")
    assert len(suspected) == 1


@pytest.mark.requirement("ID-13")
async def test_a_check_serves_one_account_and_the_alarm_ends_by_itself(
    identity: ServiceUnderTest, tenant: UUID, small_list: int
):
    """Nobody else passes with it; the same form sent twice is no second guess."""
    slug = await an_organisation(identity, tenant)
    await an_account(identity, tenant)
    await an_account(identity, tenant, identifier="adele.sicardot")
    await tries_a_list(identity, slug, small_list)
    passed = {"proof": await proof(identity, tenant), "host": str(tenant)}

    first = await sign_in(identity, slug, "camille.rougon", **passed)
    again = await sign_in(identity, slug, "adele.sicardot", **passed)
    identity.clock.move(timedelta(minutes=10, seconds=1))
    later = await sign_in(identity, slug, "camille.rougon")

    assert (first.status_code, again.status_code, later.status_code) == (200, 422, 200)


@pytest.mark.requirement("ID-13")
async def test_a_busy_morning_is_no_stolen_list(identity: ServiceUnderTest, tenant: UUID, small_list: int):
    """As long as people come in, wrong passwords are people's."""
    slug = await an_organisation(identity, tenant)
    await an_account(identity, tenant)
    for _ in range(2):
        await sign_in(identity, slug, "camille.rougon")
    await tries_a_list(identity, slug, small_list)

    assert (await sign_in(identity, slug, "camille.rougon", device="e" * 40)).status_code == 200


@pytest.mark.requirement("ID-13")
async def test_the_alarm_reaches_the_administrator_and_whoever_decides_about_permissions(
    identity: ServiceUnderTest, tenant: UUID, small_list: int
):
    """A19."""
    slug = await an_organisation(identity, tenant)
    administrator = await an_administrator(identity, tenant)
    deputy = await an_account(identity, tenant, identifier="adele", kind=AccountKind.MEMBER)
    await an_account(identity, tenant, identifier="sans.droit", kind=AccountKind.MEMBER)
    granting = f"/v1/members/{deputy}/permissions/identity.permissions.grant"
    await identity.call(a_member(tenant, "identity.permissions.grant", subject=administrator), "PUT", granting)
    await tries_a_list(identity, slug, small_list)

    [event] = await identity.published(tenant, type="identity.organisation.sign_ins_suspected.v1")
    facts = await facts_for(identity, tenant, event)

    assert facts.template == "sign_ins_suspected"
    assert {recipient.account_id for recipient in facts.recipients} == {administrator, deputy}
    assert facts.values["link"].endswith("/identity/security")


@pytest.mark.requirement("ID-13")
async def test_without_administrator_the_official_mailbox_is_told(
    identity: ServiceUnderTest, tenant: UUID, small_list: int
):
    slug = await an_organisation(identity, tenant, registers=Registers(official_email="mairie@plassans.example"))
    await tries_a_list(identity, slug, small_list)

    [event] = await identity.published(tenant, type="identity.organisation.sign_ins_suspected.v1")
    facts = await facts_for(identity, tenant, event)

    assert [recipient.email for recipient in facts.recipients] == ["mairie@plassans.example"]


@pytest.mark.requirement("ID-13")
async def test_an_attack_that_lasts_is_told_twice_a_day_at_most(
    identity: ServiceUnderTest, tenant: UUID, small_list: int
):
    slug = await an_organisation(identity, tenant)
    identity.clock.stop_at(identity.clock())
    for pause in (timedelta(minutes=11), timedelta(hours=12), timedelta()):
        await tries_a_list(identity, slug, small_list)
        identity.clock.move(pause)

    assert len(await identity.published(tenant, type="identity.organisation.sign_ins_suspected.v1")) == 2
