"""The guichet: its organisation sets it, the operator opens it."""

from typing import Any
from uuid import UUID

import pytest

from contracts.demo import OPERATOR
from kit.actors import a_member
from kit.service import ServiceUnderTest, problem

from .people import an_organisation

EDIT, ACTIVATE = "identity.guichet.edit", "platform.guichets.activate"
SETTINGS: dict[str, Any] = {
    "name": "Ville d'Essai",
    "colour": "#1d5c63",
    "phone": "04 42 00 00 00",
    "links": [{"label": "Service-Public.fr", "url": "https://www.service-public.fr/"}],
    "rgpd": {"controller": "Ville d'Essai"},
}


@pytest.mark.requirement("ID-22")
async def test_a_change_shows_at_once_and_is_told(identity: ServiceUnderTest, tenant: UUID):
    slug = await an_organisation(identity, tenant)

    saved = await identity.call(
        a_member(tenant, EDIT), "PUT", "/v1/guichet", json=SETTINGS, headers={"if-match": '"1"'}
    )

    assert (saved.status_code, saved.headers["etag"]) == (200, '"2"')
    facts = (await identity.call_as_gateway("GET", f"/internal/organisations/{slug}")).json()
    assert facts["phone"] == "04 42 00 00 00"
    assert [event["type"] for event in await identity.published(tenant)] == ["identity.guichet.changed.v1"]


@pytest.mark.requirement("ID-22")
async def test_a_colour_that_makes_text_unreadable_is_refused_with_its_contrast(
    identity: ServiceUnderTest, tenant: UUID
):
    await an_organisation(identity, tenant)

    answer = await identity.call(a_member(tenant, EDIT), "PUT", "/v1/guichet", json={**SETTINGS, "colour": "#ffd400"})

    [error] = problem(answer)["errors"]
    assert error["pointer"] == "/colour"
    assert "contraste 1,3" in error["detail"]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "//evil.example", "ftp://a.example", "https://a\nb"])
async def test_only_web_addresses_become_links(identity: ServiceUnderTest, tenant: UUID, url: str):
    await an_organisation(identity, tenant)

    body = {**SETTINGS, "links": [{"label": "x", "url": url}]}
    answer = await identity.call(a_member(tenant, EDIT), "PUT", "/v1/guichet", json=body)

    assert [error["pointer"] for error in problem(answer)["errors"]] == ["/links/0/url"]


async def test_two_editors_of_a_guichet_are_told_apart(identity: ServiceUnderTest, tenant: UUID):
    await an_organisation(identity, tenant)
    editor, seen = a_member(tenant, EDIT), {"if-match": '"1"'}
    await identity.call(editor, "PUT", "/v1/guichet", json=SETTINGS, headers=seen)

    late = await identity.call(editor, "PUT", "/v1/guichet", json={**SETTINGS, "title": "x"}, headers=seen)

    assert late.status_code == 412


@pytest.mark.requirement("ID-23")
async def test_the_operator_opens_a_guichet_and_the_organisation_cannot(
    identity: ServiceUnderTest, tenant: UUID, demo: None
):
    slug = await an_organisation(identity, tenant)
    path = f"/v1/organisations/{tenant}/guichet-activation"

    own = await identity.call(a_member(tenant, EDIT), "POST", path)
    # A platform permission in the hands of a customer's member is worth nothing either.
    forged = await identity.call(a_member(tenant, ACTIVATE), "POST", path)
    opened = await identity.call(a_member(OPERATOR.id, ACTIVATE), "POST", path)

    assert (own.status_code, forged.status_code, opened.status_code) == (403, 404, 201)
    assert (await identity.call_as_gateway("GET", f"/internal/organisations/{slug}")).json()["guichet_active"]
    assert [event["type"] for event in await identity.published(tenant)] == ["identity.guichet.activated.v1"]


@pytest.mark.requirement("ID-23")
async def test_opening_twice_is_told_once_and_closing_too(identity: ServiceUnderTest, tenant: UUID, demo: None):
    await an_organisation(identity, tenant)
    path, operator = f"/v1/organisations/{tenant}/guichet-activation", a_member(OPERATOR.id, ACTIVATE)

    for method in ("POST", "POST", "DELETE", "DELETE"):
        await identity.call(operator, method, path)

    told = [event["type"] for event in await identity.published(tenant)]
    assert told == ["identity.guichet.activated.v1", "identity.guichet.deactivated.v1"]


async def test_citizens_do_not_register_at_the_support_portal(identity: ServiceUnderTest, tenant: UUID):
    from .people import register

    await an_organisation(identity, tenant, is_support_portal=True)

    assert (await register(identity, tenant)).status_code == 403


STATEMENT: dict[str, Any] = {
    "contact": "Référente accessibilité",
    "phone": "04 42 00 00 01",
    "non_conformities": [{"content": "Plan du cimetière", "criterion": "1.1", "alternative": "À l'accueil."}],
    "derogations": [{"content": "Archives de 1870", "reason": "20 000 pages manuscrites"}],
}


@pytest.mark.requirement("GW-07")
async def test_what_is_not_accessible_is_added_and_removed(identity: ServiceUnderTest, tenant: UUID):
    slug = await an_organisation(identity, tenant)
    editor = a_member(tenant, EDIT)

    async def told() -> dict[str, Any]:
        return (await identity.call_as_gateway("GET", f"/internal/organisations/{slug}")).json()["accessibility"]

    added = await identity.call(editor, "PUT", "/v1/guichet", json={**SETTINGS, "accessibility": STATEMENT})
    known = await told()
    await identity.call(editor, "PUT", "/v1/guichet", json=SETTINGS)

    assert added.status_code == 200
    assert known["non_conformities"] == STATEMENT["non_conformities"]
    assert known["derogations"][0]["reason"] == "20 000 pages manuscrites"
    assert (await told())["non_conformities"] == []


async def test_who_may_not_edit_the_guichet_writes_no_statement(identity: ServiceUnderTest, tenant: UUID):
    await an_organisation(identity, tenant)

    answer = await identity.call(a_member(tenant), "PUT", "/v1/guichet", json={**SETTINGS, "accessibility": STATEMENT})

    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("statement", "pointer"),
    [
        ({"contact": "Référente"}, "/accessibility/email"),
        ({"non_conformities": [{"content": " "}]}, "/accessibility/non_conformities/0/content"),
        ({"non_conformities": [{"content": "x", "criterion": "14.1"}]}, "/accessibility/non_conformities/0/criterion"),
        ({"non_conformities": [{"content": "x", "criterion": "2.3"}]}, "/accessibility/non_conformities/0/criterion"),
        ({"derogations": [{"content": "x", "reason": ""}]}, "/accessibility/derogations/0/reason"),
        ({"derogations": [{"content": "x" * 501, "reason": "y"}]}, "/accessibility/derogations/0/content"),
        ({"non_conformities": [{"content": "x"}] * 21}, "/accessibility/non_conformities"),
    ],
)
async def test_a_statement_that_says_too_little_is_refused_where_it_does(
    identity: ServiceUnderTest, tenant: UUID, statement: dict[str, Any], pointer: str
):
    await an_organisation(identity, tenant)
    body = {**SETTINGS, "accessibility": statement}

    answer = await identity.call(a_member(tenant, EDIT), "PUT", "/v1/guichet", json=body)

    assert [error["pointer"] for error in problem(answer)["errors"]] == [pointer]
