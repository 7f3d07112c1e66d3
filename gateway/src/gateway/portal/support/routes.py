"""The pages of this area."""

from gateway.portal.support import follow_up, knowledge, request, without_account
from gateway.portal.support.home import render_home

__all__ = ["ROUTES", "render_home"]

ROUTES = [*request.ROUTES, *follow_up.ROUTES, *knowledge.ROUTES, *without_account.ROUTES]
