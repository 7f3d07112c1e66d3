"""Where Plassans receives people, and when."""

from datetime import time

from contracts.demo import demo_id
from demarches.commands.appointments.arrange_calendar import ArrangeCalendar
from demarches.commands.appointments.arrange_venue import ArrangeVenue
from demarches.demo import departments
from demarches.demo.parts import words
from demarches.domain.appointments.calendar import Opening, Settings

CITY_HALL = demo_id("venue/plassans/hotel-de-ville")
PLANNING_OFFICE = demo_id("venue/plassans/urbanisme")
PASSPORTS = demo_id("calendar/plassans/passeports")
ROOMS = demo_id("calendar/plassans/salles")
PLANNING = demo_id("calendar/plassans/urbanisme")

VENUES = (
    ArrangeVenue(
        venue_id=CITY_HALL,
        name="Hôtel de ville",
        address="1, place de la Sous-Préfecture\n13100 Plassans",
        access="Accueil du rez-de-chaussée, entrée de plain-pied à gauche du perron. Bus 2 et 5, arrêt Mairie.",
        access_en="Ground-floor reception, step-free entrance left of the front steps. Buses 2 and 5, stop Mairie.",
    ),
    ArrangeVenue(
        venue_id=PLANNING_OFFICE,
        name="Maison de l’urbanisme",
        address="12, avenue de l’Aire-Saint-Mittre\n13100 Plassans",
        access="Premier étage, ascenseur. Parking gratuit une heure devant le bâtiment.",
        access_en="First floor, lift. One hour of free parking in front of the building.",
    ),
)


def _open(days: range, *hours: tuple[time, time]) -> tuple[Opening, ...]:
    return tuple(Opening(weekday=day, opens=opens, closes=closes) for day in days for opens, closes in hours)


CALENDARS = (
    ArrangeCalendar(
        calendar_id=ROOMS,
        name=words("Visite de la salle des fêtes", "Visit of the party hall"),
        venue_id=CITY_HALL,
        department_id=departments.VOIRIE,
        settings=Settings(
            duration_minutes=30,
            openings=(*_open(range(3, 4), (time(14), time(17))), *_open(range(6, 7), (time(10), time(12)))),
            resources=("Gardien",),
            notice_hours=24,
            horizon_days=60,
        ),
    ),
    ArrangeCalendar(
        calendar_id=PASSPORTS,
        name=words("Passeports et cartes d’identité", "Passports and identity cards"),
        venue_id=CITY_HALL,
        department_id=departments.ETAT_CIVIL,
        settings=Settings(
            duration_minutes=20,
            openings=(
                *_open(range(1, 6), (time(8, 30), time(12)), (time(13, 30), time(17))),
                *_open(range(6, 7), (time(9), time(12))),
            ),
            resources=("Guichet 1", "Guichet 2"),
            notice_hours=4,
            horizon_days=60,
            bring=words(
                "La pré-demande (numéro à 10 caractères), une photo de moins de six mois, l’ancien titre et un "
                "justificatif de domicile.",
                "The pre-application number, a photo less than six months old, the former document and a proof of "
                "address.",
            ),
        ),
    ),
    ArrangeCalendar(
        calendar_id=PLANNING,
        name=words("Conseil en urbanisme", "Planning advice"),
        venue_id=PLANNING_OFFICE,
        department_id=departments.VOIRIE,
        settings=Settings(
            duration_minutes=30,
            openings=(*_open(range(2, 3), (time(9), time(12))), *_open(range(4, 5), (time(14), time(17)))),
            resources=("Instructrice",),
            notice_hours=24,
            horizon_days=45,
            bring=words("Le plan de la parcelle et des photos du terrain.", "The plot's plan and photos of the site."),
        ),
    ),
)
