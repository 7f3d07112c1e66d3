"""Members of an organisation, and what each may do."""

from uuid import UUID, uuid4

import pytest

from identity.commands.import_members import ImportReport, LineReport, Outcome
from identity.domain.accounts import AccountKind
from identity.queries.members import MemberLine, frame_of
from kit.actors import a_member
from kit.service import ServiceUnderTest, problem

from .people import an_account, an_administrator, an_organisation, exchange, sign_in

pytestmark = pytest.mark.requirement("ID-10")
MANAGE, GRANT = "identity.members.manage", "identity.permissions.grant"


async def adele(identity: ServiceUnderTest, tenant: UUID) -> UUID:
    """Under an administrator in office."""
    await an_administrator(identity, tenant)
    return await an_account(identity, tenant, identifier="adele.sicardot", kind=AccountKind.MEMBER)


def path(account: UUID, permission: str) -> str:
    return f"/v1/members/{account}/permissions/{permission}"


@pytest.mark.requirement("ID-05")
async def test_the_list_shows_members_and_no_citizen(identity: ServiceUnderTest, tenant: UUID):
    member = await adele(identity, tenant)
    await an_account(identity, tenant)

    listed = (await identity.call(a_member(tenant, MANAGE), "GET", "/v1/members")).json()

    assert [UUID(line["account_id"]) for line in listed if line["identifier"] != "silvere.mouret"] == [member]


async def test_a_granted_permission_is_in_the_next_token_and_told(identity: ServiceUnderTest, tenant: UUID):
    slug = await an_organisation(identity, tenant)
    member = await adele(identity, tenant)
    administrator = a_member(tenant, GRANT)
    secret = (await sign_in(identity, slug, "adele.sicardot")).json()["secret"]

    for _ in range(2):
        granted = await identity.call(administrator, "PUT", path(member, "demarches.dossiers.read"))
        assert granted.status_code == 204
    assert (await exchange(identity, secret, slug)).json()["permissions"] == ["demarches.dossiers.read"]
    for _ in range(2):
        await identity.call(administrator, "DELETE", path(member, "demarches.dossiers.read"))
    assert (await exchange(identity, secret, slug)).json()["permissions"] == []

    told = [event["type"] for event in await identity.published(tenant) if "permission" in event["type"]]
    assert told == ["identity.permission.granted.v1", "identity.permission.revoked.v1"]


async def test_nobody_gives_oneself_a_right_over_accounts_but_an_e_service_yes(
    identity: ServiceUnderTest, tenant: UUID
):
    await an_organisation(identity, tenant)
    administrator = a_member(tenant, GRANT, subject=await adele(identity, tenant))
    assert administrator.subject is not None

    refused = await identity.call(administrator, "PUT", path(administrator.subject, MANAGE))
    allowed = await identity.call(administrator, "PUT", path(administrator.subject, "demarches.dossiers.read"))

    assert (refused.status_code, allowed.status_code) == (403, 204)
    assert problem(refused)["title"] == "Vous ne pouvez pas vous attribuer vous-même cette permission."


async def test_platform_permissions_stay_with_the_operator(identity: ServiceUnderTest, tenant: UUID):
    await an_organisation(identity, tenant)
    member = await adele(identity, tenant)

    refused = await identity.call(a_member(tenant, GRANT), "PUT", path(member, "platform.guichets.activate"))

    assert refused.status_code == 403


async def test_even_a_platform_permission_written_by_hand_gives_a_customer_nothing(
    identity: ServiceUnderTest, tenant: UUID
):
    slug = await an_organisation(identity, tenant)
    member = await adele(identity, tenant)
    await identity.rows(
        "insert into permission_grants (tenant, account_id, permission, granted_at, granted_by) "
        "values (:tenant, :member, 'platform.guichets.activate', now(), 'by hand') returning 1",
        tenant=tenant,
        member=member,
    )
    secret = (await sign_in(identity, slug, "adele.sicardot")).json()["secret"]

    assert (await exchange(identity, secret, slug)).json()["permissions"] == []


async def test_a_citizen_is_granted_nothing_and_an_unknown_permission_does_not_exist(
    identity: ServiceUnderTest, tenant: UUID
):
    citizen, administrator = await an_account(identity, tenant), a_member(tenant, GRANT)

    assert (await identity.call(administrator, "PUT", path(citizen, "demarches.dossiers.read"))).status_code == 404
    assert (await identity.call(administrator, "PUT", path(citizen, "a.b.c"))).status_code == 404


async def test_a_member_page_lists_what_may_be_granted_there(identity: ServiceUnderTest, tenant: UUID):
    await an_organisation(identity, tenant)
    member = await adele(identity, tenant)

    view = (await identity.call(a_member(tenant, MANAGE), "GET", f"/v1/members/{member}")).json()

    assert not any(line["name"].startswith("platform.") for line in view["permissions"])
    assert not any(line["granted"] for line in view["permissions"])


def a_line(
    function: str, *, newsletter: bool = True, interests: tuple[str, ...] = ("elections",), status: str = "active"
) -> MemberLine:
    return MemberLine(
        account_id=uuid4(),
        identifier="adele.sicardot",
        civility="",
        given_name="Adèle",
        family_name="Sicardot",
        function=function,
        department="",
        email="adele.sicardot@plassans.example",
        phone="",
        mobile="",
        interests=interests,
        newsletter=newsletter,
        status=status,
        deactivation=None,
        last_sign_in_at=None,
        version=1,
    )


@pytest.mark.requirement("ID-05", "NT-02")
def test_a_function_is_silent_when_none_of_its_active_holders_receives_a_letter():
    members = [
        a_line("Archiviste", newsletter=False),
        a_line("archiviste", interests=()),
        a_line("Gardien", status="deactivated"),
        a_line("Comptable", newsletter=False),
        a_line("comptable", interests=("finance",)),
        a_line("", newsletter=False),
    ]

    frame = frame_of(members)

    assert {function.casefold() for function in frame.silent} == {"archiviste", "gardien"}
    assert "Élections" in frame.uncovered
    assert "Finances et comptabilité" not in frame.uncovered


@pytest.mark.requirement("ID-05")
def test_a_page_counts_the_lines_of_an_import_by_the_word_of_their_outcome():
    line = LineReport(line=2, name="Léa Mouret", email="lea@plassans.example", outcome=Outcome.READY)
    report = ImportReport(rehearsal=True, lines=(line,))

    assert [report.number(word) for word in ("ready", "known", "wrong")] == [1, 0, 0]
