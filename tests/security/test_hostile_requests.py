"""Whatever is sent to a service, it answers in words and stands: requests drawn from its own published OpenAPI, and bent.

`PARVIS_FUZZ_EXAMPLES=100` for a long run (a few requests for each operation otherwise). The same requests in every run.
"""

import json
import os
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings

from chassis.actor import Actor
from kit.actors import a_citizen, a_member, a_visitor, token_for
from kit.suite import RunningSuite
from suite.keyring import Keyring
from suite.topology import SERVICES

PUBLISHED = Path(__file__).resolve().parents[2] / "contracts" / "published"
EXAMPLES = int(os.environ.get("PARVIS_FUZZ_EXAMPLES", "3"))
drawn = settings(
    max_examples=EXAMPLES,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def operations(service: str) -> list[Any]:
    schema = schemathesis.openapi.from_path(PUBLISHED / "openapi" / f"{service}.json")
    found = [result.ok() for result in schema.get_all_operations()]
    assert len(found) > 20
    return [one for one in found if not is_endless(one)]


def is_endless(operation: Any) -> bool:
    """What goes on until the reader leaves."""
    return "text/event-stream" in json.dumps(operation.definition.raw)


def everything(service: str) -> list[str]:
    """All that a member may ever be allowed to do there."""
    told = json.loads((PUBLISHED / "permissions.json").read_text())
    return [one["name"] for one in told if one["name"].startswith(f"{service}.")]


def who(kind: str, service: str) -> tuple[Actor, Any]:
    """In a town of nobody's: what these requests change, nobody sees. The agent, who reaches the most, asks the most."""
    few = settings(drawn, max_examples=max(1, EXAMPLES // 3))
    if kind == "an agent":
        return a_member(uuid4(), *everything(service)), drawn
    return (a_citizen(uuid4()) if kind == "a citizen" else a_visitor(uuid4())), few


@pytest.mark.parametrize("kind", ["an agent", "a citizen", "a visitor"])
@pytest.mark.parametrize("service", SERVICES)
def test_no_request_makes_a_service_fail(suite: RunningSuite, service: str, kind: str):
    if suite.state is None:
        pytest.skip("this suite was not started by the tests")
    actor, asked = who(kind, service)
    token = token_for(actor, Keyring(suite.state.secrets), audience=service, lives=timedelta(minutes=60))
    headers = {"authorization": f"Bearer {token}"}
    address = f"http://127.0.0.1:{suite.ports.service(service)}"
    answered: list[int] = []
    failed: list[str] = []

    def ask(case: Any) -> None:
        answer = case.call(base_url=address, headers=headers, timeout=60)
        answered.append(answer.status_code)
        has_words = case.method == "HEAD" or b'"title"' in answer.content
        # 503: it says itself that it stands, and to come again.
        if (answer.status_code >= 400 and not has_words) or (answer.status_code >= 500 and answer.status_code != 503):
            failed.append(f"{answer.status_code} {case.as_curl_command()}")

    for operation in operations(service):
        asked(given(case=operation.as_strategy())(ask))()

    assert failed == []
    assert any(status < 300 for status in answered), (
        "nothing was ever accepted: the requests are not what they should be"
    )
    assert any(400 <= status < 500 for status in answered)
