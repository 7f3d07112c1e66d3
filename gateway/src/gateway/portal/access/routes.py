"""All pages of the access request."""

from gateway.portal.access import asking, finding

ROUTES = [*finding.ROUTES, *asking.ROUTES]
