"""The pages of démarches."""

from gateway.portal.demarches import catalogue, following, pieces, sending, steps, visitors

ROUTES = [*catalogue.ROUTES, *steps.ROUTES, *pieces.ROUTES, *sending.ROUTES, *following.ROUTES, *visitors.ROUTES]
