"""The pages of the notification centre."""

from gateway.portal.notices import devices, live, pages, reports

ROUTES = [*live.ROUTES, *pages.ROUTES, *devices.ROUTES, *reports.ROUTES]
