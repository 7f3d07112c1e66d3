"""The demonstration's organisations and people."""

from contracts.demo import ACCOUNTS, ORGANISATIONS
from identity.demo import load
from kit.service import ServiceUnderTest

from .people import sign_in


async def test_loading_twice_changes_nothing(identity: ServiceUnderTest, demo: None):
    tables = (
        "organisations",
        "accounts",
        "permission_grants",
        "household_members",
        "activation_keys",
        "assistants",
        "outbox",
    )
    before = {table: await identity.rows(f"select count(*) as n from {table}") for table in tables}

    await load(identity.service.settings)

    assert {table: await identity.rows(f"select count(*) as n from {table}") for table in tables} == before


async def test_everybody_of_the_demonstration_signs_in(identity: ServiceUnderTest, demo: None):
    for account in ACCOUNTS:
        answer = await sign_in(identity, account.organisation.slug, account.identifier)
        assert answer.status_code == 200, account.identifier


async def test_every_guichet_of_the_demonstration_is_open(identity: ServiceUnderTest, demo: None):
    for town in ORGANISATIONS:
        facts = (await identity.call_as_gateway("GET", f"/internal/organisations/{town.slug}")).json()
        assert facts["guichet_active"]
        assert facts["opening_hours"]
        assert facts["rgpd"]["officer_name"]
