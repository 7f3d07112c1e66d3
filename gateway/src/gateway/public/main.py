"""The public entrance: the portal's pages and the public API."""

from chassis.pages import Pages, Urls
from chassis.settings import Settings
from gateway import api_trial, confirmation, openapi, public_api
from gateway.door import Door
from gateway.entrance import Entrance
from gateway.hosts import public_hosts
from gateway.portal.access import routes as access
from gateway.portal.account import routes as account
from gateway.portal.dashboard import routes as dashboard
from gateway.portal.demarches import routes as demarches
from gateway.portal.desk import routes as desk
from gateway.portal.documents import routes as documents
from gateway.portal.guide import routes as guide
from gateway.portal.household import routes as household
from gateway.portal.letters import routes as letters
from gateway.portal.news import navigation
from gateway.portal.news import routes as news
from gateway.portal.notices import routes as notices
from gateway.portal.rights import routes as rights
from gateway.portal.site import routes as site
from gateway.portal.support import routes as support

AREAS = (
    site,
    account,
    access,
    dashboard,
    demarches,
    desk,
    documents,
    household,
    guide,
    letters,
    news,
    notices,
    rights,
    support,
)
TEMPLATES = ("gateway.templates", *(f"{area.__package__}.templates" for area in AREAS))
URLS = Urls(
    sign_up="/espace/creation",
    profile="/mon-profil",
    suggestions="/recherche/suggestions",
    dashboard="/mon-tableau-de-bord",
    dossiers="/mes-demandes",
    exchanges="/mes-echanges",
)


def create_app(settings: Settings) -> Door:
    entrance = Entrance("public", settings, pages=Pages(*TEMPLATES), urls=URLS, navigation=navigation.of)
    pages = [route for area in AREAS for route in area.ROUTES]
    app = entrance.app([*pages, *confirmation.ROUTES, *openapi.ROUTES, *api_trial.ROUTES, public_api.api])
    return Door(app, entrance, public_hosts(entrance.organisations, settings.public_url))
