"""Which services there are, who is on the bus, and what each may say and hear there."""

from contracts import topology
from suite.servers.bus import NatsUser

SERVICES = topology.STREAMS
# Who uses objects today; each gets a credential limited to its own bucket, named after it.
STORING = ("documents",)
ROLES = ("owner", "app", "relay")
PROVISIONER = "provisioner"
GATEWAY = "gateway"
# Who signs tokens or capabilities.
SIGNERS = (*SERVICES, GATEWAY)

# What the gateway hears live, to forget a session or a cached page at once. It keeps no position on any stream.
# Entrances count each other.
GATEWAY_COUNTS = "gateway.*.here"
# Every service and the gateway hear it, to ask again which features are open.
FEATURES = "identity.feature.>"
GATEWAY_HEARS = (
    FEATURES,
    "identity.session.>",
    "identity.permission.>",
    "identity.assistant.>",
    "identity.mandate.>",
    "identity.guichet.>",
    "identity.organisation.>",
    "notifier.inbox.>",
    "notifier.publication.>",
    "notifier.guide_page.>",
    "demarches.definition.>",
    "demarches.dossier.>",
    "demarches.message.>",
    "ticketing.ticket.>",
    GATEWAY_COUNTS,
)


def roles_of(service: str) -> tuple[str, ...]:
    return tuple(f"{service}_{role}" for role in ROLES)


def bus_users(passwords: dict[str, str]) -> tuple[NatsUser, ...]:
    """One user per service, the gateway, and the provisioner, who alone touches streams and consumers. `passwords` is
    keyed by user name."""
    return (
        *(service_user(service, passwords[service]) for service in SERVICES),
        NatsUser(
            GATEWAY,
            passwords[GATEWAY],
            (*_asks(GATEWAY), GATEWAY_COUNTS),
            ("_INBOX_gateway.>", *GATEWAY_HEARS),
        ),
        NatsUser(
            PROVISIONER,
            passwords[PROVISIONER],
            ("$JS.API.>",),
            (f"_INBOX_{PROVISIONER}.>",),
        ),
    )


def service_user(service: str, password: str) -> NatsUser:
    heard = [consumer.stream for consumer in topology.CONSUMERS if consumer.durable == service]
    return NatsUser(
        service,
        password,
        publish=(
            f"{service}.>",
            f"$JS.API.STREAM.INFO.{service}",
            *_asks(service),
            *(f"$JS.API.CONSUMER.INFO.{stream}.{service}" for stream in heard),
            *(f"$JS.API.CONSUMER.MSG.NEXT.{stream}.{service}" for stream in heard),
            *(f"$JS.ACK.{stream}.{service}.>" for stream in heard),
        ),
        subscribe=(f"_INBOX_{service}.>", f"ask.{service}.>", FEATURES),
        answers=True,
    )


def _asks(asker: str) -> tuple[str, ...]:
    return tuple(ask.subject for ask in topology.ASKS if ask.asker == asker)
