"""The pages of démarches."""

from gateway.portal.demarches import appointments, catalogue, following, pieces, sending, steps, visitors

ROUTES = [
    *catalogue.ROUTES,
    *steps.ROUTES,
    *pieces.ROUTES,
    *sending.ROUTES,
    *appointments.ROUTES,
    *following.ROUTES,
    *visitors.ROUTES,
]
