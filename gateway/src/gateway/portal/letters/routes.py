"""The pages of the letter."""

from gateway.portal.letters import linked, subscribing

ROUTES = [*subscribing.ROUTES, *linked.ROUTES]
