"""What a page's route is given: where one is, who one is, how to answer."""

import re
import secrets
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote
from uuid import UUID

import msgspec
from litestar import Request, Response
from litestar.types import Scope

from chassis.actor import Actor, Kind
from chassis.ids import new_id
from chassis.pages import Badges, Flash, NavItem, PageContext
from gateway import frame, limits, signing
from gateway.api import Api, Refused
from gateway.csrf import CrossSite
from gateway.forms import FormFields, read_form
from gateway.organisations import Facts
from gateway.redirects import local
from gateway.sessions import Exchange
from gateway.visitors import KEPT_FOR, NOBODY

if TYPE_CHECKING:
    from gateway.entrance import Entrance

DEVICE_KEPT_FOR = 31_536_000
SECRET = re.compile(r"[A-Za-z0-9_-]{20,200}")
HTML = "text/html; charset=utf-8"


class SignInFirst(Exception):
    """Becomes a redirection to the sign-in page, which returns to `path`."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


class Here:
    """One visit of one page. Attributes are known before the route runs; nothing here is shared between visits."""

    def __init__(self, entrance: "Entrance", scope: Scope, organisation: Facts, *, host: str) -> None:
        self.entrance = entrance
        self.organisation = organisation
        self.host = host
        self.scheme = entrance.scheme
        self.person: Exchange | None = None
        # Identity is down: whoever this is may well be signed in.
        self.person_unknown = False
        # A session cookie came that opens nothing any more.
        self.session_dead = False
        self.badges = Badges()
        self.cookies: dict[str, bytes] = {}
        self.clear_cache = False
        self.body_limit = limits.FORM
        self.file_limit = 0
        # The request carried the form's token in a header, and the guard has seen it.
        self.form_checked = False
        self.secret = ""
        # Where the session was opened: this organisation, except at the internal entrance.
        self.slug = organisation.slug
        self.request: Request[Any, Any, Any] | None = None
        self._scope = scope
        self._pending: list[Flash] = []
        self._shown = False
        self._visitor = self._kept_visitor()
        self._once: UUID | None = None
        self._locale = next((v for v in self._cookie("langue") if v in ("fr", "en")), None)

    # -- who ---------------------------------------------------------------------------------------------------------

    @property
    def actor(self) -> Actor:
        """The person or the visitor, as services know them."""
        if self.person is None:
            tenant = self.organisation.id
            return Actor(
                tenant=tenant, kind=Kind.VISITOR, subject=self._acting_as(), organisation=tenant, locale=self.locale
            )
        p = self.person
        return Actor(
            tenant=p.tenant,
            kind=Kind(p.kind),
            subject=p.account_id,
            organisation=p.organisation,
            permissions=p.permissions,
            session=p.session_id,
            locale=self.locale,
        )

    @property
    def locale(self) -> str:
        return self._locale or (self.person.locale if self.person else None) or "fr"

    @property
    def visitor_id(self) -> UUID | None:
        """The anonymous id that this browser keeps, if any: it outlives signing in, so that a draft can be claimed."""
        return self._visitor

    async def ensure_visitor(self) -> UUID:
        """The browser's anonymous id, made and kept from now on: to be called before anything is created for it."""
        return self._keep_visitor()

    def require_person(self) -> Exchange:
        """The person signed in; everybody else is sent to sign in, and comes back here afterwards."""
        if self.person is None:
            if self.person_unknown:
                raise self.entrance.identity_down()
            raise SignInFirst(self.path if self.method == "GET" else "/")
        return self.person

    def require_kind(self, kind: str) -> Exchange:
        """`citizen` or `member`; a person of the other kind gets a page that says so."""
        person = self.require_person()
        if person.kind != kind:
            reserved = "aux espaces personnels" if kind == "citizen" else "aux agents"
            raise Refused(403, f"Cette page est réservée {reserved}.")
        return person

    # -- services ----------------------------------------------------------------------------------------------------

    def api(self, service: str) -> Api:
        """The service, as whoever is here."""
        return Api(self.entrance.upstream, service, lambda: self.token(service), locale=self.locale)

    def api_as_gateway(self, service: str) -> Api:
        """The service's `/internal/…`, in nobody's name."""
        return self.entrance.own_api(service)

    def token(self, service: str) -> str:
        if self.person is not None:
            token = self.person.tokens.get(service)
            if token is None:
                raise Refused(403, "Vous n'avez pas accès à ce service.")
            return token
        visitor = self._acting_as()
        return self.entrance.visitors.token(service, tenant=self.organisation.id, visitor=visitor, locale=self.locale)

    # -- the request -------------------------------------------------------------------------------------------------

    @property
    def method(self) -> str:
        return str(self._scope.get("method", "GET"))

    @property
    def headers(self) -> list[tuple[bytes, bytes]]:
        return list(self._scope["headers"])

    @property
    def path(self) -> str:
        """The address asked for, with its query."""
        query = self._scope["query_string"].decode("latin-1")
        path = quote(self._scope["path"], safe="/%:@!$&'()*+,;=~-._")
        return f"{path}?{query}" if query else path

    @property
    def address(self) -> str:
        """The client's network address, as far as it can be trusted."""
        return str(self._scope.get("state", {}).get("client_address", ""))

    @property
    def user_agent(self) -> str:
        return next((v.decode("latin-1") for k, v in self._scope["headers"] if k == b"user-agent"), "")[:300]

    async def form(self) -> FormFields:
        """The fields sent; the token of the form was checked before the route ran."""
        assert self.request is not None
        return read_form(await self.request.body())

    # -- the answer --------------------------------------------------------------------------------------------------

    def page(self, template: str, status: int = 200, **context: Any) -> Response[str]:
        text = self.entrance.pages.render(template, locale=self.locale, page=self.context(), here=self, **context)
        return Response(text, status_code=status, media_type=HTML)

    def redirect(self, path: str) -> Response[bytes]:
        """303 to a local address; anything else leads home."""
        return Response(b"", status_code=303, media_type=HTML, headers={"location": local(path)})

    def flash(self, kind: str, text: str) -> None:
        """Said once, at the top of the next page. `kind`: success, info, warning, error."""
        self._pending.append(Flash(text=text, kind=kind))

    def flash_sealed(self, said: str) -> None:
        """What a console says after an act, percent-encoded JSON pairs « kind, text »."""
        for kind, text in msgspec.json.decode(unquote(said), type=list[tuple[str, str]]):
            self.flash(kind, text)

    def flashes(self) -> tuple[Flash, ...]:
        """What is to be said now; the browser forgets it."""
        self._shown = True
        return (*self._kept_flashes(), *self._pending)

    def context(self) -> PageContext:
        return PageContext(
            organisation=frame.organisation(self.organisation),
            locale=self.locale,
            path=self.path,
            actor=frame.person(self.person, self.organisation),
            badges=self.badges,
            csrf_token=_WhenWritten(self),  # pyright: ignore[reportArgumentType]
            flashes=self.flashes(),
            navigation=self.navigation,
            urls=self.entrance.urls,
            assets_version=self.entrance.assets_version,
        )

    @property
    def navigation(self) -> tuple[NavItem, ...]:
        return self.entrance.navigation(self)

    # -- tokens of forms ---------------------------------------------------------------------------------------------

    @property
    def csrf(self) -> str:
        """The token of this browser's forms. Asking for it makes a visitor's browser keep an anonymous id."""
        return self._mark(self.secret if self.person else str(self._keep_visitor()))

    def must_know(self, token: str) -> None:
        """A page opened before signing in may still be sent: it is the same browser's."""
        kept = [self.secret] if self.person else []
        if self._visitor is not None:
            kept.append(str(self._visitor))
        if not any(secrets.compare_digest(self._mark(one).encode(), token.encode()) for one in kept):
            raise CrossSite("token")

    def _mark(self, kept: str) -> str:
        return self.entrance.seal.mark("form", f"{self.organisation.id}\n{kept}")

    # -- signing in and out ------------------------------------------------------------------------------------------

    async def sign_in(self, identifier: str, password: str) -> None:
        """Begins a session at this organisation; raises `Refused` with identity's sentence."""
        await signing.sign_in(self, self.organisation.slug, identifier, password)

    async def sign_out(self) -> None:
        """Ends the session everywhere, and whatever the browser kept of its pages."""
        await signing.sign_out(self)

    async def step_up(self, password: str) -> None:
        """Confirms who one is, for what asks it; raises `Refused`."""
        await signing.step_up(self, password)

    # -- cookies -----------------------------------------------------------------------------------------------------

    def keep_session(self, secret: str) -> None:
        """A new session begins with the answer."""
        self.cookies["session"] = self.entrance.cookies.written("session", secret)

    def keep_device(self, device: str) -> None:
        """Known again at the next sign-in: a throttled account still opens from a browser that was its own."""
        self.cookies["appareil"] = self.entrance.cookies.written("appareil", device, max_age=DEVICE_KEPT_FOR)

    @property
    def device(self) -> str:
        return next((kept for kept in self._cookie("appareil") if SECRET.fullmatch(kept)), "")

    def drop_session(self) -> None:
        self.cookies["session"] = self.entrance.cookies.erased("session")

    def keep_language(self, code: str) -> None:
        self._locale = code
        self.cookies["langue"] = self.entrance.cookies.written("langue", code, max_age=31_536_000)

    def set_cookies(self) -> list[bytes]:
        """What the answer makes the browser keep or forget."""
        cookies = dict(self.cookies)
        if self._pending and not self._shown:
            kept = msgspec.json.encode([(flash.kind, flash.text) for flash in self._pending]).decode()
            cookies["message"] = self.entrance.cookies.written(
                "message", self.entrance.seal.close("flash", kept), max_age=300
            )
        elif self._shown and self._cookie("message"):
            cookies["message"] = self.entrance.cookies.erased("message")
        return list(cookies.values())

    def _cookie(self, purpose: str) -> list[str]:
        return self.entrance.cookies.read(self._scope["headers"], purpose)

    def _kept_flashes(self) -> list[Flash]:
        for kept in self._cookie("message"):
            text = self.entrance.seal.open("flash", kept)
            if text is not None:
                return [Flash(text=said, kind=kind) for kind, said in msgspec.json.decode(text)]
        return []

    def _kept_visitor(self) -> UUID | None:
        for kept in self._cookie("visiteur"):
            text = self.entrance.seal.open(self._visitor_purpose, kept)
            if text is not None:
                return UUID(text)
        return None

    def _keep_visitor(self) -> UUID:
        if self._visitor is None:
            self._visitor = new_id()
            self.cookies["visiteur"] = self.entrance.cookies.written(
                "visiteur",
                self.entrance.seal.close(self._visitor_purpose, str(self._visitor)),
                max_age=int(KEPT_FOR.total_seconds()),
            )
        return self._visitor

    @property
    def _visitor_purpose(self) -> str:
        return f"visitor {self.organisation.id}"

    def _acting_as(self) -> UUID:
        """Readers without an id are nobody in particular; whoever writes is someone, for this once."""
        if self._visitor is not None:
            return self._visitor
        if self.method in ("GET", "HEAD"):
            return NOBODY
        self._once = self._once or new_id()
        return self._once


class _WhenWritten:
    """The form token, made only by a page that writes it: a page without form sets no cookie."""

    def __init__(self, here: Here) -> None:
        self._here = here

    def __str__(self) -> str:
        return self._here.csrf

    __html__ = __str__


def form_values(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Without the token: what a form shows again."""
    return {name: value for name, value in fields.items() if name not in ("csrf_token", "_csrf")}
