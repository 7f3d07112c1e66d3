"""One span, one log line and one measure per HTTP request."""

import time
from collections.abc import Callable
from functools import lru_cache

from litestar.types import ASGIApp, Message, Receive, Scope, Send
from opentelemetry.trace import Status, StatusCode
from prometheus_client import Histogram

from chassis import logs, metrics, telemetry

QUIET = ("/health/", "/metrics")
# Six of them follow each page, and would hide it among the traces.
STATIC = ("/assets/", "/icones/", "/theme.css")
# In the state of a request that was passed on whole: to whom, instead of a route.
MOUNTED = "mounted"
AtOnce = Callable[[Scope], tuple[str, Message, Message] | None]
"""The route, and the two messages of a whole answer that is known to be well."""


class Observe:
    """Wraps the application, so that what it refuses before routing is seen as well.

    `at_the_edge` begins a trace of its own for each request: a stranger chooses neither its id nor whether it is kept.
    `at_once` may know the whole answer beforehand: it is measured and told like any other, without a span.
    """

    def __init__(self, app: ASGIApp, *, at_the_edge: bool = False, at_once: AtOnce | None = None) -> None:
        self._app, self._at_the_edge, self._at_once = app, at_the_edge, at_once

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._at_once is not None:
            begun = time.perf_counter()
            known = self._at_once(scope)
            if known is not None:
                route, start, body = known
                await send(start)
                await send(body)
                _measured("GET", route, 200, begun)
                return
        if scope["type"] != "http" or scope["path"].startswith(QUIET):
            await self._app(scope, receive, send)
            return
        begun = time.perf_counter()
        status = 500

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        method = scope["method"]
        incoming = None
        if not self._at_the_edge:
            incoming = next((v.decode("latin-1") for k, v in scope["headers"] if k == b"traceparent"), None)
        name = f"{method} {scope['path']}"
        aside = self._at_the_edge and scope["path"].startswith(STATIC)
        with telemetry.aside(name) if aside else telemetry.continued(incoming, name, kind="server") as span:
            try:
                await self._app(scope, receive, answer)
            finally:
                route = scope.get("path_template") or scope.get("state", {}).get(MOUNTED) or "unmatched"
                span.update_name(f"{method} {route}")
                span.set_attributes(
                    {"http.request.method": method, "http.route": route, "http.response.status_code": status}
                )
                if status >= 500:
                    span.set_status(Status(StatusCode.ERROR))
                _measured(method, route, status, begun)


@lru_cache(maxsize=1_000)
def _series(method: str, route: str, status: str) -> Histogram:
    return metrics.REQUESTS.labels(method, route, status)


def _measured(method: str, route: str, status: int, begun: float) -> None:
    took = time.perf_counter() - begun
    _series(method, route, f"{status // 100}xx").observe(took)
    logs.log.info("request", method=method, route=route, status=status, ms=round(took * 1000, 1))
