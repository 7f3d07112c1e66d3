"""Whatever goes wrong, as a page in the town's layout, or as a problem document for programs."""

from typing import Any
from urllib.parse import quote

from litestar import Request, Response
from litestar.exceptions import HTTPException
from litestar.types import ExceptionHandlersMap

from chassis import logs, telemetry
from chassis.problems import problem
from chassis.refusals import Fault
from gateway import measures
from gateway.api import Refused
from gateway.csrf import CrossSite
from gateway.given_back import may_wait, service_away
from gateway.here import Here, SignInFirst
from gateway.redirects import local
from gateway.standing import GuichetClosed, GuichetSuspended
from gateway.words import N_

AnyRequest = Request[Any, Any, Any]
# Statuses that a browser is told as they are; others become the nearest of these.
TOLD = frozenset({400, 403, 404, 405, 408, 409, 410, 412, 413, 415, 421, 422, 423, 429, 431, 500, 502, 503})
# The pages that describe the API and try it.
FOR_PEOPLE = "/api/docs"
NO_SUCH_PAGE = N_("Cette page n’existe pas, ou n’existe plus.")
NOT_THAT_WAY = N_("Cette page ne se demande pas ainsi.")
UNREADABLE = N_("Votre demande n’est pas lisible.")
UNEXPECTED = N_("Une erreur inattendue s’est produite. Elle nous a été signalée.")
SIGN_IN = N_("Connectez-vous pour continuer.")


def answer(here: Here, headers: Any, refused: Refused) -> Response[Any]:
    """The page or the problem document for a refusal."""
    measures.refused(refused)
    extra = {"retry-after": str(refused.retry_after)} if refused.retry_after else {}
    if refused.type == "/problems/second-step-due" and not _wants_json(here, headers):
        return here.redirect("/mon-profil/validation")
    title, detail = here.said(refused.title), here.said(refused.detail or "", **refused.values)
    if _wants_json(here, headers):
        faults = [Fault(e.get("pointer", ""), e.get("detail", ""), e.get("code", "invalid")) for e in refused.errors]
        slug = refused.type.rpartition("/")[2] or "refused"
        return problem(refused.status, slug, title, detail=detail, faults=faults, headers=extra)
    status = refused.status if refused.status in TOLD else 400 if refused.status < 500 else 500
    title, detail = title.replace("'", "’"), detail.replace("'", "’")
    told = {"title": title, "detail": detail, "reason": status, "trace_id": telemetry.trace_id()}
    # What was read may be asked for again; what was sent goes by its own form.
    told["again"] = here.path if here.method == "GET" else ""
    told["unserved"] = isinstance(refused, GuichetSuspended | GuichetClosed)
    response = here.page("errors/error.html", status=status, **told)
    response.headers.update(extra)
    return response


def _wants_json(here: Here, headers: Any) -> bool:
    accept = headers.get("accept", "")
    if here.path.startswith(FOR_PEOPLE):
        return False
    return here.path.startswith(("/api/", "/mcp/")) or ("json" in accept and "html" not in accept)


def _here(request: AnyRequest) -> Here:
    return request.scope["here"]  # pyright: ignore[reportGeneralTypeIssues, reportReturnType]


def _refused(request: AnyRequest, refused: Refused) -> Response[Any]:
    here = _here(request)
    if isinstance(refused, CrossSite):
        logs.log.warning("csrf refused", reason=refused.reason)
    if refused.status == 401:
        return _sign_in(request, SignInFirst(here.place))
    if refused.type == "/problems/step-up-needed" and not _wants_json(here, request.headers):
        return here.redirect(f"/confirmation?vers={quote(here.place, safe='/')}")
    if refused.status == 503 and here.sent and may_wait(here.sent) and not _wants_json(here, request.headers):
        measures.refused(refused)
        return service_away(here, here.sent, refused)
    return answer(here, request.headers, refused)


def _sign_in(request: AnyRequest, first: SignInFirst) -> Response[Any]:
    here = _here(request)
    if _wants_json(here, request.headers):
        return problem(401, "unauthenticated", here.said(SIGN_IN))
    if first.sent:
        typed = [(name, value) for name, values in first.sent.items() for value in values]
        return here.page("layouts/console_kept.html", status=401, fields=typed, address=here.path)
    back = f"?vers={quote(local(first.path), safe='/')}" if first.path != "/" else ""
    return here.redirect(f"{here.entrance.urls.sign_in}{back}")


def _http(request: AnyRequest, error: HTTPException) -> Response[Any]:
    title = {404: NO_SUCH_PAGE, 405: NOT_THAT_WAY}.get(error.status_code, UNREADABLE)
    if error.status_code >= 500:
        return _failure(request, error)
    here = _here(request)
    response = answer(here, request.headers, Refused(error.status_code, title))
    if error.status_code == 405:
        response.headers.update({k: v for k, v in (error.headers or {}).items() if k.lower() == "allow"})
    return response


def _failure(request: AnyRequest, error: Exception) -> Response[Any]:
    logs.log.exception("page failed", exc_info=error)
    return answer(_here(request), request.headers, Refused(500, UNEXPECTED))


HANDLERS: ExceptionHandlersMap = {
    Refused: _refused,  # pyright: ignore[reportAssignmentType]
    SignInFirst: _sign_in,
    HTTPException: _http,
    Exception: _failure,
}
