"""Refusals and failures, as HTTP says them (RFC 9457 `application/problem+json`)."""

import re
from functools import partial
from typing import Any

import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException

from chassis import logs, telemetry
from chassis.actor import Actor
from chassis.idempotency import Replay, StillRunning
from chassis.pages.translations import Catalogues
from chassis.refusals import (
    Conflict,
    Fault,
    Forbidden,
    Gone,
    Invalid,
    Locked,
    NotFound,
    Refusal,
    Stale,
    TooLarge,
    TooMany,
    TooSlow,
    Unauthenticated,
    Unavailable,
    UnsupportedMedia,
    Untrustworthy,
)
from chassis.unfit import NOT_THAT_WAY, UNREADABLE, in_words


def N_(text: str) -> str:  # noqa: N802 - gettext's own name for it
    return text


PROBLEM = "application/problem+json"
# The first kind that fits wins: the narrower ones stand before the wider.
STATUS: dict[type[Refusal], int] = {
    Gone: 410,
    NotFound: 404,
    Unauthenticated: 401,
    Forbidden: 403,
    Stale: 412,
    Conflict: 409,
    Locked: 423,
    TooMany: 429,
    TooLarge: 413,
    TooSlow: 408,
    UnsupportedMedia: 415,
    Invalid: 422,
    Untrustworthy: 502,
    Unavailable: 503,
}


def status_of(refusal: Refusal) -> int:
    return next((status for kind, status in STATUS.items() if isinstance(refusal, kind)), 400)


def said(request: Request[Any, Any, Any], text: str) -> str:
    """The French text in the language of who asks, where a catalogue of the service has it."""
    words: Catalogues | None = request.app.state.get("words")
    return words.messages("en").gettext(text) if text and words is not None and _wants_english(request) else text


def _wants_english(request: Request[Any, Any, Any]) -> bool:
    scope: Any = request.scope
    actor = scope.get("actor")
    language = actor.locale if isinstance(actor, Actor) else request.headers.get("accept-language", "")
    return language[:2].lower() == "en"


def problem_from(request: Request[Any, Any, Any], refusal: Refusal) -> Response[bytes]:
    headers: dict[str, str] = {}
    if isinstance(refusal, TooMany | Unavailable | StillRunning):
        headers["retry-after"] = str(refusal.retry_after)
    faults = refusal.faults if isinstance(refusal, Invalid) else ()
    return problem(
        status_of(refusal),
        _slug(type(refusal)),
        said(request, refusal.title),
        detail=said(request, refusal.detail) if refusal.detail else None,
        faults=[fault._replace(message=said(request, fault.message)) for fault in faults],
        headers=headers,
    )


def problem(
    status: int,
    slug: str,
    title: str,
    *,
    detail: str | None = None,
    faults: Any = (),
    headers: dict[str, str] | None = None,
) -> Response[bytes]:
    body: dict[str, Any] = {"type": f"/problems/{slug}", "title": title, "status": status}
    if detail:
        body["detail"] = detail
    if faults:
        body["errors"] = [{"pointer": f.pointer, "detail": f.message, "code": f.code} for f in faults]
    trace_id = telemetry.trace_id()
    if trace_id:
        body["trace_id"] = trace_id
    return Response(msgspec.json.encode(body), status_code=status, media_type=PROBLEM, headers=headers or {})


def _not_valid(request: Request[Any, Any, Any], error: ValidationException) -> Response[bytes]:
    told: Any = error.extra or []
    faults = [in_words(str(f.get("key", "")), f.get("message", ""), partial(said, request)) for f in told]
    return problem(
        422, "invalid", said(request, (Invalid.__doc__ or "").strip()), faults=faults or [Fault("", error.detail)]
    )


# Where the framework says that a body does not fit.
_IN_BODY = re.compile(r"(?P<said>.*) - at `\$\.(?P<path>data.*)`", re.DOTALL)
# What it says of itself in English: the kind of problem, and its words.
_ITS_OWN = {400: ("unreadable", UNREADABLE), 405: ("method-not-allowed", NOT_THAT_WAY)}


def _http(request: Request[Any, Any, Any], error: HTTPException) -> Response[bytes]:
    # A field of a body that bears the name of a dependency (`settings`) is taken for ours when it does not fit.
    cause = error.__cause__
    if isinstance(cause, msgspec.ValidationError) and (found := _IN_BODY.fullmatch(str(cause))):
        fault = in_words(found["path"], found["said"], partial(said, request))
        return problem(422, "invalid", said(request, (Invalid.__doc__ or "").strip()), faults=[fault])
    if error.status_code == 404:
        return problem(404, "not-found", said(request, (NotFound.__doc__ or "").strip()))
    headers = dict(error.headers or {})
    if error.status_code in _ITS_OWN:
        slug, title = _ITS_OWN[error.status_code]
        return problem(error.status_code, slug, said(request, title), headers=headers)
    if error.status_code >= 500:
        logs.log.exception("request failed", detail=error.detail)
    slug = re.sub(r"[^a-z]+", "-", error.detail.lower()).strip("-")[:40] if error.status_code < 500 else "failure"
    return problem(error.status_code, slug or "refused", error.detail, headers=headers)


def _replay(_: Request[Any, Any, Any], replay: Replay) -> Response[bytes]:
    headers = {"idempotency-replayed": "true"}
    return Response(replay.body, status_code=replay.status, media_type="application/json", headers=headers)


def _failure(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """What nobody expected: told to the log with its trace, to the caller without."""
    logs.log.exception("request failed", path=request.url.path)
    return problem(500, "failure", said(request, N_("Une erreur inattendue s’est produite. Elle nous a été signalée.")))


def _slug(kind: type[Refusal]) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "-", kind.__name__).lower()


HANDLERS: Any = {
    Refusal: problem_from,
    Replay: _replay,
    ValidationException: _not_valid,
    HTTPException: _http,
    Exception: _failure,
}
