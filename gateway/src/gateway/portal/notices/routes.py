"""The pages of the notification centre."""

from gateway.portal.notices import live, pages, reports

ROUTES = [*live.ROUTES, *pages.ROUTES, *reports.ROUTES]
