"""The trace viewer's pages, its JSON, and the door where exporters knock."""

import asyncio
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from suite.pages.live import Live
from suite.pages.look import ROUTES, page, templates
from suite.pages.web import Answer, App, NotFound, Request, as_json, text
from suite.traces.logs import lines_of
from suite.traces.otlp import NotOtlp, Span, read_spans
from suite.traces.store import Line, Traces, Wanted
from suite.traces.waterfall import lay_out


def create_app(traces: Traces, live: Live, logs: Path) -> App:
    pages = Pages(traces, live, logs)
    return App(
        [
            *ROUTES,
            ("GET", "/live", live.stream),
            ("POST", "/v1/traces", pages.receive),
            ("GET", "/", pages.index),
            ("GET", "/calls", pages.calls),
            ("GET", "/traces/{trace_id}", pages.show),
            ("GET", "/traces/{trace_id}/journal", pages.lines),
            ("GET", "/api/traces", pages.api_list),
            ("GET", "/api/traces/{trace_id}", pages.api_show),
            ("GET", "/api/calls", pages.api_calls),
        ]
    )


class Pages:
    def __init__(self, traces: Traces, live: Live, logs: Path) -> None:
        self._traces, self._live, self._logs = traces, live, logs
        self._templates = templates(Path(__file__).parent / "templates")

    async def receive(self, request: Request) -> Answer:
        if request.headers.get("content-type", "").split(";")[0] != "application/x-protobuf":
            return text("OTLP in protobuf only (OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf).", status=415)
        try:
            spans = read_spans(request.body, encoding=request.headers.get("content-encoding", ""))
        except NotOtlp:
            return text("Not an OTLP request.", status=400)
        self._traces.keep(spans)
        self._live.changed()
        # An empty ExportTraceServiceResponse: everything was taken.
        return Answer(b"", type="application/x-protobuf")

    async def index(self, request: Request) -> Answer:
        wanted = _wanted(request)
        return page(
            self._templates,
            request,
            "list.html",
            tool="Traces",
            traces=self._traces.lines(wanted),
            wanted=wanted,
            services=self._traces.services(),
            filtered=wanted != Wanted(),
        )

    async def show(self, request: Request) -> Answer:
        spans = self._found(request)
        bars = lay_out(spans)
        return page(
            self._templates,
            request,
            "show.html",
            tool="Traces",
            trace_id=request.parameters["trace_id"],
            bars=bars,
            started_at=min(span.start_ns for span in spans) / 1e9,
            duration_ms=(max(span.end_ns for span in spans) - min(span.start_ns for span in spans)) / 1e6,
            services=sorted({span.service for span in spans}),
            errors=sum(bar.failed for bar in bars),
        )

    async def lines(self, request: Request) -> Answer:
        trace_id = request.parameters["trace_id"].lower()
        found = await asyncio.to_thread(lines_of, self._logs, trace_id)
        return page(self._templates, request, "journal.html", tool="Traces", trace_id=trace_id, lines=found)

    async def calls(self, request: Request) -> Answer:
        return page(self._templates, request, "calls.html", tool="Traces", calls=self._traces.calls())

    async def api_list(self, request: Request) -> Answer:
        return as_json([_described(line) for line in self._traces.lines(_wanted(request))])

    async def api_show(self, request: Request) -> Answer:
        spans = self._found(request)
        return as_json({"trace_id": request.parameters["trace_id"], "spans": [_span(span) for span in spans]})

    async def api_calls(self, _: Request) -> Answer:
        return as_json([asdict(call) for call in self._traces.calls()])

    def _found(self, request: Request) -> list[Span]:
        spans = self._traces.spans(request.parameters["trace_id"].lower())
        if not spans:
            raise NotFound
        return spans


def _wanted(request: Request) -> Wanted:
    query = request.query
    return Wanted(
        service=query.get("service", ""),
        text=query.get("text", ""),
        errors=query.get("errors", "") in {"1", "true", "on"},
        min_ms=_number(query.get("min_ms", ""), 0.0),
        limit=min(int(_number(query.get("limit", ""), 100)), 1000),
    )


def _number(written: str, default: float) -> float:
    try:
        return float(written.replace(",", "."))
    except ValueError:
        return default


def _described(line: Line) -> dict[str, object]:
    started = datetime.fromtimestamp(line.start_ns / 1e9, UTC).isoformat()
    return {**asdict(line), "started_at": started, "duration_ms": line.duration_ms}


def _span(span: Span) -> dict[str, object]:
    return {**asdict(span), "duration_ms": (span.end_ns - span.start_ns) / 1e6}
