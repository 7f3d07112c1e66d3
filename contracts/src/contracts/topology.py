"""Who publishes, who hears, who asks whom. Streams, consumers and bus permissions are provisioned from here."""

from collections.abc import Iterable
from typing import NamedTuple

STREAMS = ("identity", "demarches", "documents", "ticketing", "notifier")

HEARS: dict[str, tuple[str, ...]] = {
    "identity": (
        "demarches.dossier.decided.v1",
        "demarches.profile.update_agreed.v1",
        "demarches.personal_data.>",
        "documents.personal_data.>",
        "ticketing.personal_data.>",
        "notifier.personal_data.>",
    ),
    "demarches": (
        "demarches.dossier.submitted.v1",
        "demarches.dossier.decided.v1",
        "demarches.definition.shared.v1",
        "demarches.definition.unshared.v1",
        "documents.bundle.purged.v1",
        "documents.file.>",
        "identity.account.>",
        "identity.permission.>",
        "identity.guichet.founded.v1",
        "notifier.notification.permanent_failure.v1",
    ),
    "documents": (
        "demarches.dossier.>",
        "ticketing.ticket.>",
        "identity.account.>",
    ),
    "ticketing": ("documents.file.>", "identity.account.>", "notifier.notification.>"),
    "notifier": (
        "identity.account.>",
        "identity.access_request.>",
        "identity.mandate.>",
        "identity.assistant.connected.v1",
        "identity.organisation.sign_ins_suspected.v1",
        "identity.organisation.suspended.v1",
        "identity.organisation.resumed.v1",
        "identity.organisation.closed.v1",
        "demarches.dossier.>",
        "demarches.message.>",
        "demarches.opinion.>",
        "demarches.booking.>",
        "demarches.deadline.>",
        "demarches.reasons.asked.v1",
        "demarches.place.offered.v1",
        "demarches.definition.update_offered.v1",
        "demarches.definition.source_withdrawn.v1",
        "demarches.attachment.code_asked.v1",
        "demarches.draft.reminder_due.v1",
        "ticketing.ticket.>",
        # What a letter may announce.
        "ticketing.article.published.v1",
        "ticketing.release.published.v1",
        "documents.piece.expiring.v1",
        # What other systems are told of by webhooks.
        "notifier.notification.>",
        "notifier.address.>",
        "notifier.publication.changed.v1",
    ),
}


class Consumer(NamedTuple):
    """A durable pull consumer, named after the service that reads it."""

    stream: str
    durable: str
    filter_subjects: tuple[str, ...]


def unheard(service: str, types: Iterable[str]) -> list[str]:
    """Of the events that a service acts on, those that the bus would never bring it."""
    patterns = HEARS[service]
    return sorted({kind for kind in types if not any(_brings(pattern, kind) for pattern in patterns)})


def _brings(pattern: str, kind: str) -> bool:
    return kind.startswith(pattern[:-1]) if pattern.endswith(".>") else kind == pattern


class Ask(NamedTuple):
    asker: str
    owner: str
    subject: str


def _consumers() -> tuple[Consumer, ...]:
    return tuple(
        Consumer(stream, service, tuple(subject for subject in subjects if subject.split(".")[0] == stream))
        for service, subjects in HEARS.items()
        for stream in STREAMS
        if any(subject.split(".")[0] == stream for subject in subjects)
    )


CONSUMERS = _consumers()

ASKS = (
    Ask("notifier", "identity", "ask.identity.contacts.v1"),
    Ask("notifier", "identity", "ask.identity.organisation.v1"),
    Ask("notifier", "identity", "ask.identity.colleagues.v1"),
    Ask("notifier", "identity", "ask.identity.holders.v1"),
    Ask("notifier", "identity", "ask.identity.reach.v1"),
    Ask("notifier", "identity", "ask.identity.message_facts.v1"),
    Ask("notifier", "demarches", "ask.demarches.message_facts.v1"),
    Ask("notifier", "ticketing", "ask.ticketing.message_facts.v1"),
    Ask("notifier", "ticketing", "ask.ticketing.articles.v1"),
    Ask("notifier", "documents", "ask.documents.message_facts.v1"),
    Ask("documents", "identity", "ask.identity.contacts.v1"),
    Ask("documents", "identity", "ask.identity.organisation.v1"),
    Ask("demarches", "identity", "ask.identity.contacts.v1"),
    Ask("demarches", "identity", "ask.identity.organisation.v1"),
    Ask("identity", "demarches", "ask.demarches.profile_changes.v1"),
    # Every service asks which features are open, identity too: its own replicas hear of a change as the others do.
    *(Ask(service, "identity", "ask.identity.features.v1") for service in STREAMS),
    Ask("ticketing", "identity", "ask.identity.contacts.v1"),
    Ask("ticketing", "identity", "ask.identity.organisation.v1"),
    Ask("ticketing", "identity", "ask.identity.colleagues.v1"),
    Ask("ticketing", "demarches", "ask.demarches.recent.v1"),
    Ask("ticketing", "notifier", "ask.notifier.recent.v1"),
    # Each service has another note the heads of its journal (contracts.journals).
    *(Ask(STREAMS[n], STREAMS[(n + 1) % 5], f"ask.{STREAMS[(n + 1) % 5]}.journal.anchor.v1") for n in range(5)),
)
