"""All console pages of identity."""

from litestar import Router

from chassis.console import ConsolePages
from identity.console import (
    access_requests,
    activation_keys,
    assistants,
    erasures,
    features,
    guichet,
    letter_reach,
    letters,
    mandates,
    member_forms,
    member_imports,
    members,
    organisations,
    rights,
    security,
    standing,
    subscriptions,
)


def router(pages: ConsolePages) -> Router:
    return pages.router(
        *members.ROUTES,
        *member_forms.ROUTES,
        *member_imports.ROUTES,
        *guichet.ROUTES,
        *organisations.ROUTES,
        *features.ROUTES,
        *letter_reach.ROUTES,
        *standing.ROUTES,
        *subscriptions.ROUTES,
        *access_requests.ROUTES,
        *mandates.ROUTES,
        *rights.ROUTES,
        *letters.ROUTES,
        *erasures.ROUTES,
        *activation_keys.ROUTES,
        *security.ROUTES,
        *assistants.ROUTES,
    )
