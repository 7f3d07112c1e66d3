"""What a page's route is given: where one is, who one is, how to answer."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit
from uuid import UUID

from babel import negotiate_locale
from litestar import Request, Response
from litestar.types import Scope

from chassis.actor import Actor, Kind
from chassis.clock import utc_now
from chassis.ids import new_id
from chassis.pages import Badges, Flash, PageContext
from chassis.pages import OtherAccount as OtherAccountLine
from chassis.pages.typography import articles_whole, set_in_french
from gateway import accounts, frame, limits, signing
from gateway.api import Api, Refused
from gateway.browser import Browser
from gateway.csrf import CrossSite, OtherAccount
from gateway.forms import FormFields, read_form
from gateway.opening import HoursException
from gateway.opening_words import phrase_in_words
from gateway.organisations import Facts
from gateway.redirects import local
from gateway.sessions import Exchange
from gateway.visitors import NOBODY
from gateway.words import N_

if TYPE_CHECKING:
    from gateway.entrance import Entrance
    from gateway.showcase import Shown

HTML = "text/html"
RESERVED = {
    "citizen": N_("Cette page est réservée aux espaces personnels."),
    "member": N_("Cette page est réservée aux agents."),
}


PROGRAM = "parvis_"
# The one place where keys open something.
FOR_PROGRAMS = "/api/notifier/v1/messages"
LONGEST_KEY = 200


def program_key(scope: Scope) -> str:
    """The key with which a program calls the API, or nothing. Whether it opens is for the service that issued it."""
    if not f"{scope.get('path', '')}/".startswith(f"{FOR_PROGRAMS}/"):
        return ""
    value = next((value for name, value in scope["headers"] if name == b"authorization"), b"").decode("latin-1")
    kind, _, key = value.partition(" ")
    return key if kind.lower() == "bearer" and is_key(key) else ""


def is_key(text: str) -> bool:
    return text.startswith(PROGRAM) and len(text) <= LONGEST_KEY and text.isascii() and text.isprintable()


# Where members' AI assistants come in, with a key and no cookie.
FOR_ASSISTANTS = "/mcp"


def is_for_assistants(scope: Scope) -> bool:
    return f"{scope.get('path', '')}/".startswith(f"{FOR_ASSISTANTS}/")


class SignInFirst(Exception):
    """Becomes a redirection to the sign-in page, which returns to `path`; or a page that keeps what was `sent`."""

    def __init__(self, path: str, *, sent: FormFields | None = None) -> None:
        super().__init__(path)
        self.path, self.sent = path, sent


class Here:
    """One visit of one page. Attributes are known before the route runs; nothing here is shared between visits."""

    def __init__(self, entrance: "Entrance", scope: Scope, organisation: Facts, *, host: str) -> None:
        self.entrance, self.organisation, self.host = entrance, organisation, host
        self.scheme = entrance.scheme
        self.browser = Browser(entrance.cookies, entrance.seal, list(scope["headers"]), realm=str(organisation.id))
        self.person: Exchange | None = None
        # Identity is down: whoever this is may well be signed in.
        self.person_unknown = False
        # A session cookie came that opens nothing any more.
        self.session_dead = False
        self.secret = ""
        # A program came with a key of the organisation's: nobody is at a browser.
        self.program_key = program_key(scope)
        # What calls for a member with a key of theirs, whose session is of no account here.
        self.is_assistant = entrance.name == "internal" and is_for_assistants(scope)
        self.badges = Badges()
        # What members' assistants propose and nobody has settled.
        self.waiting = 0
        # The person's other accounts at this browser.
        self.others: tuple[OtherAccountLine, ...] = ()
        # Days with other hours than the usual ones, as the notifier tells them.
        self.hours_exceptions: tuple[HoursException, ...] = ()
        self.clear_cache = False
        # The answer is a page of the showcase, the same for every stranger.
        self.shown: Shown | None = None
        # This browser looks at settings that are not published yet.
        self.previewing = False
        self.body_limit = limits.FORM
        self.file_limit = 0
        # The request carried the form's token where the guard could see it.
        self.form_checked = False
        self.request: Request[Any, Any, Any] | None = None
        # The form that came, once it was read: a service that is away must not lose it.
        self.sent: FormFields | None = None
        # Now: a mount will cut its own part off the scope's.
        self.path = _asked_for(scope)
        self._scope = scope
        self._once: UUID | None = None

    @property
    def goes_to_a_page(self) -> bool:
        """Rather than a page that is open asking for something beside itself."""
        reads = self._scope.get("method", "GET") in ("GET", "HEAD")
        return reads and self._header(b"sec-fetch-mode") in ("", "navigate")

    # Who.

    @property
    def actor(self) -> Actor:
        """The person or the visitor, as services know them."""
        p = self.person
        if p is None:
            tenant = self.organisation.id
            return Actor(
                tenant=tenant, kind=Kind.VISITOR, subject=self._acting_as(), organisation=tenant, locale=self.locale
            )
        return Actor(
            tenant=p.tenant,
            kind=Kind(p.kind),
            subject=p.account_id,
            organisation=p.organisation,
            permissions=p.permissions,
            session=p.session_id,
            acr=p.acr,
            authenticated_at=datetime.fromtimestamp(p.authenticated_at, UTC) if p.authenticated_at else None,
            locale=self.locale,
        )

    @property
    def visitor_id(self) -> UUID | None:
        """The anonymous id that this browser keeps, if any: it outlives signing in, so that a draft can be claimed."""
        return self.browser.visitor

    async def ensure_visitor(self) -> UUID:
        """The browser's anonymous id, made and kept from now on: to be called before anything is created for it."""
        return self.browser.keep_visitor()

    def require_person(self) -> Exchange:
        """The person signed in; everybody else is sent to sign in, and comes back here afterwards."""
        if self.person is None:
            if self.person_unknown:
                raise self.entrance.identity_down()
            raise SignInFirst(self.place)
        return self.person

    def require_kind(self, kind: str) -> Exchange:
        """`citizen` or `member`; a person of the other kind gets a page that says so."""
        person = self.require_person()
        if person.kind != kind:
            raise Refused(403, RESERVED[kind])
        return person

    # Words.

    @property
    def locale(self) -> str:
        return self.browser.language or (self.person.locale if self.person else None) or "fr"

    def said(self, text: str, **values: Any) -> str:
        """A French text of the gateway's catalogue, in the page's language; `values` fill its `%(name)s`."""
        words = self.entrance.pages.messages(self.locale).gettext(text) if text else ""
        return words % values if values else words

    def hours(self, said: str) -> str:
        """A department's hours, as far as every word of them is known in the page's language."""
        return phrase_in_words(said, self.locale)

    # Services.

    def api(self, service: str) -> Api:
        """The service, as whoever is here."""
        return Api(
            self.entrance.upstream, service, lambda: self.token(service), locale=self.locale, address=self.address
        )

    def api_as_gateway(self, service: str) -> Api:
        """The service's `/internal/…`, in nobody's name."""
        return self.entrance.own_api(service)

    def token(self, service: str) -> str:
        """The access token with which whoever is here speaks to the service."""
        if self.person is not None:
            token = self.person.tokens.get(service)
            if token is None:
                raise Refused(403, N_("Vous n’avez pas accès à ce service."))
            return token
        return self.entrance.visitors.token(
            service, tenant=self.organisation.id, visitor=self._acting_as(), locale=self.locale
        )

    def _acting_as(self) -> UUID:
        """Readers without an id are nobody in particular; whoever writes is someone, for this once."""
        if self.browser.visitor is not None:
            return self.browser.visitor
        if self.method in ("GET", "HEAD"):
            return NOBODY
        self._once = self._once or new_id()
        return self._once

    # The request.

    @property
    def method(self) -> str:
        return str(self._scope.get("method", "GET"))

    @property
    def place(self) -> str:
        """Where to come back to: the page asked for, or the one whose form was sent."""
        if self.method == "GET":
            return self.path
        referer = urlsplit(self._header(b"referer"))
        path = f"{referer.path}?{referer.query}" if referer.query else referer.path
        return local(path) if referer.netloc == self.host else "/"

    @property
    def address(self) -> str:
        """The client's network address, as far as it can be trusted."""
        return str(self._scope["state"]["client_address"])

    @property
    def user_agent(self) -> str:
        return self._header(b"user-agent")[:300]

    def _header(self, wanted: bytes) -> str:
        return next((value.decode("latin-1") for name, value in self._scope["headers"] if name == wanted), "")

    async def form(self) -> FormFields:
        """The fields sent; the token of the form was checked before the route ran."""
        assert self.request is not None
        self.sent = read_form(await self.request.body())
        return self.sent

    def speak_as_the_browser(self) -> None:
        """For who comes by the link of a mail and never chose a language here. Their choice, once made, wins."""
        if self.browser.language is None and self.person is None:
            asked = [part.partition(";")[0].strip() for part in self._header(b"accept-language").split(",")]
            self.browser.language = negotiate_locale(asked, ["fr", "en"], sep="-")

    def speak(self, language: str) -> None:
        """That of what the link of a mail shows, and of this visit: signing in may follow. Their choice, here or in
        their account, wins."""
        if self.browser.language is None and self.person is None and language != self.locale:
            self.browser.keep_language(language, seconds=None)

    # The answer.

    def page(self, template: str, status: int = 200, **context: Any) -> Response[str]:
        text = self.entrance.pages.render(template, locale=self.locale, page=self.context(), here=self, **context)
        text = articles_whole(set_in_french(text) if self.locale == "fr" else text)
        return Response(text, status_code=status, media_type=HTML)

    def redirect(self, path: str) -> Response[bytes]:
        """303 to a local address; anything else leads home."""
        return Response(b"", status_code=303, media_type=HTML, headers={"location": local(path)})

    def flash(self, kind: str, text: str) -> None:
        """Said once, at the top of the next page. `kind`: success, info, warning, error."""
        self.browser.flash(Flash(text=text, kind=kind))

    def context(self) -> PageContext:
        return PageContext(
            organisation=frame.organisation(
                self.organisation, self.said, self.hours_exceptions, now=utc_now(), locale=self.locale
            ),
            locale=self.locale,
            path=self.path,
            actor=frame.person(self.person, self.organisation),
            badges=self.badges,
            csrf_token=_WhenWritten(self),  # pyright: ignore[reportArgumentType]
            flashes=self.browser.take_flashes(),
            navigation=self.entrance.navigation(self),
            urls=frame.urls(self.entrance.urls, self.organisation)
            if self.entrance.name == "public"
            else self.entrance.urls,
            assets_version=self.entrance.assets_version,
            preview_end="/apercu-fin" if self.previewing else "",
            others=self.others,
            account_mark=self.account_mark,
        )

    @property
    def layout(self) -> str:
        """The layout of this entrance's pages, for those that both have; the plain one where there is no town."""
        if self.entrance.name == "internal":
            return "layouts/console.html"
        return "layouts/portal.html" if self.organisation.slug else "layouts/plain.html"

    # The tokens of forms.

    @property
    def csrf(self) -> str:
        """The token of this browser's forms. Asking for it makes a visitor's browser keep an anonymous id."""
        return self.browser.form_token(self.secret if self.person else str(self.browser.keep_visitor()))

    @property
    def account_mark(self) -> str:
        """Tells one account's pages from another's, and nothing else; the same after a new sign-in, so that a form left
        open in another tab stays."""
        return self.entrance.seal.mark("page", str(self.person.account_id))[:16] if self.person else ""

    @property
    def keeper_mark(self) -> str:
        """Whose what is typed without network is, at this browser: the account's, or the visitor's."""
        return self.account_mark or self.visitor_mark

    @property
    def visitor_mark(self) -> str:
        return self.entrance.seal.mark("page", str(self.visitor_id))[:16] if self.visitor_id else ""

    def must_know(self, token: str) -> None:
        """A page opened before signing in may still be sent, and one whose session ended meanwhile: it is the same browser's."""
        kept = [self.secret] if self.secret else []
        if self.browser.visitor is not None:
            kept.append(str(self.browser.visitor))
        if not self.browser.knows_form_token(token, *kept):
            others = [each.secret for each in self.browser.kept_accounts]
            raise OtherAccount if self.browser.knows_form_token(token, *others) else CrossSite("token")
        self.form_checked = True

    # Signing in and out.

    async def sign_in(
        self, identifier: str, password: str, *, slug: str = "", kind: str = "", checks: dict[str, str] | None = None
    ) -> None:
        """Begins a session, at this organisation unless `slug` names another, for this `kind` of person alone when one
        is given; raises `Refused` with identity's sentence. `checks`: the check against robots, when it is asked."""
        await signing.sign_in(self, slug or self.organisation.slug, identifier, password, kind=kind, checks=checks)

    async def sign_out(self) -> None:
        """Ends the session everywhere, and whatever the browser kept of its pages. Another account of the same person
        that waits at this browser takes its place."""
        _ = await accounts.leave_this_one(self)

    async def step_up(self, password: str, code: str = "") -> None:
        """Confirms who one is, for what asks it; raises `Refused`."""
        await signing.step_up(self, password, code)


def _asked_for(scope: Scope) -> str:
    """The address asked for, with its query."""
    query = scope["query_string"].decode("latin-1")
    path = quote(scope["path"], safe="/%:@!$&'()*+,;=~-._")
    return f"{path}?{query}" if query else path


class _WhenWritten:
    """The form token, made only by a page that writes it: a page without form sets no cookie."""

    def __init__(self, here: Here) -> None:
        self._here = here

    def __str__(self) -> str:
        return self._here.csrf

    __html__ = __str__
