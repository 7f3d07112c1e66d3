"""What every page is given as `page`: plain data, so that the gateway can hand it to a service that renders."""

import re
from dataclasses import dataclass, field
from urllib.parse import quote

LANGUAGES = (("fr", "Français"), ("en", "English"))
TOUR = re.compile(r"[?&]visite=([a-z]{1,20}-\d{1,2})(?:&|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    label: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """One line of opening hours, as the organisation words it: « Lundi » « 9 h – 12 h, 13 h 30 – 17 h 30 ».

    `reason`: why that day is an exception, in the organisation's words.
    """

    day: str
    hours: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """The town at home: what leads the page. `open_now` is a ready sentence (« Ouvert jusqu'à 17 h 30 ») or empty."""

    name: str
    slug: str
    title: str = ""
    logo_url: str | None = None
    banner_url: str | None = None
    phone: str = ""
    email: str = ""
    address: str = ""
    openings: tuple[Opening, ...] = ()
    # Days to come with other hours than these: « Vendredi 15 mai 2026 » « Fermé – Pont de l’Ascension ».
    exceptions: tuple[Opening, ...] = ()
    open_now: str = ""
    links: tuple[Link, ...] = ()
    # What the accessibility declaration says (RGAA): none, partial or full. Without an audit the law's word is « non conforme ».
    accessibility: str = "none"
    # Changes with the theme, so that /theme.css may be cached for long.
    theme_version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who is signed in. `kind` is citizen, member or operator; `organisation` is said only where it is not the page's own."""

    name: str
    kind: str
    organisation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherAccount:
    """Another account of the same person, signed in at this browser too. `id` is its session's; `note` tells two of one
    name apart."""

    id: str
    name: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Badges:
    exchanges: int = 0
    dossiers: int = 0
    news: int = 0
    notifications: int = 0
    # False when who knows did not answer: then nothing is claimed to be read.
    exchanges_known: bool = True

    @property
    def all(self) -> int:
        return self.exchanges + self.dossiers + self.news + self.notifications


@dataclass(frozen=True, slots=True, kw_only=True)
class Flash:
    """Said once, on the page after an act. `kind`: info, success, warning, error."""

    text: str
    kind: str = "success"


@dataclass(frozen=True, slots=True, kw_only=True)
class NavItem:
    label: str
    href: str
    icon: str = ""
    current: bool = False
    count: int = 0
    # The name under which the count is told again while the page is open (`live.js`).
    live: str = ""
    # A heading above the item when it differs from the one of the item before.
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Urls:
    """Where the layout's own links lead. The defaults are the portal's addresses."""

    home: str = "/"
    search: str = "/recherche"
    suggestions: str = ""
    catalogue: str = "/demarches"
    dashboard: str = "/mon-espace"
    profile: str = "/mon-espace/informations"
    pieces: str = "/mes-pieces"
    exchanges: str = "/mon-espace/echanges"
    dossiers: str = "/mon-espace/demandes"
    sign_in: str = "/connexion"
    sign_up: str = "/inscription"
    sign_out: str = "/deconnexion"
    language: str = "/langue"
    privacy: str = "/donnees-personnelles"
    accessibility: str = "/accessibilite"
    accounts: str = "/comptes"
    legal: str = "/mentions-legales"
    contact: str = "/contact"
    guide: str = "/guide"
    # Where a page is explained, at entrances that have it: `?page=` says which.
    help: str = ""
    site_map: str = "/plan-du-site"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageContext:
    """The frame around a page. `path` is the address asked for, with its query: the language switch returns to it.

    `assets_version` names the built assets (see gateway/assets): with it they may be cached for ever.
    """

    organisation: Organisation
    locale: str = "fr"
    path: str = "/"
    actor: Actor | None = None
    badges: Badges = field(default_factory=Badges)
    csrf_token: str = ""
    flashes: tuple[Flash, ...] = ()
    navigation: tuple[NavItem, ...] = ()
    urls: Urls = field(default_factory=Urls)
    assets_version: str = ""
    # Where a browser that previews settings goes back to what everybody sees; empty for everybody else.
    preview_end: str = ""
    others: tuple[OtherAccount, ...] = ()
    # Changes with the account: a page left open under another one notices it.
    account_mark: str = ""
    # The token of the layout's own forms, where it is not the page's: a service's page leaves them to the gateway.
    layout_token: str = ""

    @property
    def tour(self) -> str:
        """The halt of a guided tour that this page was opened for (« agent-2 »)."""
        found = TOUR.search(self.path)
        return found[1] if found else ""

    @property
    def place(self) -> str:
        """The page itself, whatever tour led there."""
        path, _, query = self.path.partition("?")
        kept = "&".join(part for part in query.split("&") if part and not part.startswith("visite="))
        return f"{path}?{kept}" if kept else path

    @property
    def languages(self) -> tuple[tuple[str, str], ...]:
        return LANGUAGES

    def asset(self, name: str) -> str:
        return f"/assets/{name}?v={self.assets_version}" if self.assets_version else f"/assets/{name}"

    def in_language(self, code: str) -> str:
        """Address that remembers the language and comes back to this page."""
        return f"{self.urls.language}/{code}?vers={quote(self.path, safe='')}"
