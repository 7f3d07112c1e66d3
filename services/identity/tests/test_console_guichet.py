"""The console's pages of the guichet, and of what the organisation subscribes to."""

from uuid import UUID

import pytest

from identity.domain.subscriptions import Subscription
from kit.actors import a_member
from kit.service import ServiceUnderTest

from .people import an_organisation, token_on
from .pictures import picture

GRANT, EDIT = "identity.permissions.grant", "identity.guichet.edit"


@pytest.mark.requirement("ID-22")
async def test_each_tab_saves_its_own_and_faults_stand_beside_their_fields(identity: ServiceUnderTest, tenant: UUID):
    await an_organisation(identity, tenant)
    actor, page = a_member(tenant, EDIT), "/console/guichet"
    token = {"csrf_token": await token_on(identity, actor, page)}
    about = {**token, "tab": "informations", "name": "Ville d'Essai", "opening_hours.0.day": "Lundi"}
    links = {**token, "tab": "liens", "links.0.label": "Mairie", "links.0.url": "https://mairie.example/"}

    wrong = await identity.call(actor, "POST", page, data={**about, "name": ""})
    pale = await identity.call(actor, "POST", page, data={**token, "tab": "theme", "colour": "#ffd400"})
    for form in ({**about, "version": "1"}, links, {**token, "tab": "theme", "colour": "#1d5c63"}):
        assert (await identity.call(actor, "POST", page, data=form)).status_code == 303

    assert (wrong.status_code, 'id="champ-name-erreur"' in wrong.text) == (422, True)
    assert 'id="champ-colour-erreur"' in pale.text
    waiting = await identity.call(actor, "GET", page)
    assert "Des réglages enregistrés attendent d’être publiés" in waiting.text
    assert (await identity.call(actor, "GET", "/v1/guichet")).json()["name"] != "Ville d'Essai"
    assert (await identity.call(actor, "POST", f"{page}/publication", data=token)).status_code == 303
    view = (await identity.call(actor, "GET", "/v1/guichet")).json()
    assert (view["name"], view["colour"]) == ("Ville d'Essai", "#1d5c63")
    assert view["links"] == [{"label": "Mairie", "url": "https://mairie.example/"}]
    assert [line["day"] for line in view["opening_hours"]] == ["Lundi"]


@pytest.mark.requirement("GW-07")
async def test_the_administrator_writes_what_is_not_accessible_and_takes_it_away(
    identity: ServiceUnderTest, tenant: UUID
):
    await an_organisation(identity, tenant)
    actor, page = a_member(tenant, EDIT), "/console/guichet"
    form = {"csrf_token": await token_on(identity, actor, page), "tab": "accessibilite"}
    row = "accessibility.non_conformities."

    wrong = await identity.call(actor, "POST", page, data={**form, f"{row}1.criterion": "99"})
    written = await identity.call(actor, "POST", page, data={**form, f"{row}2.content": "Plan du cimetière"})
    shown = await identity.call(actor, "GET", f"{page}?onglet=accessibilite")
    emptied = await identity.call(actor, "POST", page, data={**form, f"{row}0.content": " "})

    assert wrong.status_code == 422
    assert f'id="champ-{row.replace(".", "-")}0-content-erreur"' in wrong.text
    assert (written.status_code, emptied.status_code) == (303, 303)
    assert 'value="Plan du cimetière"' in shown.text
    assert f'name="{row}3.content"' in shown.text
    assert not (await identity.call(actor, "GET", "/v1/guichet/draft")).json()["is_draft"]


@pytest.mark.requirement("ID-22")
async def test_a_colour_is_tried_with_its_contrast_and_its_readable_variant(identity: ServiceUnderTest, tenant: UUID):
    await an_organisation(identity, tenant)

    page = await identity.call(a_member(tenant, EDIT), "GET", "/console/guichet?onglet=theme&couleur=%23ffd400")
    hostile = await identity.call(a_member(tenant, EDIT), "GET", "/console/guichet?onglet=theme&couleur=red;background")

    assert "Contraste avec le papier : 1,3 pour 4,5 demandé." in page.text
    assert "La variante lisible la plus proche" in page.text
    assert "Contraste avec le papier" not in hostile.text


@pytest.mark.requirement("ID-22")
async def test_a_logo_and_a_banner_are_sent_from_the_theme_tab(identity: ServiceUnderTest, tenant: UUID):
    await an_organisation(identity, tenant)
    actor, page = a_member(tenant, EDIT), "/console/guichet"
    form = {"csrf_token": await token_on(identity, actor, page), "tab": "theme", "colour": "#1d5c63"}

    wrong = await identity.call(actor, "POST", page, data=form, files={"logo": ("logo.png", picture("JPEG"))})
    right = await identity.call(actor, "POST", page, data=form, files={"logo": ("logo.png", picture("PNG"))})

    assert "Le logo est une image PNG." in wrong.text
    assert right.status_code == 303
    assert (await identity.call(actor, "GET", "/v1/guichet")).json()["logo"] != ""


@pytest.mark.requirement("ID-24")
async def test_a_template_is_chosen_and_a_draft_dropped_from_the_settings(identity: ServiceUnderTest, tenant: UUID):
    await an_organisation(identity, tenant)
    actor, page = a_member(tenant, EDIT), "/console/guichet"
    token = {"csrf_token": await token_on(identity, actor, page)}

    chosen = await identity.call(actor, "POST", f"{page}/template", data={**token, "template": "social"})
    draft = (await identity.call(actor, "GET", "/v1/guichet/draft")).json()
    await identity.call(actor, "POST", f"{page}/draft-removal", data=token)
    unknown = await identity.call(actor, "POST", f"{page}/template", data={**token, "template": "gothique"})

    assert (chosen.status_code, draft["is_draft"], draft["template"]) == (303, True, "social")
    assert not (await identity.call(actor, "GET", "/v1/guichet/draft")).json()["is_draft"]
    assert unknown.status_code == 303


@pytest.mark.requirement("ID-24")
async def test_the_administrator_sees_what_is_subscribed_to_and_asks_for_more(identity: ServiceUnderTest, tenant: UUID):
    await an_organisation(identity, tenant, subscription=Subscription(plan="decouverte"))
    actor, page = a_member(tenant, GRANT), "/console/subscriptions"
    token = {"csrf_token": await token_on(identity, actor, page)}

    await identity.call(actor, "POST", f"{page}/wished-plan", data={**token, "plan": "essentielle"})
    await identity.call(actor, "POST", f"{page}/ticketing/end", data=token)
    refused = await identity.call(actor, "POST", f"{page}/notifier/subscription", data=token)

    seen = (await identity.call(actor, "GET", page)).text
    assert "Votre formule : Découverte" in seen
    assert "0 compte de membre sur 5." in seen
    assert "Votre souhait attend l’exploitant" in seen
    assert "Non abonnée" in seen
    assert refused.status_code == 303
