"""The pages of this area."""

from gateway.portal.support import attaching, export, follow_up, knowledge, request, sessions, sharing, without_account
from gateway.portal.support.home import render_home

__all__ = ["ROUTES", "render_home"]

ROUTES = [
    *request.ROUTES,
    *attaching.ROUTES,
    *follow_up.ROUTES,
    *export.ROUTES,
    *sharing.ROUTES,
    *sessions.ROUTES,
    *knowledge.ROUTES,
    *without_account.ROUTES,
]
