"""What each process of ours is told: the `PARVIS_…` variables of a service or of the gateway."""

import os
from pathlib import Path

from suite.installation import Installation
from suite.part import HOST
from suite.topology import GATEWAY, SERVICES, STORING

# The OpenID providers to sign in with are nobody's to start either.
FEDERATION = "PARVIS_FEDERATION_FILE"
# The national address base, or one of one's own; empty: none is proposed.
ADDRESSES = "PARVIS_ADDRESS_API_URL"
ANTIVIRUS = ("PARVIS_CLAMD_URL", "PARVIS_CLAMD_STREAM_LIMIT")


def service_environment(installation: Installation, service: str) -> dict[str, str]:
    environment = {
        **_shared(installation, service),
        "PARVIS_HTTP_PORT": str(installation.ports.service(service)),
        "PARVIS_DATABASE_URL": installation.database_url(service, "app"),
        "PARVIS_RELAY_DATABASE_URL": installation.database_url(service, "relay"),
        "PARVIS_SMTP_URL": installation.smtp_url,
        "PARVIS_ERASURE_LEDGER_FILE": str(installation.keyring.erasure_ledger),
    }
    if service == "identity" and os.environ.get(FEDERATION):
        environment[FEDERATION] = str(Path(os.environ[FEDERATION]).resolve())
    if service == "ticketing":
        environment |= {
            "PARVIS_MAIL_IN_PORT": str(installation.ports.mail_in),
            "PARVIS_MAIL_IN_DOMAIN": "courrier.localhost",
        }
    if service == "notifier":
        environment |= {
            "PARVIS_BOUNCE_PORT": str(installation.ports.bounces),
            "PARVIS_BOUNCE_DOMAIN": "retours.localhost",
            # Readable in the mailbox: a demonstration pays for no SMS.
            "PARVIS_SMS_URL": os.environ.get("PARVIS_SMS_URL", f"mail+{installation.smtp_url}"),
        }
    if service in STORING:
        outside, keys = installation.outside, installation.keyring.passwords("objects")
        environment |= {
            "PARVIS_S3_URL": installation.s3_url,
            "PARVIS_S3_ACCESS_KEY": outside.s3_access_key or service if outside.s3_url else service,
            "PARVIS_S3_SECRET_KEY": outside.s3_secret_key or "" if outside.s3_url else keys[service],
            "PARVIS_S3_BUCKET": service,
            "PARVIS_MASTER_KEY_FILE": str(installation.keyring.master_key_file),
            # An antivirus is nobody's to start: it is used where there is one.
            **{name: os.environ[name] for name in ANTIVIRUS if os.environ.get(name)},
        }
    return environment


def gateway_environment(installation: Installation, port: int) -> dict[str, str]:
    environment = {**_shared(installation, GATEWAY), "PARVIS_HTTP_PORT": str(port)}
    # The mailbox plays the world outside: it also knows the streets of the demonstration's town.
    ours = "" if installation.outside.smtp_url else f"{installation.mailbox_url}/geocodage"
    return environment | {ADDRESSES: os.environ.get(ADDRESSES, ours)}


def measures_environment(installation: Installation, twin: int | None = None) -> dict[str, str]:
    """Where the internal entrance keeps what its objectives count (of several, each what it counted itself), and where it asks
    the public one."""
    name = "objectives.json" if twin is None else f"objectives.{twin}.json"
    return {
        "PARVIS_MEASURES_FILE": str(installation.state.data / "measures" / name),
        "PARVIS_PORTAL_MEASURES_URL": f"http://{HOST}:{installation.ports.public}",
    }


def exercises_environment(installation: Installation) -> dict[str, str]:
    """For the internal entrance of a suite that runs on one machine, where parts may be made to fail."""
    return {
        "PARVIS_FAULTS_URL": f"http://{HOST}:{installation.ports.faults}",
        "PARVIS_FAULTS_SECRET_FILE": str(installation.keyring.secret_file("faults")),
    }


def _shared(installation: Installation, service: str) -> dict[str, str]:
    keyring, ports = installation.keyring, installation.ports
    return {
        "PARVIS_SERVICE": service,
        "PARVIS_HTTP_HOST": HOST,
        "PARVIS_NATS_URL": installation.nats_url,
        "PARVIS_NATS_USER": service,
        "PARVIS_NATS_PASSWORD": keyring.passwords("bus")[service],
        "PARVIS_SIGNING_KEY_FILE": str(keyring.signing_key_file(service)),
        "PARVIS_TRUST_FILE": str(keyring.trust_file),
        "PARVIS_SECRET_FILE": str(keyring.secret_file(service)),
        "PARVIS_PUBLIC_URL": installation.public_url,
        "PARVIS_INTERNAL_URL": installation.internal_url,
        "PARVIS_SERVICES": ",".join(f"{name}=http://{HOST}:{ports.service(name)}" for name in SERVICES),
        "PARVIS_MAILBOX_URL": installation.mailbox_url,
        "PARVIS_TRACES_URL": installation.traces_url,
        "OTEL_EXPORTER_OTLP_ENDPOINT": installation.otlp_endpoint,
        "OTEL_EXPORTER_OTLP_PROTOCOL": "http/protobuf",
        **installation.tuning,
    }
