"""The pages of what the town tells."""

from gateway.portal.news import feeds, reading

ROUTES = [*reading.ROUTES, *feeds.ROUTES]
