"""`python -m kit.dashboard [--check]`: the Grafana dashboard as code, written from the table below."""

import json
import sys
from pathlib import Path
from typing import Any, NamedTuple

TARGET = Path(__file__).resolve().parents[4] / "deploy" / "observability" / "grafana" / "parvis.json"


class Panel(NamedTuple):
    title: str
    expression: str
    legend: str = "{{job}}"
    unit: str = "short"
    runbook: str = ""
    """Where « what to do » is told, at the internal entrance."""
    traces: str = ""
    """How the trace viewer finds the requests behind the figure."""


PANELS = (
    Panel(
        "Requests per second",
        "sum by (job) (rate(parvis_http_request_seconds_count[5m]))",
        unit="reqps",
        traces="service=${__field.labels.job}",
    ),
    Panel(
        "Failing share",
        "parvis:availability:failing_5m",
        unit="percentunit",
        runbook="errors",
        traces="errors=1&service=${__field.labels.job}",
    ),
    Panel("Sent away by the entrance", "parvis:turned_away:share_5m", unit="percentunit", runbook="turned-away"),
    Panel(
        "Answered by the entrance itself",
        "sum by (answer) (rate(parvis_entrance_answers_total[5m]))",
        "{{answer}}",
        unit="reqps",
        runbook="turned-away",
    ),
    Panel(
        "95 % of answers within",
        "parvis:latency:p95_5m",
        unit="s",
        runbook="latency",
        traces="min_ms=1000&service=${__field.labels.job}",
    ),
    Panel("Oldest event to publish", "max by (job) (parvis_outbox_oldest_seconds)", unit="s", runbook="outbox"),
    Panel(
        "Events behind",
        "max by (job, stream) (parvis_consumer_pending)",
        "{{job}} on {{stream}}",
        runbook="consumer-lag",
    ),
    Panel("Dead letters", "max by (job) (parvis_dead_letters_open)", runbook="dead-letters"),
    Panel(
        "Attempts to send by outcome",
        "sum by (outcome) (rate(parvis_notification_attempts_total[5m]))",
        "{{outcome}}",
        runbook="delivery",
    ),
    Panel("Timers late", "max by (job) (parvis_timers_overdue_seconds)", unit="s", runbook="timers"),
    Panel(
        "Connections used",
        "max by (job) (parvis_database_connections_used / parvis_database_connections_limit)",
        unit="percentunit",
        runbook="database",
    ),
    Panel("Memory", "process_resident_memory_bytes", unit="bytes"),
    Panel("Processor", "rate(process_cpu_seconds_total[5m])", unit="percentunit"),
    Panel("Events acted on", "sum by (job) (rate(parvis_events_consumed_total[5m]))", unit="ops"),
)


class Mark(NamedTuple):
    """What changed, drawn across all panels."""

    name: str
    expression: str
    title: str
    colour: str


MARKS = (
    Mark("New code", "parvis:changed:code", "{{job}}: {{version}}", "blue"),
    Mark("New schema", "parvis:changed:schema", "{{job}}: {{revision}}", "purple"),
    Mark("New setting", "parvis:changed:setting", "{{job}}: {{name}}", "orange"),
    Mark("Feature opened or closed", "parvis:changed:feature", "{{name}}: {{state}}", "green"),
    Mark("Started anew", "changes(process_start_time_seconds[1m]) > 0", "{{job}}", "gray"),
)


# Where the internal entrance and the viewer of traces are: of the suite on one machine until somebody types another.
PLACES = (
    ("entrance", "Internal entrance", "http://agents.localhost:8001"),
    ("traces", "Trace viewer", "http://127.0.0.1:8026"),
)


def dashboard() -> dict[str, Any]:
    return {
        "uid": "parvis",
        "title": "Parvis",
        "schemaVersion": 39,
        "editable": False,
        "refresh": "30s",
        "time": {"from": "now-6h", "to": "now"},
        "templating": {
            "list": [
                {"name": "source", "type": "datasource", "query": "prometheus", "label": "Source"},
                *(_typed(*place) for place in PLACES),
            ]
        },
        "links": [
            _link("Supervision", "${entrance}/exploitation/"),
            _link("Traces", "${traces}/"),
        ],
        "annotations": {
            "list": [
                {
                    "name": mark.name,
                    "enable": True,
                    "iconColor": mark.colour,
                    "datasource": {"type": "prometheus", "uid": "${source}"},
                    "expr": mark.expression,
                    "step": "60s",
                    "titleFormat": mark.title,
                }
                for mark in MARKS
            ]
        },
        "panels": [_drawn(number, panel) for number, panel in enumerate(PANELS)],
    }


def _typed(name: str, label: str, address: str) -> dict[str, Any]:
    """A variable that whoever looks may change."""
    chosen = {"text": address, "value": address}
    return {"name": name, "type": "textbox", "label": label, "query": address, "current": chosen, "options": [chosen]}


def _link(title: str, address: str) -> dict[str, Any]:
    return {"title": title, "type": "link", "url": address, "targetBlank": True}


def _ways_on(panel: Panel) -> list[dict[str, Any]]:
    """From a figure to what is behind it, and to what to do."""
    ways = [("Traces", f"${{traces}}/?{panel.traces}", panel.traces)]
    ways.append(("What to do", f"${{entrance}}/exploitation/fiches/{panel.runbook}", panel.runbook))
    return [{"title": title, "url": address, "targetBlank": True} for title, address, there in ways if there]


def _drawn(number: int, panel: Panel) -> dict[str, Any]:
    source = {"type": "prometheus", "uid": "${source}"}
    return {
        "id": number + 1,
        "title": panel.title,
        "type": "timeseries",
        "datasource": source,
        "gridPos": {"x": number % 3 * 8, "y": number // 3 * 8, "w": 8, "h": 8},
        "fieldConfig": {"defaults": {"unit": panel.unit, "min": 0, "links": _ways_on(panel)}, "overrides": []},
        "targets": [{"refId": "A", "datasource": source, "expr": panel.expression, "legendFormat": panel.legend}],
    }


def text() -> str:
    return json.dumps(dashboard(), indent=1) + "\n"


def main() -> int:
    if "--check" in sys.argv:
        return 0 if TARGET.read_text() == text() else 1
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(text())
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
