"""« Mot de passe ou identifiant oublié ? »"""

from datetime import timedelta
from uuid import UUID

import httpx
import pytest

from contracts.demo import PASSWORD
from identity.domain.links import Purpose
from kit.actors import a_visitor
from kit.service import ServiceUnderTest

from .people import an_account, an_organisation, exchange, link_of, ring_timers, sign_in

pytestmark = pytest.mark.requirement("ID-18")
NEW = "Nouveau-2027"


async def ask_reset(identity: ServiceUnderTest, tenant: UUID, login: str) -> httpx.Response:
    answer = await identity.call(a_visitor(tenant), "POST", "/v1/password-resets", json={"login": login})
    await ring_timers(identity)
    return answer


async def choose(identity: ServiceUnderTest, tenant: UUID, token: str, password: str = NEW) -> httpx.Response:
    body = {"token": token, "password": password, "password_again": password}
    return await identity.call(a_visitor(tenant), "POST", "/v1/passwords", json=body)


@pytest.mark.parametrize("login", ["camille.rougon", "Camille.Rougon@Example.org"])
async def test_a_reset_link_is_sent_by_identifier_or_address(identity: ServiceUnderTest, tenant: UUID, login: str):
    slug = await an_organisation(identity, tenant)
    await an_account(identity, tenant)

    await ask_reset(identity, tenant, login)
    answer = await choose(identity, tenant, await link_of(identity, tenant, purpose=Purpose.RESET))

    assert answer.status_code == 204
    assert (await sign_in(identity, slug, "camille.rougon", password=NEW)).status_code == 200
    assert (await sign_in(identity, slug, "camille.rougon", password=PASSWORD)).status_code == 401
    assert len(await identity.published(tenant, type="identity.account.password_changed.v1")) == 1


async def test_the_answer_does_not_tell_whether_an_account_exists(identity: ServiceUnderTest, tenant: UUID):
    await an_account(identity, tenant)

    known, unknown = await ask_reset(identity, tenant, "camille.rougon"), await ask_reset(identity, tenant, "personne")

    assert (known.status_code, known.content) == (unknown.status_code, unknown.content)
    assert known.json() == {"message": "Si un compte correspond, un courriel vient d’être envoyé."}


async def test_the_request_does_the_same_work_whether_an_account_exists_or_not(
    identity: ServiceUnderTest, tenant: UUID
):
    await an_account(identity, tenant)
    for login in ("camille.rougon", "personne"):
        await identity.call(a_visitor(tenant), "POST", "/v1/password-resets", json={"login": login})

    assert await identity.published(tenant) == []
    waiting = await identity.rows("select * from recovery_requests where tenant = :tenant", tenant=tenant)
    assert len(waiting) == 2
    await ring_timers(identity)
    assert await identity.rows("select * from recovery_requests where tenant = :tenant", tenant=tenant) == []


async def test_a_reset_ends_every_session(identity: ServiceUnderTest, tenant: UUID):
    slug = await an_organisation(identity, tenant)
    await an_account(identity, tenant)
    secret = (await sign_in(identity, slug, "camille.rougon")).json()["secret"]
    await ask_reset(identity, tenant, "camille.rougon")

    await choose(identity, tenant, await link_of(identity, tenant, purpose=Purpose.RESET))

    assert (await exchange(identity, secret, slug)).status_code == 401
    assert len(await identity.published(tenant, type="identity.session.revoked.v1")) == 1


async def test_a_reset_link_lives_an_hour_and_serves_once(identity: ServiceUnderTest, tenant: UUID):
    await an_account(identity, tenant)
    await ask_reset(identity, tenant, "camille.rougon")
    used = await link_of(identity, tenant, purpose=Purpose.RESET)
    await choose(identity, tenant, used)
    await ask_reset(identity, tenant, "camille.rougon")
    late = await link_of(identity, tenant, purpose=Purpose.RESET)

    assert (await choose(identity, tenant, used)).status_code == 410
    identity.clock.move(timedelta(hours=1))
    assert (await choose(identity, tenant, late)).status_code == 410


async def test_an_activation_link_does_not_reset_a_password(identity: ServiceUnderTest, tenant: UUID):
    await an_account(identity, tenant, active=False)
    await ask_reset(identity, tenant, "camille.rougon")

    answer = await choose(identity, tenant, await link_of(identity, tenant))

    assert answer.status_code == 404


async def test_an_identifier_is_reminded_by_mail_at_most_three_times_an_hour(identity: ServiceUnderTest, tenant: UUID):
    await an_account(identity, tenant)

    for _ in range(5):
        body = {"email": "camille.rougon@example.org"}
        answer = await identity.call(a_visitor(tenant), "POST", "/v1/identifier-reminders", json=body)
        assert answer.status_code == 202
        await ring_timers(identity)

    assert len(await identity.published(tenant, type="identity.account.identifier_reminder_requested.v1")) == 3
