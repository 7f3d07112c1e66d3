"""The pages of the notification centre."""

from gateway.portal.notices import devices, home_screen, live, pages, reports

ROUTES = [*live.ROUTES, *pages.ROUTES, *devices.ROUTES, *reports.ROUTES, *home_screen.ROUTES]
