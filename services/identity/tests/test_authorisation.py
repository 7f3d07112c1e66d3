"""Every operation × everybody who must not, and the database's own walls."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from identity.domain.accounts import AccountKind
from kit import matrix
from kit.actors import a_citizen, a_member
from kit.matrix import Entry
from kit.service import ServiceUnderTest

from .people import (
    a_passkey,
    an_access_request,
    an_account,
    an_administrator,
    an_assistant,
    an_organisation,
    sign_in,
)
from .pictures import picture

MEMBERSHIP = {"identity": {"given_name": "Adèle", "family_name": "Sicardot"}, "reach": {"email": "a@mairie.example"}}
CHILD = {"relation": "child", "family_name": "Rougon", "given_names": "Maxime", "birth_date": "2018-03-27"}
ROBOTS = "whoever wants to make a space"
LINK = "whoever holds the link that came by mail"


async def test_every_operation_holds(identity: ServiceUnderTest, tenant: UUID):
    slug = await an_organisation(identity, tenant)
    await an_administrator(identity, tenant)
    citizen = await an_account(identity, tenant)
    member = await an_account(identity, tenant, identifier="adele", kind=AccountKind.MEMBER)
    session = (await sign_in(identity, slug, "camille.rougon")).json()["session_id"]
    owner = a_citizen(tenant, subject=citizen, session=UUID(session))
    passkey = await a_passkey(identity, tenant, citizen)
    assistant = await an_assistant(identity, tenant, member)
    letter = {"event_id": uuid4(), "handler": "grant_permission"}
    permission = {"account_id": member, "permission": "demarches.dossiers.read"}
    asked = {"request_id": await an_access_request(identity)}
    entries = {
        "GET /v1/activations/{token}": Entry({"token": "x"}, open_to=LINK),
        "GET /v1/email-changes/{token}": Entry({"token": "x"}, open_to=LINK),
        "GET /v1/email-returns/{token}": Entry({"token": "x"}, open_to=LINK),
        "GET /v1/password-resets/{token}": Entry({"token": "x"}, open_to=LINK),
        "DELETE /v1/sessions/{session_id}": Entry({"session_id": UUID(session)}),
        "PUT /v1/profile/passkeys/{passkey_id}": Entry({"passkey_id": passkey}, json={"name": "Clé"}),
        "DELETE /v1/profile/passkeys/{passkey_id}": Entry({"passkey_id": passkey}),
        "PUT /v1/profile/tours/{tour}": Entry({"tour": "agent"}),
        "DELETE /v1/assistants/{assistant_id}": Entry({"assistant_id": assistant}),
        "DELETE /v1/profile/federations/{provider}": Entry({"provider": "franceconnect"}),
        "GET /v1/robot-codes/{challenge}/picture": Entry({"challenge": "x"}, open_to=ROBOTS),
        "GET /v1/robot-codes/{challenge}/sound": Entry({"challenge": "x"}, open_to=ROBOTS),
        "GET /v1/members/{account_id}": Entry({"account_id": member}),
        "PUT /v1/members/{account_id}": Entry({"account_id": member}, json=MEMBERSHIP),
        "DELETE /v1/members/{account_id}": Entry({"account_id": member}),
        "POST /v1/members/{account_id}/activation-link": Entry({"account_id": member}),
        "POST /v1/members/{account_id}/invalidation": Entry({"account_id": member}),
        "DELETE /v1/members/{account_id}/invalidation": Entry({"account_id": member}),
        "PUT /v1/members/{account_id}/permissions/{permission}": Entry(permission),
        "DELETE /v1/members/{account_id}/permissions/{permission}": Entry(permission),
        "GET /v1/personal-data/exports/{export_id}": Entry({"export_id": uuid4()}),
        "GET /v1/personal-data/certificates/{token}": Entry({"token": "x"}, open_to=LINK),
        "GET /v1/personal-data/certificates/{token}/document": Entry({"token": "x"}, open_to=LINK),
        "PUT /v1/household/{member_id}": Entry({"member_id": uuid4()}, json=CHILD),
        "DELETE /v1/household/{member_id}": Entry({"member_id": uuid4()}),
        "GET /v1/activation-keys/{batch_id}": Entry({"batch_id": uuid4()}),
        "GET /v1/activation-keys/{batch_id}/letters": Entry({"batch_id": uuid4()}),
        "DELETE /v1/activation-keys/{key_id}": Entry({"key_id": uuid4()}),
        "PUT /v1/subscription/e-services/{e_service}": Entry({"e_service": "demarches"}),
        "DELETE /v1/subscription/e-services/{e_service}": Entry({"e_service": "demarches"}),
        "PUT /v1/subscription/wished-plan": Entry(json={"plan": "essentielle"}),
        "PUT /v1/organisations/{organisation_id}/plan": Entry({"organisation_id": tenant}, json={"plan": "complete"}),
        "GET /v1/organisations/{organisation_id}": Entry({"organisation_id": tenant}),
        "POST /v1/organisations/{organisation_id}/suspension": Entry(
            {"organisation_id": tenant}, json={"reason": "Contrat échu."}
        ),
        "DELETE /v1/organisations/{organisation_id}/suspension": Entry({"organisation_id": tenant}),
        "POST /v1/organisations/{organisation_id}/closure": Entry(
            {"organisation_id": tenant}, json={"reason": "Contrat échu.", "slug": slug}
        ),
        "GET /v1/features/{name}": Entry({"name": "assistants"}),
        "PUT /v1/features/{name}": Entry({"name": "assistants"}, json={"mode": "on"}),
        "PUT /v1/guichet/template": Entry(json={"template": "commune"}),
        "POST /v1/organisations/{organisation_id}/guichet-activation": Entry({"organisation_id": tenant}),
        "DELETE /v1/organisations/{organisation_id}/guichet-activation": Entry({"organisation_id": tenant}),
        "GET /v1/places/{code}": Entry({"code": "13001"}, open_to="the directory is public"),
        "GET /v1/access-requests/{request_id}": Entry(asked),
        "POST /v1/access-requests/{request_id}/acceptance": Entry(asked, json={"slug": "eaux-vives"}),
        "POST /v1/access-requests/{request_id}/refusal": Entry(asked, json={"reason": "Non."}),
        "GET /v1/letter-batches/{batch_id}": Entry({"batch_id": uuid4()}),
        "GET /v1/guichet/pictures/{kind}": Entry({"kind": "logo"}, open_to="pictures are public"),
        "PUT /v1/guichet/pictures/{kind}": Entry({"kind": "logo"}, content=picture("PNG")),
        "DELETE /v1/guichet/pictures/{kind}": Entry({"kind": "logo"}),
        "POST /v1/dead-letters/{event_id}/{handler}/replay": Entry(letter),
        "POST /v1/dead-letters/{event_id}/{handler}/discard": Entry(letter),
    }

    wrong = [
        sentence
        for operation in matrix.operations(identity.app)
        if not operation.path.startswith("/internal")
        for sentence in await matrix.check(identity, operation, entries.get(operation.name), owner)
    ]

    assert wrong == []


async def test_one_towns_accounts_are_invisible_from_another(identity: ServiceUnderTest, tenant: UUID):
    await an_account(identity, tenant)
    here, elsewhere = a_member(tenant), a_member()

    async with identity.service.database.transaction(here) as connection:
        assert await connection.scalar(text("select count(*) from accounts")) == 1
    async with identity.service.database.transaction(elsewhere) as connection:
        assert await connection.scalar(text("select count(*) from accounts")) == 0
    with pytest.raises(DBAPIError):
        async with identity.service.database.platform_transaction() as connection:
            await connection.scalar(text("select count(*) from accounts"))


async def test_every_table_of_a_tenant_is_fenced(identity: ServiceUnderTest):
    fenced = await identity.rows("select relname from pg_class where relrowsecurity and relforcerowsecurity")

    owned: list[Any] = await identity.rows(
        "select table_name from information_schema.columns where table_schema = 'public' and column_name = 'tenant'"
    )
    shared = {"outbox", "timers", "journal_seals", "dead_letters", "parked_events", "journal_anchors"}
    assert {row["table_name"] for row in owned} - shared <= {row["relname"] for row in fenced}


async def test_the_one_look_across_towns_answers_by_id_and_gives_no_secret(identity: ServiceUnderTest, tenant: UUID):
    account = await an_account(identity, tenant)

    async with identity.service.database.transaction(a_member()) as connection:
        rows = (
            await connection.execute(text("select * from contacts_of(array[cast(:id as uuid)])"), {"id": account})
        ).all()

    assert [set(row._mapping) for row in rows] == [{"account_id", "email", "given_name", "family_name", "locale"}]
    [function] = await identity.rows("select * from pg_proc where proname = 'contacts_of'")
    assert function["prosecdef"]
    assert function["proconfig"] == ["search_path=pg_catalog, pg_temp"]
    assert "=X" not in [grant.partition("/")[0] for grant in map(str, function["proacl"])]
