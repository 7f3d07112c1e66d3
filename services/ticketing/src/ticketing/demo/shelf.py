"""The demonstration's knowledge base. Ranges, rubrics and pages are invented."""

from datetime import date

from contracts.demo import PLASSANS, demo_id
from ticketing.commands.knowledge.keep_article import KeepArticle
from ticketing.demo.catalogue import CHILDHOOD, DESK, POLICE
from ticketing.demo.forms import two
from ticketing.demo.questions import QUESTIONS
from ticketing.domain.knowledge import ArticleKind, Audience, Range, Rubric, Season

TOWNS = Range(demo_id("range/mairies"), "mairies", two("Mairies", "Town halls"))
SCHOOLS = Range(demo_id("range/ecoles"), "ecoles-et-enfance", two("Écoles et enfance", "Schools and childhood"), 1)
RANGES = (TOWNS, SCHOOLS)
DAILY = Rubric(demo_id("rubric/quotidien"), TOWNS.id, "au-quotidien", two("Au quotidien", "Day to day"))
YEAR_END = Rubric(
    demo_id("rubric/fin-d-annee"),
    TOWNS.id,
    "fin-d-annee",
    two("Procédures de fin d’année", "Year-end procedures"),
    Season(date(2026, 11, 15), date(2027, 1, 31), every_year=True),
    1,
)
UPDATES = Rubric(demo_id("rubric/mises-a-jour"), TOWNS.id, "mises-a-jour", two("Mises à jour", "Updates"), position=2)
TERM = Rubric(demo_id("rubric/rentree"), SCHOOLS.id, "rentree", two("La rentrée", "Start of term"))
ENROLMENT = Rubric(
    demo_id("rubric/inscriptions"),
    SCHOOLS.id,
    "inscriptions",
    two("Campagne d’inscriptions", "Enrolment season"),
    Season(date(2027, 3, 1), date(2027, 6, 30), every_year=True),
    1,
)
ELECTIONS = Rubric(
    demo_id("rubric/elections"),
    TOWNS.id,
    "elections",
    two("Préparer les élections", "Preparing elections"),
    Season(date(2027, 1, 2), date(2027, 5, 31)),
    3,
)
RUBRICS = (DAILY, YEAR_END, UPDATES, TERM, ENROLMENT, ELECTIONS)
OWNERS = ((DESK.id, PLASSANS.id), (CHILDHOOD.id, PLASSANS.id))
RELEASE = demo_id("article/parvis-4-2")
FILES = {
    RELEASE: "parvis-4.2.txt",
    demo_id("article/ribambelle-3-1"): "ribambelle-3.1.txt",
    demo_id("article/vigie-2-6"): "vigie-2.6.txt",
}
RELEASE_FILE = b"Parvis 4.2: demonstration of a download, compare its SHA-256.\n" * 4_000


def page(
    key: str, kind: ArticleKind, title: str, body: str, rubric: Rubric | None = None, **more: object
) -> KeepArticle:
    facts = {"rubric_id": rubric.id if rubric else None, **more}
    return KeepArticle(article_id=demo_id(f"article/{key}"), slug=key, kind=kind, title=title, body=body, **facts)  # pyright: ignore[reportArgumentType]


K = ArticleKind
ARTICLES = (
    *(page(each.key, K.QUESTION, each.title, each.body, theme=each.theme) for each in QUESTIONS),
    page(
        "instruire-une-demande",
        K.DOCUMENT,
        "Instruire une demande de bout en bout",
        "## Ouvrir la demande\n\nDans **Demandes**, choisissez la plus ancienne. Elle s’ouvre avec ses pièces.\n\n## Décider\n\n"
        "1. Contrôlez chaque pièce.\n2. Choisissez **Accepter** ou **Refuser**.\n3. L’usager reçoit un courriel.",
        DAILY,
        summary="De l’ouverture à la décision, écran par écran.",
        application="Demandes",
    ),
    page(
        "personnaliser-le-guichet",
        K.DOCUMENT,
        "Mettre le guichet aux couleurs de la commune",
        "Ouvrez **Guichet**, puis choisissez le logo, la couleur et la photo d’accueil.\n\n- logo : PNG\n- photo : JPEG",
        DAILY,
        summary="Logo, couleur, photo et liens utiles.",
        application="Guichet",
    ),
    page(
        "cloturer-l-annee",
        K.DOCUMENT,
        "Clôturer l’année",
        "## Avant le 31 décembre\n\nExportez les statistiques, puis archivez les demandes closes.\n\n## Après le 1er janvier\n\n"
        "Vérifiez les nouveaux tarifs.",
        YEAR_END,
        summary="La liste des opérations, dans l’ordre.",
        application="Demandes",
    ),
    page(
        "parvis-4-2",
        K.RELEASE,
        "Parvis 4.2",
        "- Le bouton « Décider » répond dès que la dernière pièce est contrôlée.\n- La recherche accepte les fautes de frappe.",
        UPDATES,
        summary="Corrige le bouton « Décider » et la recherche.",
        application="Parvis",
        product_id=DESK.id,
        release_number="4.2",
        prerequisites="Parvis 4.1 ou plus récent.\n200 Mo libres sur le disque.",
    ),
    page(
        "ribambelle-3-1",
        K.RELEASE,
        "Ribambelle 3.1",
        "- Les réservations se font jusqu’à la veille 10 heures.\n- Les attestations fiscales s’impriment par famille.",
        UPDATES,
        summary="Réservations et attestations.",
        application="Ribambelle",
        product_id=CHILDHOOD.id,
        release_number="3.1",
        prerequisites="Ribambelle 3.0.",
    ),
    page(
        "vigie-2-6",
        K.RELEASE,
        "Vigie 2.6",
        "- Le registre des objets trouvés s’imprime en paysage.",
        UPDATES,
        summary="Impression du registre.",
        application="Vigie",
        product_id=POLICE.id,
        release_number="2.6",
        audience=Audience.OWNERS,
    ),
    page(
        "maintenance-de-decembre",
        K.NOTICE,
        "Maintenance le 12 décembre de 7 h à 8 h",
        "Les services seront coupés quelques minutes. Rien de ce qui est enregistré n’est perdu.",
        DAILY,
        summary="Quelques minutes de coupure, tôt le matin.",
    ),
    page(
        "rentrer-les-familles",
        K.DOCUMENT,
        "Préparer la rentrée des écoles",
        "1. Archivez l’année passée.\n2. Importez les classes.\n3. Ouvrez les réservations.",
        TERM,
        summary="Trois étapes, dans l’ordre.",
        application="Ribambelle",
    ),
    page(
        "session-de-telemaintenance",
        K.QUESTION,
        "Que voit le technicien pendant une session de télémaintenance ?",
        "Votre écran seulement, et après votre accord. Vous arrêtez la session quand vous voulez ; elle est consignée.",
        theme="Assistance",
    ),
    page(
        "mot-de-passe-oublie",
        K.QUESTION,
        "J’ai oublié mon mot de passe",
        "Sur la page de connexion, choisissez **Mot de passe ou identifiant oublié ?**. Un lien vous est envoyé ; il vaut 24 heures.",
        theme="Mon compte",
    ),
    page(
        "courriel-d-activation",
        K.QUESTION,
        "Je n’ai pas reçu le courriel d’activation",
        "Regardez dans les indésirables, puis demandez un nouveau lien. Sans résultat, demandez de l’aide **sans compte**.",
        theme="Mon compte",
    ),
    page(
        "piece-refusee",
        K.QUESTION,
        "Pourquoi un fichier est-il refusé ?",
        "Le guichet accepte les PDF, JPEG et PNG. Un fichier protégé par mot de passe ne peut pas être contrôlé.",
        theme="Pièces justificatives",
    ),
    page(
        "guide-vigie",
        K.DOCUMENT,
        "Guide de la police municipale",
        "Réservé aux communes équipées de Vigie.",
        DAILY,
        application="Vigie",
        product_id=POLICE.id,
        audience=Audience.OWNERS,
    ),
)
