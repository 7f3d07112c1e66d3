"""Plassans: an invented town of 9,000 in the south. Days are counted from the day on which the demonstration is loaded."""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from chassis.clock import PARIS
from notifier.commands.publishing.add_hours_exception import AddHoursException
from notifier.demo import pictures
from notifier.domain.publishing.content import Audience, Content, Occasion
from notifier.domain.publishing.publication import Kind

EVENING = ((44, 36, 84), (246, 168, 120))
MORNING = ((150, 200, 236), (250, 238, 214))
GREEN = ((92, 140, 96), (120, 166, 104))
DUSK = ((56, 66, 84), (74, 88, 96))


class Told(NamedTuple):
    """`name` gives it the same id each time the demonstration is loaded."""

    name: str
    kind: Kind
    content: Content
    picture: bytes | None = None


def told(today: date) -> list[Told]:
    def at(days: int, hour: int, minute: int = 0) -> datetime:
        return datetime.combine(today + timedelta(days=days), time(hour, minute), PARIS)

    return [
        Told(
            "lanternes",
            Kind.NEWS,
            Content(
                title="La fête des lanternes illumine le cours Sauvaire",
                category="Culture et fêtes",
                summary="Deux soirées de lumière, de musique et de soupe partagée : venez à pied, les lanternes "
                "fabriquées par les écoles partent de la place des Récollets à la tombée de la nuit.",
                body="Les six classes de l’école Silvère-Mouret ont cousu, collé et peint **320 lanternes**. Elles "
                "descendent le cours Sauvaire, portées par leurs auteurs, au son de la fanfare municipale.\n\n"
                "## Le programme\n\n- **17 h 30** : atelier de dernière minute, halle aux grains\n- **18 h 30** : départ "
                "du cortège, place des Récollets\n- **19 h 30** : soupe partagée et concert, esplanade du Marché\n\n"
                "## Pour venir\n\nLe cours Sauvaire est fermé aux voitures de 16 h à 22 h. Le parking de la gare est "
                "gratuit ces deux soirs. La place est accessible aux fauteuils ; un passage calme est réservé le long "
                "de la mairie pour les personnes que la foule inquiète.\n\nRenseignements à "
                "l'[accueil de la mairie](mailto:mairie@plassans.example).",
                occasion=Occasion(starts_at=at(9, 18, 30), ends_at=at(9, 22), place="Place des Récollets"),
                picture_words="Une guirlande de lanternes de toutes les couleurs au-dessus des collines, au crépuscule.",
            ),
            pictures.drawn(EVENING, DUSK, pictures.lanterns),
        ),
        Told(
            "rome",
            Kind.NEWS,
            Content(
                title="Rue de Rome : la circulation alternée dure trois semaines",
                category="Travaux et circulation",
                summary="Les canalisations d’eau datent de 1931 : elles sont remplacées entre la porte de Rome et la "
                "place Saint-Marc. L’accès des riverains est maintenu.",
                body="Le chantier avance de 40 mètres par jour. Des feux règlent la circulation de 8 h à 17 h.\n\n"
                "- **Ramassage des ordures** : sortez les bacs la veille au soir, au bout de la rue\n"
                "- **Ligne de bus 2** : l’arrêt « Porte de Rome » est reporté place Saint-Marc\n"
                "- **Eau** : deux coupures d’une matinée sont annoncées dans les boîtes aux lettres\n\n"
                "Une difficulté ? [Signalez-la en ligne](/demarches) : les services techniques répondent dans la journée.",
                expires_at=at(21, 18),
                picture_words="Une route bordée de cônes orange.",
            ),
            pictures.drawn(MORNING, GREEN, pictures.roadworks),
        ),
        Told(
            "mediatheque",
            Kind.NEWS,
            Content(
                title="La médiathèque ouvre le dimanche matin",
                category="Culture et fêtes",
                summary="De 10 h à 13 h, pour lire le journal, emprunter ou écouter une histoire. L’essai dure six "
                "mois ; votre avis décidera de la suite.",
                body="Vous étiez 412 à répondre à l’enquête de l’été : la moitié d’entre vous ne peut pas venir en "
                "semaine.\n\n## Ce qui s’y passe\n\n- L'**heure du conte**, à 11 h, de 3 à 7 ans\n- La presse du "
                "week-end et un café\n- Le prêt et le retour, sans rendez-vous",
                occasion=Occasion(starts_at=at(5, 10), ends_at=at(5, 13), place="Médiathèque, 4 rue de la Banne"),
                picture_words="Une étagère de livres aux dos colorés.",
            ),
            pictures.drawn(MORNING, GREEN, pictures.books),
        ),
        Told(
            "cantine",
            Kind.NEWS,
            Content(
                title="Cantine : les menus du mois et le nouveau tarif au quotient",
                category="Enfance et écoles",
                summary="Le prix du repas suit désormais votre quotient familial, de 0,80 € à 4,60 €. Envoyez "
                "votre attestation avant la fin du mois pour en profiter dès le prochain.",
                body="Chaque famille inscrite a reçu un courriel. Sans attestation, le tarif le plus haut s’applique ; "
                "il est corrigé dès que nous la recevons.\n\n"
                "| Quotient | Repas |\n|---|---|\n| jusqu’à 400 | 0,80 € |\n| 401 à 900 | 2,10 € |\n"
                "| 901 à 1 400 | 3,40 € |\n| au-delà | 4,60 € |",
                audience=Audience.CITIZENS,
                picture_words="Une école au toit rouge sous un ciel clair.",
            ),
            pictures.drawn(MORNING, GREEN, pictures.school),
        ),
        Told(
            "conseil",
            Kind.NEWS,
            Content(
                title="Conseil municipal : l’ordre du jour est en ligne",
                category="Vie municipale",
                summary="Budget de l’eau, tarifs de la médiathèque, nom de la nouvelle crèche : la séance est "
                "publique, en salle du conseil.",
                body="La séance est ouverte à toutes et à tous. Le compte rendu paraît ici dans la semaine.\n\n"
                "1. Approbation du procès-verbal\n2. Budget annexe de l’eau\n3. Tarifs de la médiathèque\n"
                "4. Dénomination de la crèche des Aires",
                occasion=Occasion(starts_at=at(16, 18), place="Hôtel de ville, salle du conseil"),
            ),
        ),
        *_information(),
    ]


def _information() -> list[Told]:
    written = (
        (
            "dechets",
            "Déchets et propreté",
            "Les jours de ramassage, rue par rue",
            "Ordures le mardi et le vendredi, emballages le mercredi, verre dans les 42 colonnes de la ville.",
            (
                "Sortez vos bacs **après 19 h la veille**.\n\n| Quartier | Ordures | Emballages |\n|---|---|---|\n"
                "| Centre, cours Sauvaire | mardi, vendredi | mercredi |\n| Saint-Marc, la Gare | lundi, jeudi | mercredi |\n"
                "| Les Aires, hameaux | mardi | un mercredi sur deux |\n\nLes encombrants se déposent à la déchèterie, ou "
                "sont enlevés le premier lundi du mois sur rendez-vous."
            ),
            Audience.EVERYONE,
        ),
        (
            "urgences",
            "Santé et urgences",
            "Médecin, pharmacie et numéros de garde",
            "Le 15, le 18, le 17, le 114 pour les personnes sourdes, et la maison médicale le soir et le dimanche.",
            (
                "- **15** SAMU · **18** pompiers · **17** police · **112** partout en Europe\n- **114** par SMS pour les "
                "personnes sourdes, malentendantes ou qui ne peuvent pas parler\n- **Maison médicale de garde** : "
                "04 42 00 51 60, de 20 h à minuit et le dimanche\n- **Pharmacie de garde** : 32 37"
            ),
            Audience.EVERYONE,
        ),
        (
            "stationnement",
            "Se déplacer",
            "Stationner au centre",
            "Deux heures gratuites avec un disque, des places réservées, un abonnement pour les riverains.",
            (
                "Zone bleue de 9 h à 12 h et de 14 h à 18 h, du lundi au samedi.\n\n- 38 places réservées aux cartes "
                "mobilité inclusion\n- 12 bornes de recharge, place du Marché\n- Abonnement des riverains : 60 € par an"
            ),
            Audience.EVERYONE,
        ),
        (
            "periscolaire",
            "École et périscolaire",
            "Joindre la référente de l’école de votre enfant",
            "Un numéro direct par école, de 7 h 30 à 18 h 30, pour prévenir d’une absence ou d’un retard.",
            "- Silvère-Mouret : 04 42 00 51 71\n- Les Aires : 04 42 00 51 72\n- Saint-Marc : 04 42 00 51 73",
            Audience.CITIZENS,
        ),
    )
    return [
        Told(
            name,
            Kind.INFORMATION,
            Content(title=title, category=category, summary=summary, body=body, audience=audience),
        )
        for name, category, title, summary, body, audience in written
    ]


def closed_days(today: date) -> list[AddHoursException]:
    # The Thursday after next: a half day, whatever the day of the demonstration.
    half = today + timedelta(days=(3 - today.weekday()) % 7 + 7)
    return [AddHoursException(first_day=half, last_day=half, reason="Journée de formation des agents")]
