"""Two at once, letters that cross, lists from every spreadsheet, towns with every name: what reviewers try next."""

import asyncio
from datetime import UTC, datetime
from uuid import UUID

import pytest
from pyotp.totp import TOTP

from identity.domain.accounts import AccountKind
from identity.domain.mandates import grouped
from identity.domain.member_lists import ListUnreadable, decoded, lines_of
from identity.domain.second_factors import SecondFactor, key_of
from identity.domain.slugs import proposed_slug, slug_fault
from kit.actors import a_member, a_visitor
from kit.service import ServiceUnderTest

from .people import (
    a_request,
    an_account,
    an_administrator,
    an_organisation,
    ask_to_administer,
    codes_of,
    decide,
    ring_timers,
)
from .test_access_requests import MANAGE, accept, ask, some_number
from .test_places import found

READY = "Nom;Prénom;Courriel;Fonction\nL’Écuyer;Zoë;zoe@mairie.example;Élue – œuvres\n"


@pytest.mark.requirement("ID-03")
async def test_two_operators_who_accept_at_once_found_one_organisation(identity: ServiceUnderTest, tenant: UUID):
    await an_organisation(identity, tenant, is_support_portal=True)
    asked = (await ask(identity, tenant, a_request(some_number(tenant)))).json()["request_id"]
    slugs = [f"deux-{tenant.hex[-8:]}", f"doigts-{tenant.hex[-8:]}"]

    answers = await asyncio.gather(*(accept(identity, tenant, asked, slug) for slug in slugs))

    assert sorted(answer.is_success for answer in answers) == [False, True]
    assert {answer.status_code for answer in answers if not answer.is_success} <= {409, 412}
    await ring_timers(identity)
    founded = await identity.rows("select slug from organisations where slug = any(:slugs)", slugs=slugs)
    assert len(founded) == 1


@pytest.mark.requirement("ID-03")
async def test_accepted_by_one_operator_and_refused_by_another_at_once_is_one_answer(
    identity: ServiceUnderTest, tenant: UUID
):
    await an_organisation(identity, tenant, is_support_portal=True)
    asked = (await ask(identity, tenant, a_request(some_number(tenant)))).json()["request_id"]
    refusal = f"/v1/access-requests/{asked}/refusal"

    answers = await asyncio.gather(
        accept(identity, tenant, asked, f"oui-{tenant.hex[-8:]}"),
        identity.call(a_member(tenant, MANAGE), "POST", refusal, json={"reason": "Déjà cliente."}),
    )

    assert sorted(answer.is_success for answer in answers) == [False, True]
    assert (
        len(await identity.published(tenant, type="identity.access_request.accepted.v1"))
        + len(await identity.published(tenant, type="identity.access_request.refused.v1"))
        == 1
    )


@pytest.mark.requirement("ID-09")
async def test_a_request_begun_three_times_leaves_one_letter_that_opens(identity: ServiceUnderTest, tenant: UUID):
    await an_organisation(identity, tenant)
    silvere = await an_account(identity, tenant, identifier="silvere", kind=AccountKind.MEMBER)
    letters = [await ask_to_administer(identity, tenant, silvere) for _ in range(3)]

    answers = [await decide(identity, tenant, letter) for letter in letters]

    assert [answer.status_code for answer in answers] == [410, 410, 200]


@pytest.mark.requirement("ID-09")
async def test_the_reference_of_one_letter_with_the_code_of_another_opens_nothing(
    identity: ServiceUnderTest, tenant: UUID
):
    await an_organisation(identity, tenant)
    people = [await an_account(identity, tenant, identifier=name, kind=AccountKind.MEMBER) for name in ("un", "deux")]
    old, new = [await ask_to_administer(identity, tenant, one) for one in people]

    crossed = await decide(identity, tenant, new, code=codes_of(identity, old)["code"])
    dead = await decide(identity, tenant, old, code=codes_of(identity, new)["code"])
    right = await decide(identity, tenant, new)

    assert [answer.status_code for answer in (crossed, dead, right)] == [422, 410, 200]


@pytest.mark.requirement("ID-08")
async def test_a_code_is_read_through_whatever_stands_between_its_signs(identity: ServiceUnderTest, tenant: UUID):
    await an_organisation(identity, tenant)
    silvere = await an_account(identity, tenant, identifier="silvere", kind=AccountKind.MEMBER)
    asked = await ask_to_administer(identity, tenant, silvere)
    codes = codes_of(identity, asked)
    typed = {
        "reference": f"\t{codes['reference'].lower()} ",
        "code": grouped(codes["code"]).lower().replace(" ", "\u202f–\u00a0"),
    }

    assert (await decide(identity, tenant, asked, **typed)).status_code == 200


@pytest.mark.requirement("ID-08")
async def test_a_letter_confirmed_twice_at_once_makes_one_administrator(identity: ServiceUnderTest, tenant: UUID):
    await an_organisation(identity, tenant)
    silvere = await an_account(identity, tenant, identifier="silvere", kind=AccountKind.MEMBER)
    asked = await ask_to_administer(identity, tenant, silvere)

    answers = await asyncio.gather(*(decide(identity, tenant, asked) for _ in range(3)))

    assert sorted(answer.status_code for answer in answers) in ([200, 410, 410], [200, 409, 410], [200, 409, 409])
    assert len(await identity.published(tenant, type="identity.mandate.activated.v1")) == 1


@pytest.mark.requirement("ID-09")
async def test_two_members_who_ask_at_once_leave_one_letter_that_opens(identity: ServiceUnderTest, tenant: UUID):
    await an_organisation(identity, tenant)
    people = [await an_account(identity, tenant, identifier=name, kind=AccountKind.MEMBER) for name in ("un", "deux")]
    body = {"representative_name": "Eugène Granoux", "representative_title": "Maire"}

    answers = await asyncio.gather(
        *(identity.call(a_member(tenant, subject=one), "POST", "/v1/mandates", json=body) for one in people)
    )

    pending = await identity.rows(
        "select id from mandates where tenant = :t and status in ('requested', 'letter_sent')", t=tenant
    )
    assert any(answer.is_success for answer in answers)
    assert len(pending) == 1


@pytest.mark.requirement("ID-18")
async def test_two_accounts_of_one_address_are_both_reminded(identity: ServiceUnderTest, tenant: UUID):
    await an_organisation(identity, tenant)
    accounts = {
        await an_account(identity, tenant, identifier="camille.rougon", email="famille@example.org"),
        await an_account(
            identity, tenant, identifier="camille.mairie", email="famille@example.org", kind=AccountKind.MEMBER
        ),
    }

    await identity.call(a_visitor(tenant), "POST", "/v1/identifier-reminders", json={"email": "Famille@Example.org"})
    await ring_timers(identity)

    reminded = await identity.published(tenant, type="identity.account.identifier_reminder_requested.v1")
    assert {UUID(event["data"]["account_id"]) for event in reminded} == accounts


@pytest.mark.requirement("ID-05")
@pytest.mark.parametrize(
    "content",
    [
        READY.encode("utf-8"),
        READY.encode("utf-8-sig"),
        READY.encode("cp1252"),
        READY.encode("utf-16"),
        b"\xfe\xff" + READY.encode("utf-16-be"),
        READY.replace(";", "\t").encode("utf-16"),
        READY.replace(";", ",").replace("\n", "\r\n").encode("utf-8-sig"),
        READY.replace("\n", "\r").encode("utf-8"),
        ("sep=;\n" + READY).encode("utf-8-sig"),
    ],
    ids=[
        "utf-8",
        "with its mark",
        "Windows",
        "UTF-16",
        "UTF-16 BE",
        "« Texte Unicode »",
        "commas",
        "Macintosh",
        "sep=",
    ],
)
def test_a_list_is_read_however_a_spreadsheet_saves_it(content: bytes):
    [line] = lines_of(decoded(content))

    read = line.membership
    assert (read.identity.family_name, read.identity.given_name) == ("L’Écuyer", "Zoë")
    assert (read.reach.email, read.function) == ("zoe@mairie.example", "Élue – œuvres")


@pytest.mark.requirement("ID-05")
def test_a_list_cut_within_a_sign_lacks_its_columns():
    with pytest.raises(ListUnreadable):
        lines_of(decoded(READY.encode("utf-16")[:15]))


@pytest.mark.requirement("ID-02")
@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("L’Haÿ-les-Roses", "94038"),
        ("l haye les roses", ""),
        ("St-Bonnet-de-Joux", "71394"),
        ("sainte foy l argentiere", "69201"),
        ("Œuilly", "02565"),
        ("Ste-Rose", "97129"),
        ("97150", "97801"),
        ("Saint-Barthélemy", "97701"),
        ("Nouméa", "98818"),
        ("98714", "98735"),
        ("Saint-Pierre 97500", ""),
        ("97500", "97502"),
        ("Mamoudzou", "97611"),
        ("Y", "80829"),
        ("Eu", "76255"),
        ("75011", "75056"),
        ("Monaco", ""),
        ("98000", ""),
    ],
)
async def test_towns_of_every_name_and_shore(identity: ServiceUnderTest, directory: None, typed: str, code: str):
    codes = [place["code"] for place in await found(identity, typed)]

    assert code in codes if code else codes == []


@pytest.mark.requirement("ID-02")
@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("L’Haÿ-les-Roses", "l-hay-les-roses"),
        ("Commune d'Œuilly", "oeuilly"),
        ("Commune de l’Île-d’Yeu", "ile-d-yeu"),
        ("Ville de Saint-Remy-en-Bouzemont-Saint-Genest-et-Isson", "saint-remy-en-bouzemont-saint-genest-et"),
        ("Commune du Mans", "mans"),
        ("Commune des Tulettes", "tulettes"),
    ],
)
def test_an_address_is_proposed_for_every_name(name: str, slug: str):
    assert proposed_slug(name, "Mairie") == slug
    assert slug_fault(slug) == []


@pytest.mark.requirement("ID-03")
@pytest.mark.parametrize("name", ["Y", "Commune d’Y", "Eu", "Commune d'Oô", "Agents", "Mairie de Parvis", "1901"])
def test_an_address_that_is_proposed_may_be_given(name: str):
    assert slug_fault(proposed_slug(name, "Mairie")) == []


@pytest.mark.requirement("ID-25")
@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 3, 29, 0, 59, 59, tzinfo=UTC),
        datetime(2026, 3, 29, 1, 0, 0, tzinfo=UTC),
        datetime(2026, 10, 25, 0, 59, 59, tzinfo=UTC),
        datetime(2026, 10, 25, 1, 0, 0, tzinfo=UTC),
        datetime(2026, 12, 31, 23, 0, 0, tzinfo=UTC),
    ],
)
def test_a_code_is_right_while_clocks_are_put_forward_or_back(moment: datetime):
    secret, tenant = b"secret", UUID(int=1)
    factor = SecondFactor(tenant, tenant, moment, confirmed_at=moment)
    code = TOTP(key_of(factor.id, secret)).at(int(moment.timestamp()))

    assert factor.takes(code, secret, at=moment)
    assert not factor.takes(code, secret, at=moment)


@pytest.mark.requirement("ID-09")
async def test_a_letter_opens_nothing_for_a_member_who_was_put_out_or_deleted_meanwhile(
    identity: ServiceUnderTest, tenant: UUID
):
    await an_organisation(identity, tenant)
    administrator = await an_administrator(identity, tenant)
    answers: list[int] = []
    for name, path in (("un", "{}/invalidation"), ("deux", "{}")):
        member = await an_account(identity, tenant, identifier=name, kind=AccountKind.MEMBER)
        asked = await ask_to_administer(identity, tenant, member)
        method = "POST" if path != "{}" else "DELETE"
        actor = a_member(tenant, "identity.members.manage", "identity.permissions.grant", subject=administrator)
        done = await identity.call(actor, method, f"/v1/members/{path.format(member)}")
        assert done.is_success, done.text
        answers.append((await decide(identity, tenant, asked)).status_code)

    active = await identity.rows("select account_id from mandates where tenant = :t and status = 'active'", t=tenant)
    assert answers == [410, 410]
    assert [row["account_id"] for row in active] == [administrator]
    ended = await identity.published(tenant, type="identity.mandate.ended.v1")
    assert [event["data"]["reason"] for event in ended] == ["account_gone"] * 2
