"""What people do that no form foresees: twice at once, composed otherwise, far too much, on oneself."""

import asyncio
import unicodedata
from uuid import UUID

import pytest

from identity.domain.accounts import AccountKind
from identity.domain.links import Purpose
from identity.domain.members import GRANT, MANAGE
from kit.actors import a_citizen, a_member
from kit.service import ServiceUnderTest, problem

from .people import CAMILLE, an_account, an_administrator, an_organisation, link_of, register, sign_in
from .test_activation import activate
from .test_activation_keys import issue, keys_of, use
from .test_household import CHILD
from .test_recovery import ask_reset, choose

COMPOSED = unicodedata.normalize("NFC", "zoé@mairie.example")
APART = unicodedata.normalize("NFD", COMPOSED)
HEAD = "Nom;Prénom;Adresse électronique\n"


@pytest.mark.requirement("ID-16")
async def test_a_key_that_two_people_use_at_once_serves_one_of_them(identity: ServiceUnderTest, tenant: UUID):
    await an_organisation(identity, tenant)
    people = [
        a_citizen(tenant, subject=await an_account(identity, tenant, identifier=name)) for name in ("camille", "denise")
    ]
    report = await issue(identity, tenant)
    key = (await keys_of(identity, tenant, report["batch_id"]))["F-1"]

    answers = await asyncio.gather(*(use(identity, one, key) for one in people))

    assert sorted(answer.is_success for answer in answers) == [False, True]
    households = [(await identity.call(one, "GET", "/v1/household")).json() for one in people]
    assert sorted(len(household) for household in households) == [0, 2]


@pytest.mark.requirement("ID-21")
async def test_a_child_of_two_households_is_each_parents_own(identity: ServiceUnderTest, tenant: UUID):
    await an_organisation(identity, tenant)
    one, other = [
        a_citizen(tenant, subject=await an_account(identity, tenant, identifier=name)) for name in ("camille", "denise")
    ]
    added = [(await identity.call(parent, "POST", "/v1/household", json=CHILD)).json() for parent in (one, other)]

    await identity.call(one, "PUT", f"/v1/household/{added[0]['id']}", json={**CHILD, "given_names": "Maxime Aristide"})
    stranger = await identity.call(one, "DELETE", f"/v1/household/{added[1]['id']}")
    [theirs] = (await identity.call(other, "GET", "/v1/household")).json()

    assert (stranger.status_code, theirs["given_names"]) == (404, "Maxime")


@pytest.mark.requirement("ID-17")
async def test_a_link_pressed_twice_at_once_opens_one_account_with_one_password(
    identity: ServiceUnderTest, tenant: UUID
):
    slug = await an_organisation(identity, tenant)
    await register(identity, tenant)
    token = await link_of(identity, tenant)
    passwords = ("Parvis-2026", "Parvis-2027")

    answers = await asyncio.gather(
        *(activate(identity, tenant, token, password=word, password_again=word) for word in passwords)
    )

    assert sorted(answer.status_code for answer in answers) == [200, 410]
    opened = [(await sign_in(identity, slug, "camille.rougon", word)).status_code for word in passwords]
    assert sorted(opened) == [200, 401]


@pytest.mark.requirement("ID-18")
async def test_the_link_of_a_forgotten_password_pressed_twice_at_once_serves_once(
    identity: ServiceUnderTest, tenant: UUID
):
    await an_organisation(identity, tenant)
    await an_account(identity, tenant)
    await ask_reset(identity, tenant, "camille.rougon")
    link = await link_of(identity, tenant, purpose=Purpose.RESET)

    answers = await asyncio.gather(*(choose(identity, tenant, link, word) for word in ("Soleil-2027", "Soleil-2028")))

    assert sorted(answer.is_success for answer in answers) == [False, True]


@pytest.mark.requirement("ID-12")
async def test_an_address_is_the_same_however_its_accents_are_composed(identity: ServiceUnderTest, tenant: UUID):
    slug = await an_organisation(identity, tenant)
    await register(identity, tenant, reach={"email": COMPOSED})

    again = await register(identity, tenant, reach={"email": APART})

    kept = await identity.rows("select email from accounts where tenant = :t", t=tenant)
    assert (again.status_code, [row["email"] for row in kept]) == (202, [COMPOSED])
    await activate(identity, tenant, await link_of(identity, tenant))
    assert (await sign_in(identity, slug, APART)).status_code == 200


@pytest.mark.requirement("ID-12")
async def test_names_of_256_characters_are_told_beside_their_fields(identity: ServiceUnderTest, tenant: UUID):
    named = {**CAMILLE["identity"], "given_name": "é" * 256, "family_name": "d'" * 128}

    told = problem(await register(identity, tenant, identity=named))

    assert {fault["pointer"] for fault in told["errors"]} == {"/identity/given_name", "/identity/family_name"}


@pytest.mark.requirement("ID-05")
async def test_the_same_address_composed_twice_in_a_list_is_one_member(identity: ServiceUnderTest, tenant: UUID):
    await an_organisation(identity, tenant)
    text = f"{HEAD}Coste;Zoé;{COMPOSED}\nCoste;Zoé;{APART}\n"

    done = await identity.call(
        a_member(tenant, MANAGE), "POST", "/v1/members/imports", json={"text": text, "rehearsal": False}
    )

    assert [line["outcome"] for line in done.json()["lines"]] == ["added", "wrong"]


@pytest.mark.requirement("ID-05")
@pytest.mark.parametrize(
    ("text", "why"),
    [
        (HEAD + "".join(f"Coste;Zoé;zoe{n}@mairie.example\n" for n in range(5_000)), "500 lignes au plus"),
        (HEAD + "Coste;Zoé;pas-une-adresse\n" * 5_000, "500 lignes au plus"),
        (HEAD + 'Coste;"Zoé;zoe@mairie.example\n' + "Coste;Zoé;zoe@mairie.example\n" * 5_000, "guillemet"),
        ("\0" * 200_000, "Il manque une colonne"),
    ],
    ids=["5,000 right ones", "5,000 wrong ones", "a quote never closed", "no text at all"],
)
async def test_a_list_that_is_far_too_much_is_refused_in_words(
    identity: ServiceUnderTest, tenant: UUID, text: str, why: str
):
    await an_organisation(identity, tenant)

    answer = await identity.call(a_member(tenant, MANAGE), "POST", "/v1/members/imports", json={"text": text})
    families = await identity.call(
        a_member(tenant, "identity.keys.issue"), "POST", "/v1/activation-keys", json={"text": text, "confirmed": False}
    )

    assert (answer.status_code, families.status_code) == (422, 422)
    assert why in problem(answer)["detail"]


@pytest.mark.requirement("ID-05")
async def test_five_hundred_lines_with_faults_are_told_line_by_line(identity: ServiceUnderTest, tenant: UUID):
    await an_organisation(identity, tenant)
    wrong = {7: "Coste;;zoe7@mairie.example", 250: "Coste;Zoé;zoe@", 499: "Coste;Zoé;zoe0@mairie.example"}
    lines = [wrong.get(n, f"D'Arc;Zoé;zoe{n}@mairie.example") for n in range(500)]

    report = await identity.call(
        a_member(tenant, MANAGE), "POST", "/v1/members/imports", json={"text": HEAD + "\n".join(lines)}
    )

    told = {line["line"]: line["outcome"] for line in report.json()["lines"] if line["outcome"] != "ready"}
    assert told == {9: "wrong", 252: "wrong", 501: "wrong"}


@pytest.mark.requirement("ID-10")
async def test_an_administrator_does_not_close_nor_delete_their_own_account(identity: ServiceUnderTest, tenant: UUID):
    await an_organisation(identity, tenant)
    boss = await an_administrator(identity, tenant)
    actor = a_member(tenant, MANAGE, GRANT, subject=boss, authenticated_at=identity.clock())

    answers = [
        await identity.call(actor, method, f"/v1/members/{boss}{path}")
        for method, path in (("POST", "/invalidation"), ("DELETE", ""))
    ]

    assert [answer.is_success for answer in answers] == [False, False]
    [row] = await identity.rows("select status, kind from accounts where tenant = :t", t=tenant)
    assert (row["status"], row["kind"]) == ("active", str(AccountKind.MEMBER))
