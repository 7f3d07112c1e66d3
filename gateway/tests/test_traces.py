"""One trace from the click to the service, under the reference that an error page shows."""

import pytest
import pytest_asyncio
from doorstep.house import House
from doorstep.serving import served
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from chassis.observe import Observe
from gateway.public.main import create_app

STRANGE = "00-11111111111111111111111111111111-2222222222222222-01"


@pytest_asyncio.fixture(loop_scope="session")
async def observed(house: House):
    if not isinstance(trace.get_tracer_provider(), TracerProvider):
        trace.set_tracer_provider(TracerProvider())
    app = Observe(create_app(house.settings()), at_the_edge=True)  # pyright: ignore[reportArgumentType]
    async with served(app) as address:
        yield address


@pytest.mark.requirement("SR-01")
async def test_the_service_continues_the_gateways_trace(house: House, observed: str):
    answer = await house.visit(house.town(), at=observed).get("/api/demarches/v1/echo")

    assert answer.json()["headers"]["traceparent"].split("-")[1] == answer.headers["x-request-id"]


async def test_an_error_page_shows_the_reference_of_its_trace(house: House, observed: str):
    page = await house.visit(house.town(), at=observed).get("/nulle-part")

    assert page.headers["x-request-id"] in page.text


async def test_a_stranger_does_not_choose_the_trace(house: House, observed: str):
    visitor = house.visit(house.town(), at=observed)

    answer = await visitor.get("/api/demarches/v1/echo", headers={"traceparent": STRANGE, "baggage": "x=1"})

    assert "1111" not in answer.headers["x-request-id"]
    assert "1" * 32 not in answer.json()["headers"]["traceparent"]
    assert "baggage" not in answer.json()["headers"]


async def test_what_is_passed_on_is_called_by_whom_it_goes_to(house: House, observed: str):
    seen = InMemorySpanExporter()
    provider = trace.get_tracer_provider()
    assert isinstance(provider, TracerProvider)
    provider.add_span_processor(SimpleSpanProcessor(seen))

    _ = await house.visit(house.town(), at=observed).get("/api/demarches/v1/echo")

    assert "GET /api/demarches" in {span.name for span in seen.get_finished_spans()}


async def test_what_every_page_brings_along_hides_it_from_nobody(house: House, observed: str):
    visitor, seen = house.visit(house.town(), at=observed), InMemorySpanExporter()
    provider = trace.get_tracer_provider()
    assert isinstance(provider, TracerProvider)
    provider.add_span_processor(SimpleSpanProcessor(seen))

    _ = await visitor.get("/theme.css")
    _ = await visitor.get("/nulle-part")

    names = {span.name for span in seen.get_finished_spans()}
    assert "GET unmatched" in names
    assert "GET /theme.css" not in names
