"""The console's pages: who sees them, and what their forms do."""

import re
from uuid import UUID

import pytest

from chassis.actor import Actor
from contracts.demo import OPERATOR
from identity.domain.accounts import AccountKind
from identity.domain.subscriptions import Subscription
from kit.actors import a_citizen, a_member
from kit.service import ServiceUnderTest

from .people import an_access_request, an_account, an_administrator, an_organisation
from .pictures import picture

MANAGE, GRANT, EDIT = "identity.members.manage", "identity.permissions.grant", "identity.guichet.edit"
ACTIVATE = "platform.guichets.activate"
SIX = (
    "demarches.dossiers.read",
    "demarches.dossiers.instruct",
    "demarches.dossiers.decide",
    "demarches.calendars.arrange",
    "demarches.desk.organise",
    "notifier.messages.read",
)


async def token_on(identity: ServiceUnderTest, actor: Actor, path: str) -> str:
    page = await identity.call(actor, "GET", path)
    found = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert found, page.text[:500]
    return found[1]


@pytest.mark.parametrize("path", ["members", "guichet", "organisations"])
async def test_a_page_is_for_members_with_the_permission(identity: ServiceUnderTest, tenant: UUID, path: str):
    await an_organisation(identity, tenant)

    assert (await identity.call(None, "GET", f"/console/{path}")).status_code == 401
    assert (await identity.call(a_citizen(tenant), "GET", f"/console/{path}")).status_code in (401, 403)
    assert (await identity.call(a_member(tenant), "GET", f"/console/{path}")).status_code == 403


@pytest.mark.requirement("GW-09")
async def test_a_refused_page_says_why_in_the_readers_language(identity: ServiceUnderTest, tenant: UUID):
    english = {"accept-language": "en"}
    await an_organisation(identity, tenant)

    forbidden = await identity.call(a_member(tenant), "GET", "/console/members", headers=english)
    missing = await identity.call(a_member(tenant, MANAGE), "GET", f"/console/members/{tenant}", headers=english)

    assert "<h1>You do not have permission to do this.</h1>" in forbidden.text
    assert "You need the permission “Create and change the organisation" in forbidden.text
    assert (missing.status_code, 'lang="en"' in missing.text) == (404, True)


@pytest.mark.requirement("ID-10")
async def test_a_permission_is_granted_and_taken_back_from_the_members_page(identity: ServiceUnderTest, tenant: UUID):
    await an_organisation(identity, tenant)
    await an_administrator(identity, tenant)
    member = await an_account(identity, tenant, identifier="adele", kind=AccountKind.MEMBER)
    actor, page = a_member(tenant, MANAGE, GRANT), f"/console/members/{member}"
    form = {"csrf_token": await token_on(identity, actor, page)}

    granted = await identity.call(actor, "POST", f"{page}/permissions/demarches.dossiers.read/grant", data=form)
    revoked = await identity.call(actor, "POST", f"{page}/permissions/demarches.dossiers.read/revocation", data=form)

    assert (granted.status_code, revoked.status_code) == (303, 303)
    assert granted.headers["location"] == f"/identity/members/{member}"
    assert len([event for event in await identity.published(tenant) if "permission" in event["type"]]) == 2


async def test_a_form_without_its_token_changes_nothing(identity: ServiceUnderTest, tenant: UUID):
    await an_organisation(identity, tenant)
    member = await an_account(identity, tenant, identifier="adele", kind=AccountKind.MEMBER)
    actor = a_member(tenant, MANAGE, GRANT)

    path = f"/console/members/{member}/permissions/demarches.dossiers.read/grant"
    answer = await identity.call(actor, "POST", path, data={"csrf_token": "faux"})

    assert answer.status_code == 403
    assert await identity.published(tenant) == []


async def test_another_towns_member_is_not_found(identity: ServiceUnderTest, tenant: UUID):
    member = await an_account(identity, tenant, identifier="adele", kind=AccountKind.MEMBER)

    answer = await identity.call(a_member(None, MANAGE, GRANT), "GET", f"/console/members/{member}")

    assert answer.status_code == 404


MEMBER = {
    "identity.given_name": "Adèle",
    "identity.family_name": "Sicardot",
    "reach.email": "adele@mairie.example",
    "function": "Le Secrétaire de mairie",
}


@pytest.mark.requirement("ID-05")
async def test_functions_without_an_account_stand_out_until_somebody_holds_them(
    identity: ServiceUnderTest, tenant: UUID
):
    actor = a_member(tenant, MANAGE)
    form = {"csrf_token": await token_on(identity, actor, "/console/members/nouveau?fonction=Le+Maire")}
    before = (await identity.call(actor, "GET", "/console/members")).text

    wrong = await identity.call(actor, "POST", "/console/members/nouveau", data={**form, **MEMBER, "reach.email": "x"})
    added = await identity.call(actor, "POST", "/console/members/nouveau", data={**form, **MEMBER})

    after = (await identity.call(actor, "GET", "/console/members")).text
    sentence = "Cliquez ici pour ajouter un compte attaché à cette fonction"
    assert (before.count(sentence), after.count(sentence)) == (3, 2)
    assert 'id="champ-reach-email-erreur"' in wrong.text
    assert added.status_code == 303


@pytest.mark.requirement("ID-06")
async def test_without_the_right_the_page_offers_no_adding(identity: ServiceUnderTest, tenant: UUID):
    await an_organisation(identity, tenant)

    page = await identity.call(a_member(tenant, GRANT), "GET", "/console/members")
    form = await identity.call(a_member(tenant, GRANT), "GET", "/console/members/nouveau")

    assert page.status_code == 200
    assert "/identity/members/nouveau" not in page.text
    assert form.status_code == 403


@pytest.mark.requirement("ID-05")
async def test_a_list_is_sent_as_a_file_and_its_report_read_before_anything_is_done(
    identity: ServiceUnderTest, tenant: UUID
):
    actor, path = a_member(tenant, MANAGE), "/console/members/import"
    token = {"csrf_token": await token_on(identity, actor, path)}
    content = "Nom;Prénom;Courriel\nRougon;Félicité;felicite@mairie.example\nMacquart;;x\n"

    report = await identity.call(actor, "POST", path, data=token, files={"file": ("membres.csv", content.encode())})
    forged = await identity.call(actor, "POST", path, data={"csrf_token": "x"}, files={"file": ("m.csv", b"")})
    done = await identity.call(actor, "POST", path, data={**token, "lines": content, "confirmed": "1"})

    assert "Sera ajouté" in report.text
    assert "Indiquez votre prénom." in report.text
    assert forged.status_code == 403
    assert done.headers["location"] == "/identity/members"
    assert len((await identity.call(actor, "GET", "/v1/members")).json()) == 1


@pytest.mark.requirement("ID-05")
async def test_a_deletion_is_asked_before_it_is_done(identity: ServiceUnderTest, tenant: UUID):
    member = await an_account(identity, tenant, identifier="adele", kind=AccountKind.MEMBER)
    actor, path = a_member(tenant, MANAGE), f"/console/members/{member}/suppression"
    form = {"csrf_token": await token_on(identity, actor, path)}

    removed = await identity.call(actor, "POST", path, data=form)

    assert removed.headers["location"] == "/identity/members"
    assert (await identity.call(actor, "GET", f"/console/members/{member}")).status_code == 404


@pytest.mark.requirement("ID-03")
async def test_the_operator_answers_a_request_from_its_page(identity: ServiceUnderTest):
    request_id = await an_access_request(identity)
    [row] = await identity.rows("select tenant from access_requests where id = :id", id=request_id)
    operator, path = a_member(row["tenant"], "platform.organisations.manage"), f"/console/access-requests/{request_id}"
    form = {"csrf_token": await token_on(identity, operator, path)}

    wrong = await identity.call(operator, "POST", f"{path}/acceptance", data={**form, "slug": "agents"})
    right = await identity.call(
        operator, "POST", f"{path}/acceptance", data={**form, "slug": f"eaux-{request_id.hex[:9]}"}
    )

    assert 'id="champ-slug-erreur"' in wrong.text
    assert right.headers["location"] == "/identity/access-requests"
    listed = await identity.call(operator, "GET", "/console/access-requests?status=accepted")
    assert "Syndicat des eaux" in listed.text


@pytest.mark.requirement("ID-08")
async def test_a_member_asks_to_be_administrator_from_the_page(identity: ServiceUnderTest, tenant: UUID):
    await an_organisation(identity, tenant)
    member = await an_account(identity, tenant, identifier="adele", kind=AccountKind.MEMBER)
    actor, path = a_member(tenant, subject=member), "/console/administrator"
    form = {"csrf_token": await token_on(identity, actor, path)}

    empty = await identity.call(actor, "POST", path, data=form)
    who = {"representative_title": "Maire", "representative_name": "Eugène Granoux"}
    asked = await identity.call(actor, "POST", path, data={**form, **who})

    assert 'id="champ-representative_name-erreur"' in empty.text
    assert asked.headers["location"] == "/identity/administrator"
    assert "Adressée à Maire Eugène Granoux" in (await identity.call(actor, "GET", path)).text


@pytest.mark.requirement("ID-10")
async def test_the_page_of_rights_shows_the_chain(identity: ServiceUnderTest, tenant: UUID):
    await an_organisation(identity, tenant)
    await an_administrator(identity, tenant)

    page = await identity.call(a_member(tenant, GRANT), "GET", "/console/rights")

    for words in ("Représentant légal", "Maire Eugène Granoux", "Administrateur confirmé"):
        assert words in page.text


async def a_town_of_rights(identity: ServiceUnderTest, tenant: UUID) -> Actor:
    """Adèle with six rights of one origin, and her colleague Zoé with none."""
    await an_organisation(identity, tenant)
    boss = await an_administrator(identity, tenant)
    adele = await an_account(identity, tenant, identifier="adele", kind=AccountKind.MEMBER, function="Agente comptable")
    await an_account(identity, tenant, identifier="zoe", kind=AccountKind.MEMBER, function="=Trésorière")
    actor = a_member(tenant, GRANT, subject=boss, authenticated_at=identity.clock())
    for name in SIX:
        answer = await identity.call(actor, "PUT", f"/v1/members/{adele}/permissions/{name}")
        assert answer.is_success, answer.text
    return actor


@pytest.mark.requirement("ID-10")
async def test_rights_of_one_origin_are_one_line_with_the_others_behind_it(identity: ServiceUnderTest, tenant: UUID):
    actor = await a_town_of_rights(identity, tenant)

    page = (await identity.call(actor, "GET", "/console/rights")).text

    assert page.count("<summary>et 3 autres</summary>") == 1
    assert page.count("par Camille Rougon, le") == 1


@pytest.mark.requirement("ID-10")
@pytest.mark.parametrize(
    ("asked", "agent", "treasurer"),
    [
        ("q=TRESORIERE", False, True),
        ("q=COMPTABLE+agente", True, False),
        ("q=personne", False, False),
        ("droit=demarches.dossiers.read", True, False),
        ("droit=inconnu", False, False),
        ("q=&droit=", True, True),
    ],
)
async def test_who_may_what_is_found_by_person_function_or_right(
    identity: ServiceUnderTest, tenant: UUID, asked: str, agent: bool, treasurer: bool
):
    actor = await a_town_of_rights(identity, tenant)

    page = (await identity.call(actor, "GET", f"/console/rights?{asked}")).text

    assert ("Agente comptable</td>" in page, "=Trésorière</td>" in page) == (agent, treasurer)
    assert ("Personne ne correspond" in page) is not (agent or treasurer)


@pytest.mark.requirement("ID-10")
async def test_rights_leave_as_a_table_that_no_function_turns_into_a_formula(identity: ServiceUnderTest, tenant: UUID):
    actor = await a_town_of_rights(identity, tenant)

    answer = await identity.call(actor, "GET", "/console/rights/droits.csv")
    stranger = await identity.call(a_member(tenant), "GET", "/console/rights/droits.csv")

    head, *lines = answer.content.decode("utf-8-sig").splitlines()
    assert head == "Membre;Fonction;Permission;Attribuée par;Attribuée le;En sommeil"
    assert len([line for line in lines if line.startswith("Camille Rougon;Agente comptable;")]) == len(SIX)
    assert "Camille Rougon;'=Trésorière;;;;" in lines
    assert (answer.headers["content-type"].startswith("text/csv"), stranger.status_code) == (True, 403)


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


@pytest.mark.requirement("ID-23")
async def test_the_operator_opens_and_closes_guichets_after_a_question(
    identity: ServiceUnderTest, tenant: UUID, demo: None
):
    slug = await an_organisation(identity, tenant)
    operator = a_member(OPERATOR.id, ACTIVATE)
    form = {"csrf_token": await token_on(identity, operator, "/console/organisations")}
    base = f"/console/organisations/{tenant}"

    await identity.call(operator, "POST", f"{base}/guichet-activation", data=form)
    opened = (await identity.call_as_gateway("GET", f"/internal/organisations/{slug}")).json()["guichet_active"]
    question = await identity.call(operator, "GET", f"{base}/guichet-closing")
    await identity.call(operator, "POST", f"{base}/guichet-closing", data=form)
    closed = (await identity.call_as_gateway("GET", f"/internal/organisations/{slug}")).json()["guichet_active"]

    assert (opened, closed) == (True, False)
    assert "ne sera plus visible que de ses membres" in question.text


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
    assert "0 comptes de membres sur 5." in seen
    assert "Votre souhait attend l’exploitant" in seen
    assert "Non abonnée" in seen
    assert refused.status_code == 303


@pytest.mark.requirement("SR-02")
async def test_the_operator_finds_an_organisation_and_gives_it_another_plan(
    identity: ServiceUnderTest, tenant: UUID, demo: None
):
    slug = await an_organisation(identity, tenant, subscription=Subscription(plan="decouverte"))
    operator = a_member(OPERATOR.id, ACTIVATE, "platform.organisations.manage")
    found = (await identity.call(operator, "GET", f"/console/organisations?q={slug}")).text
    form = {"csrf_token": await token_on(identity, operator, f"/console/organisations/{tenant}")}

    await identity.call(operator, "POST", f"/console/organisations/{tenant}/plan", data={**form, "plan": "complete"})
    nobody = (await identity.call(operator, "GET", "/console/organisations?q=zzz+introuvable")).text

    assert f"/identity/organisations/{tenant}" in found
    assert "Aucune organisation trouvée" in nobody
    page = (await identity.call(operator, "GET", f"/console/organisations/{tenant}")).text
    assert "Formule « Complète »." in page


@pytest.mark.requirement("ID-07", "NT-02")
async def test_the_operator_sees_which_functions_no_letter_reaches_and_nobody_s_name(
    identity: ServiceUnderTest, tenant: UUID
):
    slug = await an_organisation(identity, tenant)
    await a_reader(identity, tenant, "maire", "Le Maire, Directeur, Président", newsletter=True)
    await a_reader(identity, tenant, "secretaire", "Le Secrétaire de mairie", newsletter=False)
    await a_reader(identity, tenant, "gardien", "Gardien du cimetière d'Aire", newsletter=False)
    operator = a_member(OPERATOR.id, "platform.organisations.manage")

    page = await identity.call(operator, "GET", f"/console/letter-reach?q={slug}")

    row = page.text.split(f"Ville {slug}", 1)[1].split("</tr>", 1)[0]
    assert (row.count("Reçoit la lettre"), row.count("Ne reçoit rien")) == (1, 2)
    assert re.search(r">\s*1\s*<", row), row
    assert "Macquart" not in page.text
    assert "Gardien" not in page.text


@pytest.mark.requirement("ID-07")
async def test_whom_a_letter_reaches_elsewhere_is_for_the_operator_alone(identity: ServiceUnderTest, tenant: UUID):
    await an_organisation(identity, tenant)

    assert (await identity.call(a_member(tenant, MANAGE, GRANT), "GET", "/console/letter-reach")).status_code == 403
    assert (await identity.call(a_citizen(tenant), "GET", "/console/letter-reach")).status_code in (401, 403)


async def a_reader(identity: ServiceUnderTest, tenant: UUID, name: str, function: str, *, newsletter: bool) -> None:
    account_id = await an_account(identity, tenant, identifier=name, kind=AccountKind.MEMBER, function=function)
    body = {
        "identity": {"given_name": "Ursule", "family_name": "Macquart"},
        "reach": {"email": f"{name}@mairie.example"},
        "function": function,
        "interests": ["elections"],
        "newsletter": newsletter,
    }
    changed = await identity.call(a_member(tenant, MANAGE), "PUT", f"/v1/members/{account_id}", json=body)
    assert changed.status_code in (200, 204), changed.text
