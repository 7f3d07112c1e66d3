"""Questions that one service asks another at the moment of use (NATS request/reply), and their answers.

Addresses and names are never copied: who needs one asks its owner, so that it is fresh and erasure is one place.
"""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

import msgspec

from contracts.features import FeatureState


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """Answered within 2 s by the service named second in `subject`."""

    subject: ClassVar[str]
    tenant: UUID


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    account_id: UUID
    email: str
    given_name: str
    family_name: str
    locale: str = "fr"


class AskContacts(Question, frozen=True, kw_only=True):
    """How may these accounts be reached? Unknown and erased accounts are absent from the answer.

    Looks the accounts up in their own organisation, which may be another than `tenant` (a customer's member).
    """

    subject: ClassVar[str] = "ask.identity.contacts.v1"
    account_ids: tuple[UUID, ...]


class Contacts(msgspec.Struct, frozen=True, kw_only=True):
    contacts: tuple[Contact, ...] = ()


class AskReach(Question, frozen=True, kw_only=True):
    """How else than by mail may these accounts of the organisation `tenant` be reached? Others are absent."""

    subject: ClassVar[str] = "ask.identity.reach.v1"
    account_ids: tuple[UUID, ...]


class Reach(msgspec.Struct, frozen=True, kw_only=True):
    """`address` is what stands on an envelope below the name, line by line; empty when it is not known whole."""

    account_id: UUID
    name: str
    locale: str = "fr"
    mobile: str = ""
    phone: str = ""
    address: tuple[str, ...] = ()


class Reaches(msgspec.Struct, frozen=True, kw_only=True):
    reaches: tuple[Reach, ...] = ()


class AskHolders(Question, frozen=True, kw_only=True):
    """Which active members of the organisation `tenant` hold this permission now?"""

    subject: ClassVar[str] = "ask.identity.holders.v1"
    permission: str


class AskColleagues(Question, frozen=True, kw_only=True):
    """Which active members of the organisation `tenant` are meant by these words: an address, an identifier, an
    account's id, or a part of their name? Twenty at most; none for fewer than two letters."""

    subject: ClassVar[str] = "ask.identity.colleagues.v1"
    words: str


class AskOrganisation(Question, frozen=True, kw_only=True):
    """What does the tenant call itself, and how does it look?"""

    subject: ClassVar[str] = "ask.identity.organisation.v1"


class OrganisationFacts(msgspec.Struct, frozen=True, kw_only=True):
    organisation_id: UUID
    slug: str
    name: str
    public_url: str
    colour: str
    internal_url: str = ""
    """Where its agents work."""
    phone: str = ""
    email: str = ""
    address: str = ""


class AskFeatures(Question, frozen=True, kw_only=True):
    """Which features are open to whom? The answer is the same in every tenant."""

    subject: ClassVar[str] = "ask.identity.features.v1"
    tenant: UUID = UUID(int=0)


class FeatureStates(msgspec.Struct, frozen=True, kw_only=True):
    """Those that somebody has changed; the others are as they are declared."""

    states: tuple[FeatureState, ...] = ()


class AskProfileChanges(Question, frozen=True, kw_only=True):
    """Which answers of this dossier may its applicant's profile take, now that they agreed?"""

    subject: ClassVar[str] = "ask.demarches.profile_changes.v1"
    dossier_id: UUID


class ProfileChanges(msgspec.Struct, frozen=True, kw_only=True):
    """By path of the profile as forms know it (`phone`, `address`, `address.city`). No account: there is nothing to change."""

    account_id: UUID | None = None
    changes: dict[str, Any] = {}


class AskMessageFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What has to be written to whom because of this event? Asked by the notifier when it is about to send.

    `data` is the event's own data. The subject names the event's owner: `ask.<service>.message_facts.v1`.
    """

    tenant: UUID
    event_id: UUID
    event_type: str
    data: dict[str, Any]

    @staticmethod
    def subject_for(service: str) -> str:
        return f"ask.{service}.message_facts.v1"


class Recipient(msgspec.Struct, frozen=True, kw_only=True):
    """Either an account, whose address identity knows, or an address given without one."""

    account_id: UUID | None = None
    email: str | None = None
    name: str = ""
    locale: str = "fr"


class MessageFacts(msgspec.Struct, frozen=True, kw_only=True):
    """`template` is a key of the notifier's templates; `values` fill its placeholders (text only), and those of `translated`
    stand in their place for who reads that language;
    `not_after` is when the message loses its sense; `reply_to` where an answer goes rather than to the organisation;
    mails of one `thread` (any word without spaces) are read together. No recipients: there is nothing to send."""

    template: str
    recipients: tuple[Recipient, ...] = ()
    values: dict[str, str] = {}
    not_after: datetime | None = None
    reply_to: str = ""
    thread: str = ""
    translated: dict[str, dict[str, str]] = {}


class Reader(msgspec.Struct, frozen=True, kw_only=True):
    """A member at home in whose name is asked: the asking service has checked their token."""

    account_id: UUID
    permissions: tuple[str, ...]
    locale: str = "fr"


class AskRecent(msgspec.Struct, frozen=True, kw_only=True):
    """What is there of late about this account, among what the reader may read? Asked when a page about somebody is shown.

    The subject names who is asked: `ask.<service>.recent.v1`.
    """

    tenant: UUID
    account_id: UUID
    reader: Reader

    @staticmethod
    def subject_for(service: str) -> str:
        return f"ask.{service}.recent.v1"


class RecentLine(msgspec.Struct, frozen=True, kw_only=True):
    """In the reader's words. `tone` is one of the pages' status colours; `href` is read at the internal entrance."""

    id: UUID
    title: str
    status: str
    tone: str
    at: datetime
    href: str
    reference: str = ""


class Recent(msgspec.Struct, frozen=True, kw_only=True):
    """Newest first, five at most. None of it is for who is not `permitted`."""

    lines: tuple[RecentLine, ...] = ()
    permitted: bool = True


class AskArticles(Question, frozen=True, kw_only=True):
    """What may be announced of these pages of the knowledge base? Absent: what was withdrawn, and what is for the owners
    of a product alone."""

    subject: ClassVar[str] = "ask.ticketing.articles.v1"
    article_ids: tuple[UUID, ...]


class ArticleLine(msgspec.Struct, frozen=True, kw_only=True):
    """`members`: only they can read it."""

    article_id: UUID
    title: str
    summary: str
    link: str
    members: bool


class Articles(msgspec.Struct, frozen=True, kw_only=True):
    articles: tuple[ArticleLine, ...] = ()
