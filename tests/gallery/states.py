"""What a page also looks like: nothing in it, something wrong with it, something open on it, and what is shown instead.

Each state is brought about from where somebody already is, by what a person would do.
"""

import re
from collections.abc import Awaitable, Callable
from types import SimpleNamespace
from typing import NamedTuple
from uuid import UUID

from playwright.async_api import Page, Route
from tests.e2e.people import Person

from chassis.pages import Badges, Pages
from chassis.pages.gallery import context

from .entries import ADELE, CALLER, CAMILLE, CUSTOMER, FELICITE, NOBODY, PASCAL, SILVERE, STRANGER, Visitor

Doing = Callable[[Person], Awaitable[None]]
NOTHING = UUID(int=7)
HELD_BACK_BY_NOBODY = """() => {
    for (const form of document.forms) form.noValidate = true;
    for (const button of document.querySelectorAll("button[data-missing]")) delete button.dataset.missing;
}"""


class State(NamedTuple):
    """`doing` starts at `path`. Without it, the address says everything. `status` is what that address answers."""

    who: Visitor
    name: str
    path: str
    doing: Doing | None = None
    status: int = 200
    locale: str = "fr"


async def sends(person: Person) -> None:
    """The main form of the page as it stands, past what the browser itself and the script would hold back."""
    await person.page.evaluate(HELD_BACK_BY_NOBODY)
    main = person.page.locator("main form button.button-primary")
    button = main if await main.count() else person.page.locator("main form button:not([aria-hidden])")
    async with person.page.expect_navigation():
        await button.first.click()


async def forgets(person: Person) -> None:
    for field in await person.page.locator("main input[type=text]:visible, main input[type=email]:visible").all():
        await field.fill("")
    await sends(person)


def opens(selector: str) -> Doing:
    async def opened(person: Person) -> None:
        found = person.page.locator(selector).locator("visible=true").first
        if await found.count():
            await found.click()

    return opened


async def begins(person: Person) -> None:
    main = person.page.get_by_role("main")
    again = main.get_by_role("button", name=re.compile("^(Recommencer|Begin again)"))
    start = main.get_by_role("button", name=re.compile("^(Commencer ma demande|Begin my request)"))
    await again.or_(start).first.click()
    await person.page.wait_for_url(re.compile("/etapes/"))


async def begins_and_forgets(person: Person) -> None:
    await begins(person)
    await forgets(person)


def refused(status: int, title: str, detail: str = "") -> Doing:
    """The page of a refusal that one cannot bring about at will, made by its own template."""

    async def shown(person: Person) -> None:
        html = Pages("gateway.templates").render(
            "errors/error.html",
            locale="fr",
            page=context("fr", actor=None, badges=Badges(), flashes=()),
            here=SimpleNamespace(layout="layouts/portal.html"),
            title=title,
            detail=detail,
            reason=status,
            trace_id="0af7651916cd43dd8448eb211c80319c",
            unserved=False,
            again="/refus",
        )

        async def instead(route: Route) -> None:
            await route.fulfill(body=html, content_type="text/html; charset=utf-8")

        page: Page = person.page
        await page.route("**/refus", instead)
        await person.opens("/refus")

    return shown


REFUSALS = {
    400: "Votre demande n’est pas lisible.",
    403: "Vous n’avez pas accès à cette page.",
    409: "Quelqu’un d’autre a changé ceci entre-temps.",
    410: "Ce lien ne sert plus.",
    413: "Ce que vous envoyez est trop volumineux.",
    429: "Trop de demandes en peu de temps.",
    500: "Une erreur inattendue s’est produite. Elle nous a été signalée.",
    503: "Ce service ne répond pas pour l’instant.",
}

STATES = [
    State(STRANGER, "page inconnue (404)", "/nulle-part", status=404),
    *(State(STRANGER, f"refus {status}", "/", refused(status, title)) for status, title in REFUSALS.items()),
    State(STRANGER, "accueil, menu ouvert", "/", opens("header [data-menu-button], header button[aria-expanded]")),
    State(STRANGER, "recherche avec résultats", "/recherche?q=naissance"),
    State(STRANGER, "recherche sans résultat", "/recherche?q=zzzyx"),
    State(STRANGER, "connexion sans rien", "/connexion", sends),
    State(STRANGER, "création d’espace sans rien", "/espace/creation", sends),
    State(CALLER, "aide sans compte sans rien", "/assistance-sans-compte", sends),
    State(STRANGER, "lettre d’information sans rien", "/lettre-d-information", sends),
    State(STRANGER, "vérification d’un code inconnu", "/verifier?code=AAAA-BBBB-CCCC", status=404),
    State(STRANGER, "première étape", "/demarches/signaler-un-probleme", begins),
    State(STRANGER, "première étape avec erreurs", "/demarches/signaler-un-probleme", begins_and_forgets),
    *(
        State(STRANGER, f"en anglais : {path}", path, locale="en")
        for path in (
            "/",
            "/demarches",
            "/demarches/acte-de-naissance",
            "/connexion",
            "/espace/creation",
            "/accessibilite",
        )
    ),
    State(
        STRANGER, "in English: a step with errors", "/demarches/signaler-un-probleme", begins_and_forgets, locale="en"
    ),
    State(STRANGER, "en anglais : les questions proposées", "/aide", locale="en"),
    State(CAMILLE, "étape de démarche", "/demarches/acte-de-naissance", begins),
    State(CAMILLE, "étape avec erreurs", "/demarches/acte-de-naissance", begins_and_forgets),
    State(CAMILLE, "compte ouvert", "/mon-tableau-de-bord", opens("details.site-account summary")),
    State(CAMILLE, "demande qui n’existe pas (404)", f"/mes-demandes/{NOTHING}", status=404),
    State(CAMILLE, "pièce sans rien", "/mes-pieces/nouvelle", sends),
    State(CAMILLE, "profil avec erreurs", "/mon-profil/modifier", forgets),
    State(CAMILLE, "foyer sans rien", "/mon-foyer/ajouter", sends),
    State(CAMILLE, "mot de passe sans rien", "/mon-profil/mot-de-passe", sends),
    *(
        State(CAMILLE, f"en anglais : {path}", path, locale="en")
        for path in ("/mon-tableau-de-bord", "/mes-demandes", "/mes-pieces", "/mon-profil")
    ),
    State(CUSTOMER, "demande d’assistance sans rien", "/assistance/anomalie-logiciel-parvis", sends),
    State(CUSTOMER, "en anglais : assistance", "/", locale="en"),
    State(CUSTOMER, "en anglais : mes tickets", "/mes-tickets", locale="en"),
    State(NOBODY, "connexion sans rien", "/connexion", sends),
    State(ADELE, "page inconnue (404)", "/nulle-part", status=404),
    State(ADELE, "sans la permission (403)", "/identity/members", status=403),
    State(ADELE, "file vide", "/demarches/dossiers?vue=all&q=zzzyx"),
    State(ADELE, "recherche", "/recherche?q=rougon"),
    State(ADELE, "recherche sans résultat", "/recherche?q=zzzyx"),
    State(ADELE, "menu du compte", "/", opens(".console-bar details summary")),
    State(ADELE, "en anglais : la file", "/demarches/dossiers?vue=all", locale="en"),
    State(SILVERE, "membre sans rien", "/identity/members/nouveau", sends),
    State(SILVERE, "publication sans rien", "/notifier/publications/nouvelle", sends),
    State(FELICITE, "fiche inconnue (404)", "/exploitation/fiches/nulle-part", status=404),
    State(PASCAL, "article sans rien", "/ticketing/articles/nouveau", sends),
    State(PASCAL, "en anglais : les tickets", "/ticketing/", locale="en"),
]
