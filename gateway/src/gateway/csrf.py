"""Unsafe requests must come from our own page: the browser says so, and the form carries a token of this browser."""

from typing import Any

from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from gateway.api import Refused
from gateway.forms import FormFields, read_form
from gateway.words import N_

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
FIELDS = ("csrf_token", "_csrf")
HEADER = "x-csrf-token"


class CrossSite(Refused):
    """403: the request did not come from one of our pages, or the page had grown old."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            403,
            N_("Votre demande n’a pas pu être vérifiée."),
            N_("Rien n’a été enregistré. Revenez à la page précédente, rechargez-la, puis recommencez."),
            type="/problems/csrf",
        )
        self.reason = reason


class PageGrewOld(CrossSite):
    """One of our pages, whose session has gone from this browser, or was followed by another. `sent`: what was typed in it."""

    def __init__(self, sent: FormFields) -> None:
        super().__init__("token")
        self.sent = sent


class OtherAccount(Refused):
    """409: the page was opened with another of the person's accounts than the one in use."""

    def __init__(self) -> None:
        super().__init__(
            409,
            N_("Cette page a été ouverte avec un autre de vos comptes."),
            N_("Rien n’a été enregistré. Reprenez ce compte par le menu, puis recommencez."),
            type="/problems/other-account",
        )


def must_be_same_origin(headers: Any, *, host: str, scheme: str) -> None:
    """Sec-Fetch-Site when the browser sends it, else Origin: one of the two must vouch for the request."""
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    own = origin is not None and origin.lower() == f"{scheme}://{host}".lower()
    if site == "same-origin":
        # « null » is what a browser says of an origin that its referrer policy keeps to itself.
        if origin not in (None, "null") and not own:
            raise CrossSite("origin")
    elif site == "none" or site is None:
        if not own:
            raise CrossSite("origin")
    else:
        raise CrossSite("sec-fetch-site")


async def guard(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """On every route of an entrance. A route that streams its body (`streams=True`) has `receive_upload` check it; one that
    keeps long answers (`gives_back=True`) shows them again to whose session is over, through its handler of PageGrewOld."""
    here: Any = connection.scope["here"]  # pyright: ignore[reportGeneralTypeIssues]
    if connection.scope.get("method") in SAFE or handler.opt.get("checks_origin_itself"):
        return
    must_be_same_origin(connection.headers, host=here.host, scheme=here.scheme)
    token, sent = connection.headers.get(HEADER), None
    if token is None:
        kind = connection.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind == "multipart/form-data" and handler.opt.get("streams"):
            return
        if kind != "application/x-www-form-urlencoded":
            raise CrossSite("no token")
        sent = read_form(await connection.body())  # pyright: ignore[reportAttributeAccessIssue]
        token = next((sent.one(name) for name in FIELDS if name in sent), "")
    try:
        here.must_know(token)
    except CrossSite:
        # The origin is ours, as the browser says: what was typed may be shown again to who typed it, and nothing is done with it.
        if handler.opt.get("gives_back"):
            raise PageGrewOld(sent or FormFields()) from None
        raise
