"""Alerts and dashboard speak of measures that exist, and every alert leads to a page of what to do."""

import re
import subprocess
from importlib import import_module
from typing import Any

import pytest
import yaml
from prometheus_client import REGISTRY

from gateway.internal.operations import runbooks
from gateway.internal.operations.samples import PLAIN
from kit import dashboard, prometheus
from suite.state import CHECKOUT

FOLDER = CHECKOUT / "deploy" / "observability"
# What Prometheus itself adds, and what its client adds on Linux.
GIVEN = {"up", "process_resident_memory_bytes", "process_cpu_seconds_total", "process_start_time_seconds"}
PARTS = {
    "fr": ("Ce que cela veut dire.", "À regarder.", "À faire.", "Revenir en arrière."),
    "en": ("What it means.", "Look.", "Do.", "Undo."),
}
# What stands for something of the reader's own (`<store>`, `<event>`) is said in their language.
CODE, LEADS = re.compile(r"<code>([^<&]+)</code>"), re.compile(r'href="([^"]+)"')
WORD = re.compile(r"\b(?:parvis|process)_[a-z0-9_]+\b|\bparvis:[a-z0-9_:]+")


@pytest.fixture(scope="module")
def groups() -> list[dict[str, Any]]:
    return yaml.safe_load((FOLDER / "alerts.yml").read_text())["groups"]


@pytest.fixture(scope="module")
def measured() -> set[str]:
    """Every name that a process of ours may tell."""
    for module in ("chassis.metrics", "notifier.delivery.measures", "gateway.measures"):
        import_module(module)
    return GIVEN | {name for names in REGISTRY._collector_to_names.values() for name in names}


def rules(groups: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [rule for group in groups for rule in group["rules"]]


@pytest.mark.requirement("SR-01")
def test_every_rule_is_about_something_measured(groups: list[dict[str, Any]], measured: set[str]):
    recorded = {rule["record"] for rule in rules(groups) if "record" in rule}
    said = {word for rule in rules(groups) for word in WORD.findall(rule["expr"])}
    drawn = {word for one in (*dashboard.PANELS, *dashboard.MARKS) for word in WORD.findall(one.expression)}

    assert (said | drawn) - recorded - measured == set()


@pytest.mark.requirement("SR-01")
def test_every_alert_has_its_runbook_and_every_runbook_is_of_use(groups: list[dict[str, Any]]):
    alerts = [rule for rule in rules(groups) if "alert" in rule]

    assert {rule["annotations"]["runbook"] for rule in alerts} == set(runbooks.names())
    assert {rule["labels"]["severity"] for rule in alerts} == {"page", "ticket"}
    for name in runbooks.names():
        for language, parts in PARTS.items():
            found = runbooks.find(name, language)
            assert found is not None
            for part in parts:
                assert f"<strong>{part}</strong>" in found.html, f"{language}, {name}: {part}"


def test_runbooks_say_the_same_in_both_languages():
    """As far as a machine can tell: the commands, measures and settings that they name, and where they lead."""
    for name in runbooks.names():
        french, english = (runbooks.find(name, language) for language in PARTS)
        assert french is not None
        assert english is not None
        for named in (CODE, LEADS):
            assert sorted(named.findall(french.html)) == sorted(named.findall(english.html)), name
        for place in set(LEADS.findall(french.html)):
            assert place.startswith("/exploitation/") or place in runbooks.names(), f"{name}: {place}"


def test_the_supervision_page_keeps_only_what_is_measured(measured: set[str]):
    assert set(PLAIN) - measured == set()


def test_the_dashboard_is_that_of_the_code():
    assert dashboard.TARGET.read_text() == dashboard.text(), "python -m kit.dashboard"


def test_every_way_out_of_the_dashboard_leads_somewhere():
    drawn = dashboard.dashboard()
    known = {one["name"] for one in drawn["templating"]["list"]} | {"__field.labels.job"}

    told = re.findall(r"\$\{([^}]+)\}", dashboard.text())
    ways = [link["url"] for panel in drawn["panels"] for link in panel["fieldConfig"]["defaults"]["links"]]
    sheets = {way.rpartition("/fiches/")[2] for way in ways if "/fiches/" in way}

    assert set(told) == known
    assert sheets == set(runbooks.names()) - {"service-down", "journal", "objects", "scanner", "integrity", "clock"}
    assert len({panel["id"] for panel in drawn["panels"]}) == len(drawn["panels"])


def test_prometheus_itself_accepts_the_rules_and_fires_when_it_should():
    promtool = prometheus.program("promtool")
    if promtool is None:
        pytest.skip("promtool is not on this machine, and Debian's package cannot be had")
    for words in (["check", "rules", "alerts.yml"], ["test", "rules", "alerts.test.yml"]):
        done = subprocess.run([promtool, *words], cwd=FOLDER, check=False, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
