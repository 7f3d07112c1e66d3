"""While an entrance is away, Caddy itself says so: on one host as in a cluster, in one page that needs nothing from elsewhere."""

import os
import re
import subprocess
from collections.abc import Iterator

import httpx
import pytest

from suite.cluster.balancer import AWAY, Balancer
from suite.part import HOST, program
from suite.ports import Ports, free_base
from suite.state import CHECKOUT

pytestmark = pytest.mark.requirement("SR-03")


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A balancer with nobody behind it."""
    ports = Ports(free_base())
    balancer = Balancer(tmp_path_factory.mktemp("balancer"), ports, patience=0).start()
    try:
        with httpx.Client(base_url=f"http://{HOST}:{ports.public}", timeout=60) as client:
            yield client
    finally:
        balancer.kill()


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_people_read_in_both_languages_that_it_will_be_back(door: httpx.Client, method: str):
    answer = door.request(method, "/demarches/une-demarche", data={"a": "b"} if method == "POST" else None)

    assert (answer.status_code, answer.headers["content-type"]) == (503, "text/html; charset=utf-8")
    assert (answer.headers["retry-after"], answer.headers["cache-control"]) == ("10", "no-store")
    assert "Le service est momentanément indisponible" in answer.text
    assert '<section lang="en">' in answer.text


def test_programs_get_what_programs_read(door: httpx.Client):
    answer = door.get("/api/demarches/v1/dossiers")

    assert (answer.status_code, answer.headers["content-type"]) == (503, "application/problem+json")
    assert answer.json()["status"] == 503


def test_the_page_asks_nobody_else_for_anything():
    assert not re.search(r"src=|@import|url\(|<link|<script|https?:", (AWAY / "indisponible.html").read_text())


def test_caddy_takes_what_one_host_gives_it():
    folder = CHECKOUT / "deploy" / "compose"
    told = {**os.environ, "PARVIS_DOMAIN": "demarches.example", "PARVIS_CONTACT": "dsi@demarches.example"}
    done = subprocess.run(
        [program("caddy"), "adapt", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"],
        env=told,
        check=False,
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stderr
    # Both entrances; Grafana's absence is nobody's page.
    assert done.stdout.count("indisponible.html") == 2
