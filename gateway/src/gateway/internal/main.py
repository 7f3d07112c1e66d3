"""The internal entrance: the services' consoles behind one sign-in and one navigation."""

from uuid import UUID

from chassis import console
from chassis.pages import NavItem, Pages
from chassis.settings import Settings
from gateway import (
    confirmation,
    federation,
    languages,
    passkey_sign_in,
    passkeys,
    robot_digits,
    second_factor,
    several_accounts,
)
from gateway.door import Door
from gateway.entrance import Entrance
from gateway.here import Here
from gateway.hosts import internal_host
from gateway.internal import assistants, assistants_journal, help, live, proposals, routes, searching, uploads
from gateway.internal.consoles import console_of
from gateway.internal.operations import dead_letters, exercises, objectives, supervision
from gateway.internal.operations.entrances import entrances
from gateway.internal.operations.history import History
from gateway.internal.operations.samples import Samples
from gateway.organisations import Facts
from gateway.portal.site import legal

AGENTS = Facts(id=UUID(int=0), slug="", name="Espace des agents", guichet_active=True)


def create_app(settings: Settings) -> Door:
    pages = Pages("gateway.templates", "gateway.internal.templates", "gateway.portal.site.templates")

    def navigation(here: Here) -> tuple[NavItem, ...]:
        if here.person is None:
            return ()
        return console.navigation(
            pages, here.locale, here.person.permissions, here.path, {console.PROPOSALS: here.waiting}
        )

    entrance = Entrance("internal", settings, pages=pages, urls=console.CONSOLE_URLS, navigation=navigation)
    entrance.history = History(settings.measures_file)
    entrance.samples = Samples(
        {service: entrance.own_api(service) for service in settings.service_urls}
        | entrances(settings.portal_measures_url),
        entrance.history.take,
    )
    entrance.background.append(entrance.samples.run)
    consoles = [console_of(service) for service in settings.service_urls]
    app = entrance.app(
        [
            *routes.ROUTES,
            *uploads.ROUTES,
            *searching.ROUTES,
            *proposals.ROUTES,
            *assistants_journal.ROUTES,
            *help.ROUTES,
            *live.ROUTES,
            assistants.endpoint,
            *supervision.ROUTES,
            *objectives.ROUTES,
            *dead_letters.ROUTES,
            *exercises.ROUTES,
            *confirmation.ROUTES,
            *second_factor.ROUTES,
            *federation.ROUTES,
            *languages.ROUTES,
            *passkeys.ROUTES,
            *passkey_sign_in.ROUTES,
            *several_accounts.ROUTES,
            *robot_digits.ROUTES,
            legal.accessibility,
            *consoles,
        ]
    )
    return Door(app, entrance, internal_host(settings.internal_url, AGENTS))
