"""A trace laid out: each span under the one that caused it, and where it stands in time."""

from dataclasses import dataclass

from suite.traces.otlp import Span

# Shown first and in full: they say what the span was about.
TELLING = ("db.query.text", "db.statement", "messaging.destination.name", "url.full", "url.path", "http.route")


@dataclass(frozen=True)
class Bar:
    span: Span
    depth: int
    # In percent of the whole trace.
    left: float
    width: float

    @property
    def duration_ms(self) -> float:
        return (self.span.end_ns - self.span.start_ns) / 1e6

    @property
    def failed(self) -> bool:
        return self.span.status == "error"

    @property
    def statement(self) -> str:
        return str(self.span.attributes.get("db.query.text") or self.span.attributes.get("db.statement") or "")

    @property
    def facts(self) -> list[tuple[str, object]]:
        """Attributes, the telling ones first, the statement apart."""
        rest = {k: v for k, v in self.span.attributes.items() if k not in {"db.query.text", "db.statement"}}
        return sorted(rest.items(), key=lambda pair: (pair[0] not in TELLING, pair[0]))

    @property
    def exceptions(self) -> list[dict[str, str]]:
        return [
            {
                "type": str(event["attributes"].get("exception.type", "")),
                "message": str(event["attributes"].get("exception.message", "")),
                "stacktrace": str(event["attributes"].get("exception.stacktrace", "")),
            }
            for event in self.span.events
            if event["name"] == "exception"
        ]

    @property
    def events(self) -> list[dict[str, object]]:
        return [
            {
                "name": event["name"],
                "after_ms": (event["time_ns"] - self.span.start_ns) / 1e6,
                "attributes": event["attributes"],
            }
            for event in self.span.events
            if event["name"] != "exception"
        ]


def lay_out(spans: list[Span]) -> list[Bar]:
    """Depth first, siblings by start. A span whose parent never arrived stands at the root."""
    if not spans:
        return []
    known = {span.span_id for span in spans}
    children: dict[str, list[Span]] = {}
    for span in sorted(spans, key=lambda one: (one.start_ns, -one.end_ns)):
        parent = span.parent_span_id if span.parent_span_id in known else ""
        children.setdefault(parent, []).append(span)
    begin = min(span.start_ns for span in spans)
    whole = max(1, max(span.end_ns for span in spans) - begin)
    bars: list[Bar] = []
    todo = [(span, 0) for span in reversed(children.get("", []))]
    while todo:
        span, depth = todo.pop()
        width = max(0.3, (span.end_ns - span.start_ns) / whole * 100)
        bars.append(Bar(span, depth, min((span.start_ns - begin) / whole * 100, 99.7), width))
        todo.extend((child, depth + 1) for child in reversed(children.get(span.span_id, [])))
    return bars
