"""Alerts and dashboard speak of measures that exist, and every alert leads to a page of what to do."""

import re
import shutil
import subprocess
from importlib import import_module
from typing import Any

import pytest
import yaml
from prometheus_client import REGISTRY

from gateway.internal.operations import runbooks
from gateway.internal.operations.samples import PLAIN
from kit import dashboard
from suite.state import CHECKOUT

FOLDER = CHECKOUT / "deploy" / "observability"
# What Prometheus itself adds, and what its client adds on Linux.
GIVEN = {"up", "process_resident_memory_bytes", "process_cpu_seconds_total", "process_start_time_seconds"}
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
        found = runbooks.find(name)
        assert found is not None
        for part in ("What it means.", "Look.", "Do.", "Undo."):
            assert f"<strong>{part}</strong>" in found.html, f"{name}: {part}"


def test_the_supervision_page_keeps_only_what_is_measured(measured: set[str]):
    assert set(PLAIN) - measured == set()


def test_the_dashboard_is_that_of_the_code():
    assert dashboard.TARGET.read_text() == dashboard.text(), "python -m kit.dashboard"


def test_prometheus_itself_accepts_the_rules_and_fires_when_it_should():
    promtool = shutil.which("promtool")
    if promtool is None:
        pytest.skip("promtool is not on this machine")
    for words in (["check", "rules", "alerts.yml"], ["test", "rules", "alerts.test.yml"]):
        done = subprocess.run([promtool, *words], cwd=FOLDER, check=False, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
