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
    typed,
    unplugged,
    visitors,
)

ROUTES = [
    *catalogue.ROUTES,
    *steps.ROUTES,
    *typed.ROUTES,
    *unplugged.ROUTES,
    *pieces.ROUTES,
    *sending.ROUTES,
    *appointments.ROUTES,
    *following.ROUTES,
    *visitors.ROUTES,
    *agreements.ROUTES,
    *attaching.ROUTES,
]
