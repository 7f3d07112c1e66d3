"""Prometheus itself, with the rules and the jobs of production, on the running suite: every query of the dashboard is answered."""

import subprocess
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import yaml

from kit import dashboard, prometheus
from kit.eventually import eventually
from kit.servers import free_port
from kit.suite import RunningSuite
from suite.part import HOST
from suite.state import CHECKOUT
from suite.topology import SERVICES

pytestmark = pytest.mark.requirement("SR-01")
# Drawn from what is measured everywhere and always; the others speak once something happened.
ALWAYS = (
    "parvis_outbox_oldest_seconds",
    "parvis_consumer_pending",
    "parvis_dead_letters_open",
    "parvis_timers_overdue_seconds",
    "parvis_database_connections_used",
    "parvis_database_up",
    "parvis_bus_up",
    "parvis_dependency_up",
    "parvis_journal_contradicted_total",
    "parvis_running_code",
    "parvis_running_schema",
    "process_resident_memory_bytes",
)


@pytest.fixture(scope="module")
def asked(suite: RunningSuite, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    program = prometheus.program("prometheus")
    if program is None:
        pytest.skip("Prometheus is not on this machine, and Debian's package cannot be had")
    folder = tmp_path_factory.mktemp("prometheus")
    port, chosen = free_port(), folder / "prometheus.yml"
    chosen.write_text(yaml.safe_dump(configuration(suite)))
    told = [f"--config.file={chosen}", f"--storage.tsdb.path={folder / 'data'}", f"--web.listen-address={HOST}:{port}"]
    with (folder / "log").open("wb") as log:
        running = subprocess.Popen([program, *told], stdout=log, stderr=subprocess.STDOUT, cwd=folder)
    try:
        with httpx.Client(base_url=f"http://{HOST}:{port}/api/v1", timeout=60) as client:
            yield client
    finally:
        running.terminate()
        running.wait(60)


def configuration(suite: RunningSuite) -> dict[str, Any]:
    """Production's, but that its containers are processes of this machine, looked at more often."""
    told = yaml.safe_load((CHECKOUT / "deploy" / "compose" / "prometheus.yml").read_text())
    told["global"] = {"scrape_interval": "1s", "evaluation_interval": "1s"}
    told["rule_files"] = [str(CHECKOUT / "deploy" / "observability" / "alerts.yml")]
    ports = {service: suite.ports.service(service) for service in SERVICES}
    ports |= {"gateway.public": suite.ports.public, "gateway.internal": suite.ports.internal}
    jobs = {job["job_name"]: job for job in told["scrape_configs"]}
    assert set(jobs) - {"objects"} == set(ports)
    for name, port in ports.items():
        del jobs[name]["dns_sd_configs"]
        jobs[name]["static_configs"] = [{"targets": [f"{HOST}:{port}"]}]
    return told | {"scrape_configs": [jobs[name] for name in ports]}


def said(asked: httpx.Client, expression: str) -> list[dict[str, Any]]:
    answer = asked.get("/query", params={"query": expression})
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]["result"]


async def test_every_member_is_looked_at_and_answers(asked: httpx.Client):
    def all_up() -> bool:
        try:
            if asked.get("/query", params={"query": "up"}).status_code == 503:
                # Its own store is still being opened.
                return False
            return len(said(asked, 'up{namespace="parvis"} == 1')) == len(SERVICES) + 2
        except httpx.TransportError:
            return False

    await eventually(all_up, within=120)


async def test_every_rule_is_computed_without_a_fault(asked: httpx.Client):
    def computed() -> list[dict[str, Any]]:
        groups = asked.get("/rules").json()["data"]["groups"]
        rules = [rule for group in groups for rule in group["rules"]]
        return rules if rules and all(rule["health"] != "unknown" for rule in rules) else []

    rules = await eventually(computed, within=120)

    assert [rule["name"] for rule in rules if rule["health"] != "ok"] == []


@pytest.mark.parametrize("name", ALWAYS)
async def test_what_is_always_measured_is_there(asked: httpx.Client, name: str):
    await eventually(lambda: said(asked, name), within=60)


@pytest.mark.parametrize("panel", dashboard.PANELS, ids=lambda panel: panel.title)
async def test_every_panel_of_the_dashboard_draws_something_while_all_is_well(
    asked: httpx.Client, suite: RunningSuite, panel: dashboard.Panel
):
    """« No data » would be the same as a measure that nobody tells any more."""

    def drawn() -> list[dict[str, Any]]:
        httpx.get(f"http://{HOST}:{suite.ports.public}/", headers={"host": suite.portal("")[7:]}, timeout=60)
        return said(asked, panel.expression)

    await eventually(drawn, within=120)


async def test_what_changed_is_asked_without_a_fault(asked: httpx.Client):
    for mark in dashboard.MARKS:
        assert isinstance(said(asked, mark.expression), list)


async def test_requests_are_drawn(asked: httpx.Client, suite: RunningSuite):
    """A figure that a person made by looking at a page."""
    requests = dashboard.PANELS[0].expression

    def drawn() -> bool:
        httpx.get(f"http://{HOST}:{suite.ports.public}/", headers={"host": suite.portal("")[7:]}, timeout=60)
        return any(
            one["metric"]["job"] == "gateway.public" and float(one["value"][1]) > 0 for one in said(asked, requests)
        )

    await eventually(drawn, within=120)
