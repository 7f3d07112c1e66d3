"""The pages of démarches."""

from gateway.portal.demarches import (
    agreements,
    appointments,
    attaching,
    catalogue,
    following,
    pieces,
    sending,
    steps,
    visitors,
)

ROUTES = [
    *catalogue.ROUTES,
    *steps.ROUTES,
    *pieces.ROUTES,
    *sending.ROUTES,
    *appointments.ROUTES,
    *following.ROUTES,
    *visitors.ROUTES,
    *agreements.ROUTES,
    *attaching.ROUTES,
]
