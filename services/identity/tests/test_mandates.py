"""The chain of trust: legal representative → administrator → permissions (ID-08 to ID-10)."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from contracts.demo import OPERATOR
from identity.domain.accounts import AccountKind
from identity.domain.mandates import grouped, typed
from identity.domain.working_days import after_working_days
from identity.storage.tables import organisations
from identity.storage.work import IdentityWork
from kit.actors import a_member, a_visitor
from kit.service import ServiceUnderTest, problem

from .people import (
    an_account,
    an_administrator,
    an_organisation,
    ask_to_administer,
    codes_of,
    decide,
    exchange,
    ring_timers,
    sign_in,
)
from .test_answers import facts_for

pytestmark = pytest.mark.requirement("ID-08")
MANAGE, GRANT, PRINT = "identity.members.manage", "identity.permissions.grant", "platform.organisations.manage"
READ = "demarches.dossiers.read"


async def permissions(identity: ServiceUnderTest, slug: str, identifier: str) -> list[str]:
    secret = (await sign_in(identity, slug, identifier)).json()["secret"]
    return (await exchange(identity, secret, slug)).json()["permissions"]


async def office(identity: ServiceUnderTest, tenant: UUID, account: UUID) -> Any:
    return (await identity.call(a_member(tenant, subject=account), "GET", "/v1/mandate")).json()


async def grant(identity: ServiceUnderTest, tenant: UUID, by: UUID, to: UUID, permission: str = READ) -> int:
    path = f"/v1/members/{to}/permissions/{permission}"
    return (await identity.call(a_member(tenant, GRANT, subject=by), "PUT", path)).status_code


@pytest.fixture
async def town(identity: ServiceUnderTest, tenant: UUID) -> str:
    """Its slug."""
    return await an_organisation(identity, tenant)


@pytest.fixture
async def silvere(identity: ServiceUnderTest, tenant: UUID, town: str) -> UUID:
    return await an_account(identity, tenant, identifier="silvere.mouret", kind=AccountKind.MEMBER)


async def test_the_codes_of_the_letter_make_an_administrator_without_any_account(
    identity: ServiceUnderTest, tenant: UUID, town: str, silvere: UUID
):
    mandate = await ask_to_administer(identity, tenant, silvere)
    before = await permissions(identity, town, "silvere.mouret")

    looked = await identity.call(a_visitor(tenant), "POST", "/v1/mandate-codes", json=codes_of(identity, mandate))
    done = await decide(identity, tenant, mandate)

    assert looked.json()["name"] == "Camille Rougon"
    assert looked.json()["status"] == "requested"
    assert done.json()["status"] == "active"
    assert (before, await permissions(identity, town, "silvere.mouret")) == ([], [MANAGE, GRANT])
    told = [event["type"] for event in await identity.published(tenant)]
    assert told == ["identity.mandate.requested.v1", "identity.mandate.activated.v1"]


async def test_codes_are_taken_as_people_type_them(identity: ServiceUnderTest, tenant: UUID, silvere: UUID):
    mandate = await ask_to_administer(identity, tenant, silvere)
    codes = {name: grouped(code).lower().replace(" ", "-") for name, code in codes_of(identity, mandate).items()}

    assert (await decide(identity, tenant, mandate, **codes)).status_code == 200


async def test_the_code_is_nowhere_in_the_database_nor_in_an_answer(
    identity: ServiceUnderTest, tenant: UUID, silvere: UUID
):
    mandate = await ask_to_administer(identity, tenant, silvere)
    code = codes_of(identity, mandate)["code"]

    rows = await identity.rows("select m::text as line from mandates m")
    events = await identity.published(tenant)

    assert len(code) == 16
    assert not any(code in row["line"] for row in rows)
    assert code not in str(events) + str(await office(identity, tenant, silvere))


async def test_five_wrong_codes_void_the_letter(identity: ServiceUnderTest, tenant: UUID, silvere: UUID):
    """A35: 80 bits, five tries."""
    mandate = await ask_to_administer(identity, tenant, silvere)

    wrong = [(await decide(identity, tenant, mandate, code="A" * 16)).status_code for _ in range(5)]
    right = await decide(identity, tenant, mandate)

    assert (wrong, right.status_code) == ([422] * 5, 410)
    assert (await office(identity, tenant, silvere))["mine"]["end_reason"] == "void"


async def test_an_unknown_reference_and_a_wrong_code_get_the_same_answer(
    identity: ServiceUnderTest, tenant: UUID, silvere: UUID
):
    mandate = await ask_to_administer(identity, tenant, silvere)

    wrong = problem(await decide(identity, tenant, mandate, code="A" * 16))
    unknown = problem(await decide(identity, tenant, mandate, reference="AAAABBBB"))

    assert {**wrong, "trace_id": ""} == {**unknown, "trace_id": ""}


async def test_codes_serve_once_and_thirty_days(identity: ServiceUnderTest, tenant: UUID, silvere: UUID):
    mandate = await ask_to_administer(identity, tenant, silvere)
    other = await an_account(identity, tenant, identifier="autre", kind=AccountKind.MEMBER)
    await decide(identity, tenant, mandate)
    late = await ask_to_administer(identity, tenant, other)

    again = await decide(identity, tenant, mandate)
    identity.clock.move(timedelta(days=30, seconds=1))
    too_late = await decide(identity, tenant, late)
    await ring_timers(identity)

    assert (again.status_code, too_late.status_code) == (410, 410)
    assert (await office(identity, tenant, other))["mine"]["end_reason"] == "expired"


async def test_codes_of_one_town_open_nothing_at_another(identity: ServiceUnderTest, tenant: UUID, silvere: UUID):
    mandate = await ask_to_administer(identity, tenant, silvere)

    assert (await decide(identity, UUID(int=tenant.int ^ 1), mandate)).status_code == 422
    assert (await decide(identity, tenant, mandate)).status_code == 200


async def test_the_representative_may_refuse(identity: ServiceUnderTest, tenant: UUID, town: str, silvere: UUID):
    mandate = await ask_to_administer(identity, tenant, silvere)

    await decide(identity, tenant, mandate, confirmed=False)

    assert (await office(identity, tenant, silvere))["mine"]["end_reason"] == "refused"
    assert await permissions(identity, town, "silvere.mouret") == []
    assert (await decide(identity, tenant, mandate)).status_code == 410


@pytest.mark.requirement("ID-09")
async def test_starting_again_before_validation_kills_the_older_codes(
    identity: ServiceUnderTest, tenant: UUID, silvere: UUID
):
    """A36: only the newest request can be validated, whoever made it."""
    other = await an_account(identity, tenant, identifier="marthe.roudier", kind=AccountKind.MEMBER)
    first = await ask_to_administer(identity, tenant, silvere)
    second = await ask_to_administer(identity, tenant, other)

    dead = await decide(identity, tenant, first)
    alive = await decide(identity, tenant, second)

    assert (dead.status_code, alive.status_code) == (410, 200)
    assert (await office(identity, tenant, silvere))["mine"]["end_reason"] == "superseded"


@pytest.mark.requirement("ID-09")
async def test_a_hand_over_keeps_what_was_granted_and_the_former_loses_the_role(
    identity: ServiceUnderTest, tenant: UUID, town: str
):
    silvere = await an_administrator(identity, tenant)
    adele = await an_account(identity, tenant, identifier="adele", kind=AccountKind.MEMBER)
    marthe = await an_account(identity, tenant, identifier="marthe", kind=AccountKind.MEMBER)
    await grant(identity, tenant, silvere, adele)

    asked = await ask_to_administer(identity, tenant, marthe)
    during = await permissions(identity, town, "silvere.mouret")
    await decide(identity, tenant, asked)

    assert during == [MANAGE, GRANT]
    assert await permissions(identity, town, "silvere.mouret") == []
    assert await permissions(identity, town, "marthe") == [MANAGE, GRANT]
    assert await permissions(identity, town, "adele") == [READ]


@pytest.mark.requirement("ID-10")
async def test_rights_live_along_a_live_path_only(identity: ServiceUnderTest, tenant: UUID, town: str):
    silvere = await an_administrator(identity, tenant)
    adele = await an_account(identity, tenant, identifier="adele", kind=AccountKind.MEMBER)
    await grant(identity, tenant, silvere, adele)
    before = await permissions(identity, town, "adele")

    resigned = await identity.call(a_member(tenant, subject=silvere), "DELETE", "/v1/mandate")

    assert (before, resigned.status_code) == ([READ], 204)
    assert await permissions(identity, town, "adele") == []
    assert (await identity.published(tenant))[-1]["data"]["reason"] == "resigned"
    # Nobody can grant under a path that is cut; a new administrator wakes nothing by himself.
    assert await grant(identity, tenant, silvere, adele, "demarches.dossiers.decide") == 409
    await decide(identity, tenant, await ask_to_administer(identity, tenant, silvere))
    assert await permissions(identity, town, "adele") == []
    assert await grant(identity, tenant, silvere, adele) == 204
    assert await permissions(identity, town, "adele") == [READ]


@pytest.mark.requirement("ID-10")
async def test_the_administrator_uses_no_service_before_granting_it_to_himself(
    identity: ServiceUnderTest, tenant: UUID, town: str
):
    """A34; and a right over accounts is never his to take."""
    silvere = await an_administrator(identity, tenant)
    before = await permissions(identity, town, "silvere.mouret")
    himself = a_member(tenant, MANAGE, GRANT, subject=silvere)
    refused = await identity.call(himself, "GET", "/v1/guichet/draft")

    own = await grant(identity, tenant, silvere, silvere, "identity.guichet.edit")
    over_accounts = await grant(identity, tenant, silvere, silvere, MANAGE)

    assert (before, own, over_accounts) == ([MANAGE, GRANT], 204, 403)
    assert (refused.status_code, problem(refused)["title"]) == (403, "Attribuez-vous d’abord cette permission.")
    assert "identity.guichet.edit" in await permissions(identity, town, "silvere.mouret")


async def test_the_administrators_account_is_not_deleted_under_everybodys_feet(
    identity: ServiceUnderTest, tenant: UUID, town: str
):
    silvere = await an_administrator(identity, tenant)

    removed = await identity.call(a_member(tenant, MANAGE), "DELETE", f"/v1/members/{silvere}")

    assert removed.status_code == 409


async def test_all_that_the_letter_needs_is_asked_at_once(identity: ServiceUnderTest, tenant: UUID, silvere: UUID):
    answer = await identity.call(a_member(tenant, subject=silvere), "POST", "/v1/mandates", json={})

    pointers = [error["pointer"] for error in problem(answer)["errors"]]
    assert pointers == ["/representative_name", "/representative_title"]


async def test_a_letter_is_printed_posted_reported_missing_and_printed_again(
    identity: ServiceUnderTest, tenant: UUID, silvere: UUID, demo: None
):
    await ask_to_administer(identity, tenant, silvere)
    operator, me = a_member(OPERATOR.id, PRINT), a_member(tenant, subject=silvere)
    early = await identity.call(me, "POST", "/v1/mandate/missing-letter")

    batch = (await identity.call(operator, "POST", "/v1/letter-batches")).json()["batch_id"]
    await ring_timers(identity)
    pdf = await identity.call(operator, "GET", f"/v1/letter-batches/{batch}")
    sent = (await office(identity, tenant, silvere))["mine"]
    too_early = await identity.call(me, "POST", "/v1/mandate/missing-letter")
    identity.clock.stop_at(datetime.fromisoformat(sent["reportable_at"]))
    reported = await identity.call(me, "POST", "/v1/mandate/missing-letter")

    assert pdf.headers["content-type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF")
    assert sent["status"] == "letter_sent"
    assert (early.status_code, too_early.status_code, reported.status_code) == (409, 409, 204)
    waiting = (await identity.call(operator, "GET", "/v1/letters")).json()
    assert [line["reported_at"] is not None for line in waiting if "ville" in line["organisation"].lower()] != []


async def test_a_town_prints_no_letters(identity: ServiceUnderTest, tenant: UUID, silvere: UUID):
    await ask_to_administer(identity, tenant, silvere)

    assert (await identity.call(a_member(tenant, PRINT), "POST", "/v1/letter-batches")).status_code == 404


@pytest.mark.parametrize(
    ("sent", "reportable"),
    [
        (datetime(2026, 11, 23, 9, tzinfo=UTC), "2026-12-01"),
        # Over Christmas Day and New Year's Day.
        (datetime(2026, 12, 23, 9, tzinfo=UTC), "2027-01-01"),
    ],
)
def test_five_working_days_are_whole_days_of_the_french_post(sent: datetime, reportable: str):
    assert after_working_days(sent, 5).date().isoformat() == reportable


async def test_the_official_mailbox_gets_the_codes_too_and_no_other_address_does(
    identity: ServiceUnderTest, tenant: UUID, silvere: UUID
):
    await ask_to_administer(identity, tenant, silvere)
    [event] = await identity.published(tenant, type="identity.mandate.requested.v1")
    without = await facts_for(identity, tenant, event)

    async def name_the_mailbox(_: None, uow: IdentityWork) -> None:
        await uow.connection.execute(
            organisations.update().where(organisations.c.id == tenant).values(official_email="mairie@ville.example")
        )

    await identity.run(name_the_mailbox, None, actor=a_member(tenant))
    with_one = await facts_for(identity, tenant, event)

    assert without.recipients == ()
    assert [recipient.email for recipient in with_one.recipients] == ["mairie@ville.example"]
    mandate = UUID(event["data"]["mandate_id"])
    assert typed(with_one.values["code"]) == codes_of(identity, mandate)["code"]


@pytest.mark.requirement("ID-10")
async def test_who_may_what_shows_each_path_and_each_change(identity: ServiceUnderTest, tenant: UUID, town: str):
    silvere = await an_administrator(identity, tenant)
    adele = await an_account(identity, tenant, identifier="adele", kind=AccountKind.MEMBER)
    await grant(identity, tenant, silvere, adele)
    path = f"/v1/members/{adele}/permissions/{READ}"
    await identity.call(a_member(tenant, GRANT, subject=silvere), "DELETE", path)
    await grant(identity, tenant, silvere, adele)

    told = (await identity.call(a_member(tenant, GRANT), "GET", "/v1/rights")).json()

    assert told["administrator"]["representative_name"] == "Eugène Granoux"
    [right] = next(holder["rights"] for holder in told["holders"] if holder["account_id"] == str(adele))
    assert (right["label"], right["alive"], right["granted_by"]) == ("Consulter les demandes", True, "Camille Rougon")
    assert [change["what"] for change in told["changes"]] == [
        "granted",
        "revoked",
        "granted",
        "mandate_activated",
        "mandate_requested",
    ]
