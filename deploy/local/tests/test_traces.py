"""What exporters send is shown as one story per trace, and old stories make room."""

import html
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import msgspec
import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from suite.part import free_port
from suite.servers import Traces
from suite.traces.otlp import Span
from suite.traces.store import Traces as Store
from suite.traces.store import Wanted
from suite.traces.waterfall import lay_out

TRACE = "0af7651916cd43dd8448eb211c80319c"
MS = 1_000_000
PROTOBUF = {"content-type": "application/x-protobuf"}


@pytest.fixture
def viewer(tmp_path: Path) -> Iterator[Traces]:
    started = Traces(tmp_path, free_port(), logs=tmp_path / "logs").start()
    yield started
    started.stop()


def a_request() -> bytes:
    """A click that went through the gateway to a service, whose insertion failed."""
    request = ExportTraceServiceRequest()
    story = (
        ("gateway", "POST /envoi", "00" * 7 + "01", "", 2, {}),
        ("demarches", "POST /v1/dossiers", "00" * 7 + "02", "00" * 7 + "01", 2, {}),
        ("demarches", "insert", "00" * 7 + "03", "00" * 7 + "02", 3, {"db.system.name": "postgresql"}),
    )
    for service, name, span_id, parent, kind, attributes in story:
        resource = request.resource_spans.add()
        resource.resource.attributes.add(key="service.name").value.string_value = service
        span = resource.scope_spans.add().spans.add(name=name, kind=kind)
        span.trace_id, span.span_id, span.parent_span_id = (bytes.fromhex(x) for x in (TRACE, span_id, parent))
        depth = int(span_id, 16)
        span.start_time_unix_nano, span.end_time_unix_nano = 10**18 + depth * MS, 10**18 + (20 - depth) * MS
        for key, value in attributes.items():
            span.attributes.add(key=key).value.string_value = value
        if name == "insert":
            span.attributes.add(key="db.query.text").value.string_value = "insert into dossiers values ($1)"
            span.status.code = 2
            event = span.events.add(name="exception")
            event.attributes.add(key="exception.type").value.string_value = "UniqueViolation"
    return request.SerializeToString()


def post(viewer: Traces, body: bytes) -> None:
    assert httpx.post(f"{viewer.url}/v1/traces", content=body, headers=PROTOBUF).status_code == 200


def test_a_posted_trace_is_shown_whole(viewer: Traces) -> None:
    post(viewer, a_request())

    trace = httpx.get(f"{viewer.url}/api/traces/{TRACE}", timeout=60).json()
    page = httpx.get(f"{viewer.url}/traces/{TRACE}", timeout=60).text
    assert [span["name"] for span in trace["spans"]] == ["POST /envoi", "POST /v1/dossiers", "insert"]
    assert trace["spans"][2]["status"] == "error"
    assert "insert into dossiers values ($1)" in page
    assert "UniqueViolation" in page


def test_a_span_sent_twice_is_kept_once(viewer: Traces) -> None:
    post(viewer, a_request())

    post(viewer, a_request())

    (line,) = httpx.get(f"{viewer.url}/api/traces", timeout=60).json()
    assert (line["spans"], line["errors"], line["services"]) == (3, 1, ["gateway", "demarches"])


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"service": "demarches"}, 1),
        ({"service": "notifier"}, 0),
        ({"errors": "1"}, 1),
        ({"text": "INTO dossiers"}, 1),
        ({"text": "factures"}, 0),
        ({"min_ms": "17"}, 1),
        ({"min_ms": "19"}, 0),
    ],
)
def test_traces_are_narrowed(viewer: Traces, query: dict[str, str], found: int) -> None:
    post(viewer, a_request())

    assert len(httpx.get(f"{viewer.url}/api/traces", params=query, timeout=60).json()) == found


def test_who_calls_whom_is_counted(viewer: Traces) -> None:
    post(viewer, a_request())

    calls = {(call["caller"], call["callee"]): call for call in httpx.get(f"{viewer.url}/api/calls", timeout=60).json()}

    assert calls["gateway", "demarches"]["calls"] == 1
    assert calls["demarches", "postgresql"]["errors"] == 1


def test_what_is_not_otlp_is_refused(viewer: Traces) -> None:
    assert httpx.post(f"{viewer.url}/v1/traces", content=b"\xff\xff", headers=PROTOBUF).status_code == 400
    assert httpx.post(f"{viewer.url}/v1/traces", json={}).status_code == 415


def test_an_unknown_trace_is_not_found(viewer: Traces) -> None:
    assert httpx.get(f"{viewer.url}/api/traces/{'f' * 32}", timeout=60).status_code == 404


def a_span(number: int, *, parent: str = "", start: int = 0, end: int = 10) -> Span:
    identifier = f"{number:016x}"
    return Span(f"{number:032x}", identifier, parent, "demarches", "work", "internal", start, end, "ok", "")


def test_old_traces_make_room(tmp_path: Path) -> None:
    store = Store(tmp_path / "traces.sqlite", kept=100)

    for number in range(150):
        store.keep([a_span(number, start=number, end=number + 1)])

    kept = store.lines(Wanted(limit=1000))
    assert len(kept) <= 100
    assert kept[0].start_ns == 149
    store.close()


def test_a_waterfall_puts_each_span_under_its_cause() -> None:
    root = a_span(1, start=0, end=100)
    child = a_span(2, parent=root.span_id, start=50, end=75)
    lost = a_span(3, parent="f" * 16, start=10, end=20)

    bars = lay_out([lost, child, root])

    assert [(bar.span.span_id[-1], bar.depth) for bar in bars] == [("1", 0), ("2", 1), ("3", 0)]
    assert (bars[1].left, bars[1].width) == (50.0, 25.0)


def test_the_lines_that_were_written_meanwhile_are_one_step_away(viewer: Traces, tmp_path: Path) -> None:
    post(viewer, a_request())
    (tmp_path / "logs").mkdir()
    for service, second, event in (("demarches", 2, "command <failed>"), ("gateway", 1, "request")):
        said = {"event": event, "level": "info", "timestamp": f"2026-11-29T08:00:0{second}.5Z", "trace_id": TRACE}
        other = {**said, "event": "of another", "trace_id": "f" * 32}
        naming = {**other, "of": TRACE, "event": "names it"}
        # As our logs are written, without spaces.
        lines = [msgspec.json.encode({**one, "service": service, "ms": 4}).decode() for one in (said, other, naming)]
        (tmp_path / "logs" / f"{service}.log").write_text("\n".join(["not ours", *lines]) + "\n")

    shown = httpx.get(f"{viewer.url}/traces/{TRACE}").text
    journal = httpx.get(f"{viewer.url}/traces/{TRACE}/journal").text
    none = httpx.get(f"{viewer.url}/traces/..%2f..%2fpasswd/journal")

    assert f'href="/traces/{TRACE}/journal"' in shown
    assert journal.index("request") < journal.index("command &lt;failed&gt;")
    assert "ms=4" in journal
    assert "09:00:01.500" in journal, "the time that the consoles show"
    assert "of another" not in journal
    assert "names it" not in journal
    assert none.status_code in (404, 400) or "Aucune ligne" in none.text


def test_the_viewer_speaks_the_language_of_who_reads(viewer: Traces) -> None:
    post(viewer, a_request())
    english = {"accept-language": "en-GB,fr;q=0.5"}

    pages = {
        path: httpx.get(f"{viewer.url}{path}", headers=english).text for path in ("/", "/calls", f"/traces/{TRACE}")
    }

    assert '<html lang="en">' in pages["/"]
    assert "Errors only" in pages["/"]
    assert "Who calls whom" in pages["/calls"]
    assert "Log lines of this trace" in pages[f"/traces/{TRACE}"]
    assert "Lignes de journal de cette trace" in httpx.get(f"{viewer.url}/traces/{TRACE}").text


def test_the_language_chosen_in_the_viewer_stays_and_leads_nowhere_else(viewer: Traces) -> None:
    post(viewer, a_request())
    with httpx.Client(base_url=viewer.url, headers={"accept-language": "fr"}) as reader:
        link = re.search(r'href="(/language/en[^"]+)"', reader.get("/?text=dossiers").text)
        assert link

        chosen = reader.get(html.unescape(link[1]))
        stays = reader.get("/calls")
        elsewhere = [
            reader.get("/language/fr", params={"back": back}) for back in ("//evil.example", "https://evil.example")
        ]

    assert (chosen.status_code, chosen.headers["location"]) == (303, "/?text=dossiers")
    assert "Who calls whom" in stays.text
    assert [answer.headers["location"] for answer in elsewhere] == ["/", "/"]
    assert httpx.get(f"{viewer.url}/language/de").status_code == 404
