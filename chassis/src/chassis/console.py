"""Pages of a service's console: `/console/…` here, `http://agents…/<service>/…` in the browser.

The gateway is the only way in. It brings the member's token, and the headers read below; links and form actions in
templates are the browser's addresses (`/<service>/…`).
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, parse_qsl, quote, unquote

import msgspec
from litestar import Request, Response, Router
from litestar.connection import ASGIConnection
from litestar.di import Provide
from litestar.exceptions import HTTPException
from litestar.handlers import BaseRouteHandler
from litestar.types import ControllerRouterHandler

from chassis import logs, telemetry
from chassis.actor import Actor
from chassis.pages import Actor as PageActor
from chassis.pages import Flash, FormState, NavItem, Organisation, OtherAccount, PageContext, Pages, Urls
from chassis.pages.typography import articles_whole, set_in_french
from chassis.policies import StepUpNeeded
from chassis.problems import status_of
from chassis.refusals import Forbidden, Refusal
from contracts.consoles import CONSOLES

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
FIELDS = ("csrf_token", "_csrf")
PERSON, ORGANISATION, ASSETS, FLASH, PLACE, LAYOUT, WAITING = (
    "x-parvis-person",
    "x-parvis-organisation",
    "x-parvis-assets",
    "x-parvis-flash",
    "x-parvis-place",
    "x-parvis-layout",
    "x-parvis-waiting",
)
# The entry of the navigation that tells how many proposals of assistants wait.
PROPOSALS = "/propositions/"
CONSOLE_URLS = Urls(
    search="/recherche",
    suggestions="/recherche/suggestions",
    profile="/compte",
    sign_in="/connexion",
    sign_out="/deconnexion",
    help="/aide",
)
AnyRequest = Request[Any, Any, Any]


class FormNotOurs(Forbidden):
    """Ce formulaire n’a pas pu être vérifié. Revenez à la page précédente, rechargez-la, puis recommencez."""

    # Typed by the same person before they signed in again: theirs to send once more.
    sent: Sequence[tuple[str, str]] = ()


class ConsolePages:
    """Renders a service's console with the shared layouts, and guards its forms. `roots` hold the templates."""

    def __init__(self, service: str, secret: bytes, *roots: str) -> None:
        self.service = service
        self.pages = Pages(*roots)
        self._secret = secret

    def router(self, *handlers: ControllerRouterHandler, dependencies: Mapping[str, Provide] | None = None) -> Router:
        """The console's routes below /console: forms checked, refusals shown as pages."""
        return Router(
            "/console",
            route_handlers=handlers,
            dependencies=dependencies,
            guards=[self.guard],
            exception_handlers={Refusal: self._refused, HTTPException: self._http},  # pyright: ignore[reportArgumentType]
            include_in_schema=False,
        )

    def render(self, request: AnyRequest, actor: Actor, template: str, status: int = 200, **ctx: Any) -> Response[str]:
        page = self.context(request, actor)
        form = ctx.get("form")
        if isinstance(form, FormState) and form.errors:
            # Faults are French in the domain; whoever shows them need not think of it.
            said = self.pages.messages(page.locale).gettext
            ctx["form"] = replace(form, errors={name: said(error) for name, error in form.errors.items()})
        text = self.pages.render(template, locale=page.locale, page=page, actor=actor, **ctx)
        text = articles_whole(set_in_french(text) if page.locale == "fr" else text)
        headers = {"cache-control": "no-store"}
        return Response(text, status_code=status, media_type="text/html", headers=headers)

    def redirect(self, path: str, *, flash: str = "", kind: str = "success") -> Response[None]:
        """303 to another page; `flash` is said at its top. `kind`: success, info, warning, error."""
        headers = {"location": path}
        if flash:
            headers[FLASH] = quote(msgspec.json.encode([[kind, flash]]))
        return Response(None, status_code=303, headers=headers)

    def context(self, request: AnyRequest, actor: Actor) -> PageContext:
        locale = locale_of(request, actor)
        name = unquote(request.headers.get(ORGANISATION, "")) or "Parvis"
        path = f"/{self.service}{request.url.path.removeprefix('/console') or '/'}"
        query = request.url.query
        token, mark, others = _layout(request)
        waiting = request.headers.get(WAITING, "")
        counts = {PROPOSALS: int(waiting)} if waiting.isascii() and waiting.isdigit() else {}
        return PageContext(
            organisation=Organisation(name=name, slug=""),
            locale=locale,
            path=f"{path}?{query}" if query else path,
            actor=PageActor(name=unquote(request.headers.get(PERSON, "")), kind=str(actor.kind)),
            csrf_token=self.csrf_token(actor),
            flashes=_flashes(request),
            navigation=navigation(self.pages, locale, actor.permissions, path, counts),
            urls=CONSOLE_URLS,
            assets_version=request.headers.get(ASSETS, ""),
            others=others,
            account_mark=mark,
            layout_token=token,
        )

    def csrf_token(self, actor: Actor) -> str:
        """Bound to the session: another's form is refused; one from before the same person signed in again is shown to
        them, to be sent once more. The two are told apart by what stands before the dot, the person's own mark."""
        return f"{self._mark(actor.subject)}.{self._mark(actor.session, actor.subject)}"

    def _mark(self, *of: object) -> str:
        told = "\n".join(("console", *(str(one) for one in of)))
        return base64.urlsafe_b64encode(hmac.digest(self._secret, told.encode(), hashlib.sha256)).rstrip(b"=").decode()

    async def guard(self, connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
        scope: Any = connection.scope
        if scope["method"] in SAFE:
            return
        actor: Actor = scope["actor"]
        token, ours = connection.headers.get("x-csrf-token") or await _field(connection), self.csrf_token(actor)
        if hmac.compare_digest(ours.encode(), token.encode()):
            return
        refusal = FormNotOurs()
        if hmac.compare_digest(ours.partition(".")[0].encode(), token.partition(".")[0].encode()):
            refusal.sent = await _typed(connection)
        raise refusal

    def _refused(self, request: AnyRequest, refusal: Refusal) -> Response[Any]:
        if isinstance(refusal, StepUpNeeded):
            return self.redirect(f"/confirmation?vers={quote(self._place(request), safe='/')}")
        if isinstance(refusal, FormNotOurs) and refusal.sent:
            scope: Any = request.scope
            actor: Actor = scope["actor"]
            here = self.context(request, actor).path
            return self.render(request, actor, "layouts/console_kept.html", 409, fields=refusal.sent, address=here)
        return self._error(request, status_of(refusal), refusal.title, refusal.detail)

    def _place(self, request: AnyRequest) -> str:
        """The page asked for, or the one whose form was sent, as the gateway says."""
        told = unquote(request.headers.get(PLACE, ""))
        return told if told.startswith(f"/{self.service}/") else f"/{self.service}/"

    def _http(self, request: AnyRequest, error: HTTPException) -> Response[str]:
        if error.status_code >= 500:
            logs.log.error("console page failed", detail=error.detail)
        title = "Cette page n’existe pas." if error.status_code == 404 else "Votre demande n’est pas lisible."
        return self._error(request, error.status_code, title, None)

    def _error(self, request: AnyRequest, status: int, title: str, detail: str | None) -> Response[str]:
        scope: Any = request.scope
        actor: Actor | None = scope.get("actor")
        if actor is None:
            return Response(title, status_code=status, media_type="text/plain")
        again = self._place(request) if request.method == "GET" else ""
        said = self.pages.messages(locale_of(request, actor)).gettext
        title, detail = said(title), said(detail) if detail else None
        told = {"title": title, "detail": detail, "reason": status, "again": again, "trace_id": telemetry.trace_id()}
        return self.render(request, actor, "layouts/console_error.html", status, **told)


def navigation(
    pages: Pages, locale: str, permissions: frozenset[str], path: str, counts: Mapping[str, int] | None = None
) -> tuple[NavItem, ...]:
    """What this member may open; the longest address that begins the present one is where one is. `counts`: what waits, by
    address."""
    said = pages.messages(locale).gettext
    shown = [page for page in CONSOLES if page.is_for(permissions)]
    here = max((page.href for page in shown if f"{path.rstrip('/')}/".startswith(page.href)), key=len, default="")
    return tuple(
        NavItem(
            label=said(page.label),
            href=page.href,
            icon=page.icon,
            group=said(page.group),
            current=page.href == here,
            count=(counts or {}).get(page.href, 0),
        )
        for page in shown
    )


def locale_of(request: AnyRequest, actor: Actor) -> str:
    """The language chosen at the entrance, else the account's."""
    asked = request.headers.get("accept-language", "")[:2].lower()
    return asked if asked in ("fr", "en") else actor.locale


def _flashes(request: AnyRequest) -> tuple[Flash, ...]:
    said = request.headers.get(FLASH)
    if not said:
        return ()
    told: Sequence[tuple[str, str]] = msgspec.json.decode(unquote(said), type=list[tuple[str, str]])
    return tuple(Flash(text=text, kind=kind) for kind, text in told)


def _layout(request: AnyRequest) -> tuple[str, str, tuple[OtherAccount, ...]]:
    """What the gateway brings for the frame: the token of its own forms, the account's mark, the person's other accounts."""
    told = unquote(request.headers.get(LAYOUT, ""))
    return msgspec.json.decode(told, type=tuple[str, str, tuple[OtherAccount, ...]]) if told else ("", "", ())


async def _typed(connection: ASGIConnection[Any, Any, Any, Any]) -> Sequence[tuple[str, str]]:
    """What a form sent beside its token; nothing of one that carries files."""
    if "application/x-www-form-urlencoded" not in connection.headers.get("content-type", ""):
        return ()
    assert isinstance(connection, Request)
    sent = parse_qsl((await connection.body()).decode("ascii", "replace"), keep_blank_values=True, max_num_fields=2_000)
    return [(name, value) for name, value in sent if name not in FIELDS]


async def _field(connection: ASGIConnection[Any, Any, Any, Any]) -> str:
    assert isinstance(connection, Request)
    kind = connection.headers.get("content-type", "")
    if kind.startswith("multipart/form-data"):
        sent = await connection.form()
        return next((str(sent[name]) for name in FIELDS if name in sent), "")
    if "application/x-www-form-urlencoded" not in kind:
        return ""
    fields = parse_qs((await connection.body()).decode("ascii", "replace"), max_num_fields=2_000)
    return next((fields[name][0] for name in FIELDS if name in fields), "")
