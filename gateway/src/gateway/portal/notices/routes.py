"""The pages of the notification centre."""

from gateway.portal.notices import live, pages

ROUTES = [*live.ROUTES, *pages.ROUTES]
