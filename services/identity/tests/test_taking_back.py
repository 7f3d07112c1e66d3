"""A space that was taken over and taken back: whatever the thief put in place opens nothing any more (A44)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from chassis.actor import Actor
from identity.domain.links import Purpose
from kit.service import ServiceUnderTest

from .people import link_of, sign_in
from .soft_authenticator import SoftAuthenticator
from .test_emails import confirm, token, use
from .test_passkeys import Owner, add, an_owner, enter, options_for, question
from .test_recovery import choose
from .test_second_factor import code_of, set_up

pytestmark = [pytest.mark.requirement("ID-20"), pytest.mark.requirement("ID-25")]
NEW_PASSWORD = "Soleil-2027"


@pytest.fixture(autouse=True)
def a_still_clock(identity: ServiceUnderTest) -> None:
    identity.clock.stop_at(datetime.now(UTC))


async def one_more_key(identity: ServiceUnderTest, owner: Owner) -> SoftAuthenticator:
    """Put in place by whoever sits at the owner's session."""
    me = replace(owner.me, authenticated_at=identity.clock())
    key = SoftAuthenticator(owner.key.origin)
    added = await add(identity, me, key.make(await options_for(identity, me)), name="Un autre")
    assert added.status_code == 201, added.text
    return key


async def take_back(identity: ServiceUnderTest, me: Actor) -> dict[str, Any]:
    link = await token(identity, me.tenant, Purpose.EMAIL_BACK)
    answer = await use(identity, me.tenant, "/v1/email-returns", link)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_thiefs_passkeys_go_and_the_owners_own_stays(identity: ServiceUnderTest, tenant: UUID):
    owner = await an_owner(identity, tenant)
    identity.clock.move(timedelta(days=30))
    before = await one_more_key(identity, owner)
    await confirm(identity, owner.me)
    after = await one_more_key(identity, owner)
    proofs = [key.prove(await question(identity, owner.slug)) for key in (owner.key, before, after)]

    told = await take_back(identity, owner.me)

    assert (told["passkeys"], told["passkeys_kept"]) == (2, 1)
    entered = [(await enter(identity, owner.slug, proof)).status_code for proof in proofs]
    assert entered[0] == 200
    assert all(status in (401, 422) for status in entered[1:])
    removed = await identity.published(tenant, type="identity.account.second_factor_changed.v1")
    assert [event["data"]["enabled"] for event in removed[-2:]] == [False, False]


async def test_a_thiefs_application_goes_with_its_codes_and_the_new_password_is_enough(
    identity: ServiceUnderTest, tenant: UUID
):
    slug, me, key, codes = await set_up(identity, tenant)
    await confirm(identity, me)
    ticket = (await sign_in(identity, slug, "camille.rougon")).json()["ticket"]

    told = await take_back(identity, me)

    assert told == {"passkeys": 0, "passkeys_kept": 0, "application": True, "codes": False, "identities": 0}
    for code in (code_of(identity, key), codes[0]):
        body = {"slug": slug, "ticket": ticket, "code": code}
        assert (await identity.call_as_gateway("POST", "/internal/second-step", json=body)).status_code == 401
    link = await link_of(identity, tenant, purpose=Purpose.RESET)
    assert (await choose(identity, tenant, link, NEW_PASSWORD)).is_success
    assert (await sign_in(identity, slug, "camille.rougon", NEW_PASSWORD)).json()["secret"]


async def test_an_old_mailbox_alone_does_not_get_past_the_owners_second_step(identity: ServiceUnderTest, tenant: UUID):
    """Who left an address because others read it is protected from who reads it."""
    slug, me, _, _ = await set_up(identity, tenant)
    identity.clock.move(timedelta(days=30))
    await confirm(identity, me)

    told = await take_back(identity, me)

    assert told["application"] is False
    await choose(identity, tenant, await link_of(identity, tenant, purpose=Purpose.RESET), NEW_PASSWORD)
    again = (await sign_in(identity, slug, "camille.rougon", NEW_PASSWORD)).json()
    assert (again["secret"], again["application"]) == ("", True)


async def renewed_codes(identity: ServiceUnderTest, me: Actor) -> list[str]:
    proven = replace(me, authenticated_at=identity.clock())
    answer = await identity.call(proven, "POST", "/v1/profile/second-factor/recovery-codes")
    assert answer.status_code == 201, answer.text
    return answer.json()["codes"]


async def state_of(identity: ServiceUnderTest, me: Actor) -> dict[str, Any]:
    return (await identity.call(me, "GET", "/v1/profile/second-factor")).json()


async def second_step(identity: ServiceUnderTest, slug: str, code: str, password: str = NEW_PASSWORD) -> int:
    ticket = (await sign_in(identity, slug, "camille.rougon", password)).json()["ticket"]
    body = {"slug": slug, "ticket": ticket, "code": code}
    return (await identity.call_as_gateway("POST", "/internal/second-step", json=body)).status_code


async def test_recovery_codes_that_the_thief_made_open_nothing_and_the_owner_is_told_to_make_others(
    identity: ServiceUnderTest, tenant: UUID
):
    owner = await an_owner(identity, tenant)
    identity.clock.move(timedelta(days=30))
    stolen = await renewed_codes(identity, owner.me)
    await confirm(identity, owner.me)

    told = await take_back(identity, owner.me)
    await choose(identity, tenant, await link_of(identity, tenant, purpose=Purpose.RESET), NEW_PASSWORD)

    assert (told["codes"], told["passkeys_kept"]) == (True, 1)
    assert (await state_of(identity, owner.me))["recovery_left"] == 0
    assert await second_step(identity, owner.slug, stolen[0]) == 422
    again = await renewed_codes(identity, owner.me)
    assert await second_step(identity, owner.slug, again[0]) == 200


async def test_a_thiefs_application_takes_the_codes_along_and_leaves_the_owners_passkey_without(
    identity: ServiceUnderTest, tenant: UUID
):
    owner = await an_owner(identity, tenant)
    identity.clock.move(timedelta(days=30))
    proven = replace(owner.me, authenticated_at=identity.clock())
    prepared = (await identity.call(proven, "POST", "/v1/profile/second-factor")).json()
    body = {"code": code_of(identity, prepared["key"])}
    stolen = (await identity.call(proven, "POST", "/v1/profile/second-factor/confirmation", json=body)).json()["codes"]
    await confirm(identity, owner.me)

    told = await take_back(identity, owner.me)
    await choose(identity, tenant, await link_of(identity, tenant, purpose=Purpose.RESET), NEW_PASSWORD)

    assert (told["application"], told["codes"], told["passkeys_kept"]) == (True, True, 1)
    assert await second_step(identity, owner.slug, stolen[0]) == 422
    again = await renewed_codes(identity, owner.me)
    assert await second_step(identity, owner.slug, again[0]) == 200


async def test_older_codes_stay_with_an_older_application(identity: ServiceUnderTest, tenant: UUID):
    slug, me, _, codes = await set_up(identity, tenant)
    identity.clock.move(timedelta(days=30))
    await confirm(identity, me)

    told = await take_back(identity, me)
    await choose(identity, tenant, await link_of(identity, tenant, purpose=Purpose.RESET), NEW_PASSWORD)

    assert (told["application"], told["codes"]) == (False, False)
    assert await second_step(identity, slug, codes[0]) == 200


async def test_no_browser_of_the_thief_is_a_known_one(identity: ServiceUnderTest, tenant: UUID):
    owner = await an_owner(identity, tenant)
    await enter(identity, owner.slug, owner.key.prove(await question(identity, owner.slug)), device="t" * 40)
    await confirm(identity, owner.me)

    await take_back(identity, owner.me)

    assert await identity.rows("select 1 from devices where tenant = :t", t=tenant) == []
