"""Refusals and failures, as HTTP says them (RFC 9457 `application/problem+json`)."""

import re
from typing import Any

import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException

from chassis import logs, telemetry
from chassis.idempotency import Replay
from chassis.refusals import (
    Conflict,
    Fault,
    Forbidden,
    Gone,
    Invalid,
    NotFound,
    Refusal,
    Stale,
    TooLarge,
    TooMany,
    Unauthenticated,
    Unavailable,
    UnsupportedMedia,
    Untrustworthy,
)

PROBLEM = "application/problem+json"
# The first kind that fits wins: the narrower ones stand before the wider.
STATUS: dict[type[Refusal], int] = {
    Gone: 410,
    NotFound: 404,
    Unauthenticated: 401,
    Forbidden: 403,
    Stale: 412,
    Conflict: 409,
    TooMany: 429,
    TooLarge: 413,
    UnsupportedMedia: 415,
    Invalid: 422,
    Untrustworthy: 502,
    Unavailable: 503,
}


def status_of(refusal: Refusal) -> int:
    return next((status for kind, status in STATUS.items() if isinstance(refusal, kind)), 400)


def problem_from(_: Request[Any, Any, Any], refusal: Refusal) -> Response[bytes]:
    headers: dict[str, str] = {}
    if isinstance(refusal, TooMany | Unavailable):
        headers["retry-after"] = str(refusal.retry_after)
    faults = refusal.faults if isinstance(refusal, Invalid) else ()
    return problem(
        status_of(refusal), _slug(type(refusal)), refusal.title, detail=refusal.detail, faults=faults, headers=headers
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


def _not_valid(_: Request[Any, Any, Any], error: ValidationException) -> Response[bytes]:
    said: Any = error.extra or []
    faults = [Fault(f"/{f.get('key', '')}".replace(".", "/"), f.get("message", ""), "invalid") for f in said]
    return problem(422, "invalid", (Invalid.__doc__ or "").strip(), faults=faults or [Fault("", error.detail)])


def _http(_: Request[Any, Any, Any], error: HTTPException) -> Response[bytes]:
    if error.status_code == 404:
        return problem(404, "not-found", (NotFound.__doc__ or "").strip())
    if error.status_code >= 500:
        logs.log.error("request failed", detail=error.detail)
    slug = re.sub(r"[^a-z]+", "-", error.detail.lower()).strip("-")[:40] if error.status_code < 500 else "failure"
    return problem(error.status_code, slug or "refused", error.detail, headers=dict(error.headers or {}))


def _replay(_: Request[Any, Any, Any], replay: Replay) -> Response[bytes]:
    headers = {"idempotency-replayed": "true"}
    return Response(replay.body, status_code=replay.status, media_type="application/json", headers=headers)


def _failure(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """What nobody expected: told to the log with its trace, to the caller without."""
    logs.log.exception("request failed", path=request.url.path)
    return problem(500, "failure", "Une erreur inattendue s'est produite. Elle nous a été signalée.")


def _slug(kind: type[Refusal]) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "-", kind.__name__).lower()


HANDLERS: Any = {
    Refusal: problem_from,
    Replay: _replay,
    ValidationException: _not_valid,
    HTTPException: _http,
    Exception: _failure,
}
