"""A person new to the town opens a space and makes two requests; the town answers."""

import re
from types import SimpleNamespace
from uuid import uuid4

import pytest
from playwright.async_api import expect

from contracts.demo import AGENT
from kit.eventually import eventually
from kit.suite import RunningSuite

from .conftest import Arrives
from .eyes import Eyes
from .letters import letter, link_in
from .papers import a_photo, a_picture, a_scan, text_of_pdf
from .people import Person

PASSWORD = "Tilleul-de-Plassans-7"


@pytest.fixture(scope="module")
def story(width: int) -> SimpleNamespace:
    """What one step leaves to the next. Another address each time: one serves once."""
    return SimpleNamespace(email=f"rosalie.{width}.{uuid4().hex[:6]}@exemple.fr", family_name="Vimeux")


@pytest.fixture
async def rosalie(arrives: Arrives) -> Person:
    return await arrives("rosalie")


@pytest.mark.requirement("ID-14")
async def test_she_asks_for_a_personal_space(rosalie: Person, suite: RunningSuite, story: SimpleNamespace):
    await rosalie.opens(suite.portal())
    await (await rosalie.finds_in_menu("Je crée mon espace")).click()
    await rosalie.sees("Cette démarche prend 3 minutes")
    await rosalie.chooses("Madame")
    await rosalie.fills("Prénom", "Rosalie")
    await rosalie.fills("Nom de famille", story.family_name)
    await rosalie.fills("Numéro et voie", "7 rue de la Banne")
    await rosalie.fills("Code postal", "13100")
    await rosalie.fills("Commune", "Plassans")
    await rosalie.fills("Adresse électronique", story.email)
    await rosalie.fills("Téléphone mobile", "06 12 34 56 78")
    await rosalie.chooses("J’accepte les conditions générales")
    await rosalie.looks("creation-espace")
    await rosalie.presses("Continuer vers le récapitulatif")

    await rosalie.sees_title("Vérifiez vos informations")
    await rosalie.sees("7 rue de la Banne")


@pytest.mark.requirement("ID-15")
async def test_the_check_against_robots_asks_nothing_of_her(rosalie: Person, story: SimpleNamespace):
    await rosalie.sees("Contrôle de sécurité terminé.")
    await rosalie.looks("creation-recapitulatif")
    await rosalie.presses("Créer mon espace")

    await rosalie.sees("En attente d’activation")
    await rosalie.sees(story.email)
    await rosalie.looks("creation-demandee")


@pytest.mark.requirement("ID-17")
async def test_the_link_that_came_by_mail_opens_her_space(rosalie: Person, suite: RunningSuite, story: SimpleNamespace):
    mail = await letter(suite, story.email, "activ")
    assert "Ville de Plassans" in mail["text"]
    await rosalie.opens(link_in(mail, "/activation/"))
    await rosalie.looks("activation")
    story.identifier = await rosalie.page.get_by_label("Votre identifiant de connexion").input_value()
    assert re.fullmatch(r"rosalie[.-]vimeux.*", story.identifier)
    for field in await rosalie.page.get_by_role("main").locator("input[type=password]").all():
        await field.fill(PASSWORD)
    await rosalie.presses("Valider et accéder à mon espace")

    await rosalie.sees("Votre espace personnel est activé")
    await rosalie.looks("tableau-de-bord-vide")


@pytest.mark.requirement("DM-04")
@pytest.mark.requirement("DM-06")
async def test_her_request_already_knows_who_she_is(rosalie: Person, suite: RunningSuite, story: SimpleNamespace):
    await rosalie.opens(suite.portal("/demarches/acte-de-naissance"))
    await rosalie.looks("demarche-acte-de-naissance")
    await rosalie.presses("Commencer ma demande")

    await rosalie.sees_title("Mes informations")
    await expect(rosalie.page.get_by_label("Nom de naissance")).to_have_value("Vimeux")
    await expect(rosalie.page.get_by_label("Prénoms")).to_have_value("Rosalie")
    await expect(rosalie.page.get_by_label("Numéro et voie")).to_have_value("7 rue de la Banne")
    await expect(rosalie.page.get_by_label("Adresse électronique")).to_have_value(story.email)
    await rosalie.looks("acte-mes-informations")
    await rosalie.presses("Continuer vers")


async def test_an_answer_forgotten_is_asked_for_beside_its_question(rosalie: Person):
    await rosalie.sees_title("Ma demande")
    await rosalie.chooses("Copie intégrale")
    await rosalie.chooses("Vous-même")
    holder = rosalie.page.get_by_role("group", name="La personne née à Plassans")
    await rosalie.fills("Nom de naissance", "Vimeux", inside=holder)
    await rosalie.fills("Prénoms", "Rosalie Angèle", inside=holder)
    await rosalie.fills_date("Date de naissance", 31, 2, 1987)
    await rosalie.fills("Nombre d’exemplaires", "2")
    await rosalie.presses("Continuer vers")

    await expect(rosalie.page.get_by_role("group", name="Date de naissance")).to_contain_text("Erreur")
    await rosalie.looks("acte-erreur")
    await rosalie.fills_date("Date de naissance", 27, 2, 1987)
    await rosalie.looks("acte-ma-demande")
    await rosalie.presses("Continuer vers")


@pytest.mark.requirement("DM-09")
async def test_whatever_she_clicks_her_request_is_sent_once(rosalie: Person, story: SimpleNamespace):
    await rosalie.sees_title("Le récapitulatif")
    await rosalie.sees("Copie intégrale")
    await rosalie.sees("27 février 1987")
    await rosalie.looks("acte-recapitulatif")
    async with rosalie.page.expect_response(lambda response: response.url.endswith("/envoi")) as sending:
        await rosalie.control("Envoyer ma demande").click(click_count=3, no_wait_after=True)

    story.trace_id = (await sending.value).headers["x-request-id"]
    await rosalie.sees_title("Votre demande est envoyée")
    story.reference = await rosalie.reads_reference()
    story.dossier = rosalie.page.url.split("/")[-2]
    await rosalie.looks("acte-envoyee")
    await rosalie.opens("/mes-demandes")
    await expect(
        rosalie.page.get_by_role("main").get_by_role("link", name="Demande d’acte de naissance")
    ).to_have_count(1)
    await rosalie.looks("mes-demandes")


@pytest.mark.requirement("NT-01")
async def test_an_acknowledgement_tells_her_what_the_law_wants(suite: RunningSuite, story: SimpleNamespace):
    mail = await letter(suite, story.email, story.reference)

    assert "Ville de Plassans" in dict(mail["headers"])["From"]
    assert "Service de l’état civil" in mail["text"]
    assert link_in(mail, story.dossier)
    assert len([each for each in suite.mails(story.email) if story.reference in each["subject"]]) == 1


@pytest.mark.requirement("DM-09")
async def test_she_keeps_a_pdf_of_it(rosalie: Person, suite: RunningSuite, story: SimpleNamespace):
    await rosalie.opens(suite.portal(f"/mes-demandes/{story.dossier}"))
    await rosalie.looks("acte-suivi")
    file = await rosalie.fetches(f"/demandes/{story.dossier}/accuse.pdf")

    assert file.headers["content-type"] == "application/pdf"
    text = text_of_pdf(file.content)
    assert story.reference in text
    assert "Vimeux" in text


@pytest.mark.requirement("SR-01")
async def test_one_trace_goes_from_her_click_to_the_mail(suite: RunningSuite, story: SimpleNamespace):
    def crossed() -> set[tuple[str, str]]:
        spans = suite.trace(story.trace_id)
        return {(span["service"], " ".join(span["name"].split()[:2])) for span in spans}

    wanted = {
        ("gateway.public", "POST /demandes/{dossier_id}/envoi"),
        ("gateway.public", "POST demarches"),
        ("demarches", "POST /v1/dossiers/{dossier_id}/submission"),
        ("demarches", "command submit_dossier"),
        ("demarches", "publish demarches.dossier.submitted.v1"),
        ("notifier", "consume demarches.dossier.submitted.v1"),
        ("notifier", "deliver notification"),
        ("notifier", "SMTP send"),
    }
    await eventually(lambda: wanted <= crossed() or None, every=0.5)
    spans = suite.trace(story.trace_id)
    assert any(span["service"] == "demarches" and "db.query.text" in span["attributes"] for span in spans)
    assert {span["trace_id"] for span in spans} == {story.trace_id}


@pytest.mark.requirement("DM-07")
async def test_she_enrols_her_child_with_photographs_of_her_papers(rosalie: Person, suite: RunningSuite):
    await rosalie.opens(suite.portal("/demarches/inscription-scolaire"))
    await rosalie.looks("demarche-inscription-scolaire")
    await rosalie.presses("Commencer ma demande")
    await expect(rosalie.page.get_by_label("Nom de naissance")).to_have_value("Vimeux")
    await rosalie.presses("Continuer vers")
    child = rosalie.page.get_by_role("group", name="L’enfant", exact=True)
    await rosalie.fills("Nom de naissance", "Vimeux", inside=child)
    await rosalie.fills("Prénoms", "Octave", inside=child)
    await rosalie.fills_date("Date de naissance", 14, 5, 2023)
    await rosalie.page.get_by_label("Niveau à la rentrée").select_option("Petite section")
    await rosalie.chooses("Première entrée à l’école")
    await rosalie.chooses("Oui", of="Déjeunera au restaurant scolaire ?")
    await rosalie.looks("inscription-ma-demande")
    await rosalie.presses("Continuer vers")

    await rosalie.sees_title("Mes pièces")
    await rosalie.looks("inscription-pieces-vides")
    await rosalie.joins("Livret de famille", a_photo("livret-recto"), a_photo("livret-verso"), keep=True)
    await rosalie.joins("Justificatif de domicile", a_scan("facture-eau"))
    await rosalie.joins("Carnet de santé", a_picture("vaccinations"))
    await rosalie.looks("inscription-pieces")


@pytest.mark.requirement("DV-04")
async def test_her_files_are_checked_before_anyone_opens_them(rosalie: Person):
    await eventually(lambda: rosalie.reloads_until("Analyse en cours", gone=True), every=1)
    await expect(rosalie.page.get_by_text("Vérifiée")).to_have_count(4)


async def test_the_whole_request_is_read_again_and_sent(rosalie: Person, suite: RunningSuite, story: SimpleNamespace):
    await rosalie.presses("Continuer vers")
    await rosalie.sees_title("Le récapitulatif")
    await rosalie.sees("Petite section")
    await rosalie.sees("livret-recto.jpg")
    await rosalie.looks("inscription-recapitulatif")
    await rosalie.presses("Envoyer ma demande")
    await rosalie.sees_title("Votre demande est envoyée")
    story.school_reference = await rosalie.reads_reference()
    story.school = rosalie.page.url.split("/")[-2]

    assert story.school_reference != story.reference
    await letter(suite, story.email, story.school_reference)


@pytest.mark.requirement("DV-01")
async def test_the_piece_she_kept_waits_in_her_storage_space(rosalie: Person, suite: RunningSuite):
    await rosalie.opens(suite.portal("/mes-pieces"))

    await rosalie.sees_title("Mes pièces justificatives")
    await rosalie.sees("Livret de famille")
    await rosalie.sees("Vous seul·e avez accès à cet espace")
    await rosalie.looks("mes-pieces")


@pytest.mark.requirement("DM-16")
async def test_the_agent_finds_her_dossier_in_the_queue(
    arrives: Arrives, rosalie: Person, suite: RunningSuite, story: SimpleNamespace
):
    adele = await arrives("adele", account=AGENT, at=suite.console(""))
    await adele.opens(suite.console("/demarches/"))
    await adele.sees(story.school_reference)
    await adele.looks("console-file")
    await adele.page.get_by_role("row", name=story.school_reference).get_by_role("link").first.click()

    await adele.sees_title(story.school_reference)
    await adele.sees("Vimeux")
    await adele.sees("Octave")
    await adele.looks("console-dossier")
    await adele.presses("Prendre en charge")
    await adele.sees("Adèle Sicardot")


@pytest.mark.requirement("DV-03")
async def test_the_agent_opens_a_piece_and_the_opening_is_written_down(
    arrives: Arrives, rosalie: Person, suite: RunningSuite, story: SimpleNamespace
):
    adele = await arrives("adele")
    async with adele.page.expect_response(lambda response: "/documents/view" in response.url) as opening:
        await adele.page.get_by_role("link", name=re.compile("livret-recto|Livret de famille")).first.click()
    shown = await opening.value
    assert shown.headers["content-type"] == "image/jpeg"
    # A stranger's file runs nothing in the agent's browser.
    assert "sandbox" in shown.headers["content-security-policy"]
    await adele.opens(suite.console(f"/demarches/dossiers/{story.school}"))

    async def written_down() -> bool:
        await rosalie.opens(suite.portal("/mes-pieces/journal"))
        said = await rosalie.reads()
        return "livret-recto.jpg" in said and "Adèle Sicardot, agent de Ville de Plassans" in said

    await eventually(written_down, every=0.5)
    await rosalie.looks("qui-a-ouvert-mes-fichiers")
    await rosalie.opens(suite.portal("/mes-pieces/acces"))
    await rosalie.sees_title("Qui peut lire mes pièces ?")
    await rosalie.sees("En cours")
    await rosalie.sees("Adèle Sicardot, agent de Ville de Plassans")
    await rosalie.looks("qui-peut-lire-mes-pieces")


@pytest.mark.requirement("DM-13")
async def test_the_agent_asks_for_another_piece_and_she_is_told(
    arrives: Arrives, rosalie: Person, suite: RunningSuite, story: SimpleNamespace
):
    adele = await arrives("adele")
    await adele.fills("Quelle pièce ?", "Attestation d’assurance scolaire")
    await adele.fills("Pourquoi ?", "Elle est nécessaire pour le restaurant scolaire.")
    await adele.presses("Demander la pièce")
    await adele.sees("En attente")
    await adele.looks("console-piece-demandee")

    mail = await letter(suite, story.email, f"Une pièce manque à votre demande {story.school_reference}")
    assert "Attestation d’assurance scolaire" in mail["text"]
    await rosalie.opens(suite.portal())
    await expect(rosalie.page.get_by_role("banner")).to_contain_text("1 demande vous attend")
    await rosalie.opens(link_in(mail, story.school))
    await rosalie.looks("suivi-piece-demandee")


@pytest.mark.requirement("DM-12")
async def test_she_answers_with_a_message_and_the_piece(
    arrives: Arrives, rosalie: Person, suite: RunningSuite, story: SimpleNamespace
):
    await rosalie.presses("Ajouter la pièce demandée")
    await rosalie.sees("Elle est nécessaire pour le restaurant scolaire.")
    await rosalie.page.locator("input[type=file]").first.set_input_files(a_scan("attestation-assurance"))
    await rosalie.presses("Ajouter cette pièce")
    # Among the pieces joined: beside the field its name stands while it is still being sent.
    await expect(rosalie.page.locator(".documents").first).to_contain_text("attestation-assurance.pdf")
    await rosalie.looks("suivi-pieces")
    await rosalie.opens(suite.portal(f"/mes-demandes/{story.school}/echanges"))
    await rosalie.fills("Votre nouveau message", "Bonjour, voici l’attestation. Octave a hâte !")
    await rosalie.presses("Envoyer le message")

    await rosalie.sees("Votre message est envoyé.")
    await rosalie.looks("suivi-echanges")


@pytest.mark.requirement("DM-18")
async def test_the_agent_reads_it_and_decides(
    arrives: Arrives, rosalie: Person, suite: RunningSuite, story: SimpleNamespace
):
    adele = await arrives("adele")
    await adele.opens(suite.console(f"/demarches/dossiers/{story.school}"))
    await adele.sees("Octave a hâte")
    await adele.sees("attestation-assurance.pdf")
    await adele.presses("Accepter")
    await adele.sees("Une décision ne se reprend pas.")
    await adele.fills("Raisons", "Octave est inscrit à l’école de la rue Beauséjour.")
    await adele.looks("console-decision")
    await adele.presses("Accepter la demande")
    await adele.sees("Décision")
    await adele.looks("console-decidee")


@pytest.mark.requirement("DM-11")
async def test_she_is_told_of_the_decision(rosalie: Person, suite: RunningSuite, story: SimpleNamespace):
    mail = await letter(suite, story.email, f"Votre demande {story.school_reference} a reçu une réponse")
    await rosalie.opens(link_in(mail, story.school))

    await rosalie.sees("Octave est inscrit à l’école de la rue Beauséjour.")
    await rosalie.looks("suivi-decision")
    await rosalie.opens(suite.portal("/mon-tableau-de-bord"))
    await rosalie.looks("tableau-de-bord")


async def test_nothing_shocked_on_the_way(eyes: Eyes):
    assert "\n".join(eyes.faults) == ""
