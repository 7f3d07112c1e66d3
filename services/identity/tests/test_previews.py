"""Settings of a guichet are saved, looked at, published; and a guichet is made from a template."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from chassis.pages import theme
from identity.domain.previews import preview_token
from identity.storage.guichet_templates import guichet_templates
from kit.actors import a_member
from kit.service import ServiceUnderTest, problem

from .people import an_organisation

EDIT = "identity.guichet.edit"
SETTINGS: dict[str, Any] = {"name": "Ville d'Essai", "colour": "#1d5c63", "phone": "04 42 00 99 99"}


async def shown(identity: ServiceUnderTest, slug: str) -> dict[str, Any]:
    return (await identity.call_as_gateway("GET", f"/internal/organisations/{slug}")).json()


def address(identity: ServiceUnderTest, tenant: UUID) -> str:
    token = preview_token(tenant, identity.service.settings.read_secret(), at=identity.clock())
    return f"/internal/previews/{token}"


@pytest.mark.requirement("ID-22")
async def test_what_is_saved_shows_to_who_previews_it_and_to_everybody_once_published(
    identity: ServiceUnderTest, tenant: UUID
):
    slug = await an_organisation(identity, tenant)
    editor = a_member(tenant, EDIT)

    saved = await identity.call(editor, "PUT", "/v1/guichet/draft", json=SETTINGS)
    public, preview = await shown(identity, slug), await identity.call_as_gateway("GET", address(identity, tenant))
    published = await identity.call(editor, "POST", "/v1/guichet/publication")

    assert (saved.status_code, saved.json()["is_draft"]) == (200, True)
    assert (public["phone"], preview.json()["phone"]) == ("", "04 42 00 99 99")
    assert published.status_code == 201
    assert (await shown(identity, slug))["phone"] == "04 42 00 99 99"
    assert [event["type"] for event in await identity.published(tenant)] == ["identity.guichet.changed.v1"]


@pytest.mark.requirement("ID-22")
async def test_a_draft_is_dropped_and_nothing_is_left_to_publish(identity: ServiceUnderTest, tenant: UUID):
    await an_organisation(identity, tenant)
    editor = a_member(tenant, EDIT)
    await identity.call(editor, "PUT", "/v1/guichet/draft", json=SETTINGS)

    dropped = await identity.call(editor, "DELETE", "/v1/guichet/draft")
    refused = await identity.call(editor, "POST", "/v1/guichet/publication")

    assert (dropped.json()["is_draft"], refused.status_code) == (False, 409)
    assert problem(refused)["title"] == "Rien n’attend d’être publié."


@pytest.mark.requirement("ID-22")
async def test_a_preview_lasts_an_hour_and_is_nobody_elses(identity: ServiceUnderTest, tenant: UUID):
    await an_organisation(identity, tenant)
    moment = identity.clock().replace(microsecond=0)
    identity.clock.stop_at(moment)
    path = address(identity, tenant)

    altered = await identity.call_as_gateway("GET", path[:-1] + ("A" if path[-1] != "A" else "B"))
    member = await identity.call(a_member(tenant, EDIT), "GET", path)
    identity.clock.stop_at(moment + timedelta(minutes=59, seconds=59))
    late = await identity.call_as_gateway("GET", path)
    identity.clock.stop_at(moment + timedelta(hours=1))

    assert (altered.status_code, member.status_code, late.status_code) == (404, 401, 200)
    assert (await identity.call_as_gateway("GET", path)).status_code == 410


@pytest.mark.requirement("ID-24")
async def test_a_template_changes_the_look_and_never_who_one_is(identity: ServiceUnderTest, tenant: UUID):
    slug = await an_organisation(identity, tenant)
    editor = a_member(tenant, EDIT)
    own = {"label": "Notre piscine", "url": "https://piscine.example/"}
    await identity.call(editor, "PUT", "/v1/guichet", json={**SETTINGS, "links": [own]})

    made = await identity.call(editor, "PUT", "/v1/guichet/template", json={"template": "social"})
    public = await shown(identity, slug)

    draft = made.json()["guichet"]
    assert (draft["name"], draft["phone"], draft["colour"]) == ("Ville d'Essai", "04 42 00 99 99", "#7a3e65")
    assert own in draft["links"]
    assert len(draft["links"]) == 4
    assert public["colour"] == "#1d5c63"
    told = await identity.published(tenant, type="identity.guichet.founded.v1")
    assert [event["data"]["template"] for event in told] == ["social"]


@pytest.mark.requirement("ID-24")
async def test_a_template_that_does_not_exist_is_said_so(identity: ServiceUnderTest, tenant: UUID):
    await an_organisation(identity, tenant)

    answer = await identity.call(a_member(tenant, EDIT), "PUT", "/v1/guichet/template", json={"template": "gothique"})

    assert answer.status_code == 404


@pytest.mark.requirement("ID-24")
@pytest.mark.parametrize("template", guichet_templates(), ids=lambda each: each.key)
def test_text_in_the_colour_of_a_template_is_readable(template):
    assert theme.contrast(template.colour, theme.LIGHT_PAPER) >= theme.READABLE


@pytest.mark.requirement("ID-22")
async def test_an_officer_who_cannot_be_reached_is_refused(identity: ServiceUnderTest, tenant: UUID):
    await an_organisation(identity, tenant)
    body = {**SETTINGS, "rgpd": {"controller": "Ville", "officer_name": "Blanche Touche"}}

    answer = await identity.call(a_member(tenant, EDIT), "PUT", "/v1/guichet/draft", json=body)

    assert [error["pointer"] for error in problem(answer)["errors"]] == ["/rgpd/officer_email"]
