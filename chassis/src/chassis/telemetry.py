"""Traces: one from the click to the mail, across services, database, bus and mail server.

Spans of our own, not a framework's plugin: those were measured to cost more than the work they show.
"""

from collections.abc import Generator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any, Literal

from opentelemetry import context, propagate, trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.id_generator import RandomIdGenerator
from opentelemetry.sdk.trace.sampling import ParentBasedTraceIdRatio
from opentelemetry.trace import NonRecordingSpan, Span, SpanContext, SpanKind, Status, StatusCode, TraceFlags
from sqlalchemy import event
from sqlalchemy.engine import Engine

SpanName = Literal["internal", "server", "client", "producer", "consumer"]
_KINDS = {kind.name.lower(): kind for kind in SpanKind}
_tracer = trace.get_tracer("parvis")
_NOTHING = nullcontext()


def start(service: str, *, sampling: float, endpoint: str | None) -> None:
    """Send spans to `endpoint` (OTLP over HTTP); without one, traces are still propagated but go nowhere."""
    provider = TracerProvider(
        resource=Resource.create({"service.name": service, "service.namespace": "parvis"}),
        sampler=ParentBasedTraceIdRatio(sampling),
    )
    if endpoint:
        exporter = OTLPSpanExporter(endpoint=f"{endpoint.rstrip('/')}/v1/traces", timeout=2)
        provider.add_span_processor(BatchSpanProcessor(exporter, schedule_delay_millis=1000))
    trace.set_tracer_provider(provider)


def stop() -> None:
    provider = trace.get_tracer_provider()
    if isinstance(provider, TracerProvider):
        provider.shutdown()


@contextmanager
def span(name: str, *, kind: SpanName = "internal", attributes: Mapping[str, Any] | None = None) -> Generator[Span]:
    """A span under the current one. An exception marks it as failed and goes on."""
    with _tracer.start_as_current_span(name, kind=_KINDS[kind], attributes=attributes) as current:
        yield current


@contextmanager
def unseen() -> Generator[None]:
    """What we ask by the clock, of ourselves and of each other, makes no trace: people look for what people did."""
    ids = RandomIdGenerator()
    nobody = SpanContext(ids.generate_trace_id(), ids.generate_span_id(), is_remote=False, trace_flags=TraceFlags(0))
    token = context.attach(trace.set_span_in_context(NonRecordingSpan(nobody)))
    try:
        yield
    finally:
        context.detach(token)


@contextmanager
def aside(name: str) -> Generator[Span]:
    """A request that is measured and told like any other, but makes no trace."""
    with unseen(), span(name, kind="server") as current:
        yield current


@contextmanager
def continued(
    traceparent: str | None, name: str, *, kind: SpanName, attributes: Mapping[str, Any] | None = None
) -> Generator[Span]:
    """A span in the trace that `traceparent` names, wherever it was begun."""
    carrier = {"traceparent": traceparent} if traceparent else {}
    token = context.attach(propagate.extract(carrier))
    try:
        with span(name, kind=kind, attributes=attributes) as current:
            yield current
    finally:
        context.detach(token)


def headers() -> dict[str, str]:
    """The current trace, as headers for whoever is called next."""
    carrier: dict[str, str] = {}
    propagate.inject(carrier)
    return carrier


def traceparent() -> str | None:
    return headers().get("traceparent")


def trace_id() -> str | None:
    """The current trace id as 32 hexadecimal digits, or None outside a trace."""
    current = trace.get_current_span().get_span_context()
    return format(current.trace_id, "032x") if current.is_valid else None


def statement(sql: str, *, first: str = "") -> AbstractContextManager[object]:
    """One client span per SQL statement: its text, never its values. Where several travel together it is named after the
    `first` of them."""
    return _statement(sql, first) if trace.get_current_span().is_recording() else _NOTHING


@contextmanager
def _statement(sql: str, first: str) -> Generator[None]:
    begun = _begun(sql, first)
    try:
        yield
    except BaseException as error:
        begun.set_status(Status(StatusCode.ERROR, type(error).__name__))
        raise
    finally:
        begun.end()


def _begun(sql: str, first: str = "") -> Span:
    words = " ".join(sql.split())
    attributes = {"db.system.name": "postgresql", "db.query.text": words[:2000]}
    name = f"{' '.join(first.split())[:50]} …" if first else words[:60]
    return _tracer.start_span(name, kind=SpanKind.CLIENT, attributes=attributes)


def trace_statements(engine: Engine) -> None:
    """The same for statements that SQLAlchemy sends itself."""

    @event.listens_for(engine, "before_cursor_execute")
    def _begin(_c: Any, _cursor: Any, statement: str, _p: Any, execution: Any, _many: bool) -> None:
        if trace.get_current_span().is_recording():
            execution.parvis_span = _begun(statement)

    @event.listens_for(engine, "after_cursor_execute")
    def _end(_c: Any, _cursor: Any, _s: str, _p: Any, execution: Any, _many: bool) -> None:
        begun: Span | None = getattr(execution, "parvis_span", None)
        if begun is not None:
            begun.end()

    @event.listens_for(engine, "handle_error")
    def _fail(failure: Any) -> None:
        begun: Span | None = getattr(failure.execution_context, "parvis_span", None)
        if begun is not None:
            begun.set_status(Status(StatusCode.ERROR, type(failure.original_exception).__name__))
            begun.end()
