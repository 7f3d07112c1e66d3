"""The public API: `/api/<service>/v1/…`, passed on to the service as whoever is at the browser."""

from typing import Any
from urllib.parse import unquote

from litestar import Request
from litestar.handlers import asgi
from litestar.types import Receive, Scope, Send

from gateway.api import ADDRESS, Refused
from gateway.csrf import HEADER, SAFE, CrossSite, must_be_same_origin
from gateway.here import Here
from gateway.limits import UPLOAD
from gateway.proxy import Passage, is_plain, raw_target
from gateway.words import N_

# The only service that takes files.
TAKES_FILES = "documents"
KEY = "x-parvis-key"
# What the help assistant asks: closed where the organisation does without it.
PASSAGES = "/v1/guide/passages"


class NoSuchAddress(Refused):
    def __init__(self) -> None:
        super().__init__(404, N_("Cette adresse n’existe pas."))


@asgi("/api", is_mount=True, copy_scope=True, checks_origin_itself=True)
async def api(scope: Scope, receive: Receive, send: Send) -> None:
    here: Here = scope["here"]  # pyright: ignore[reportGeneralTypeIssues]
    service, path = target(raw_target(scope), here)
    if here.session_dead:
        raise Refused(401, N_("Votre session est terminée. Connectez-vous pour continuer."))
    if here.person_unknown:
        raise here.entrance.identity_down()
    if not here.program_key:
        _must_be_ours(here, scope)
    if service == TAKES_FILES:
        here.body_limit = UPLOAD
    headers = {
        "authorization": f"Bearer {here.token(service)}",
        "accept-language": here.locale,
        ADDRESS: here.address,
    }
    if here.program_key:
        # Checked by who issued it. No cookie acts beside it (door.py), so there is no page to vouch for.
        headers[KEY] = here.program_key
    await Passage(here, scope, receive, send).forward(service, path, headers=headers, location_prefix=f"/api/{service}")


def target(asked_for: str, here: Here) -> tuple[str, str]:
    """`/api/demarches/v1/themes?x=1` is `/v1/themes?x=1` of demarches."""
    _, _, service, version, *_ = [*asked_for.partition("?")[0].split("/"), "", "", ""]
    if service not in here.entrance.upstream.urls or version != "v1" or not is_plain(asked_for):
        raise NoSuchAddress
    path = asked_for.removeprefix(f"/api/{service}")
    if (
        service == "notifier"
        and unquote(path.partition("?")[0]).rstrip("/") == PASSAGES
        and not here.organisation.answers
    ):
        raise NoSuchAddress
    return service, path


def _must_be_ours(here: Here, scope: Scope) -> None:
    """A browser's cookie acts by itself: what changes something says that our page asked for it."""
    if scope.get("method") in SAFE:
        return
    request: Request[Any, Any, Any] = Request(scope)
    must_be_same_origin(request.headers, host=here.host, scheme=here.scheme)
    token = request.headers.get(HEADER)
    if token is None:
        raise CrossSite("no token")
    here.must_know(token)
