"""One trace from the request to the event that leaves."""

from uuid import UUID

from notebook.main import WriteNote, write_note
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.sdk.trace.sampling import ParentBasedTraceIdRatio

from chassis import telemetry
from kit.actors import a_citizen
from kit.eventually import eventually
from kit.service import ServiceUnderTest


async def test_the_event_carries_the_trace_of_its_cause(notebook: ServiceUnderTest, tenant: UUID):
    spans = InMemorySpanExporter()
    provider = trace.get_tracer_provider()
    if not isinstance(provider, TracerProvider):
        provider = TracerProvider()
        trace.set_tracer_provider(provider)
    provider.add_span_processor(SimpleSpanProcessor(spans))
    with trace.get_tracer("test").start_as_current_span("click") as click:
        await notebook.run(write_note, WriteNote("x"), actor=a_citizen(tenant))
    wanted = click.get_span_context().trace_id

    def names() -> set[str]:
        return {span.name for span in spans.get_finished_spans() if span.context.trace_id == wanted}

    def published() -> bool:
        return "publish identity.note.written.v1" in names()

    await eventually(published)

    [event] = await notebook.published(tenant)
    assert format(wanted, "032x") in event["traceparent"]
    assert "command write_note" in names()
    assert any(name.startswith("INSERT INTO notes") for name in names())
    provider.force_flush()


async def test_what_is_asked_by_the_clock_makes_no_trace_here_nor_there():
    spans = InMemorySpanExporter()
    provider = TracerProvider(sampler=ParentBasedTraceIdRatio(1.0))
    provider.add_span_processor(SimpleSpanProcessor(spans))

    with telemetry.unseen():
        told = telemetry.headers()["traceparent"]
        with provider.get_tracer("test").start_as_current_span("look"):
            pass

    assert spans.get_finished_spans() == ()
    assert told.endswith("-00"), "whoever is asked makes none either"
