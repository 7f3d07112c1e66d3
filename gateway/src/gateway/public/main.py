"""The public entrance: the portal's pages and the public API."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from chassis.pages import Pages, Urls
from chassis.settings import Settings
from gateway import openapi, public_api
from gateway.door import Door
from gateway.entrance import Entrance
from gateway.hosts import public_hosts
from gateway.portal import site
from gateway.portal.site import routes as site_routes

URLS = Urls(
    sign_up="/espace/creation",
    profile="/mon-profil",
    suggestions="/recherche/suggestions",
    dashboard="/mon-tableau-de-bord",
    dossiers="/mes-demandes",
    exchanges="/mes-echanges",
)


def _areas() -> list[str]:
    names = [f"gateway.portal.{name}" for name in ("account", "demarches", "documents", "support")]
    return [name for name in names if find_spec(name) and find_spec(f"{name}.routes")]


def create_app(settings: Settings) -> Door:
    areas = _areas()
    pages = Pages("gateway.templates", f"{site.__name__}.templates", *(f"{area}.templates" for area in areas))
    entrance = Entrance("public", settings, pages=pages, urls=URLS)
    routes: list[Any] = [*site_routes.ROUTES, *openapi.ROUTES, public_api.api]
    for area in areas:
        routes += import_module(f"{area}.routes").ROUTES
    return Door(entrance.app(routes), entrance, public_hosts(entrance.organisations, settings.public_url))
