"""Whatever goes wrong, as a page in the town's layout, or as a problem document for programs."""

from typing import Any
from urllib.parse import quote

from litestar import Request, Response
from litestar.exceptions import HTTPException
from litestar.types import ExceptionHandlersMap

from chassis import logs, telemetry
from chassis.pages import Pages
from chassis.problems import problem
from chassis.refusals import Fault
from gateway.api import Refused
from gateway.csrf import CrossSite
from gateway.here import HTML, Here, SignInFirst
from gateway.redirects import local


def wants_json(headers: Any, path: str) -> bool:
    accept = headers.get("accept", "")
    return path.startswith("/api/") or ("json" in accept and "html" not in accept)


def answer(here: Here, headers: Any, path: str, refused: Refused) -> Response[Any]:
    """The page or problem for a refusal."""
    extra = {"retry-after": str(refused.retry_after)} if refused.retry_after else {}
    if wants_json(headers, path):
        faults = [Fault(e.get("pointer", ""), e.get("detail", ""), e.get("code", "invalid")) for e in refused.errors]
        slug = refused.type.rpartition("/")[2] or "refused"
        return problem(refused.status, slug, refused.title, detail=refused.detail, faults=faults, headers=extra)
    status = refused.status if refused.status in WORDS else 400 if refused.status < 500 else 500
    response = here.page(
        "errors/error.html", status=status, refused=refused, kind=status, trace_id=telemetry.trace_id()
    )
    response.headers.update(extra)
    return response


WORDS = frozenset({400, 401, 403, 404, 405, 408, 409, 410, 412, 413, 415, 421, 422, 423, 429, 431, 500, 503})


def _here(request: Request[Any, Any, Any]) -> Here:
    return request.scope["here"]  # pyright: ignore[reportGeneralTypeIssues, reportReturnType]


def _refused(request: Request[Any, Any, Any], refused: Refused) -> Response[Any]:
    here = _here(request)
    if isinstance(refused, CrossSite):
        logs.log.warning("csrf refused", reason=refused.reason, path=request.url.path)
    if refused.status == 401 and not wants_json(request.headers, request.url.path):
        return _sign_in(request, SignInFirst(here.path if here.method == "GET" else "/"))
    return answer(here, request.headers, request.url.path, refused)


def _sign_in(request: Request[Any, Any, Any], first: SignInFirst) -> Response[Any]:
    here = _here(request)
    if wants_json(request.headers, request.url.path):
        return problem(401, "unauthenticated", "Connectez-vous pour continuer.")
    back = f"?vers={quote(local(first.path), safe='/')}" if first.path != "/" else ""
    return here.redirect(f"{here.entrance.urls.sign_in}{back}")


def _http(request: Request[Any, Any, Any], error: HTTPException) -> Response[Any]:
    titles = {404: "Cette page n'existe pas, ou n'existe plus.", 405: "Cette page ne se demande pas ainsi."}
    refused = Refused(error.status_code, titles.get(error.status_code, "Votre demande n'est pas lisible."))
    response = answer(_here(request), request.headers, request.url.path, refused)
    if error.status_code == 405:
        response.headers.update({k: v for k, v in (error.headers or {}).items() if k.lower() == "allow"})
    return response


def _failure(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    logs.log.exception("page failed", path=request.url.path)
    refused = Refused(500, "Une erreur inattendue s'est produite. Elle nous a été signalée.")
    return answer(_here(request), request.headers, request.url.path, refused)


HANDLERS: ExceptionHandlersMap = {
    Refused: _refused,  # pyright: ignore[reportAssignmentType]
    SignInFirst: _sign_in,
    HTTPException: _http,
    Exception: _failure,
}

__all__ = ["HANDLERS", "HTML", "Pages", "answer", "wants_json"]
