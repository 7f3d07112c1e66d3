"""Calls to the services' API: over one pool, in one trace, with the actor's token; refusals come back as exceptions."""

from collections.abc import AsyncIterable, AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any, NamedTuple

import aiohttp
import msgspec
from yarl import URL

from chassis import logs, telemetry
from gateway.words import N_

# A process that pauses (collection, migration of a machine) must not pass for a service that is down.
CONNECT_WITHIN = 3.0
# Seconds that an idle connection is kept; less than services keep theirs (chassis.serve).
IDLE_FOR = 20
ANSWER_WITHIN = 10.0
# A stream may last as long as the reader's line needs: what is bounded is the silence between its bytes.
STREAMED = aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_WITHIN, sock_read=30.0)
ADDRESS = "x-parvis-address"
Params = Mapping[str, Any]
Tokens = Callable[[str], str]
TOKEN_REFUSED = "/problems/token-refused"  # noqa: S105 - the name of an answer
UNREACHABLE = (aiohttp.ClientError, TimeoutError, OSError)


class Refused(Exception):
    """A service said no. `errors` are `{"pointer": "/email", "detail": "…"}`, as in its problem document."""

    def __init__(
        self,
        status: int,
        title: str,
        detail: str | None = None,
        errors: list[dict[str, str]] | None = None,
        *,
        type: str = "",
        retry_after: int | None = None,
        body: Any = None,
        values: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(f"{status} {title}")
        self.status, self.title, self.detail = status, title, detail
        # What fills the `%(name)s` of `detail`, once translated.
        self.values = dict(values or {})
        self.errors = errors or []
        self.type, self.retry_after, self.body = type, retry_after, body

    @property
    def by_field(self) -> dict[str, str]:
        """Sentences by field name, for a `FormState`: `/address/city` is `address.city`; the whole form is ''."""
        return {
            error.get("pointer", "").strip("/").replace("/", "."): error.get("detail", "") for error in self.errors
        } or {"": self.detail or self.title}


class ServiceDown(Refused):
    """The service did not answer, or said that it cannot now."""

    def __init__(self, service: str, *, retry_after: int = 5) -> None:
        title = N_("Ce service est momentanément indisponible. Rien n’a été perdu : réessayez dans un instant.")
        super().__init__(503, title, retry_after=retry_after)
        self.service = service


class Answer(NamedTuple):
    status: int
    body: Any
    headers: Mapping[str, str]


class _Body:
    """A stream being sent, which remembers why it broke off: the client library tells no more than that it did."""

    def __init__(self, pieces: AsyncIterable[bytes]) -> None:
        self._pieces = pieces
        self.failure: Exception | None = None

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            async for piece in self._pieces:
                yield piece
        except Exception as failure:
            self.failure = failure
            raise


class Upstream:
    """The pool of connections to the services. One per process."""

    def __init__(self, urls: Mapping[str, str]) -> None:
        self.urls = dict(urls)
        self._session: aiohttp.ClientSession | None = None

    async def open(self) -> None:
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=256, limit_per_host=64, keepalive_timeout=IDLE_FOR),
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=ANSWER_WITHIN, sock_connect=CONNECT_WITHIN),
            auto_decompress=False,
            skip_auto_headers={"User-Agent", "Accept-Encoding"},
            trust_env=False,
        )

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    @asynccontextmanager
    async def send(
        self, service: str, method: str, path: str, *, headers: Mapping[str, str], **options: Any
    ) -> AsyncIterator[aiohttp.ClientResponse]:
        """One exchange with a service; the answer's body is read by the caller. Raises `ServiceDown`, or what `data`
        raised if it is a stream that broke off on our side."""
        if self._session is None or service not in self.urls:
            raise ServiceDown(service)
        body = options.get("data")
        source = _Body(body) if isinstance(body, AsyncIterable) else None
        if source is not None:
            options["data"] = source
        url = URL(self.urls[service] + path, encoded="?" in path or "%" in path)
        with telemetry.span(f"{method} {service}", kind="client", attributes={"server.address": service}) as span:
            sent = {**headers, **telemetry.headers()}
            try:
                async with self._session.request(
                    method, url, headers=sent, allow_redirects=False, **options
                ) as response:
                    span.set_attribute("http.response.status_code", response.status)
                    yield response
            except UNREACHABLE as error:
                if source is not None and source.failure is not None:
                    raise source.failure from None
                span.record_exception(error)
                raise ServiceDown(service) from error


class Api:
    """One service, as one actor. Paths are the service's own (`/v1/…`); answers are decoded JSON, None without body."""

    def __init__(
        self, upstream: Upstream, service: str, token: Callable[[], str], *, locale: str = "fr", address: str = ""
    ) -> None:
        self._upstream, self._service, self._token, self._locale = upstream, service, token, locale
        self._address = address

    async def get(self, path: str, params: Params | None = None) -> Any:
        return (await self.call("GET", path, params=params)).body

    async def post(self, path: str, json: Any = None, **options: Any) -> Any:
        """`idempotency_key=` makes a repeated POST harmless; `if_match=` is the version that one saw."""
        return (await self.call("POST", path, json=json, **options)).body

    async def put(self, path: str, json: Any = None, **options: Any) -> Any:
        return (await self.call("PUT", path, json=json, **options)).body

    async def patch(self, path: str, json: Any = None, **options: Any) -> Any:
        return (await self.call("PATCH", path, json=json, **options)).body

    async def delete(self, path: str, **options: Any) -> Any:
        return (await self.call("DELETE", path, **options)).body

    async def call(
        self,
        method: str,
        path: str,
        *,
        params: Params | None = None,
        json: Any = None,
        content: Any = None,
        headers: Mapping[str, str] | None = None,
        idempotency_key: str | None = None,
        if_match: int | str | None = None,
        timeout: aiohttp.ClientTimeout | None = None,
    ) -> Answer:
        """The whole answer. `content` is a raw body: bytes or an asynchronous iterator of them."""
        sent = {**self._own_headers(), **(headers or {})}
        options: dict[str, Any] = {}
        if params:
            options["params"] = _written(params)
        if json is not None:
            sent["content-type"] = "application/json"
            options["data"] = msgspec.json.encode(json)
        elif content is not None:
            options["data"] = content
        if idempotency_key is not None:
            sent["idempotency-key"] = idempotency_key
        if if_match is not None:
            sent["if-match"] = f'"{if_match}"'
        if timeout is not None:
            options["timeout"] = timeout
        async with self._upstream.send(self._service, method, path, headers=sent, **options) as response:
            body = await response.read()
            if response.status >= 400:
                raise refusal(self._service, response, body)
            return Answer(response.status, _decoded(response, body), response.headers)

    @asynccontextmanager
    async def stream(
        self, method: str, path: str, *, headers: Mapping[str, str] | None = None, **options: Any
    ) -> AsyncIterator[aiohttp.ClientResponse]:
        """An answer whose body is read piece by piece (`response.content.iter_any()`). Refusals are raised.

        It ends when the service is silent for 30 seconds, never because it is long.
        """
        sent = {**self._own_headers(), **(headers or {})}
        options.setdefault("timeout", STREAMED)
        async with self._upstream.send(self._service, method, path, headers=sent, **options) as response:
            if response.status >= 400:
                raise refusal(self._service, response, await response.read())
            yield response

    def _own_headers(self) -> dict[str, str]:
        """Beside the token, where the browser is: identity counts attempts by it. From outside such a header is stripped."""
        told = {"authorization": f"Bearer {self._token()}", "accept-language": self._locale}
        return {**told, ADDRESS: self._address} if self._address else told


def _written(params: Params) -> list[tuple[str, str]]:
    """Query parameters as text: None is left out, a list repeats its name."""
    pairs: list[tuple[str, str]] = []
    for name, value in params.items():
        several = value if isinstance(value, list | tuple) else [value]
        pairs += [(name, str(one).lower() if isinstance(one, bool) else str(one)) for one in several if one is not None]
    return pairs


def _decoded(response: aiohttp.ClientResponse, body: bytes) -> Any:
    if not body:
        return None
    if "json" in response.headers.get("content-type", ""):
        return msgspec.json.decode(body)
    return body


def refusal(service: str, response: aiohttp.ClientResponse, body: bytes) -> Refused:
    """What a service's problem document says."""
    retry_after = response.headers.get("retry-after", "")
    seconds = int(retry_after) if retry_after.isdigit() else None
    # A 502 of the service's own tells of what it stands on (a file that is no longer what was received).
    is_told = "problem+json" in response.headers.get("content-type", "")
    if response.status in (503, 504) or (response.status == 502 and not is_told):
        return ServiceDown(service, retry_after=seconds or 5)
    try:
        problem: Any = msgspec.json.decode(body)
    except msgspec.DecodeError:
        problem = None
    if not isinstance(problem, dict):
        problem = {}
    if response.status == 401 and problem.get("type") == TOKEN_REFUSED:
        # Ours or identity's, made just now: clocks or keys differ, which no signing in mends.
        logs.log.warning("token refused", by=service)
        return ServiceDown(service)
    return Refused(
        response.status,
        str(problem.get("title") or "La demande a été refusée."),
        problem.get("detail"),
        problem.get("errors") or [],
        type=str(problem.get("type", "")),
        retry_after=seconds,
        body=problem,
    )
