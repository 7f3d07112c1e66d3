"""All console pages of identity."""

from litestar import Router

from chassis.console import ConsolePages
from identity.console import access_requests, guichet, members, organisations


def router(pages: ConsolePages) -> Router:
    return pages.router(*members.ROUTES, *guichet.ROUTES, *organisations.ROUTES, *access_requests.ROUTES)
